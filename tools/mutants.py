"""Hand-made slips in the number ledger, each of which must make a test fail. Exits with 1 if one does not.

Usage: python tools/mutants.py [--sample N] [--seed S] [--only TEXT]. Each slip is made in a copy of the project, where
the ledger's unit tests run, then a short form of the attacks, until the first failure.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import yaml

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests" / "mutants" / "mutants.yaml"
SUITES = (["tests/unit/verifier"], ["tests/attacks/test_attacks.py", "tests/attacks/test_run.py"])
COPIED = ("assistant", "corpus", "index", "prompts", "tests", "pyproject.toml")
WORKERS = 2
LIMIT = 300  # seconds for one suite: a slip may also make it run for ever, which is a failure too
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?::\S+|\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One slip: `was` stands once in a file of the ledger and becomes `now`."""

    name: str
    file: str
    was: str
    now: str


def read_mutants() -> list[Mutant]:
    """Return the list.

    Raises:
        SystemExit: the text of one stands in its file not once.
    """
    found = [Mutant(**row) for row in yaml.safe_load(LIST.read_text(encoding="utf-8"))]
    for one in found:
        times = (ROOT / "assistant" / "verifier" / one.file).read_text(encoding="utf-8").count(one.was)
        if times != 1:
            raise SystemExit(f"{LIST.name}: {one.name!r}: its text stands {times} times in {one.file}")
    return found


def killed_by(mutant: Mutant, place: Path) -> str | None:
    """Return the test that fails with a slip, None if none does."""
    path = place / "assistant" / "verifier" / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutant.was, mutant.now), encoding="utf-8")
    try:
        return next((test for suite in SUITES if (test := _failing(suite, place))), None)
    finally:
        path.write_text(whole, encoding="utf-8")


def _failing(suite: list[str], place: Path) -> str | None:
    present = [one for one in suite if (place / one).exists()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *present]
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=place, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return "no end"
    if run.returncode == 0:
        return None
    failed = _FAILED.search(run.stdout)
    return failed[1] if failed else f"exit {run.returncode}"


def main() -> int:
    """Print a line per slip."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    mutants = [one for one in read_mutants() if options.only in one.name]
    if options.sample:
        mutants = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        places: Queue[Path] = Queue()
        for number in range(WORKERS):
            places.put(_copy(Path(folder) / str(number)))
        with ThreadPoolExecutor(WORKERS) as pool:
            found = list(pool.map(lambda one: _in_turn(one, places), mutants))
    survivors = [one for one, test in zip(mutants, found, strict=True) if test is None]
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} slips make a test fail")
    return 1 if survivors else 0


def _in_turn(mutant: Mutant, places: "Queue[Path]") -> str | None:
    place = places.get()
    try:
        test = killed_by(mutant, place)
    finally:
        places.put(place)
    print(f"{'killed  ' if test else 'SURVIVED'} {mutant.file:14} {mutant.name}: {test or ''}", flush=True)
    return test


def _copy(place: Path) -> Path:
    place.mkdir()
    for name in COPIED:
        source = ROOT / name
        leave = shutil.ignore_patterns("__pycache__", "store", ".pytest_cache")
        (shutil.copytree(source, place / name, ignore=leave) if source.is_dir() else shutil.copy(source, place / name))
    return place


if __name__ == "__main__":
    raise SystemExit(main())
