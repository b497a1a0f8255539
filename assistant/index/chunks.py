"""Guides, pages and cards → chunks: cut by heading, within what the embedder reads."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.corpus.guides import FAQ, Guide
from assistant.corpus.markdown import Block
from assistant.domain.cards import Card, CardKind
from assistant.domain.facts import Passage
from assistant.retrieval.hybrid import page_of

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

CHUNKER = "1"  # raise when the same text is cut or headed differently, so that old indexes are made anew

# A heading may take this share of a chunk; beyond it, the middle of the heading path is left out.
HEADING_SHARE = 0.5
KEY_FACTS = "Key facts"

CountTokens = Callable[[str], int]


@dataclass(frozen=True)
class Chunk:
    """A piece of a guide, page or card. `path` holds the headings below the title; `anchor` leads to the last one.

    `id` is the path on the site, with `~2` and so on for the later pieces of one section. Titles and headings are
    embedded with the text, and quoted apart from it.
    """

    id: str
    kind: CardKind
    title: str
    path: tuple[str, ...]
    anchor: str
    text: str
    topics: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The nearest heading, or the title where there is none."""
        return self.path[-1] if self.path else self.title

    def passage(self, site_url: str) -> Passage:
        """The chunk as a passage with the address of its section."""
        anchor = f"#{self.anchor}" if self.anchor else ""
        return Passage(self.id, self.title, self.section, f"{site_url}/{page_of(self.id)}{anchor}", self.text)

    @property
    def heading(self) -> str:
        """Title and headings as they are embedded."""
        return heading_of(self.title, self.path)

    @property
    def words_above(self) -> str:
        """Title, headings and topics: what counts apart from the text when words are ranked."""
        return "\n".join((self.heading, *self.topics))

    @property
    def embedded(self) -> str:
        """What the embedder reads."""
        return f"{self.heading}\n{self.text}"

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of a SHA-256 over all fields."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Cutter:
    """Cuts blocks into texts that fit, headings included, into `max_tokens`.

    `count` counts the tokens of a text; the embedder adds `special` to every text. Whole blocks are kept together
    where they fit. Tables that do not are cut between rows and repeat the header, lists and code between lines,
    paragraphs between sentences.
    """

    count: CountTokens
    special: int
    max_tokens: int

    def cut(self, heading: str, blocks: Iterable[Block]) -> Iterator[str]:
        """Yield the texts of one section."""
        room = self.max_tokens - self.special - self.count(heading)
        pieces = (piece for block in blocks for piece in self._pieces(block, room))
        yield from self._packed(pieces, room, "\n\n")

    def cut_lines(self, heading: str, lines: Iterable[str]) -> Iterator[str]:
        """Yield texts made of whole lines, as long as each line fits."""
        return self.cut(heading, [Block("list", tuple(lines))])

    def _pieces(self, block: Block, room: int) -> Iterator[str]:
        if self.count(block.text) <= room:
            yield block.text
        elif block.kind == "paragraph":
            yield from self._split(block.text, room)
        else:
            head = block.lines[:1] if block.kind == "table" else ()
            left = room - self.count("\n".join(head))
            lines = (piece for line in block.lines[len(head) :] for piece in self._line(line, left))
            for group in self._packed(lines, left, "\n"):
                yield "\n".join((*head, group))

    def _line(self, line: str, room: int) -> Iterator[str]:
        if self.count(line) <= room:
            yield line
        else:
            yield from self._split(line, room)

    def _packed(self, pieces: Iterable[str], room: int, between: str) -> Iterator[str]:
        """Neighbours joined as long as they fit; white space costs nothing."""
        held: list[str] = []
        used = 0
        for piece in pieces:
            size = self.count(piece)
            if held and used + size > room:
                yield between.join(held)
                held, used = [], 0
            held.append(piece)
            used += size
        if held:
            yield between.join(held)

    def _split(self, text: str, room: int) -> list[str]:
        return self._splitter(max(room, 1)).split_text(text)

    @cached_property
    def _splitters(self) -> "dict[int, RecursiveCharacterTextSplitter]":
        return {}

    def _splitter(self, room: int) -> "RecursiveCharacterTextSplitter":
        if room not in self._splitters:
            from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415 - slow to import

            self._splitters[room] = RecursiveCharacterTextSplitter(
                separators=[r"(?<=[.!?])\s+(?=[\"'(A-Z0-9`])", r"[;,:]\s+", r"\s+", ""],
                is_separator_regex=True,
                keep_separator="end",
                chunk_size=room,
                chunk_overlap=0,
                length_function=self.count,
            )
        return self._splitters[room]


def heading_of(title: str, path: Sequence[str]) -> str:
    """Title and headings in one line."""
    return " > ".join((title, *path))


def guide_chunks(guide: Guide, cutter: Cutter) -> Iterator[Chunk]:
    """The chunks of a guide: its key facts, its sections, its FAQ entries."""
    facts = (guide.front.summary, *guide.front.key_facts)
    yield from _chunks(guide, (KEY_FACTS,), "", cutter, [Block("list", facts)])
    for section in guide.sections:
        yield from _chunks(guide, section.path, section.anchor, cutter, section.blocks)
    for entry in guide.faq:
        yield from _chunks(guide, (FAQ, entry.question), entry.anchor, cutter, entry.blocks)


def card_chunks(card: Card, cutter: Cutter) -> Iterator[Chunk]:
    """The chunks of a catalog item's card; most cards are one."""
    for number, text in enumerate(cutter.cut_lines(card.title, card.lines), start=1):
        yield Chunk(_numbered(card.id, number), card.kind, card.title, (), "", text)


def _chunks(
    guide: Guide, path: tuple[str, ...], anchor: str, cutter: Cutter, blocks: Iterable[Block]
) -> Iterator[Chunk]:
    title = guide.front.title
    heading = heading_of(title, path)
    if cutter.count(heading) > HEADING_SHARE * cutter.max_tokens:
        path = path[-1:]
        heading = heading_of(title, path)
    place = f"{guide.id}#{anchor}" if anchor else guide.id
    for number, text in enumerate(cutter.cut(heading, blocks), start=1):
        yield Chunk(_numbered(place, number), guide.front.kind, title, path, anchor, text, guide.front.topics)


def _numbered(place: str, number: int) -> str:
    return place if number == 1 else f"{place}~{number}"
