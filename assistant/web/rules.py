"""What the owner decided, as every worker sees it within a second: blocked texts, taken-back and pinned answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant import log
from assistant.domain.answer import Answer
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.facts import Passage
from assistant.domain.question import Question
from assistant.errors import StorageError
from assistant.flow import Guides
from assistant.storage.decided import Decided, Desk
from assistant.storage.store import Store

FRESH_S = 1.0  # how old the decisions may be that a worker acts on


class Rules:
    """Decisions in force. Without a database there are none, and nothing can be decided."""

    def __init__(self, store: Store | None, corpus: str) -> None:
        self._store = store
        self._corpus = corpus
        self.desk = Desk(store.engine) if store else None
        self.now = Decided()
        self.pinned: dict[str, Answer] = {}
        self._read_at = 0.0
        self.lapsed: frozenset[str] = frozenset()

    async def fresh(self) -> Decided:
        """Return the decisions, read again if they are older than a second."""
        if self.desk and time.monotonic() - self._read_at > FRESH_S:
            self._read_at = time.monotonic()
            try:
                await asyncio.to_thread(self._read)
            except StorageError as error:  # the last ones stay in force
                log.step("decisions not read", reason=str(error))
        return self.now

    def stale(self) -> None:
        """Have the decisions read again with the next question: this worker has just changed them."""
        self._read_at = 0.0

    def _read(self) -> None:
        if self.desk is None or self._store is None:
            return
        now = self.desk.read()
        if now == self.now:
            return
        pins = [self._store.receipt(one) for one in now.ids("answer", "pin")]
        found = [pin.answer for pin in pins if pin and pin.answer.question]
        self.pinned = {key(one.question): one for one in found if one.digests.corpus == self._corpus}
        self.lapsed = now.ids("answer", "pin") - {one.id for one in self.pinned.values()}
        self.now = now

    def blocked(self, passage: Passage) -> bool:
        """Whether a passage, or the guide it stands in, may not be said."""
        if passage.id in self.now.ids("passage", "block"):
            return True
        return self.blocked_guide(passage.id.partition("#")[0])

    def blocked_guide(self, guide: str) -> bool:
        """Whether a guide, by its id or slug, may not be quoted or summarised."""
        slug = guide.rpartition("/")[2]
        return bool(self.now.ids("guide", "block") & {slug, f"guides/{slug}", f"pages/{slug}"})


def key(question: str) -> str:
    """Return a question as pins are matched by: its words, whatever the space between them."""
    return " ".join(question.split())


@dataclass(frozen=True)
class Screened:
    """Guides without what the owner blocked."""

    guides: Guides
    blocked: Callable[[Passage], bool]

    def explain(
        self, question: Question, *, clause: str | None, page: str | None, beside: bool
    ) -> Explained | NotSearched:
        """Return what the guides say, blocked passages left out."""
        found = self.guides.explain(question, clause=clause, page=page, beside=beside)
        if isinstance(found, NotSearched):
            return found
        return replace(
            found,
            excerpts=tuple(one for one in found.excerpts if not self.blocked(one.passage)),
            nearest=tuple(one for one in found.nearest if not self.blocked(one)),
            passages=tuple(one for one in found.passages if not self.blocked(one)),
        )
