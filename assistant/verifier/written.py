"""Figures whose operands stand beside them: "21 % faster: 130.58 vs 108.15 tok/s", "from 288 to 448 GB/s"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from assistant.verifier.claims import claims_of
from assistant.verifier.cues import MORE
from assistant.verifier.derived import GAP, OPENS, SUBTRACTED, THAT
from assistant.verifier.kinds import comparable, kinds_named
from assistant.verifier.ledger import Ledger, Record, close
from assistant.verifier.quantities import GB, GIB, Quantity, quantities
from assistant.verifier.scene import Scene

_FROM_TO = re.compile(
    r"\bfrom \$?\d[\d.,]*(?: ?[A-Za-z/]+)? to \$?\d[\d.,]*(?: ?(?:[KMGT]i?B(?:/s)?|W|watts?|tok/s|tokens))?"
)
_LEAVES = re.compile(r"\bleav(?:es?|ing)\b|\bleft\b|\bremain\w*|\bfree\b|\bspare\b", re.IGNORECASE)
MEASURES = (*SUBTRACTED, "context", "params")
_UP = re.compile(r"\bup\b|\bgrows?\b|\brises?\b|\bincreas\w+|\bclimbs?\b", re.IGNORECASE)
_DOWN = re.compile(r"\bdown\b|\bfalls?\b|\bdrops?\b|\bdecreas\w+|\bshrinks?\b", re.IGNORECASE)


def explicit(quantity: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a share, multiple or difference is that of two figures that were said: of its sentence or the one before.

    "About 21 % faster: 130.58 vs 108.15 tok/s". Two speeds must be rows that are equal in all but the device.
    """
    return any(_follows(quantity, first, second, scene, ledger) for first, second in _said(quantity, scene))


def _said(quantity: Quantity, scene: Scene) -> Iterator[tuple[Quantity, Quantity]]:
    """Pairs of figures that the words may mean: both of the sentence, or one or both of the sentence before."""
    here = [one for one in claims_of(scene) if one.span != quantity.span and one.kind in MEASURES]
    here = [one for one in here if one.kind in SUBTRACTED] or here  # a context beside sizes is a setting
    before = [] if scene.before.gap else [one for one in scene.before.figures if one.kind in MEASURES]
    if len(here) > 1:
        same = [one for one in here if one.kind == here[0].kind]
        yield from [(same[0], same[1])] if len(same) == len(here) == 2 else []  # noqa: PLR2004 - two figures
    elif here:
        yield from ((one, here[0]) for one in before)
        yield from ((here[0], one) for one in before if THAT.search(scene.text))
    elif OPENS.search(scene.text):
        yield from permutations(before, 2)


def _follows(quantity: Quantity, first: Quantity, second: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a quantity is a computation over two figures of one kind, which the words may mean."""
    if first.kind != second.kind or not first.value or not second.value:
        return False
    if first.kind == "speed" and not _rows_of(first, second, ledger):
        return False
    named = kinds_named(scene)
    return (not named or first.kind in named) and _computes(quantity, first, second, scene)


def _rows_of(first: Quantity, second: Quantity, ledger: Ledger) -> bool:
    """Whether two speeds are rows that may be compared."""
    rows = list(ledger.of("speed"))
    return any(a.equals(first) and b.equals(second) and comparable(a, b) for a, b in permutations(rows, 2))


def _computes(quantity: Quantity, first: Quantity, second: Quantity, scene: Scene) -> bool:
    """Whether it is the share, the multiple or the difference that the words ask for."""
    more = MORE.search(scene.text)
    low, high = sorted((first.value, second.value))
    if quantity.kind == "percent" and more:
        up = bool(more["up"])
        right = first.value >= second.value if up else first.value <= second.value
        return right and close(100 * (high / low - 1) if up else 100 * (1 - low / high), quantity)
    if quantity.kind == "percent":
        return close(100 * low / high, quantity)
    if quantity.kind == "factor":
        return first.value >= second.value and close(high / low, quantity)
    apart = GAP.search(scene.text) or (quantity.kind == "bytes" and _LEAVES.search(scene.text))
    return quantity.kind == first.kind and bool(apart) and close(high - low, quantity)


def from_to(quantity: Quantity, scene: Scene, ledger: Ledger) -> tuple[Record, ...] | None:
    """Return the records of "from 288 to 448 GB/s", of which the quantity is one; None if they are not that.

    Both must be of one metric and differ in one part of their owner, in the direction that the words say.
    """
    for match in _FROM_TO.finditer(scene.text):
        if not match.start() < quantity.span[0] < match.end():
            continue
        values = [one for one in quantities(scene.text[match.start() :]) if one.span[1] <= match.end() - match.start()]
        if len(values) != 2:  # noqa: PLR2004 - two ends
            return None
        low, high = values
        low = replace(low, kind=high.kind, unit=high.unit) if low.kind == "plain" else low
        alike = [record for record in ledger.of(high.kind) if quantity.kind == high.kind]
        for a, b in permutations(alike, 2):
            rises = _rises(scene.text[: match.start()])
            fits = _end(low, high, a) and _end(high, high, b) and (rises is None or rises == (b.value > a.value))
            if fits and a.metric == b.metric and comparable(a, b) and a.kind in kinds_named(scene):
                return a, b
    return None


def _end(one: Quantity, with_unit: Quantity, record: Record) -> bool:
    """Whether an end of a range is a record's value; one without a unit has that of the other."""
    if one.unit != with_unit.unit or one.value == with_unit.value:
        return record.equals(one)
    return record.equals(one) or record.equals(
        replace(one, value=one.value * _ratio(with_unit), step=one.step * _ratio(with_unit))
    )


def _ratio(one: Quantity) -> float:
    return {"GiB": GIB, "GB": GB}.get(one.unit, 1.0)


def _rises(text: str) -> bool | None:
    """Whether words say that a value grows, or that it falls; None if they say neither."""
    up, down = _UP.search(text), _DOWN.search(text)
    return None if bool(up) == bool(down) else bool(up)
