"""A card: a catalog item or an estimate as short readable lines, so that a citation can quote what it cites."""

from dataclasses import dataclass
from typing import Literal

CardKind = Literal["model", "gpu", "machine", "benchmark", "estimate", "guide", "page"]


@dataclass(frozen=True)
class Card:
    """`id` is also the path on the site, e.g. `gpus/rtx-3090`; each line stands on its own."""

    id: str
    kind: CardKind
    title: str
    lines: tuple[str, ...]

    def line(self, containing: str) -> str:
        """Return the first line with that text; the first line of all if none has it."""
        return next((line for line in self.lines if containing in line), self.lines[0])
