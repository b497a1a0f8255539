"""A page copied as plain text → elements. Structure is read from general signs, since the marks are gone."""

import re
from collections.abc import Iterator

from assistant.corpus.page_elements import FAQ_HEADING, FOOT, Element, PageError, find_date, is_byline, is_role

LONGEST_HEADING = 90
_BREADCRUMB = re.compile(r"^\s*(?:\d{1,2}\.\s*)?/\s*(\S.*)$")
_NUMBER = re.compile(r"^\d{1,2}\.?$")
_ITEM = re.compile(r"^\s*(?:[-*+\u2022]|\d{1,2}[.)])\s+(\S.*)$")
_MARKDOWN_HEADING = re.compile(r"^(#{1,4})\s+(.+?)\s*#*$")
_QUESTION = re.compile(r"^(.{8,160}\?)\s*[+\u25be\u25bc\u2304]?$")
_TABLE_RULE = re.compile(r"^\|[\s:|-]+\|?$")
_RULE = re.compile(r"^[-=_*]{3,}$")
_SENTENCE_END = (".", "!", ":", ";", ",")


def text_elements(text: str) -> list[Element]:
    """Read a page. Navigation before the title and the foot are left out.

    Raises:
        PageError: there is no title, or nothing under it.
    """
    blocks = [[line.strip() for line in block.split("\n") if line.strip()] for block in re.split(r"\n\s*\n", text)]
    blocks = [block for block in blocks if block]
    at = _title_at(blocks)
    found = [Element("title", _MARKDOWN_HEADING.sub(r"\2", blocks[at][0]))]
    rest = [blocks[at][1:], *blocks[at + 1 :]] if len(blocks[at]) > 1 else blocks[at + 1 :]
    found += list(_body(rest))
    if not any(element.kind in ("text", "item") for element in found):
        raise PageError("there is a title, but no text under it")
    return found


def _title_at(blocks: list[list[str]]) -> int:
    """The block with the title: what the breadcrumb ends with, else what stands over the byline, else a `#` heading."""
    crumbs = [m[1].strip() for block in blocks[:6] for line in block if (m := _BREADCRUMB.match(line))]
    for i, block in enumerate(blocks):
        if crumbs and block[0].casefold() == crumbs[-1].casefold():
            return i
    for i, block in enumerate(blocks):
        if (marks := _MARKDOWN_HEADING.match(block[0])) and marks[1] == "#":
            return i
    byline = next((i for i, block in enumerate(blocks) if any(map(is_byline, block))), None)
    titled = range((byline or 0) - 1, max(-1, (byline or 0) - 4), -1)
    titles = [i for i in titled if _is_heading(blocks[i])]
    if titles:
        return titles[-1] if len(titles) > 1 and len(blocks[titles[0]][0]) < 4 else titles[0]  # noqa: PLR2004
    for i, block in enumerate(blocks[:-1]):
        if _is_heading(block) and blocks[i + 1][0].endswith(".") and len(block[0].split()) > 1:
            return i
    raise PageError("no title was found: a short line over the text, a breadcrumb that ends in it, or a # heading")


def _body(blocks: list[list[str]]) -> Iterator[Element]:
    """The elements under the title, up to the foot."""
    seen_text = False
    for i, block in enumerate(blocks):
        if _is_foot(block, blocks[i + 1 : i + 2]):
            return
        if not seen_text and any(map(is_byline, block)):
            yield from (Element("date", date) for line in block if (date := find_date(line)))
            continue
        if not seen_text and len(block) == 1 and _before_byline(blocks, i):
            yield Element("summary", block[0])
            continue
        elements = list(_block(block, blocks[i + 1] if i + 1 < len(blocks) else []))
        seen_text = seen_text or any(element.kind in ("text", "heading", "item") for element in elements)
        yield from elements


def _before_byline(blocks: list[list[str]], i: int) -> bool:
    return i + 1 < len(blocks) and any(map(is_byline, blocks[i + 1])) and blocks[i][0].endswith(".")


def _is_foot(block: list[str], following: list[list[str]]) -> bool:
    """Whether the foot begins: its usual words, or a name with a role under it."""
    role = bool(following) and is_role(following[0][0]) and len(block) == 1 and len(block[0].split()) <= 4  # noqa: PLR2004
    return role or any(FOOT.search(line) for line in block)


def _block(block: list[str], following: list[str]) -> Iterator[Element]:
    if len(block) == 1 and (_NUMBER.match(block[0]) or _RULE.match(block[0])):
        return
    if heading := _MARKDOWN_HEADING.match(block[0]):
        yield Element("heading", heading[2], max(2, len(heading[1])))
        block = block[1:]
    elif FAQ_HEADING.match(block[0].rstrip(":")):
        yield Element("heading", block[0].rstrip(":"))
        block = block[1:]
    elif _is_heading(block) and following and not _ITEM.match(block[0]):
        kind = "question" if _QUESTION.match(block[0]) and not following[0].endswith("?") else "heading"
        yield Element("heading", block[0], 3 if kind == "question" else 2)
        return
    yield from _lines(block)


def _lines(block: list[str]) -> Iterator[Element]:
    """Lines of one block: rows, items, questions with their answers, else one paragraph."""
    held: list[str] = []
    for line in (line for line in block if not _TABLE_RULE.match(line)):
        marked = _marked(line, alone=len(block) == 1)
        if marked is None:
            held.append(line)
            continue
        if held:
            yield Element("text", " ".join(held))
            held = []
        yield marked
    if held:
        yield Element("text", " ".join(held))


def _marked(line: str, *, alone: bool) -> Element | None:
    """A line that is a row, an item or a question; None for one of a paragraph."""
    if line.startswith("|"):
        return Element("row", line)
    if item := _ITEM.match(line):
        return Element("item", item[1])
    question = None if alone else _QUESTION.match(line)
    return Element("question", question[1]) if question else None


def _is_heading(block: list[str]) -> bool:
    line = block[0]
    short = len(block) == 1 and len(line) <= LONGEST_HEADING and not line.endswith(_SENTENCE_END)
    return short and line[:1].isalnum() and not _NUMBER.match(line) and len(re.findall(r"[a-z][A-Z]", line)) < 2  # noqa: PLR2004
