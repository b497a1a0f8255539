"""Findings → the lead: sentences with numbered citations, and what to ask next."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.compose.catalog import (
    build_choice_lines,
    card_choice_lines,
    comparison_lines,
    file_size_lines,
    price_lines,
    specification_lines,
    upgrade_lines,
)
from assistant.compose.choices import context_lines, needed_lines, quant_lines, runnable_lines, size_class_lines
from assistant.compose.fit import fit_lines, same_verdict_lines
from assistant.compose.language import language_line
from assistant.compose.lines import Line, number
from assistant.compose.nothing import not_searched_lines, nothing_lines
from assistant.compose.passages import passage_lines
from assistant.compose.speed import speed_lines, speed_table_lines
from assistant.domain.answer import Citation, Clarify, Sentence
from assistant.domain.catalogued import (
    BuildChoice,
    CardChoice,
    Comparison,
    FileSizes,
    Price,
    Specification,
    Speed,
    SpeedTable,
    Upgrade,
)
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.findings import Finding, Findings, Nothing
from assistant.domain.weighed import Fit, LargestContext, Needed, QuantChoice, Runnable, SameVerdict, SizeClass


@dataclass(frozen=True)
class Lead:
    """What is said at once, before any model runs."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The lead as Markdown, one paragraph per sentence unit."""
        return "\n\n".join(sentence.text for sentence in self.sentences)


def compose(findings: Findings, site_url: str, language: str) -> Lead:
    """Write the lead for all parts, in the order they were asked."""
    note = language_line(language)
    lines = [Line(note)] if note else []
    lines += [line for part in findings.parts for line in _lines(part)]
    if findings.clarify is not None:
        lines.append(_choice(findings.clarify))
    return Lead(*number(lines, site_url))


def compose_rest(settled: Findings, findings: Findings, site_url: str, before: int, *, guides: bool) -> Lead:
    """Write the parts that were settled after the lead: the words of guides, or all other parts.

    Numbers of citations go on after `before`.
    """
    parts = (part for part in settled.parts[len(findings.parts) :] if isinstance(part, Explained) == guides)
    return Lead(*number([line for part in parts for line in _lines(part)], site_url, before))


def compose_choice(settled: Findings, findings: Findings) -> Lead:
    """Write the question back that waited until the guides had spoken; nothing if there is none."""
    if settled.clarify is None or findings.clarify is not None:
        return Lead((), ())
    return Lead(*number([_choice(settled.clarify)], ""))


WRITERS: Mapping[type, Callable[[Any], Iterator[Line]]] = {
    Fit: fit_lines,
    SameVerdict: same_verdict_lines,
    SizeClass: size_class_lines,
    LargestContext: context_lines,
    QuantChoice: quant_lines,
    Runnable: runnable_lines,
    Needed: needed_lines,
    Speed: speed_lines,
    SpeedTable: speed_table_lines,
    Specification: specification_lines,
    Comparison: comparison_lines,
    FileSizes: file_size_lines,
    Price: price_lines,
    CardChoice: card_choice_lines,
    BuildChoice: build_choice_lines,
    Upgrade: upgrade_lines,
    Explained: passage_lines,
    NotSearched: not_searched_lines,
    Nothing: nothing_lines,
}


def _lines(part: Finding) -> Iterator[Line]:
    return WRITERS[type(part)](part)


def _choice(clarify: Clarify) -> Line:
    options = "\n".join(f"- {option.question}" for option in clarify.options)
    return Line(f"{clarify.question}\n\n{options}")
