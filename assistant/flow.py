"""THE ANSWER PATH, top to bottom. Start here.

A question is read, looked up and answered by code at once; passages and a model's explanation follow behind.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from assistant import log
from assistant.compose.whole import Ended, whole_answer
from assistant.compose.write import compose
from assistant.domain.answer import Digests, Sentence, Timings
from assistant.domain.facts import Evidence, Passage
from assistant.domain.question import Question
from assistant.domain.turn import Event, FactsFound, Finished, Released, Turn
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.lookups.look_up import look_up
from assistant.lookups.shelf import Shelf

PASSAGES = 6  # at most, per answer


class Searcher(Protocol):
    """Finds passages of guides and pages, best first."""

    def search(self, question: str, *, limit: int) -> tuple[Passage, ...]:
        """Return at most `limit` passages; none if nothing speaks about the question."""
        ...


class Explainer(Protocol):
    """Writes what follows the facts. Only verified sentences come out of it."""

    def explain(self, question: Question, evidence: Evidence) -> AsyncIterator[Sentence]:
        """Yield sentences one by one; none if there is no model or nothing worthwhile is left."""
        ...


@dataclass(frozen=True)
class Assistant:
    """Everything an answer needs, loaded once. Without searcher and explainer the facts are the answer."""

    shelf: Shelf
    names: NameIndex
    site_url: str = ""
    searcher: Searcher | None = None
    explainer: Explainer | None = None

    async def ask(self, turn: Turn) -> AsyncIterator[Event]:
        """Answer a question: the facts at once, then sentences, then the whole."""
        clock = Clock()
        question = understand(turn.text, self.names, turn.before)
        findings = look_up(question, self.shelf)
        lead = compose(findings, self.site_url, question.language)
        clock.mark("facts")
        yield FactsFound(lead.text, findings.facts, findings.estimates, findings.refusals, findings.assumptions)

        passages: tuple[Passage, ...] = ()
        if self.searcher:
            passages = self.searcher.search(question.normalized, limit=PASSAGES)
            clock.mark("retrieval")
        sentences = list(lead.sentences)
        if self.explainer:
            async for sentence in self.explainer.explain(question, Evidence(findings.facts, passages)):
                clock.mark("first_sentence")
                sentences.append(sentence)
                yield Released(len(sentences), sentence)
        ended = Ended(tuple(sentences), clock.timings(), Digests(corpus=self.shelf.catalog.digest))
        answer = whole_answer(turn, question, findings, lead, ended)
        log.step("answered", answer=turn.id, kind=answer.kind, status=answer.status, ms=answer.timings_ms.total)
        yield Finished(answer, question)

    async def answer(self, turn: Turn) -> Finished:
        """Return the end of `ask`, for those who do not need the parts as they arrive."""
        *_, last = [event async for event in self.ask(turn)]
        if not isinstance(last, Finished):
            raise TypeError("the answer path ended without an answer")
        return last


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
