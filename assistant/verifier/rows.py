"""What a sentence says of the measured rows themselves: model, test, backend, date. All of it must hold of all."""

import re
from collections.abc import Iterator, Sequence

from assistant.verifier.conditions import BACKENDS, tests_named
from assistant.verifier.cues import ENGINES
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene

_ROWS = re.compile(
    r"\b(?:rows?|figures?|results?|measurements?|tests?) (?:here )?(?:is|are|was|were|come|comes|came)\b"
    r"|\b(?:these|those|they|both|all) (?:are|were) (?:\w+ )?rows?\b|\bmeasured (?:on|with|in|at|under)\b"
    r"|^\W*(?:the|all|both|these|this|that)(?: \w+)? (?:rows?|values?|figures?|numbers?)\b",
    re.IGNORECASE,
)
_BPW = re.compile(r"-[\d.]+bpw$", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^a-z]")


def described(scene: Scene, ledger: Ledger, found: Sequence[Quantity]) -> tuple[str, ...] | None:
    """Return the ids of the rows that a sentence describes rightly; None if it describes none, or wrongly."""
    rows = [record for record in ledger.records if record.kind == "speed" and _in_sight(record, scene)]
    if (
        not rows
        or not _ROWS.search(scene.text)
        or not all(_holds(one, record, len(rows)) for one in found for record in rows)
    ):
        return None
    denied = _NOT.search(scene.text)
    end = denied.start() if denied else len(scene.text)
    said = list(_said(scene, end))
    wrong = {one for named in scene.named if named.span[0] >= end for one in named.ids}
    right = bool(said or found) and all(all(_has(record, part) for part in said) for record in rows)
    free = all(record.subject.model not in wrong and record.subject.device not in wrong for record in rows)
    return tuple(record.fact.id for record in rows) if right and free else None


def _holds(quantity: Quantity, record: Record, rows: int) -> bool:
    """Whether a date, a depth, a number of cards or the bits per weight is that of a row."""
    fact, subject = record.fact, record.subject
    if quantity.kind == "date":
        return bool(fact.date) and str(fact.date).startswith(quantity.date)
    if quantity.kind == "context":
        return round(quantity.value) in (fact.depth, subject.context)
    if quantity.kind == "bits":
        return f"{quantity.value:.2f}bpw" in (subject.quant or "")
    return quantity.kind == "count" and quantity.value in (subject.device_count or 1, rows)


def _in_sight(record: Record, scene: Scene) -> bool:
    """Whether a row is one of those spoken of: of the devices named, or of all."""
    devices = {one for named in scene.devices for one in named.ids}
    return not devices or record.subject.device in devices


def _said(scene: Scene, end: int) -> Iterator[frozenset[str]]:
    """What is said of the rows, each part as the values that would bear it out."""
    text = scene.text[:end]
    yield from (frozenset(named.ids) for named in scene.named if named.span[0] < end)
    yield from (frozenset({name}) for span, name in scene.quants if span[0] < end)
    yield from (frozenset({match[0].lower()}) for match in BACKENDS.finditer(text))
    yield from (frozenset({test}) for test in tests_named(text))
    yield from (frozenset({_LETTERS.sub("", match[0].lower())}) for match in ENGINES.finditer(text))
    if re.search(r"\bgenerat\w*", text, re.IGNORECASE):
        yield frozenset({"decode_speed"})


def _has(record: Record, values: frozenset[str]) -> bool:
    subject, fact = record.subject, record.fact
    engine = _LETTERS.sub("", (subject.engine or "").lower())
    quant = (subject.quant or "").upper()
    of_it = {subject.model, subject.device, quant, _BPW.sub("", quant), (subject.backend or "").lower(),
             (fact.test or "").lower(), engine, record.metric}  # fmt: skip
    return bool(values & {one for one in of_it if one})
