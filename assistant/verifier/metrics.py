"""What a quantity measures, by the words around it."""

import re
from collections.abc import Sequence

from assistant.verifier.cues import ACTIVE, BYTES_CUES, BYTES_WEAK, DECODE, LAUNCHED, PREFILL, PRICE_NOW
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, clauses_around

_OF = re.compile(r"\b(?:out )?of(?: (?:its|the|their|your))?\s*$", re.IGNORECASE)
WHOLES = ("total_memory", "usable_memory", "vram", "file_size")
_OF_A_DEVICE = re.compile(
    r" of (?:the |this |that |your )?(?:(?:rtx|gtx|rx|arc|radeon|geforce|mac)\b|\d{4}\b|card\b|gpu\b)", re.IGNORECASE
)
_DEVICES = re.compile(r"\b(?:card|gpu|machine|mac|\d{4}(?: ti| super| xtx?)?)'s (?:usable )?$", re.IGNORECASE)
_OF_TOTAL = re.compile(r" (?:parameters )?(?:out )?of (?:its|the|their|all|those)? ?\d", re.IGNORECASE)
_CARD = re.compile(r" ?(?:card|gpu|graphics card)s?\b", re.IGNORECASE)
HAS = ("vram", "usable_memory")
_WHOLE = re.compile(r"\btotal\b|\bin all\b|\ball\b", re.IGNORECASE)
_BY_KIND = {"price": ("launch_msrp",), "context": ("context_native", "max_context")}
_NOT_RATED = re.compile(
    r"\bidl(?:e|es|ing)\b|\bpeaks?\b|\btypical\w*|\baverage\b|\bunder load\b|\bspikes?\b|\bsystem\b", re.IGNORECASE
)
_MEASURED = re.compile(r"\brows?\b|\bmeasur\w*|\btest\w*|\bbenchmark\w*|\bresults?\b|\bran\b|\brun\b", re.IGNORECASE)
_CONTEXT = re.compile(r"\bfor (?:an? |the )?[\w,]+(?:[ -]token)? context\b|\bfor context\b", re.IGNORECASE)
_FOR_CONTEXT = ("kv_cache",)  # "1.1 GiB for an 8k context"


def metrics(quantity: Quantity, scene: Scene) -> tuple[str, ...] | None:
    """Return what the words around a quantity say it measures; None if that is open."""
    clauses = clauses_around(scene.text, quantity.span)
    if quantity.kind == "bytes":
        return _size_metrics(quantity, scene.text, clauses)
    if quantity.kind == "speed":
        return next((found for clause in clauses if (found := _speed_metrics(clause))), ("decode_speed",))
    if quantity.kind == "params":
        whole = _WHOLE.search(clauses[0]) or _OF.search(scene.text[: quantity.span[0]])
        active = ACTIVE.search(clauses[0]) or (
            _OF_TOTAL.match(scene.text, quantity.span[1]) and ACTIVE.search(scene.text)
        )
        return ("params_active",) if active and not whole else ("params_total",)
    if quantity.kind == "date":
        return ("row_date",) if _MEASURED.search(scene.text) else ("launch_date", "release_date", "date")
    if quantity.kind == "price" and PRICE_NOW.search(scene.text) and not LAUNCHED.search(scene.text):
        return ()
    if quantity.kind == "power" and _NOT_RATED.search(scene.text):
        return ()
    return _BY_KIND.get(quantity.kind)


def _size_metrics(quantity: Quantity, text: str, clauses: Sequence[str]) -> tuple[str, ...] | None:
    start, end = quantity.span
    whole = "." not in quantity.text
    if whole and _CARD.match(text, end):
        return ("vram",)  # "this 16 GB card"
    if _OF_A_DEVICE.match(text, end) or _DEVICES.search(text[:start]):
        return ("vram",) if whole else HAS  # "the 16 GB of the card", "the card's 11.65 GiB"
    if _OF.search(text[:start]):
        return WHOLES  # "10.3 GiB of the 11.6 GiB"
    found = next((found for clause in clauses if (found := _bytes_metrics(clause))), None)
    # "has 8 GB" is the memory of the card; what is usable of it is said with decimals
    return ("vram",) if found == HAS and whole else found


def _speed_metrics(clause: str) -> tuple[str, ...] | None:
    prefill, decode = PREFILL.search(clause), DECODE.search(clause)
    if prefill and decode:
        return ("decode_speed", "prefill_speed")
    return ("prefill_speed",) if prefill else ("decode_speed",) if decode else None


def _bytes_metrics(text: str) -> tuple[str, ...] | None:
    """The part of memory a clause speaks of; None if it names none."""
    if _CONTEXT.search(text) and not any(pattern.search(text) for _, pattern in BYTES_CUES):
        return _FOR_CONTEXT
    strong = tuple(metric for metric, pattern in BYTES_CUES if pattern.search(text))
    if strong:
        return strong
    weak = tuple(metric for metrics, pattern in BYTES_WEAK if pattern.search(text) for metric in metrics)
    return weak or None
