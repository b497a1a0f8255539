"""A run over the golden set: per case pass or fail with reasons, totals by tag, difference to another run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.domain.answer import Answer
from assistant.evaluation.golden import Case


@dataclass(frozen=True)
class CaseResult:
    """What became of one case; `failures` is empty if it passed."""

    id: str
    passed: bool
    failures: tuple[str, ...]
    tags: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Report:
    """All results of one run."""

    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases that did not pass."""
        return tuple(result for result in self.results if not result.passed)

    def totals(self) -> dict[str, int]:
        """Return the number of cases, passed and failed."""
        return {
            "cases": len(self.results),
            "passed": len(self.results) - len(self.failed),
            "failed": len(self.failed),
        }

    def by_tag(self) -> list[tuple[str, int, int]]:
        """Return (tag, passed, all), most frequent tag first."""
        every = Counter(tag for result in self.results for tag in result.tags)
        good = Counter(tag for result in self.results if result.passed for tag in result.tags)
        return [(tag, good[tag], count) for tag, count in every.most_common()]

    def as_json(self) -> dict[str, Any]:
        """Return the run result of the contract: cases with id, pass, failures and answer, and totals."""
        dump = TypeAdapter(Answer).dump_python
        cases = [
            {
                "id": result.id,
                "pass": result.passed,
                "failures": list(result.failures),
                "answer": dump(result.answer, mode="json", by_alias=True),
            }
            for result in self.results
        ]
        return {"cases": cases, "totals": self.totals()}


def judged(case: Case, found: Iterable[str], answer: Answer) -> CaseResult:
    """Make the result of one case from the failures found in its last answer."""
    failures = tuple(found)
    return CaseResult(case.id, not failures, failures, case.tags, answer)


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Compare two run results as read from JSON: ids that now fail, and ids that now pass.

    The golden set is deterministic without a model, so every difference is one: there is no noise to allow for.
    """
    old = {case["id"]: case["pass"] for case in before["cases"]}
    new = {case["id"]: case["pass"] for case in after["cases"]}
    broken = [name for name, passed in new.items() if not passed and old.get(name, True)]
    mended = [name for name, passed in new.items() if passed and old.get(name) is False]
    return broken, mended
