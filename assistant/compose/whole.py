"""The whole text of an answer: everything a reader sees, as Markdown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.compose.followups import followups
from assistant.domain.answer import Answer, Citation, Digests, Engine, Sentence, Timings, Withheld
from assistant.domain.explained import Explained
from assistant.domain.findings import Findings
from assistant.domain.question import Kind, Question
from assistant.domain.turn import Turn


@dataclass(frozen=True)
class Ended:
    """What is known when an answer is complete: all sentences, lead first, their sources, and how long it took.

    `notes` tell the reader what went wrong behind the facts.
    """

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    timings: Timings
    digests: Digests
    engine: Engine = Engine("composed")  # noqa: RUF009 - frozen, so one instance may be shared
    withheld: tuple[Withheld, ...] = ()
    notes: tuple[str, ...] = ()


def whole_answer(turn: Turn, question: Question, findings: Findings, ended: Ended) -> Answer:
    """Put an answer together (contract 7)."""
    lead = "\n\n".join(sentence.text for sentence in ended.sentences if sentence.origin == "lead")
    return Answer(
        id=turn.id,
        conversation=turn.conversation,
        question=turn.text,
        language=question.language,
        kind=_kind(question, findings),
        status=findings.status,
        text=whole_text(ended.sentences, ended.citations, findings.assumptions, ended.notes),
        lead=lead,
        sentences=ended.sentences,
        citations=ended.citations,
        facts=findings.facts,
        estimate=findings.estimates[0] if findings.estimates else None,
        estimates=findings.estimates,
        refusals=findings.refusals,
        clarify=findings.clarify,
        assumptions=findings.assumptions,
        followups=followups(findings),
        withheld=ended.withheld,
        engine=ended.engine,
        digests=ended.digests,
        timings_ms=ended.timings,
        cached=False,
    )


def _kind(question: Question, findings: Findings) -> Kind:
    """What was asked; a subject that looked foreign is a guide's when a guide answered."""
    by_guide = question.kind == "out_of_scope" and any(isinstance(part, Explained) for part in findings.parts)
    return "guide" if by_guide else question.kind


def whole_text(
    sentences: Iterable[Sentence], citations: Iterable[Citation], assumptions: Iterable[str], notes: Iterable[str] = ()
) -> str:
    """Join sentences, assumptions, sources and notes."""
    return "\n\n".join(_blocks(sentences, citations, assumptions, notes))


def _blocks(
    sentences: Iterable[Sentence], citations: Iterable[Citation], assumptions: Iterable[str], notes: Iterable[str]
) -> Iterator[str]:
    yield from (sentence.text for sentence in sentences)
    if lines := [f"- {line}" for line in assumptions]:
        yield "\n".join(["Assumed:", "", *lines])
    if lines := [f"- [{c.n}] {_source(c)}" for c in citations]:
        yield "\n".join(["Sources:", "", *lines])
    yield from (f"*{note}*" for note in notes)


def _source(citation: Citation) -> str:
    if citation.kind in ("guide", "page"):  # what it says stands above, word for word
        return f"{citation.title}: {citation.url}" if citation.url else citation.title
    return citation.quote if citation.quote.startswith(citation.title) else f"{citation.title}: {citation.quote}"
