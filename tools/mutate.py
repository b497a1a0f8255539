"""Mutants of the number ledger made by rule: which share do the tests notice? `python -m tools.mutate [--sample N]`.

Prints every mutant that none notices, with its place, and the share that one does. `docs/mutation.md` tells of a run.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from random import Random

from tools.kill_suite import LEDGER, ROOT, run_all
from tools.operators import Change, changes


def found(names: list[str]) -> list[Change]:
    """All changes of the modules of the ledger, or of the named ones."""
    files = sorted((ROOT / LEDGER).glob("*.py"))
    wanted = [file for file in files if not names or file.name in names]
    return [one for file in wanted for one in changes(LEDGER / file.name, file.read_text(encoding="utf-8"))]


def main() -> None:
    """Draw a sample, run it, print what is left."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--files", nargs="*", default=[], help="modules, such as support.py")
    options.add_argument("--json", type=Path, help="write every mutant with what became of it")
    options.add_argument("--again", type=Path, help="try those again that survived in such a file")
    given = options.parse_args()
    every = found(given.files)
    if given.again:
        alive = {
            row["mutant"] for row in json.loads(given.again.read_text(encoding="utf-8")) if row["state"] != "killed"
        }
        drawn = [one for one in every if str(one) in alive]
    else:
        drawn = sorted(Random(given.seed).sample(every, min(given.sample, len(every))), key=str)  # noqa: S311 - no secret
    print(f"{len(drawn)} of {len(every)} mutants, seed {given.seed}", flush=True)
    rows = _run(drawn)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    count = Counter(row["state"] for row in rows)
    tried = len(rows) - count["broken"]  # a mutant that cannot be imported tells nothing of the tests
    share = count["killed"] / tried if tried else 0.0
    print(f"killed {count['killed']} of {tried} ({share:.1%}), not importable {count['broken']}")


def _run(drawn: list[Change]) -> list[dict[str, str]]:
    rows = []
    for one, outcome in run_all((one, _text(one)) for one in drawn):
        if outcome.state != "killed":
            print(f"{outcome.state} {one}", flush=True)
        rows.append({"mutant": str(one), "state": outcome.state, "by": outcome.by})
        print(f"\r{len(rows)}/{len(drawn)}", end="\r", file=sys.stderr, flush=True)
    return rows


def _text(change: Change) -> dict[Path, str]:
    return {change.file: change.applied((ROOT / change.file).read_text(encoding="utf-8"))}


if __name__ == "__main__":
    main()
