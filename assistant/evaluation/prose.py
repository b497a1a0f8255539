"""Guides and pages as statements: sentences, list items and table cells, each readable alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.corpus.guides import FaqEntry, Guide
from assistant.corpus.markdown import Block
from assistant.verifier.normalise import plain
from assistant.verifier.parts import pieces
from assistant.verifier.sentences import Splitter


@dataclass(frozen=True)
class Statement:
    """One sentence, item or cell; a cell is read with the heads of its row and column.

    `raw` is the sentence or row as it stands in the guide.
    """

    section: str
    text: str
    raw: str


def statements(guide: Guide) -> Iterator[Statement]:
    """Yield everything a guide states, in reading order; code is left out."""
    for section, lines in (("summary", (guide.front.summary,)), ("key facts", guide.front.key_facts)):
        yield from (Statement(section, text, raw) for line in lines for text, raw in _sentences(line))
    parts = [(one.heading, one.blocks) for one in guide.sections] + [(one.question, one.blocks) for one in guide.faq]
    for heading, blocks in parts:
        yield from (Statement(heading, text, raw) for block in blocks for text, raw in _of_block(block))


def without(guide: Guide, raws: frozenset[str]) -> Guide:
    """Return the guide without those statements; a table loses the rows they stand in."""
    if not raws:
        return guide
    facts = tuple(fact for fact in guide.front.key_facts if not any(raw in fact for raw in raws))
    sections = tuple(replace(one, blocks=_cleaned(one.blocks, raws)) for one in guide.sections)
    faq = tuple(FaqEntry(one.question, one.anchor, _cleaned(one.blocks, raws)) for one in guide.faq)
    front = guide.front.model_copy(update={"key_facts": facts})
    return replace(guide, front=front, sections=sections, faq=tuple(one for one in faq if one.blocks))


def _cleaned(blocks: tuple[Block, ...], raws: frozenset[str]) -> tuple[Block, ...]:
    return tuple(Block(block.kind, lines) for block in blocks if (lines := tuple(_lines(block, raws))))


def _lines(block: Block, raws: frozenset[str]) -> Iterator[str]:
    for line in block.lines:
        left = line
        for raw in raws:
            left = "" if block.kind == "table" and raw == line else left.replace(raw, "")
        if left == line or left.strip(" -*+|"):
            yield left.strip() if left != line else line


def _of_block(block: Block) -> Iterator[tuple[str, str]]:
    if block.kind == "table":
        for row in block.lines[1:]:
            # A bar that is escaped stands inside a cell; for reading, any other mark does.
            table = "\n".join((block.lines[0], row)).replace("\\|", "/")
            yield from ((plain(piece), row) for piece in pieces(table))
    elif block.kind == "list":
        for line in block.lines:
            yield from _sentences(line.lstrip("-*+ "))
    elif block.kind == "paragraph":
        for line in block.lines:
            yield from _sentences(line)


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    splitter = Splitter()
    for unit in (*splitter.feed(text), *splitter.flush()):
        raw = unit.strip()
        yield from ((plain(piece), raw) for piece in pieces(raw))
