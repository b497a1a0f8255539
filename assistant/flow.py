"""THE ANSWER PATH, top to bottom. Start here.

A question is read, looked up and answered by code at once; passages and a model's explanation follow behind.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from assistant import log
from assistant.compose.whole import Ended, whole_answer
from assistant.compose.write import Lead, compose, compose_choice, compose_rest
from assistant.domain.answer import Digests, Engine
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.facts import Evidence, Passage
from assistant.domain.findings import Findings
from assistant.domain.question import Question
from assistant.domain.turn import Begun, Event, FactsFound, Finished, Noted, Turn
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.lookups.look_up import look_up
from assistant.lookups.settle import settle
from assistant.lookups.shelf import Shelf
from assistant.told import Clock, Told
from assistant.verifier.ledger import Settled
from assistant.written import ToExplain, Written

Rest = Callable[..., Lead]  # (citations before, guides=) -> what was composed behind the lead
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

    @property
    def model(self) -> str:
        """The name of the model."""
        ...

    @property
    def digest(self) -> str:
        """The digest of the prompt."""
        ...

    async def hindrance(self) -> Noted | None:
        """Return why it cannot be asked, None if it can."""
        ...

    async def warm(self) -> Noted | None:
        """Make ready what takes long at the first question; return why it could not be."""
        ...

    def explain(self, about: ToExplain) -> AsyncGenerator[Written, None]:
        """Yield sentences one by one, what was held back, and a note if the model failed."""
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

        explainer, hindrance = await self._explainer(turn, question, findings)
        if self.guides and (findings.open or explainer):
            yield Begun("searching")
        said = await self._guides(turn, question, findings, clock, wanted=bool(findings.open or explainer))
        settled = settle(findings, said if findings.open else None)
        told = Told(lead, passages_of(said), clock)
        about = ToExplain(
            turn.text, lead.text, Evidence(settled.facts, passages_of(said)), settled_of(question, settled)
        )
        for event in told.hear(hindrance) if hindrance else ():
            yield event
        rest = partial(compose_rest, settled, findings, self.site_url)
        async for event in self._behind(told, rest, about, explainer):
            yield event
        for event in told.add(compose_choice(settled, findings)):
            yield event
        ended = Ended(
            tuple(told.sentences), tuple(told.citations), clock.timings(), self._digests(said, told),
            self._engine(told), told.withheld, tuple(note.message for note in told.notes),
        )  # fmt: skip
        answer = whole_answer(turn, question, settled, ended)
        log.step("answered", answer=turn.id, kind=answer.kind, status=answer.status, ms=answer.timings_ms.total)
        yield Finished(answer, question)

    async def _explainer(
        self, turn: Turn, question: Question, findings: Findings
    ) -> tuple[Explainer | None, Noted | None]:
        """Who explains; nobody where there is nothing to explain, or with the reason why not."""
        if self.explainer is None or not turn.model or not worth_explaining(question, findings):
            return None, None
        hindrance = await self.explainer.hindrance()
        return (None, hindrance) if hindrance else (self.explainer, None)

    async def _behind(
        self, told: Told, rest: Rest, about: ToExplain, explainer: Explainer | None
    ) -> AsyncIterator[Event]:
        """What follows the facts: what a model makes of guides and facts, else the words of the guides."""
        for event in told.add(rest(len(told.citations), guides=False)):
            yield event
        if explainer:
            async with aclosing(explainer.explain(about)) as written:
                async for one in written:
                    for event in told.hear(one):
                        yield event
        if not told.worthwhile:
            for event in told.add(rest(len(told.citations), guides=True)):
                yield event

    async def _guides(self, turn: Turn, question: Question, findings: Findings, clock: Clock, *, wanted: bool) -> Said:
        """What the guides say; None if nobody needs to know."""
        if self.guides is None or not wanted:
            return None
        beside = all(part.otherwise is None for part in findings.open)
        clause = next((part.clause for part in findings.open if part.clause), None)
        look = partial(self.guides.explain, question, clause=clause, page=turn.page, beside=beside)
        said = await asyncio.to_thread(look)  # embedding a question takes longer than all that is looked up
        clock.mark("retrieval")
        return said

    def _digests(self, said: Said, told: Told) -> Digests:
        index = said.index if isinstance(said, Explained) else None
        prompt = self.explainer.digest if self.explainer and told.by_model else None
        return Digests(self.shelf.catalog.digest, index, prompt, self._engine(told).model)

    def _engine(self, told: Told) -> Engine:
        return Engine("model", self.explainer.model) if self.explainer and told.by_model else Engine("composed")

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


def worth_explaining(question: Question, findings: Findings) -> bool:
    """Whether a model may add to an answer: not to greetings, questions back, unknown names and other subjects."""
    if question.kind in ("greeting", "out_of_scope") or findings.clarify is not None:
        return False
    return bool(findings.open) or findings.status in ("answered", "refused")


def settled_of(question: Question, findings: Findings) -> Settled:
    """What the answer is about, for a sentence that names nobody: the first estimate's, else what was named."""
    if findings.estimates:
        e = findings.estimates[0]
        return Settled(e.model, e.quant, e.devices[0].id if e.devices else None, e.context)
    model = question.models[0].id if len(question.models) == 1 else None
    device = question.devices[0].id if len(question.devices) == 1 else None
    return Settled(model, None, device, None)
