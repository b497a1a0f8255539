"""Findings → the lead: sentences with numbered citations, and what to ask next."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.compose.choices import context_lines, needed_lines, quant_lines, runnable_lines
from assistant.compose.fit import fit_lines, same_verdict_lines
from assistant.compose.language import language_line
from assistant.compose.lines import Line, number
from assistant.compose.nothing import nothing_lines
from assistant.domain.answer import Citation, Clarify, Sentence
from assistant.domain.findings import (
    Finding,
    Findings,
    Fit,
    LargestContext,
    Needed,
    Nothing,
    QuantChoice,
    Runnable,
    SameVerdict,
)


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


def _lines(part: Finding) -> Iterator[Line]:
    match part:
        case Fit():
            return fit_lines(part)
        case SameVerdict():
            return same_verdict_lines(part)
        case LargestContext():
            return context_lines(part)
        case QuantChoice():
            return quant_lines(part)
        case Runnable():
            return runnable_lines(part)
        case Needed():
            return needed_lines(part)
        case Nothing():
            return nothing_lines(part)


def _choice(clarify: Clarify) -> Line:
    options = "\n".join(f"- {option.question}" for option in clarify.options)
    return Line(f"{clarify.question}\n\n{options}")
