"""What guides and pages say, word for word, each stretch with the section it stands in."""

import re
from collections.abc import Iterator, Sequence

from assistant.compose.lines import Line, Span, heading
from assistant.domain.explained import Excerpt, Explained

_NEEDS_LEAD = re.compile(r"\||```|[-*+] |\d{1,3}[.)] ")


def passage_lines(part: Explained) -> Iterator[Line]:
    """Write the excerpts in their order; an answer of the FAQ stands behind the question it answers."""
    yield from (_line(excerpt) for excerpt in part.excerpts)


def _line(excerpt: Excerpt) -> Line:
    passage, text = excerpt.passage, excerpt.text
    shown = "\n".join(_with_rules(text.split("\n")))
    if excerpt.asks:
        shown = f"*{excerpt.asks}* {shown}"
    elif _NEEDS_LEAD.match(text):  # the number of the source cannot stand inside
        shown = f"{heading(passage)}:\n\n{shown}"
    return Line(shown, (passage.id,), (Span(passage, text),), "passage")


def _with_rules(lines: Sequence[str]) -> Iterator[str]:
    """The lines with the rule that Markdown wants under the header of a table; passages hold tables without it."""
    inside = False
    for line in lines:
        yield line
        row = line.startswith("|")
        if row and not inside:
            yield "|" + " --- |" * (line.count("|") - 1)
        inside = row
