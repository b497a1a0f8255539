"""Step 3d: the text of a passage → units that can be given alone: sentences, lists, tables, code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["sentence", "list", "table", "code"]

_BLOCK = re.compile(r"```.*?(?:```|\Z)|(?:(?!```)[^\n])+(?:\n(?!\n)(?:(?!```)[^\n])+)*", re.DOTALL)
_SENTENCE_END = re.compile(r"(?<=[.!?])[)\"']?\s+(?=[\"'(`*]?[A-Z0-9])")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s")
# A sentence that begins so speaks of something named before it.
_LEANS = re.compile(
    r"(?:It|Its|They|Their|Them|This|That|These|Those|Such|Both|Neither|Either|Then|So|But|And|Also|Therefore|Hence"
    r"|Otherwise|Instead|The (?:others?|same|second|first|latter|former|rest|difference|reasons?|table|result|effect"
    r"|last column)|In (?:that|this) case|For (?:that|this)|He|She|One of them|(?:[\w'-]+ ){1,6}(?:also|then|too))\b"
)
# A sentence that only says where else to read, or that belongs to a table beside it.
_POINTS = re.compile(r"^The guide [A-Z]|^See |; see [A-Z]|^The table |^The guides ")


@dataclass(frozen=True)
class Unit:
    """A piece of a passage: `text` stands in the passage from `start` on. `leans`: it needs the one before."""

    text: str
    start: int
    kind: UnitKind
    leans: bool = False

    @property
    def points(self) -> bool:
        """Whether it only says where to read on."""
        return self.kind == "sentence" and bool(_POINTS.search(self.text))

    @property
    def end(self) -> int:
        """Where it ends in the passage."""
        return self.start + len(self.text)


def units(text: str) -> tuple[Unit, ...]:
    """Cut the text of a passage. A paragraph that ends in a colon goes with the list, table or code it announces."""
    found: list[Unit] = []
    lead: tuple[str, int] | None = None
    for block in _BLOCK.finditer(text):
        kind = _kind(block[0])
        if kind == "sentence":
            sentences = list(_sentences(block[0], block.start(), follows=bool(found)))
            lead = None
            if sentences and sentences[-1].text.endswith(":"):
                lead = (sentences[-1].text, sentences[-1].start)
            found += sentences
        elif lead is not None:
            found[-1] = Unit(text[lead[1] : block.end()], lead[1], kind, found[-1].leans)
            lead = None
        else:
            found += _whole(block[0], block.start(), kind)
    return tuple(found)


def _kind(block: str) -> UnitKind:
    if block.startswith("```"):
        return "code"
    if block.startswith("|"):
        return "table"
    return "list" if _ITEM.match(block) or "\n" in block else "sentence"


def _whole(block: str, start: int, kind: UnitKind) -> Iterator[Unit]:
    """A table or code whole; the items of a list one by one, as each says something of its own."""
    if kind != "list":
        yield Unit(block, start, kind)
        return
    at = 0
    for line in block.split("\n"):
        yield Unit(line, start + at, "list" if _ITEM.match(line) else "sentence")
        at += len(line) + 1


def _sentences(block: str, start: int, *, follows: bool) -> Iterator[Unit]:
    at = 0
    for end in [*(match.span() for match in _SENTENCE_END.finditer(block)), (len(block), len(block))]:
        sentence = block[at : end[0]].rstrip()
        if sentence:
            yield Unit(sentence, start + at, "sentence", (at > 0 or follows) and bool(_LEANS.match(sentence)))
        at = end[1]
