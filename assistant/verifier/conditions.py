"""What a speed was measured with, against what the words say: backend, engine, test, placement."""

import re

from assistant.verifier.cues import ENGINES
from assistant.verifier.discourse import Scene, clause_of
from assistant.verifier.ledger import Record
from assistant.verifier.quantities import Quantity

BACKENDS = re.compile(r"\b(?:cuda|rocm|vulkan|metal|sycl|hip|mlx)\b", re.IGNORECASE)
TESTS = re.compile(r"\b(?:tg|pp) ?\d+\b", re.IGNORECASE)
# A row that was not measured on the graphics part alone is said with that in the same sentence (contract 4).
PLACES = {
    "cpu": re.compile(r"\bcpu\b|\bprocessor\b", re.IGNORECASE),
    "partial": re.compile(r"\bpartial\w*|\boffload\w*|\bsystem ram\b|\bsplit\b", re.IGNORECASE),
}
GPU = re.compile(r"\bgpu\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^a-z]")


def conditions_hold(record: Record, quantity: Quantity, scene: Scene) -> bool:
    """Whether a speed row was measured as the words say, and what must be said with it is said."""
    if record.kind != "speed":
        return True
    return (
        _backend(record, quantity, scene) and _engine(record, scene) and _test(record, scene) and _place(record, scene)
    )


def _backend(record: Record, quantity: Quantity, scene: Scene) -> bool:
    start, end = clause_of(scene.text, quantity.span)
    here = {match[0].lower() for match in BACKENDS.finditer(scene.text[start:end])}
    if here:
        return (record.subject.backend or "").lower() in here
    return len({match[0].lower() for match in BACKENDS.finditer(scene.text)}) < 2  # noqa: PLR2004 - else which one?


def _engine(record: Record, scene: Scene) -> bool:
    named = {_LETTERS.sub("", match[0].lower()) for match in ENGINES.finditer(scene.text)}
    return not named or _LETTERS.sub("", (record.subject.engine or "").lower()) in named


def _test(record: Record, scene: Scene) -> bool:
    named = {match[0].lower().replace(" ", "") for match in TESTS.finditer(scene.text)}
    return not named or (record.fact.test or "").lower() in named


def _place(record: Record, scene: Scene) -> bool:
    place = record.fact.placement
    if place in PLACES:
        return bool(PLACES[place].search(scene.text)) and not (place == "cpu" and GPU.search(scene.text))
    return place in (None, "gpu") and not PLACES["cpu"].search(scene.text)
