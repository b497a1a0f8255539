"""Lines of a lead before numbering, and how they become sentences with numbered citations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.answer import Citation, Origin, Sentence
from assistant.domain.cards import Card, CardKind
from assistant.domain.facts import Passage

_BLOCK = re.compile(r"^(?:\||```|[-*+] |\d{1,3}[.)] )", re.MULTILINE)


@dataclass(frozen=True)
class Quote:
    """A line of a card that carries a statement."""

    card: Card
    line: str


@dataclass(frozen=True)
class Span:
    """A stretch of a passage that is given word for word."""

    passage: Passage
    text: str


@dataclass(frozen=True)
class Line:
    """One unit of text: a sentence or two, a list, or a table. `evidence` holds ids of facts or passages."""

    text: str
    evidence: tuple[str, ...] = ()
    quotes: tuple[Quote | Span, ...] = ()
    origin: Origin = "lead"


def quote(card: Card, containing: str) -> Quote:
    """Quote the first line of a card that contains a text."""
    return Quote(card, card.line(containing))


def number(lines: Iterable[Line], site_url: str, before: int = 0) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the quotes in order of appearance, after `before`, and put the numbers behind the text they carry.

    The same line of the same card keeps one number. In a table or list the numbers follow its lead line.
    """
    citations: dict[Quote | Span, Citation] = {}
    sentences = []
    for line in lines:
        for item in line.quotes:
            if item not in citations:
                citations[item] = _citation(before + len(citations) + 1, item, site_url)
        marks = "".join(f"[{n}]" for n in dict.fromkeys(citations[item].n for item in line.quotes))
        sentences.append(Sentence(_marked(line.text, marks), line.origin, line.evidence))
    return tuple(sentences), tuple(citations.values())


def _citation(n: int, item: Quote | Span, site_url: str) -> Citation:
    if isinstance(item, Span):
        passage = item.passage
        return Citation(n, passage.id, passage_kind(passage), heading(passage), passage.url, item.text)
    return Citation(n, item.card.id, item.card.kind, item.card.title, f"{site_url}/{item.card.id}", item.line)


def passage_kind(passage: Passage) -> CardKind:
    """Whether a passage stands in a guide or on a page."""
    return "page" if passage.id.startswith("pages/") else "guide"


def heading(passage: Passage) -> str:
    """The title of the guide or page, and the section."""
    return passage.title if passage.section == passage.title else f"{passage.title} > {passage.section}"


def _marked(text: str, marks: str) -> str:
    """Put marks behind the text; with a list, table or code, behind the line that announces it."""
    first, newline, rest = text.partition("\n")
    if not marks:
        return text
    if first.endswith(":"):
        return f"{first[:-1]} {marks}:{newline}{rest}"
    if _BLOCK.search(text):
        return f"{first} {marks}{newline}{rest}"
    return f"{text} {marks}"
