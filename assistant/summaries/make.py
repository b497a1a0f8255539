"""Summaries of guides and pages, and of OwnRig itself. Start here.

A model writes them behind the number ledger where one answers; else the guide's own sentences are chosen. The short
answer of the guide always stands first, and what a device holds comes from the answer path.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Protocol

from assistant.corpus.guides import Guide
from assistant.domain.facts import Fact
from assistant.domain.summary import Point, Style, Summary
from assistant.domain.turn import Turn
from assistant.errors import RequestError
from assistant.flow import Assistant
from assistant.retrieval.summarize import Weighted, key_points, short
from assistant.summaries.written import AboutGuide, SummaryWriter, WrittenPoints, sections_of

ITSELF = "about"  # the page that says what OwnRig is
_MARKS = re.compile(r" ?(?:\[\d+\])+")
_UNSAFE = re.compile(r"[^a-z0-9]+")
LEAD_LINES = 14  # of what a device holds: the sentence and its table


class GuideUnits(Protocol):
    """Knows the units of each guide with their vectors."""

    @property
    def digest(self) -> str:
        """The digest of the index."""
        ...

    def of(self, guide: str) -> tuple[Weighted, ...]:
        """Return the units of a guide or page by its id, in reading order."""
        ...


class KeptSummaries(Protocol):
    """Keeps what a model wrote. `name` says which summary, `key` is the digest of all that it depends on."""

    def get(self, name: str, key: str) -> Summary | None:
        """Return a kept summary, None if there is none."""
        ...

    def put(self, name: str, key: str, summary: Summary) -> None:
        """Keep one in place of older ones of that name."""
        ...


@dataclass(frozen=True)
class _Rig:
    """What a device holds: name, text, and the facts behind it; empty without a device."""

    device: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Summaries:
    """Makes summaries of the guides it is given; without a writer they are composed of the guides' own sentences."""

    guides: Mapping[str, Guide]
    units: GuideUnits
    assistant: Assistant
    writer: SummaryWriter | None = None
    kept: KeptSummaries | None = None

    async def summarize(self, slug: str, style: Style, device: str | None = None, *, model: bool = True) -> Summary:
        """Summarise a guide; `device` is the name of a card or machine for the style `for-my-rig`.

        Raises:
            RequestError: there is no such guide, or a device is missing; the message says what to give.
        """
        guide = self._guide(slug)
        if style == "for-my-rig" and not device:
            raise RequestError("for-my-rig needs a device: --gpu ID or --machine ID")
        units = self.units.of(guide.id)
        rig = await self._rig(device) if device else _Rig()
        composed = self._composed(guide, style, units, rig)
        if self.writer is None or not model:
            return composed
        return await self._written(self.writer, composed, units, rig)

    def _guide(self, slug: str) -> Guide:
        guide = self.guides.get(slug)
        if guide is None:
            near = get_close_matches(slug, self.guides, 3, 0.5)
            raise RequestError(
                f"there is no guide {slug!r}; " + (f"near: {', '.join(near)}" if near else "see: ownrig summary --all")
            )
        return guide

    def _composed(self, guide: Guide, style: Style, units: Sequence[Weighted], rig: _Rig) -> Summary:
        """The guide's own sentences."""
        points = tuple(Point(one.unit.text, one.passage.section, one.passage.url) for one in _chosen(style, units))
        corpus = self.assistant.shelf.catalog.digest
        text = _text(points, style, rig.text)
        return Summary(guide.slug, guide.front.title, style, text, points, rig.text, corpus, self.units.digest)

    async def _written(self, writer: SummaryWriter, composed: Summary, units: Sequence[Weighted], rig: _Rig) -> Summary:
        """A model's sentences behind the first of the guide's own; the composed summary with a note if it fails."""
        style = composed.style
        name = ".".join((composed.slug, style, _UNSAFE.sub("-", rig.device.lower()) or "any"))
        key = writer.key(units, style, rig.device, rig.facts)
        if self.kept and (found := self.kept.get(name, key)):
            return found
        passages = sections_of(units, _chosen(style, units))
        about = AboutGuide(composed.title, composed.points[0].text, style, rig.device, passages, rig.facts)
        written = await writer.write(about)
        summary = self._with(writer, composed, written)
        if self.kept and summary.engine == "model":
            self.kept.put(name, key, summary)
        return summary

    def _with(self, writer: SummaryWriter, composed: Summary, written: WrittenPoints) -> Summary:
        if not written.points:
            return replace(composed, withheld=written.withheld, note=written.note)
        points = (composed.points[0], *written.points)
        return replace(
            composed, text=_text(points, composed.style, composed.rig), points=points, engine="model",
            model=writer.explainer.model, prompt=writer.explainer.digest, withheld=written.withheld,
        )  # fmt: skip

    async def _rig(self, device: str) -> _Rig:
        """What the device holds, by the estimator."""
        answer = (await self.assistant.answer(Turn("summary", f"What can I run on the {device}?", model=False))).answer
        if answer.status != "answered":
            raise RequestError(answer.lead.split("\n")[0])
        lines = _MARKS.sub("", answer.lead).split("\n")  # the numbers of sources lead nowhere without their list
        return _Rig(device, "\n".join(lines[:LEAD_LINES]).strip(), answer.facts)


def _chosen(style: Style, units: Sequence[Weighted]) -> tuple[Weighted, ...]:
    return key_points(units) if style == "key-points" else short(units)


def _text(points: tuple[Point, ...], style: Style, rig: str) -> str:
    if style == "key-points":
        return "\n".join(f"- {point.text.removeprefix('- ')}" for point in points)
    prose = " ".join(point.text for point in points)
    return f"{prose}\n\nOn your device: {rig}" if rig else prose
