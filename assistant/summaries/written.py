"""A model's summary of a guide, behind the number ledger: the guide's sections are the evidence."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from assistant.domain.answer import Sentence
from assistant.domain.facts import Evidence, Fact, Passage
from assistant.domain.summary import Point, Style, WithheldSentences
from assistant.domain.turn import Held, Noted
from assistant.retrieval.summarize import LEAST, MOST, MOST_POINTS, Weighted
from assistant.verifier.ledger import Settled
from assistant.written import ModelExplainer, ToExplain

LITTLE = "Little of what the language model wrote could be confirmed, so these are the guide's own sentences."
ENOUGH_SAID = ("long", "repeats")  # how a model may end without having failed
ASKED = {
    "short": "Summarise this guide in three to five sentences.",
    "key-points": "Name the key points of this guide, five to eight sentences, each of which stands alone.",
    "for-my-rig": "Say in three to five sentences what this guide means for the {device}.",
}


@dataclass(frozen=True)
class WrittenPoints:
    """What a model's text came to: no points if they were too few to give, and then why."""

    points: tuple[Point, ...]
    withheld: tuple[WithheldSentences, ...]
    note: str


@dataclass(frozen=True)
class SummaryWriter:
    """Asks a model for summaries. Its prompt has the places of an explanation's."""

    explainer: ModelExplainer

    def key(self, units: Sequence[Weighted], style: Style, device: str, facts: Sequence[Fact]) -> str:
        """Return the digest of everything that a summary depends on: guide, style, device, prompt, model."""
        told = [(fact.metric, fact.value, fact.subject) for fact in facts]
        parts = [*(one.unit.text for one in units), style, device, told, self.explainer.digest, self.explainer.model]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    async def write(self, about: "AboutGuide") -> WrittenPoints:
        """Return the sentences of a model that the ledger released."""
        if hindrance := await self.explainer.hindrance():
            return WrittenPoints((), (), hindrance.message)
        evidence = Evidence(tuple(about.facts), about.passages)
        question = f"{about.title}. {ASKED[about.style].format(device=about.device)}"
        sections = {one.id: one for one in about.passages}
        found: list[Point] = []
        held: Counter[str] = Counter()
        note = ""
        to_explain = ToExplain(question, about.answer, evidence, Settled())
        async with aclosing(self.explainer.explain(to_explain)) as written:
            async for one in written:
                if isinstance(one, Sentence) and one.evidence:  # what names no source of the guide is no summary of it
                    found.append(_point(one, sections, about.passages[0]))
                elif isinstance(one, Held):
                    held[one.code] += 1
                elif isinstance(one, Noted) and one.code not in ENOUGH_SAID:
                    note = one.message
        enough = len(found) >= LEAST - 1 and not note  # the guide's short answer goes before them
        most = (MOST_POINTS if about.style == "key-points" else MOST) - 1
        withheld = tuple(WithheldSentences(code, count) for code, count in sorted(held.items()))
        return WrittenPoints(tuple(found[:most]) if enough else (), withheld, "" if enough else note or LITTLE)


@dataclass(frozen=True)
class AboutGuide:
    """What a summary is written from: title and short answer, the sections, the facts for a device."""

    title: str
    answer: str
    style: Style
    device: str
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]


def sections_of(units: Sequence[Weighted], first: Sequence[Weighted]) -> tuple[Passage, ...]:
    """Return the sections of a guide, those of its most telling sentences first: a prompt has room for a few."""
    ordered = [one.passage for one in (*first, *units)]
    return tuple({one.id: one for one in reversed(ordered)}[key] for key in dict.fromkeys(one.id for one in ordered))


def _point(sentence: Sentence, sections: dict[str, Passage], usual: Passage) -> Point:
    where = next((sections[one] for one in sentence.evidence if one in sections), usual)
    return Point(sentence.text, where.section, where.url)
