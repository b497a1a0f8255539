"""The generated cases, and how many hold: `python tests/metamorphic/generate.py [--show TRANSFORMATION] [--seed N]`."""

import argparse
import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from assistant import log
from assistant.assemble import open_assistant
from assistant.corpus.catalog import Catalog
from assistant.domain.turn import Finished, Turn
from assistant.flow import Assistant
from assistant.settings import Settings
from tests.metamorphic.bases import SEED, Base, bases
from tests.metamorphic.outcome import Outcome, outcome, read_ids
from tests.metamorphic.spelling import Typos
from tests.metamorphic.variants import TRANSFORMATIONS, Variant

CRASHES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
READ = "read"  # the base itself: its names are read as the items they were drawn from


@dataclass(frozen=True)
class Case:
    """A base question and one way to say it otherwise."""

    id: str
    transformation: str
    base: Base
    variant: Variant


def cases(catalog: Catalog, seed: int = SEED) -> list[Case]:
    """All cases, the same on every run over the same catalog; no wording twice per base and transformation."""
    typos, found = Typos(catalog), []
    for n, base in enumerate(bases(catalog, seed)):
        found.append(Case(f"{READ}-{n}", READ, base, Variant(base.text)))
        for name, transformation in TRANSFORMATIONS.items():
            # a generator of its own for each: a new transformation leaves the other cases as they are
            draw = random.Random(f"{seed} {n} {name}")
            variants = dict.fromkeys(transformation(base, draw, typos))
            different = [variant for variant in variants if variant.text != base.text]
            found += [Case(f"{name}-{n}-{i}", name, base, variant) for i, variant in enumerate(different)]
    return found


def sample(every: list[Case], size: int) -> list[Case]:
    """About `size` cases, each transformation in proportion but with at least ten."""
    draw, chosen = random.Random(SEED), []
    for name, count in Counter(case.transformation for case in every).items():
        of_name = [case for case in every if case.transformation == name]
        chosen += draw.sample(of_name, min(count, max(10, size * count // len(every))))
    return chosen


class Judge:
    """Asks and compares; an answer is asked for once."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._answers: dict[str, Finished] = {}

    def failure(self, case: Case) -> str:
        """Return why a case does not hold, with base, variant and both outcomes; empty if it does."""
        try:
            base, variant = self._ask(case.base.text), self._ask(case.variant.text)
        except CRASHES as error:
            return f"base:    {case.base.text}\nvariant: {case.variant.text!r}\nraised {error!r}"
        differs = self._difference(case, base, variant)
        if not differs:
            return ""
        return f"base:    {case.base.text}\nvariant: {case.variant.text!r}\n{differs}"

    def _difference(self, case: Case, base: Finished, variant: Finished) -> str:
        wanted = case.variant
        if case.transformation == READ:
            expected, read = frozenset(item.ids for item in case.base.named), read_ids(base.question)
            return "" if _covered(expected, read) else f"expected {_ids(expected)}, read {_ids(read)}"
        if wanted.language and wanted.language != variant.answer.language:
            return f"language {variant.answer.language} instead of {wanted.language}"
        first, second = _loosened(outcome(base.answer), wanted), _loosened(outcome(variant.answer), wanted)
        if first != second and wanted.loose != "all":
            return first.difference(second)
        if wanted.says not in variant.answer.text:
            return f"the answer does not say {wanted.says!r}"
        return ""

    def _ask(self, text: str) -> Finished:
        if text not in self._answers:
            self._answers[text] = asyncio.run(self._assistant.answer(Turn("metamorphic", text)))
        return self._answers[text]


def _loosened(whole: Outcome, wanted: Variant) -> Outcome:
    if wanted.loose == "files":
        return whole.without_files()
    return whole.without_ratios() if wanted.loose == "ratios" else whole


def _covered(expected: frozenset[frozenset[str]], read: frozenset[frozenset[str]]) -> bool:
    """Whether each name was read as its item; a name of several items may have more readings than the catalog lists."""
    return len(expected) == len(read) and all(
        ids in read or (len(ids) > 1 and any(ids <= other for other in read)) for ids in expected
    )


def _ids(read: frozenset[frozenset[str]]) -> list[str]:
    return sorted("|".join(sorted(ids)) for ids in read)


@dataclass(frozen=True)
class Report:
    """All cases judged."""

    failures: dict[str, str]
    every: list[Case]

    @cached_property
    def rates(self) -> dict[str, tuple[int, int]]:
        """Cases that hold and all cases, per transformation."""
        total = Counter(case.transformation for case in self.every)
        failed = Counter(case.transformation for case in self.every if case.id in self.failures)
        return {name: (count - failed[name], count) for name, count in total.items()}


def judge(assistant: Assistant, every: list[Case]) -> Report:
    """Judge cases, with the failures by case id."""
    court = Judge(assistant)
    reasons = {case.id: court.failure(case) for case in every}
    return Report({name: reason for name, reason in reasons.items() if reason}, every)


def main() -> None:
    """Print the rate of every transformation, and the failures of those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="append", default=[], metavar="TRANSFORMATION", help="or `all`")
    parser.add_argument("--seed", type=int, default=SEED, help="draw other items and wordings")
    given = parser.parse_args()
    log.configure("error")
    assistant = open_assistant(Settings.read({}))
    report = judge(assistant, cases(assistant.shelf.catalog, given.seed))
    lines = [f"{name:18} {held:5}/{total:<5} {held / total:.1%}" for name, (held, total) in report.rates.items()]
    lines += [f"{'all':18} {len(report.every) - len(report.failures):5}/{len(report.every)}"]
    shown = [case for case in report.every if {case.transformation, "all"} & set(given.show)]
    lines += [f"\n{case.id}\n{report.failures[case.id]}" for case in shown if case.id in report.failures]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
