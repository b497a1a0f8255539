"""THE ANSWER PATH, top to bottom. Start here.

A question is read, looked up and answered by code at once; passages and a model's explanation follow behind.
"""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from assistant import log
from assistant.compose.whole import Ended, whole_answer
from assistant.compose.write import Lead, compose, compose_rest
from assistant.domain.answer import Digests, Sentence, Timings
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.facts import Evidence, Passage
from assistant.domain.findings import Findings
from assistant.domain.question import Question
from assistant.domain.turn import Event, FactsFound, Finished, Released, Turn
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.lookups.look_up import look_up
from assistant.lookups.settle import settle
from assistant.lookups.shelf import Shelf

Said = Explained | NotSearched | None


class Guides(Protocol):
    """Says what guides and pages have on a question."""

    def explain(
        self, question: Question, *, clause: str | None, page: str | None, beside: bool
    ) -> Explained | NotSearched:
        """Return stretches of guides, none if they do not speak about the question.

        `clause` is the part of it to explain, None for all of it; `page` is the slug of the guide it is asked on;
        `beside` says that facts answer already and the question asks for no more.
        """
        ...


class Explainer(Protocol):
    """Writes what follows the facts. Only verified sentences come out of it."""

    def explain(self, question: Question, evidence: Evidence) -> AsyncIterator[Sentence]:
        """Yield sentences one by one; none if there is no model or nothing worthwhile is left."""
        ...


@dataclass(frozen=True)
class Assistant:
    """Everything an answer needs, loaded once. Without guides and explainer the facts are the answer."""

    shelf: Shelf
    names: NameIndex
    site_url: str = ""
    guides: Guides | None = None
    explainer: Explainer | None = None

    async def ask(self, turn: Turn) -> AsyncIterator[Event]:
        """Answer a question: the facts at once, then sentences, then the whole."""
        clock = Clock()
        question = understand(turn.text, self.names, turn.before)
        findings = look_up(question, self.shelf)
        lead = compose(findings, self.site_url, question.language)
        clock.mark("facts")
        yield facts_found(lead, findings)

        said = self._guides(turn, question, findings, clock)
        settled = settle(findings, said)
        rest = compose_rest(settled, findings, lead, self.site_url)
        sentences = list(lead.sentences)
        async for sentence in self._sentences(question, rest, Evidence(settled.facts, passages_of(said))):
            clock.mark("first_sentence")
            sentences.append(sentence)
            yield Released(len(sentences), sentence)
        digests = Digests(corpus=self.shelf.catalog.digest, index=said.index if isinstance(said, Explained) else None)
        citations = (*lead.citations, *rest.citations)
        answer = whole_answer(turn, question, settled, Ended(tuple(sentences), citations, clock.timings(), digests))
        log.step("answered", answer=turn.id, kind=answer.kind, status=answer.status, ms=answer.timings_ms.total)
        yield Finished(answer, question)

    def _guides(self, turn: Turn, question: Question, findings: Findings, clock: "Clock") -> Said:
        """What the guides say; None if nobody needs to know."""
        if self.guides is None or not (findings.open or self.explainer):
            return None
        beside = all(part.otherwise is None for part in findings.open)
        clause = next((part.clause for part in findings.open if part.clause), None)
        said = self.guides.explain(question, clause=clause, page=turn.page, beside=beside)
        clock.mark("retrieval")
        return said

    async def _sentences(self, question: Question, rest: Lead, evidence: Evidence) -> AsyncIterator[Sentence]:
        """What follows the facts: words of guides, then those of the model."""
        for sentence in rest.sentences:
            yield sentence
        if self.explainer:
            async for sentence in self.explainer.explain(question, evidence):
                yield sentence

    async def answer(self, turn: Turn) -> Finished:
        """Return the end of `ask`, for those who do not need the parts as they arrive."""
        *_, last = [event async for event in self.ask(turn)]
        if not isinstance(last, Finished):
            raise TypeError("the answer path ended without an answer")
        return last


def facts_found(lead: Lead, findings: Findings) -> FactsFound:
    """The first event of an answer."""
    return FactsFound(
        lead.text, findings.facts, findings.estimates, findings.refusals, findings.assumptions, lead.citations,
        findings.clarify,
    )  # fmt: skip


def passages_of(said: Said) -> tuple[Passage, ...]:
    """All passages found, best first."""
    return said.passages if isinstance(said, Explained) else ()


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
