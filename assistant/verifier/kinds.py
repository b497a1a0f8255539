"""What may be compared: values of one metric that differ in one part of their owner, as the words name them."""

import re

from assistant.verifier.ledger import Record
from assistant.verifier.scene import Scene

_COMPARED = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "speed": r"\bfast\w*|\bslow\w*|\bspeed\w*|\btok|\bahead\b|\bgenerat\w*|\bprompts?\b|\breads?\b|\bwrites?\b",
        "bandwidth": r"\bbandwidth\b",
        "bytes": r"\bmemory\b|\bvram\b|\bweights?\b|\bcache\b|\bfiles?\b|\btotal\b|\bneeds?\b|\btakes?\b",
        "price": r"\bpric\w*|\bcosts?\b|\bcheap\w*|\bexpensive\b|\blaunch\w*",
        "power": r"\bpower\b|\bwatts?\b|\bdraws?\b",
        "context": r"\bcontext\b",
        "params": r"\bparameters?\b",
    }.items()
}


def test_of(record: Record) -> tuple[object, ...]:
    """What was measured of which model: speeds that differ in it say nothing of the devices."""
    return record.metric, record.subject.model, record.subject.quant, record.fact.test, record.fact.depth


def comparable(a: Record, b: Record) -> bool:
    """Speeds: equal in all but the device, so that the difference is the device's (contract 4)."""
    parts = ("model", "quant", "device", "context", "device_count", "engine")
    differing = [part for part in parts if getattr(a.subject, part) != getattr(b.subject, part)]
    if a.kind == "speed":
        other = differing == ["device"] or (not differing and a.subject.backend != b.subject.backend)
        return other and (a.metric, a.fact.test, a.fact.depth) == (b.metric, b.fact.test, b.fact.depth)
    return len([part for part in differing if part != "engine"]) == 1 or (not differing and a.label != b.label)


def kinds_named(scene: Scene, region: tuple[int, int] | None = None) -> frozenset[str]:
    """What a comparison is of, by its words: a ratio of anything else that happens to fit is no support."""
    start, end = region or (0, len(scene.text))
    return frozenset(kind for kind, pattern in _COMPARED.items() if pattern.search(scene.text, start, end))
