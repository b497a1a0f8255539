"""Ask the golden cases one by one, each in a conversation of its own."""

from collections.abc import Iterable

from assistant.domain.turn import Turn
from assistant.entities.follow import settle
from assistant.evaluation.golden import Case
from assistant.evaluation.report import CaseResult, Report, judged
from assistant.evaluation.scores import entity_failures, failures
from assistant.flow import Assistant


async def run_cases(assistant: Assistant, cases: Iterable[Case]) -> Report:
    """Ask all cases in order; of a conversation only the last answer is judged."""
    return Report(tuple([await _run(assistant, case) for case in cases]))


async def _run(assistant: Assistant, case: Case) -> CaseResult:
    before = None
    *earlier, last = case.asked
    for text in earlier:
        turn = await assistant.answer(Turn(case.id, text, case.id, before, case.page))
        before = settle(turn.question, before)
    end = await assistant.answer(Turn(case.id, last, case.id, before, case.page))
    found = [*failures(case.expect, end.answer), *entity_failures(case.expect, end.question)]
    return judged(case, found, end.answer)
