"""Time of the number ledger: per unit over natural drafts, and on long hostile input. Prints figures, checks none.

Usage: python tools/bench_verify.py [DATA]; DATA is a folder of drafts, else the fixtures of the tests.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from assistant.assemble import open_names
from assistant.settings import Settings
from assistant.verifier.ledger import EvidenceFile, NameReader, read_evidence
from assistant.verifier.verify import Gate, VerifiedUnit

FIXTURES = Path(__file__).parent.parent / "tests" / "data" / "drafts"
UNITS = 2000  # at least, the drafts are gone through again until then
LONG = 100_000  # characters
# What a pattern could stumble over: one character, or one word, again and again, and no end of a unit in sight.
HOSTILE = {
    "digits": "1", "spaces": " ", "stars": "*", "brackets": "[", "pipes": "|", "commas": "1,", "words": "up to ",
    "names": "RTX 4090 ", "speeds": "113.5 tok/s ", "items": "- a\n", "rows": "| a | b |\n", "quotes": "> ",
    "sentences": "The RTX 4090 has 24 GB. ",
}  # fmt: skip


def main() -> None:
    """Print the percentiles, then seconds per 100 kB."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    names = open_names(Settings.read())
    drafts = [json.loads(line) for line in (data / "drafts.jsonl").read_text(encoding="utf-8").splitlines()]
    found = {draft["evidence"]: _evidence(data, draft["evidence"]) for draft in drafts}
    times: list[float] = []
    while len(times) < UNITS:
        for draft in drafts:
            times += _times(str(draft["draft"]), found[draft["evidence"]], names)
    cuts = statistics.quantiles(times, n=100)
    print(f"{len(times)} units of {len(drafts)} drafts: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms")
    for name, piece in HOSTILE.items():
        half, whole = (_seconds(piece, size, next(iter(found.values())), names) for size in (LONG // 2, LONG))
        print(f"100 kB of {name:10} {whole:6.2f} s, {whole / max(half, 1e-3):.1f} times half of it")


def _evidence(data: Path, name: str) -> EvidenceFile:
    return read_evidence((data / name).read_bytes())


def _times(draft: str, evidence: EvidenceFile, names: NameReader) -> Iterator[float]:
    """Milliseconds from the character that completes a unit to its verdict, a token's worth at a time."""
    gate = Gate(evidence, names)
    for at in range(0, len(draft), 4):
        yield from _timed(partial(gate.feed, draft[at : at + 4]))
    yield from _timed(gate.flush)


def _timed(step: Callable[[], list[VerifiedUnit]]) -> Iterator[float]:
    start = time.perf_counter()
    units = step()
    if units:
        yield from [(time.perf_counter() - start) * 1000 / len(units)] * len(units)


def _seconds(piece: str, size: int, evidence: EvidenceFile, names: NameReader) -> float:
    gate = Gate(evidence, names)
    start = time.perf_counter()
    gate.feed((piece * size)[:size])
    gate.flush()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
