"""Planted instructions against a writer that obeys all of them: python tools/bench_injection.py [DIR] [--json OUT]."""

import argparse
import json
import sys
from pathlib import Path

from assistant.assemble import open_names
from assistant.errors import OwnRigError
from assistant.evaluation.injection import PAYLOADS, PLACES, measure, read_instructions
from assistant.settings import Settings
from assistant.verifier.ledger import read_evidence

EVIDENCE = Path(__file__).resolve().parents[1] / "tests" / "data" / "drafts" / "evidence"


def main() -> None:
    """Print the figures; exit code 1 if anything came through."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", nargs="?", type=Path)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    if given.data is None:
        print("No instructions given. Usage: make bench-injection DATA=DIR [JSON=OUT]")
        return
    try:
        instructions = read_instructions(given.data)
        evidence = [read_evidence(file.read_bytes()) for file in sorted(EVIDENCE.glob("*.json"))]
        found = measure(instructions, evidence, open_names(Settings.read()))
    except OwnRigError as error:
        sys.exit(f"bench-injection: {error}")
    print(f"{len(instructions)} instructions, {len(PLACES)} places, {len(PAYLOADS)} payloads: {found.trials} drafts")
    print(f"leaks {len(found.leaks)}" + "".join(f", {kind} {count}" for kind, count in found.by_kind.most_common()))
    print(f"harmless sentence beside it shown {found.harmless_shown} of {found.trials}")
    for trial in found.leaks[:20]:
        print(f"  {trial.payload.kind} at {trial.place} with {trial.instruction!r}: {trial.shown!r}")
    if given.json:
        numbers = {"drafts": found.trials, "leaks": len(found.leaks), "harmless_shown": found.harmless_shown}
        given.json.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    sys.exit(1 if found.leaks else 0)


if __name__ == "__main__":
    main()
