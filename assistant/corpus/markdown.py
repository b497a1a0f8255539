"""The Markdown of guides and pages as sections and blocks: what a reader sees, with markup of links taken off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.corpus.text_rules import complaint

BlockKind = Literal["paragraph", "list", "table", "code"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_TABLE_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^()\s]*)\)")
_CODE_SPAN = re.compile(r"`[^`\n]*`")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
FENCE = "```"


@dataclass(frozen=True)
class Block:
    """One paragraph, list (a line per item), table (a line per row, header first) or code (as it stands)."""

    kind: BlockKind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines, as they are quoted."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Section:
    """What stands under one heading, up to the next of any level; `path` holds the headings from the top down."""

    path: tuple[str, ...]
    anchor: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The nearest heading; empty for text above the first one."""
        return self.path[-1] if self.path else ""


class MarkdownError(ValueError):
    """A line cannot be taken: the message says which and why."""


def without_comments(text: str) -> str:
    """The text without HTML comments; lines keep their numbers."""
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)


def links(text: str) -> tuple[str, ...]:
    """The targets of all links."""
    return tuple(match[2] for match in _LINK.finditer(text))


def read_sections(text: str) -> tuple[Section, ...]:
    """The sections of a Markdown text, in order; headings of level 2 and deeper make the path.

    Raises:
        MarkdownError: a heading of level 1, a code block without end, an HTML tag, or what `text_rules` refuses.
    """
    sections: list[Section] = []
    anchors: dict[str, int] = {}
    path: tuple[str, ...] = ()
    for heading, lines in _by_heading(without_comments(text).splitlines()):
        if heading:
            marks, title = heading
            path = (*path[: marks - 2], title)
        anchor = _anchor(path[-1], anchors) if path else ""
        sections.append(Section(path, anchor, tuple(_blocks(lines))))
    return tuple(section for section in sections if section.path or section.blocks)


def plain(text: str) -> str:
    """A line of text without the markup of links and emphasis; code spans stay as they are."""
    return _STRONG.sub(r"\1", _LINK.sub(r"\1", text)).strip()


def _by_heading(lines: Sequence[str]) -> Iterator[tuple[tuple[int, str] | None, list[str]]]:
    heading: tuple[int, str] | None = None
    body: list[str] = []
    fenced = False
    for number, line in enumerate(lines, start=1):
        if wrong := complaint(line):
            raise MarkdownError(f"line {number}: {wrong}")
        if line.lstrip().startswith(FENCE):
            fenced = not fenced
        found = None if fenced else _HEADING.match(line)
        if not fenced:
            _refuse_tags(line, number)
        if found is None:
            body.append(line)
            continue
        if found[1] == "#":
            raise MarkdownError(f"line {number}: a heading with one # is not for the text; the title names the guide")
        yield heading, body
        heading, body = (len(found[1]), plain(found[2])), []
    if fenced:
        raise MarkdownError("a code block has no end")
    yield heading, body


def _refuse_tags(line: str, number: int) -> None:
    if tag := _TAG.search(_CODE_SPAN.sub("", line)):
        raise MarkdownError(f"line {number}: holds the HTML tag {tag[0]!r}; write Markdown, or put it in backticks")


def _anchor(heading: str, taken: dict[str, int]) -> str:
    """The heading as a link target, the way Markdown hosts make it; repeated ones are numbered."""
    name = re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
    count = taken.get(name, 0)
    taken[name] = count + 1
    return f"{name}-{count}" if count else name


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block, at = _block(lines, at)
        yield block


def _block(lines: Sequence[str], start: int) -> tuple[Block, int]:
    """The block that begins at a line, and the line after it."""
    first = lines[start].strip()
    if first.startswith(FENCE):
        end = next(i for i in range(start + 1, len(lines)) if lines[i].strip().startswith(FENCE))
        return Block("code", tuple(lines[start : end + 1])), end + 1
    end = next((i for i in range(start, len(lines)) if not lines[i].strip()), len(lines))
    if _is_table(lines, start):
        rows = [line.strip() for line in lines[start:end]]
        return Block("table", tuple(plain(row) for row in (rows[0], *rows[2:]))), end
    if _ITEM.match(first):
        return Block("list", tuple(_items(lines[start:end]))), end
    end = next((i for i in range(start + 1, end) if _interrupts(lines, i)), end)
    text = " ".join(line.strip().removeprefix("> ") for line in lines[start:end])
    return Block("paragraph", (plain(text),)), end


def _interrupts(lines: Sequence[str], at: int) -> bool:
    """Whether another block begins here without an empty line before it."""
    line = lines[at].strip()
    return line.startswith(FENCE) or bool(_ITEM.match(line)) or _is_table(lines, at)


def _is_table(lines: Sequence[str], at: int) -> bool:
    follows = lines[at + 1].strip() if at + 1 < len(lines) else ""
    return lines[at].lstrip().startswith("|") and bool(_TABLE_RULE.match(follows))


def _items(lines: Sequence[str]) -> list[str]:
    """The items of a list, each on one line; a line that begins no item continues the one before."""
    items: list[str] = []
    for line in lines:
        text = line.strip()
        if _ITEM.match(text):
            items.append(plain(text))
        else:
            items[-1] += " " + plain(text)
    return items
