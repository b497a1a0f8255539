"""Lines of a lead before numbering, and how they become sentences with numbered citations."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.answer import Citation, Sentence
from assistant.domain.cards import Card


@dataclass(frozen=True)
class Quote:
    """A line of a card that carries a statement."""

    card: Card
    line: str


@dataclass(frozen=True)
class Line:
    """One unit of text: a sentence or two, a list, or a table. `evidence` holds fact ids."""

    text: str
    evidence: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


def quote(card: Card, containing: str) -> Quote:
    """Quote the first line of a card that contains a text."""
    return Quote(card, card.line(containing))


def number(lines: Iterable[Line], site_url: str) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Number the quotes in order of appearance and put the numbers behind the text they carry.

    The same line of the same card keeps one number. In a table or list the numbers follow its lead line.
    """
    citations: dict[Quote, Citation] = {}
    sentences = []
    for line in lines:
        for item in line.quotes:
            if item not in citations:
                citations[item] = _citation(len(citations) + 1, item, site_url)
        marks = "".join(f"[{n}]" for n in dict.fromkeys(citations[item].n for item in line.quotes))
        sentences.append(Sentence(_marked(line.text, marks), "lead", line.evidence))
    return tuple(sentences), tuple(citations.values())


def _citation(n: int, item: Quote, site_url: str) -> Citation:
    return Citation(n, item.card.id, item.card.kind, item.card.title, f"{site_url}/{item.card.id}", item.line)


def _marked(text: str, marks: str) -> str:
    if not marks:
        return text
    first, newline, rest = text.partition("\n")
    lead = first[:-1] + f" {marks}:" if first.endswith(":") else f"{first} {marks}"
    return lead + newline + rest
