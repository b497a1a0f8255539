"""A summary of a guide: sentences of its own, each with where it stands."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["short", "key-points", "for-my-rig"]


@dataclass(frozen=True)
class Point:
    """One sentence or list item, word for word, with the section it stands in."""

    text: str
    section: str
    url: str | None


@dataclass(frozen=True)
class Summary:
    """`text` is everything a reader sees; `rig` the part computed for a device, empty without one."""

    slug: str
    title: str
    style: Style
    text: str
    points: tuple[Point, ...]
    rig: str
    corpus: str
    index: str
    engine: Literal["composed"] = "composed"
