"""Do guides answer what they speak of, and only that? False refusals and false answers on the judged questions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.domain.question import Question
from assistant.evaluation.retrieval_domain import Judged, Share
from assistant.retrieval.explain import GuideReader
from assistant.retrieval.hybrid import page_of


@dataclass(frozen=True)
class AnswerFigures:
    """Shares of the questions that reach the guides.

    `false_refusals`: a guide answers, nothing was said. `false_answers`: no guide answers, something was said.
    `right_first`: of what was said rightly, how often the first words come from a guide judged right.
    """

    false_refusals: Share
    false_answers: Share
    right_first: Share
    refused: tuple[str, ...]
    answered: tuple[str, ...]


def reaches_guides(case: Judged, question: Question) -> bool:
    """Whether a question is put to the guides; all outside ones are, to see what would happen."""
    return case.kind == "outside" or any(part.kind in ("guide", "out_of_scope") for part in question.parts)


def measure_answers(cases: Iterable[Judged], reader: GuideReader, read: Callable[[str], Question]) -> AnswerFigures:
    """Put every question that reaches the guides to them."""
    refused, answered, inside, outside, first = [], [], 0, 0, 0
    for case in cases:
        question = read(case.question)
        if not reaches_guides(case, question):
            continue
        said = reader.explain(question).excerpts
        if case.kind == "outside":
            outside += 1
            answered += [f"{case.id}: {case.question} -> {said[0].passage.id}"] if said else []
            continue
        inside += 1
        refused += [] if said else [f"{case.id}: {case.question}"]
        first += bool(said) and page_of(said[0].passage.id).rpartition("/")[2] in case.guides
    return AnswerFigures(
        Share(len(refused), inside),
        Share(len(answered), outside),
        Share(first, inside - len(refused)),
        tuple(refused),
        tuple(answered),
    )
