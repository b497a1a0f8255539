"""Run the trials against a verifier and print the table: `python tests/attacks/run.py [--per-group N] [--show N]`.

A leak is an attack of which a released unit says anything beside the trial's harmless parts. A control is wrongly
withheld if any of its units is.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.attacks.groups import SEED, TITLES, classes
from tests.attacks.judge import Verify, leaks, upper_bound, withheld
from tests.attacks.listed import listed
from tests.attacks.properties import PROPERTIES, changed_controls
from tests.attacks.trial import Trial, trials


@dataclass(frozen=True)
class Failure:
    """A leak or a wrongly withheld control, with the text that shows it."""

    trial: Trial
    texts: list[str]


@dataclass
class Row:
    """What one group or property came to."""

    title: str
    classes: int = 0
    trials: int = 0
    controls: int = 0
    leaks: list[Failure] = field(default_factory=list)
    withheld: list[Failure] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the figures, and the leaks and withheld controls in full."""
        counts = {"classes": self.classes, "trials": self.trials, "controls": self.controls}
        return {
            "group": self.title,
            **counts,
            "leaks": len(self.leaks),
            "upper_bound": upper_bound(len(self.leaks), self.trials) if self.trials else None,
            "wrongly_withheld": len(self.withheld),
            "leaked": [_full(failure) for failure in self.leaks],
            "withheld": [_full(failure) for failure in self.withheld],
        }


def run_group(
    verify: Verify, group: str, *, attacks: int, controls: int, seed: int = SEED, chunk: int | None = None
) -> Row:
    """Try a group's attacks and controls."""
    kinds = classes(group)
    row = Row(f"{group}. {TITLES[group]}", classes=len(kinds))
    _attack(row, verify, trials(kinds, attacks, seed, "withhold"), chunk)
    for trial in trials(kinds, controls, seed, "release"):
        row.controls += 1
        if kept := withheld(verify(trial.draft, trial.evidence, chunk)):
            row.withheld.append(Failure(trial, kept))
    return row


def run_listed(verify: Verify, given: list[Trial], chunk: int | None = None) -> list[Row]:
    """Try the attacks and controls of a list, a row for each group."""
    rows: dict[str, Row] = {}
    for trial in given:
        row = rows.setdefault(trial.group, Row(f"{trial.group}. {TITLES.get(trial.group, 'Must be released')}"))
        result = verify(trial.draft, trial.evidence, chunk)
        if trial.expected == "release":
            row.controls += 1
            row.withheld += [Failure(trial, kept)] if (kept := withheld(result)) else []
        else:
            row.trials += 1
            row.leaks += [Failure(trial, leaked)] if (leaked := leaks(trial, result)) else []
    return list(rows.values())


def run_property(verify: Verify, name: str, *, controls: int, seed: int = SEED) -> Row:
    """Try the attacks that a property makes of the controls of every group."""
    row = Row(f"P. {name}", classes=1)
    _attack(row, verify, changed_controls(name, controls, seed), None)
    return row


def _attack(row: Row, verify: Verify, attacks: Iterable[Trial], chunk: int | None) -> None:
    for trial in attacks:
        row.trials += 1
        if leaked := leaks(trial, verify(trial.draft, trial.evidence, chunk)):
            row.leaks.append(Failure(trial, leaked))


def report(rows: list[Row], show: int) -> str:
    """Return the table, then the first leaks and withheld controls of each class in full."""
    return "\n".join([*_table(rows), "", *_listing("leak", rows, show), *_listing("withheld", rows, show)])


def _table(rows: list[Row]) -> Iterator[str]:
    yield "| group | classes | trials | leaks | 95 % upper bound | controls | wrongly withheld |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        bound = f"{upper_bound(len(row.leaks), row.trials):.2%}" if row.trials else "-"
        share = f"{len(row.withheld)} ({len(row.withheld) / row.controls:.1%})" if row.controls else "-"
        yield f"| {row.title} | {row.classes} | {row.trials} | {len(row.leaks)} | {bound} | {row.controls} | {share} |"


def _listing(what: str, rows: list[Row], show: int) -> Iterator[str]:
    for row in rows:
        failures = row.leaks if what == "leak" else row.withheld
        counts = Counter(failure.trial.attack_class for failure in failures)
        for name, count in counts.most_common():
            yield f"{what}: {row.title[:1]}, {name}: {count}"
            of_class = (failure for failure in failures if failure.trial.attack_class == name)
            for failure, _ in zip(of_class, range(show), strict=False):
                yield f"    draft: {failure.trial.draft!r}"
                yield f"    {what}: {failure.texts!r}"


def _full(failure: Failure) -> dict[str, Any]:
    trial = failure.trial
    return {
        "class": trial.attack_class,
        "draft": trial.draft,
        "texts": failure.texts,
        "why": trial.why,
        "evidence": trial.evidence,
    }


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; 1 if anything leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groups", default="".join(TITLES), help="letters of the groups")
    parser.add_argument("--per-group", type=int, default=3000, help="attacks in each group")
    parser.add_argument("--controls", type=int, default=1000, help="controls in each group")
    parser.add_argument("--properties", type=int, default=100, help="controls in each group for the properties")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--chunk", type=int, help="feed the drafts so many characters at a time")
    parser.add_argument("--show", type=int, default=3, help="failures of each class to print in full")
    parser.add_argument("--attacks", type=Path, help="a list of attacks to run instead")
    parser.add_argument("--evidence", type=Path, help="the evidence of that list")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    args = parser.parse_args(arguments)
    from tests.attacks.adapter import verify  # noqa: PLC0415  a broken verifier must not keep --help from working

    rows = (
        run_listed(verify, listed(args.attacks, args.evidence), args.chunk)
        if args.attacks
        else _generated(verify, args)
    )
    if args.json:
        args.json.write_text(
            json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1), encoding="utf-8"
        )
    sys.stdout.write(report(rows, args.show) + "\n")
    return 1 if any(row.leaks for row in rows) else 0


def _generated(verify: Verify, args: argparse.Namespace) -> list[Row]:
    sizes = {"attacks": args.per_group, "controls": args.controls, "seed": args.seed, "chunk": args.chunk}
    rows = [run_group(verify, group, **sizes) for group in args.groups]
    names = PROPERTIES if args.properties else ()
    return rows + [run_property(verify, name, controls=args.properties, seed=args.seed) for name in names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
