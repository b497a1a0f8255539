"""A claim as a tuple: whose value, what it measures, how much, and how it is put. For those who read a verdict."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain.facts import Subject
from assistant.verifier.conditions import BACKENDS
from assistant.verifier.cues import ENGINES, NOT_A_ROW
from assistant.verifier.metrics import metrics
from assistant.verifier.owners import model_ids, owners
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, counts
from assistant.verifier.support import denied
from assistant.verifier.verdicts import judging, said

_COUNTS = {"two": 2, "three": 3, "four": 4}


@dataclass(frozen=True)
class Claim:
    """One quantity of a unit as it is read, whether it is supported or not.

    `value` is in the base unit of its kind (bytes, GB/s, tok/s, W, USD, tokens, parameters, bits, seconds, percent), a
    date as text; `unit` as it is written. `metric` is null where the words leave it open. Of `subject` only what the
    words, what was spoken of before, or the question say is filled in.
    """

    text: str
    kind: str
    metric: str | None
    value: float | str
    unit: str
    subject: Subject
    polarity: Literal["asserted", "denied"]
    modality: str  # plain, about, a bound such as "at least", or hedged


def claim_of(quantity: Quantity, place: tuple[int, int], scene: Scene) -> Claim:
    """Return a quantity as a claim; `place` is its index among those of its kind, and how many there are."""
    named = metrics(quantity, scene)
    return Claim(
        quantity.text,
        quantity.kind,
        named[0] if named and len(named) == 1 else None,
        quantity.date if quantity.kind == "date" else float(quantity.value),
        quantity.unit,
        _subject(quantity, place, scene),
        "denied" if denied(quantity, scene) else "asserted",
        _modality(quantity, scene),
    )


def claims_in(scene: Scene, found: tuple[Quantity, ...]) -> tuple[Claim, ...]:
    """Return all quantities of a piece as claims."""
    kinds = [one.kind for one in found]
    figures = (
        claim_of(one, (kinds[:at].count(one.kind), kinds.count(one.kind)), scene) for at, one in enumerate(found)
    )
    return (*figures, *_verdict(scene))


def _verdict(scene: Scene) -> Iterator[Claim]:
    """The verdict that the words give, as those of the evidence that they allow: "runs" allows fits and tight."""
    if (allowed := said(scene.text)) and judging(scene):
        end = (len(scene.text), len(scene.text))
        named = Quantity("plain", 0.0, 0.0, end, "")
        yield Claim(
            "|".join(allowed),
            "verdict",
            "verdict",
            "|".join(allowed),
            "",
            _subject(named, (0, 1), scene),
            "asserted",
            "plain",
        )


def _subject(quantity: Quantity, place: tuple[int, int], scene: Scene) -> Subject:
    devices = owners(scene, quantity.span, *place)[0]
    models = model_ids(scene, quantity.span, *place)
    usual = scene.before.quant or scene.asked.quant or scene.settled.quant
    quants: list[str | None] = [name for _, name in scene.quants] or [usual]
    contexts = [count for _, count in scene.contexts] or [
        scene.before.context or scene.asked.context or scene.settled.context or 0
    ]
    return Subject(
        model=models[0] if len(models) == 1 else None,
        quant=quants[0] if len(quants) == 1 else None,
        device=devices[0] if len(devices) == 1 else None,
        device_count=next((_COUNTS[name] for match in counts(scene) for name in _COUNTS if match[name]), None),
        context=(contexts[0] or None) if len(contexts) == 1 else None,
        engine=_only(ENGINES.findall(scene.text)),
        backend=_only(BACKENDS.findall(scene.text)),
    )


def _only(found: list[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _modality(quantity: Quantity, scene: Scene) -> str:
    if quantity.bound:
        return quantity.bound
    if NOT_A_ROW.search(scene.text):
        return "hedged"
    return "about" if quantity.about else "plain"
