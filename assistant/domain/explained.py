"""What guides and pages say to a question: words of theirs, never new ones."""

from dataclasses import dataclass

from assistant.domain.facts import Passage


@dataclass(frozen=True)
class Excerpt:
    """A stretch of one passage: `text` stands in `passage.text` just so.

    `asks` is the question that the passage answers, where that is not the reader's own: an answer that begins with
    yes or no would mislead without it.
    """

    passage: Passage
    text: str
    asks: str | None = None


@dataclass(frozen=True)
class Explained:
    """What was found. No excerpts: nothing speaks about the question; `nearest` are the guides to look at then.

    Neither excerpts nor nearest guides: the question is about something else altogether.

    `passages` are all passages found, best first; `index` is the digest of the index they came from.
    """

    excerpts: tuple[Excerpt, ...]
    nearest: tuple[Passage, ...]
    passages: tuple[Passage, ...]
    index: str


@dataclass(frozen=True)
class NotSearched:
    """The guides could not be searched; `reason` says why and what mends it."""

    reason: str
