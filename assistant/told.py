"""What an answer has told so far: sentences, sources, what was held back, and how long it took."""

import time
from collections.abc import Iterator

from assistant.compose.cited import cited
from assistant.compose.write import Lead
from assistant.domain.answer import Citation, Sentence, Timings, Withheld
from assistant.domain.facts import Passage
from assistant.domain.turn import Begun, Event, Held, Noted, Released
from assistant.written import Written

WORTHWHILE = 2  # sentences


class Clock:
    """Milliseconds since the question arrived; a mark keeps its first time."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._marks: dict[str, float] = {}

    def mark(self, name: str) -> None:
        """Note that something was reached, if for the first time."""
        self._marks.setdefault(name, self._now())

    def timings(self) -> Timings:
        """Return all marks, and now as the total."""
        marks = self._marks
        return Timings(marks["facts"], marks.get("retrieval"), marks.get("first_sentence"), self._now())

    def _now(self) -> float:
        return round((time.perf_counter() - self._start) * 1000, 3)


class Told:
    """Grows sentence by sentence, from the lead on. Each call returns the events it makes."""

    def __init__(self, lead: Lead, passages: tuple[Passage, ...], clock: Clock) -> None:
        self.sentences: list[Sentence] = list(lead.sentences)
        self.citations: list[Citation] = list(lead.citations)
        self.notes: list[Noted] = []
        self._held: dict[str, int] = {}
        self._passages = passages
        self._clock = clock

    @property
    def by_model(self) -> bool:
        """Whether a model's sentence is among them."""
        return any(sentence.origin == "model" for sentence in self.sentences)

    @property
    def worthwhile(self) -> bool:
        """Whether a model said enough to stand for the words of guides: two sentences, one of them with a source."""
        said = [sentence for sentence in self.sentences if sentence.origin == "model"]
        return len(said) >= WORTHWHILE and any(sentence.evidence for sentence in said)

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """How many sentences were held back, by code."""
        return tuple(Withheld(code, count) for code, count in sorted(self._held.items()))

    def add(self, more: Lead) -> Iterator[Event]:
        """Tell what was composed after the lead."""
        self.citations += more.citations
        yield from (self._released(sentence) for sentence in more.sentences)

    def hear(self, written: Written) -> Iterator[Event]:
        """Take what the model's side says."""
        match written:
            case Sentence():
                sentence, new = cited(written, self._passages, self.citations)
                self.citations += new
                yield self._released(sentence)
            case Held():
                self._held[written.code] = self._held.get(written.code, 0) + written.count
                yield written
            case Noted():
                self.notes += [written] if written.message else []
                yield from [written] if written.message else []
            case Begun():
                yield written

    def _released(self, sentence: Sentence) -> Released:
        self._clock.mark("first_sentence")
        self.sentences.append(sentence)
        return Released(len(self.sentences), sentence)
