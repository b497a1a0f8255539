"""Mutants of the number ledger made by hand: does a test notice each? `python tools/mutants.py [--short N --seed S]`.

Each entry of `tests/mutants/mutants.yaml` is a slip that would let something false through, or true text vanish. Exit
code 1 if one survives, or if the text it replaces is no longer found exactly once.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from tools.kill_suite import LEDGER, ROOT, Outcome, run_all

LIST = ROOT / "tests" / "mutants" / "mutants.yaml"
LONGEST = 100  # characters of a test's name in the table


@dataclass(frozen=True)
class Mutant:
    """One slip: in `file`, `old` becomes `new`. `why`: what a reader would then be told."""

    name: str
    file: str
    old: str
    new: str
    why: str


def read() -> tuple[Mutant, ...]:
    """Read the list."""
    return tuple(Mutant(**row) for row in yaml.safe_load(LIST.read_text(encoding="utf-8")))


def lost(mutants: tuple[Mutant, ...]) -> Iterator[str]:
    """Name the mutants whose text does not stand in the source exactly once, or that change nothing."""
    for one in mutants:
        times = (ROOT / LEDGER / one.file).read_text(encoding="utf-8").count(one.old)
        if times != 1 or one.old == one.new:
            yield f"{one.name}: its text stands {times} times in {one.file}, not once: {one.old!r}"


def changed(mutant: Mutant) -> dict[Path, str]:
    """The file with the slip in it."""
    file = LEDGER / mutant.file
    return {file: (ROOT / file).read_text(encoding="utf-8").replace(mutant.old, mutant.new)}


def main() -> None:
    """Run and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--short", type=int, metavar="N", help="a sample of N")
    options.add_argument("--seed", type=int, help="of the sample; without one it is another sample each day")
    options.add_argument("--only", help="those with this in their name")
    given = options.parse_args()
    mutants = read()
    if missing := list(lost(mutants)):
        sys.exit("\n".join(missing))
    if given.only:
        mutants = tuple(one for one in mutants if given.only in one.name)
    if given.short:
        seed = time.strftime("%F") if given.seed is None else given.seed
        mutants = tuple(Random(f"{seed}").sample(mutants, min(given.short, len(mutants))))  # noqa: S311 - no secret
    sys.exit(1 if _table(mutants) else 0)


def _table(mutants: tuple[Mutant, ...]) -> int:
    """Print what became of each, as they end; return how many were not killed."""
    print("| mutant | file | killed by |\n|---|---|---|")
    left = 0
    for one, outcome in run_all((one, changed(one)) for one in mutants):
        left += outcome.state != "killed"
        print(f"| {one.name} | {one.file} | {_told(one, outcome)} |", flush=True)
    print(f"\n{len(mutants) - left} of {len(mutants)} killed")
    return left


def _told(mutant: Mutant, outcome: Outcome) -> str:
    if outcome.state == "killed":
        return outcome.by[:LONGEST]
    return f"SURVIVED: {mutant.why}" if outcome.state == "survived" else f"BROKEN: {outcome.by}"


if __name__ == "__main__":
    main()
