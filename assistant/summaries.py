"""Summaries of guides and pages, and of OwnRig itself: extracted, with a part for a device by the answer path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from assistant.corpus.guides import Guide
from assistant.domain.summary import Point, Style, Summary
from assistant.domain.turn import Turn
from assistant.errors import RequestError
from assistant.flow import Assistant
from assistant.retrieval.summarize import Weighted, key_points, short

ITSELF = "about"  # the page that says what OwnRig is
_MARKS = re.compile(r" ?(?:\[\d+\])+")
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


@dataclass(frozen=True)
class Summaries:
    """Makes summaries of the guides it is given."""

    guides: Mapping[str, Guide]
    units: GuideUnits
    assistant: Assistant

    async def summarize(self, slug: str, style: Style, device: str | None = None) -> Summary:
        """Summarise a guide; `device` is the name of a card or machine for the style `for-my-rig`.

        Raises:
            RequestError: there is no such guide, or a device is missing; the message says what to give.
        """
        guide = self.guides.get(slug)
        if guide is None:
            near = get_close_matches(slug, self.guides, 3, 0.5)
            raise RequestError(
                f"there is no guide {slug!r}; " + (f"near: {', '.join(near)}" if near else "see: ownrig summary --all")
            )
        if style == "for-my-rig" and not device:
            raise RequestError("for-my-rig needs a device: --gpu ID or --machine ID")
        units = self.units.of(guide.id)
        chosen = key_points(units) if style == "key-points" else short(units)
        points = tuple(Point(one.unit.text, one.passage.section, one.passage.url) for one in chosen)
        rig = await self._rig(device) if device else ""
        text = _text(points, style, rig)
        return Summary(
            slug, guide.front.title, style, text, points, rig, self.assistant.shelf.catalog.digest, self.units.digest
        )

    async def _rig(self, device: str) -> str:
        """What the device holds, by the estimator."""
        answer = (await self.assistant.answer(Turn("summary", f"What can I run on the {device}?", model=False))).answer
        if answer.status != "answered":
            raise RequestError(answer.lead.split("\n")[0])
        lines = _MARKS.sub("", answer.lead).split("\n")  # the numbers of sources lead nowhere without their list
        return "\n".join(lines[:LEAD_LINES]).strip()


def _text(points: tuple[Point, ...], style: Style, rig: str) -> str:
    if style == "key-points":
        return "\n".join(f"- {point.text.removeprefix('- ')}" for point in points)
    prose = " ".join(point.text for point in points)
    return f"{prose}\n\nOn your device: {rig}" if rig else prose
