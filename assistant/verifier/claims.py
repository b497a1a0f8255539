"""The quantities of a unit that are claims: names, quantizations, tests, builds and mere counts apart."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.verifier.conditions import IN_WORDS, LABEL, TESTS, tests_named
from assistant.verifier.ledger import Ledger
from assistant.verifier.quantities import GB, GIB, Quantity, quantities
from assistant.verifier.scene import Scene

MARK = re.compile(
    r"\b(?:tg|pp|ctx|eval|build|b|series|cuda|version|v|part|step) ?\d[\w.]*|\b\d+[- ](?:gpu )?cores?\b", re.IGNORECASE
)
LICENSES = re.compile(
    r"\bapache(?: license)?[- ,]*(?:version )?2(?:\.0)?\b|\bcc[- ]by[\w .-]*\d\.\d|\bllama \d(?:\.\d)? community\b",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"^\W*(?:\d+ ?GB |more |other |such |of (?:them|these|those|the)\b|identical |separate )*(?:rtx|radeon|arc"
    r"|r9700|\d{4}|cards?|gpus?|machines?|models?|figures?|rows?|things?|cases?|sizes?|versions?"
    r"|options?|ways?|backends?|devices?|numbers?|requests?|boxes|macs?|ones?|values?|parts?|contexts?"
    r"|chips?|(?:are|cost|make|give|offer|hold|have|need|would|you)\b(?=.*\d))\b|^ of (?:them|these|those|the two)\b",
    re.IGNORECASE,
)
_WAYS = re.compile(r" (?:options|ways|things|choices|possibilities|points|steps|reasons)\b", re.IGNORECASE)
FEW = 5
_POINTED = re.compile(r"\b(?:the|these|those|of|for) $", re.IGNORECASE)
# A size that tells models apart: "the 120B model".
SIZED = re.compile(r"(?<![\w.])\d{1,4}(?:\.\d)?B (?:model|version|one|variant)\b", re.IGNORECASE)
# Between two values of one unit, of which only the second has it: "360 vs 272 GB/s".
_JOINED = re.compile(
    r"\s*(?:and|or|to|vs\.?|versus|against|,|/|-|compared to|instead of|(?:out )?of (?:its|the|their|your))\s*\$?"
)
_ANNOUNCED = re.compile(r"\bin (GiB|GB|MiB|MB)\b", re.IGNORECASE)
# What a bare number after or before these is: a ratio, or a rate in bits.
_RATIO = re.compile(r"\b(?:ratios?|factors?|share|version|release|by)(?: of| is)?(?: about)? ?$", re.IGNORECASE)
_BITS = re.compile(r" ?[KMGT]?bit", re.IGNORECASE)
CONTINUED = ("speed", "bandwidth", "bytes")
_ENDS = re.compile(r"\W*$|(?:,|;| on | for | with | and )", re.IGNORECASE)
_TIMES = re.compile(r"[2-8] ?[x\u00d7]")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALED = {"GiB": GIB, "GB": GB, "MiB": 2**20, "MB": 10**6}
_BYTES = {name.lower(): scale for name, scale in _SCALED.items()}


@lru_cache(maxsize=64)  # several checks of one sentence ask for them
def claims_of(scene: Scene) -> tuple[Quantity, ...]:
    """Return the quantities that claim something; a bare number takes the unit of the one it is joined to."""
    defined = () if TESTS.search(scene.text) else (IN_WORDS,)  # beside the test's own name it says what that means
    patterns = (MARK, *defined, LICENSES, LABEL, SIZED)
    marks = (match.span() for pattern in patterns for match in pattern.finditer(scene.text))
    found = quantities(scene.text, (*scene.taken, *marks))
    found = tuple(one for one in found if not _multiplies(one, found, scene.text))
    return tuple(_continued(_with_unit(one, found, scene.text), found, scene) for one in found)


def _multiplies(one: Quantity, found: tuple[Quantity, ...], text: str) -> bool:
    """Whether it only says how many times a value is taken, which is written out behind: "2 x 350 W = 700 W"."""
    if one.kind != "factor" or not _TIMES.fullmatch(one.text):
        return False
    later = [other for other in found if other.span[0] >= one.span[1]]
    if len(later) < 2 or "=" not in text[later[0].span[1] : later[1].span[0]]:  # noqa: PLR2004 - value and product
        return False
    value, product = later[:2]
    return value.kind == product.kind and abs(product.value - one.value * value.value) <= product.step


def _continued(one: Quantity, found: tuple[Quantity, ...], scene: Scene) -> Quantity:
    """A bare number that ends its clause goes on in the unit of the sentence before: "... is behind it at 205"."""
    units = {(figure.kind, figure.unit) for figure in scene.before.figures if figure.kind in CONTINUED}
    bare = one.kind == "plain" and len(found) == 1 and _ENDS.match(scene.text, one.span[1])
    if not bare or scene.before.gap or len(units) != 1 or _RATIO.search(scene.text[: one.span[0]]):
        return one
    kind, unit = units.pop()
    scale = _SCALED.get(unit, 1)
    return replace(one, kind=kind, unit=unit, value=one.value * scale, step=one.step * scale)


def marks_known(scene: Scene, ledger: Ledger) -> bool:
    """Whether tests, builds and versions that are named stand in the evidence."""
    known = ledger.words.replace(" ", "")
    marks = (match for match in MARK.finditer(scene.text) if not _within(match.span(), scene.taken))
    if not all(test in known for test in tests_named(scene.text)):
        return False
    return all(match[0].lower().replace(" ", "").rstrip(".") in known for match in marks)


def _within(span: tuple[int, int], taken: tuple[tuple[int, int], ...]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def only_counts(quantity: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a small number only counts things of which the evidence has as many."""
    if quantity.kind != "count":
        return False
    end = quantity.span[1]
    before_name = any(0 <= one.span[0] - end <= 1 for one in scene.devices)
    pointed = _POINTED.search(scene.text[: quantity.span[0]])
    if not COUNTED.match(scene.text[end:]) and not before_name and not pointed and quantity.value != 1:
        return False
    devices = {record.subject.device for record in ledger.records if record.subject.device}
    models = {record.subject.model for record in ledger.records if record.subject.model}
    counts = {record.subject.device_count or 1 for record in ledger.records}
    if _WAYS.match(scene.text, end) and quantity.value <= FEW:
        return True  # of what is said, not of what there is
    return quantity.value in counts or quantity.value <= max(len(devices), len(models), 1)


def _with_unit(one: Quantity, found: tuple[Quantity, ...], text: str) -> Quantity:
    if one.kind != "plain":
        return one
    if said := _ANNOUNCED.search(text):
        size = _BYTES[said[1].lower()]
        return replace(one, kind="bytes", unit=said[1], value=one.value * size, step=one.step * size)
    later = next((q for q in found if q.span[0] >= one.span[1]), None)
    if later is None or later.kind in ("plain", "unknown", "count"):
        return _only_unit(one, found, text)
    if not _JOINED.fullmatch(text[one.span[1] : later.span[0]]):
        return _only_unit(one, found, text)
    scale = _scale_of(later)
    return replace(one, kind=later.kind, unit=later.unit, value=one.value * scale, step=one.step * scale)


def _scale_of(later: Quantity) -> float:
    """What the number of a quantity is multiplied by: bytes of its unit, billions of parameters."""
    digits = _DIGITS.search(later.text)
    number = float(digits[0].replace(",", "")) if digits else 0.0
    return later.value / number if number else 1.0


def _only_unit(one: Quantity, found: tuple[Quantity, ...], text: str) -> Quantity:
    """A bare decimal beside values of one unit only has that unit: "72.8 tok/s on the 3070 and 109.6 on the 3080".

    Contexts are whole numbers, so there it is a number with a comma.
    """
    units = {(other.kind, other.unit) for other in found if other.kind in ("bytes", "speed", "bandwidth", "context")}
    if len(units) != 1 or _RATIO.search(text[: one.span[0]]) or _BITS.match(text, one.span[1]):
        return one
    kind, unit = next(iter(units))
    if ("." not in one.text) if kind != "context" else ("." in one.text or "," not in one.text):
        return one
    scale = _SCALED.get(unit, 1) if kind == "bytes" else 1
    return replace(one, kind=kind, unit=unit, value=one.value * scale, step=one.step * scale)
