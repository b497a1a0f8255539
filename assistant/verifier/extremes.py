"""Superlatives: "the fastest of the four", "the weights are the biggest part". Each is looked up among its rivals."""

import re
from collections.abc import Iterator, Sequence

from assistant.verifier.cues import BYTES_CUES, QUALITY
from assistant.verifier.derived import PARTS
from assistant.verifier.kinds import test_of
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene

_TOP = frozenset({"fastest", "largest", "biggest", "highest", "newest", "longest", "widest", "heaviest"})
_LOW = frozenset({"slowest", "smallest", "lowest", "oldest", "shortest", "cheapest", "lightest"})
_PART = re.compile(r"\b(?:part|component|item|chunk|piece|share|portion)s?\b", re.IGNORECASE)
_SPEED_ONLY = frozenset({"fastest", "slowest"})
_CUES = dict(BYTES_CUES)


def extreme(scene: Scene, ledger: Ledger, found: Sequence[Quantity]) -> bool:
    """Whether the one superlative of a sentence is true of the figure, or the part of memory, that it speaks of."""
    words = {match[0].lower() for match in QUALITY.finditer(scene.text)}
    if len(words) != 1 or not words <= _TOP | _LOW:
        return False
    return any(_is_extreme(one, words <= _TOP, ledger, scene) for one in _meant(scene, ledger, found, words))


def _meant(scene: Scene, ledger: Ledger, found: Sequence[Quantity], words: set[str]) -> Iterator[Record]:
    """The records that a superlative may be said of: those with the figure of the sentence, or the part it names."""
    named = {one for device in scene.named for one in device.ids}
    figures = [
        one
        for one in found
        if (one.kind == "speed" or not words <= _SPEED_ONLY) and one.kind not in ("percent", "factor")
    ]
    if figures:
        if len({one.kind for one in figures}) == 1:
            equal = (record for one in figures[:1] for record in ledger.of(one.kind) if record.equals(one))
            yield from (one for one in equal if not named or {one.subject.device, one.subject.model} & named)
    elif _PART.search(scene.text):
        yield from (
            record for record in ledger.records if record.metric in PARTS and _CUES[record.metric].search(scene.text)
        )


def _is_extreme(record: Record, top: bool, ledger: Ledger, scene: Scene) -> bool:  # noqa: FBT001 - which end
    if record.kind == "speed" and not scene.models and len({test_of(one) for one in ledger.of("speed")}) > 1:
        return False  # the fastest with which model?
    values = [one.value for one in ledger.records if one.kind == record.kind and _rivals(one, record, scene)]
    return len(values) > 1 and record.value == (max(values) if top else min(values))


def _rivals(one: Record, record: Record, scene: Scene) -> bool:
    """Whether two values compete: parts of one total, rows equal but for the device, else values of one metric."""
    a, b = one.subject, record.subject
    if record.metric in PARTS and _PART.search(scene.text):
        return one.metric in PARTS and (a.model, a.context) == (b.model, b.context)
    if record.kind == "speed":
        return test_of(one) == test_of(record)
    return one.metric == record.metric
