"""Which of two values the words call the larger: a true difference with its owners exchanged is false.

"The RTX 3060 has 88 GB/s more than the RTX 4060": the one spoken of is the RTX 3060, and it must have more.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.verifier.cues import BYTES_CUES, MORE
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, clause_of, same_context, sentence_part

Span = tuple[int, int]
_PARTS = ("device", "model", "context", "quant", "device_count", "backend", "label")
# Words that rank beside the usual comparatives.
_SAVES = re.compile(r"\b(?:sav(?:es?|ing)|frees?|cuts?|drops?|falls?|shrinks?|misses|cheaper|lowers?)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:adds?|extra|gains?|rises?|grows?|climbs?|exceeds?|tops)\b", re.IGNORECASE)
_ABOVE = re.compile(r" ?(?:above|over|beyond|ahead of|more|higher|on top of)\b", re.IGNORECASE)
_UNDER = re.compile(r" ?(?:below|under|behind|less|lower|short of)\b", re.IGNORECASE)
# What stands before the one that is compared with.
REFERENCE = re.compile(
    r"\b(?:than|over|above|below|under|beyond|against|versus|vs\.?|behind|ahead of|compared (?:to|with)|next to|beside"
    r"|relative to|from|times|twice|double)(?: (?:as|much|many|fast|big|large|size|space|memory|bandwidth|context"
    r"|what|it|is"
    r"|was|the|an?|that of|those of|on|at|with|of|what|it is|it was))* ?$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r" (?:(?:an?|one|two|three) )?(?:half|thirds?|quarters?|fifths?|tenths?|twice|double|\d+(?:\.\d+)? ?%)",
    re.IGNORECASE,
)
_SAID_OF = re.compile(r"\bthan\b", re.IGNORECASE)
_PART_WORDS = dict(BYTES_CUES)
_NEEDS = re.compile(r"\b(?:it|model|this|that) (?:needs?|takes?|uses?|requires?)\b|\bmodel's\b", re.IGNORECASE)
_OFFERS = re.compile(r"\bcard (?:has|offers?|holds?|can|gives?)\b|\b(?:card|gpu|machine)'s\b", re.IGNORECASE)
_BEHIND = re.compile(r"\bbeyond\b|\bexceeds?\b|\bsurpass\w*\b", re.IGNORECASE)


def ranking(text: str, span: Span) -> bool | None:
    """Whether the words at a figure say "more" (True) or "less" (False); None if they rank nothing."""
    if match := _ABOVE.match(text, span[1]) or _UNDER.match(text, span[1]):
        return match.re is _ABOVE
    for start, end in (sentence_part(text, span), (0, len(text))):
        if match := MORE.search(text, start, end):
            return bool(match["up"])
        up, down = _ADDS.search(text, start, end), _SAVES.search(text, start, end)
        if bool(up) != bool(down):
            return bool(up)
    return None


def ranked(scene: Scene, span: Span, a: Record, b: Record) -> bool:
    """Whether the words at a figure rank two records as their values do; true if they rank nothing.

    False as well where it cannot be told which of the two is spoken of.
    """
    up = ranking(scene.text, span)
    if up is None:
        return True
    first = spoken_first(scene, span, a, b)
    if first is None:
        return False
    other = b if first is a else a
    return up == (first.value > other.value)


def spoken_first(scene: Scene, span: Span, a: Record, b: Record) -> Record | None:
    """The one of two records that a sentence speaks of, the other being what it is compared with."""
    part = next((one for one in _PARTS if _value(a, one) != _value(b, one)), None)
    if part is None:
        return None
    for region in (clause_of(scene.text, span), sentence_part(scene.text, span), (0, len(scene.text))):
        places = [(_mentions(scene, part, one, region), one) for one in (a, b)]
        if found := _first_of([(place, one) for place, one in places if place is not None], (a, b), scene.text):
            return found
    return _spoken_before(scene, part, (a, b))


def _first_of(places: Sequence[tuple[int, Record]], pair: tuple[Record, Record], text: str) -> Record | None:
    """Who is spoken of, by where the two are named: what stands behind "than" is the other."""
    for place, one in places:
        if REFERENCE.search(text[:place]):
            return pair[1] if one is pair[0] else pair[0]
    return min(places, key=lambda place: place[0])[1] if places else None


def _mentions(scene: Scene, part: str, record: Record, region: Span) -> int | None:
    """Where a region names a record by the part of its owner that tells the two apart."""
    value = _value(record, part)
    places = (place for place, one in _named(scene, part) if _same(part, one, value) and region[0] <= place < region[1])
    return next(places, None)


def _value(record: Record, part: str) -> object:
    return record.label if part == "label" else getattr(record.subject, part)


def _named(scene: Scene, part: str) -> Iterator[tuple[int, object]]:
    if part in ("device", "model"):
        yield from ((one.span[0], each) for one in scene.named if one.kind == part for each in one.ids)
    elif part == "context":
        yield from ((span[0], count) for span, count in scene.contexts)
    elif part == "quant":
        yield from ((span[0], name) for span, name in scene.quants)
    elif part == "label":
        yield from ((match.start(), int(match[1])) for match in _LABELS.finditer(scene.text))
    elif part == "backend":
        yield from ((match.start(), match[0].lower()) for match in _BACKENDS.finditer(scene.text))


_LABELS = re.compile(r"(?<![\w.])(\d{1,4}) ?GB\b")
_BACKENDS = re.compile(r"\b(?:cuda|rocm|vulkan|metal|sycl|hip|mlx|cpu)\b", re.IGNORECASE)


def _same(part: str, said: object, value: object) -> bool:
    if part == "context" and isinstance(said, int) and isinstance(value, int):
        return same_context(said, value)
    return str(said).lower() == str(value).lower()


def _spoken_before(scene: Scene, part: str, pair: tuple[Record, Record]) -> Record | None:
    """The one of two that was spoken of before; none if that is open."""
    spoken: dict[str, Sequence[object]] = {
        "device": () if scene.other_device else scene.before.devices or scene.asked.devices,
        "model": () if scene.other_model else (scene.before.model,) if scene.before.model else scene.asked.models,
        "context": (scene.before.context,),
        "quant": (scene.before.quant,),
    }
    found = [one for one in pair if any(_same(part, said, _value(one, part)) for said in spoken.get(part, ()) if said)]
    return found[0] if len(found) == 1 else None


def sizes(scene: Scene, found: Sequence[Quantity], ledger: Ledger) -> bool | None:
    """Whether "A is larger than B" holds of the figures or parts of memory on both sides; None if nothing is said."""
    match = _SAID_OF.search(scene.text) or _BEHIND.search(scene.text)
    up = _up(scene.text, match)
    if match is None or up is None:
        return None
    bound = next((one for one in found if one.span[0] - match.end() in (0, 1, 2) and one.bound), None)
    if bound or _SHARE.match(scene.text, match.end()):
        return None  # a bound, which was checked with its figure
    left = _side(scene, found, (0, match.start()), ledger)
    right = _side(scene, found, (match.end(), len(scene.text)), ledger)
    pairs = [(a, b) for kind, a in left for other, b in right if kind == other]
    return any(a != b and (a > b) == up for a, b in pairs) if pairs else None


def _up(text: str, match: re.Match[str] | None) -> bool | None:
    if match is None:
        return None
    if match.re is _BEHIND:
        return True
    words = list(MORE.finditer(text, max(0, match.start() - 24), match.start()))
    return bool(words[-1]["up"]) if words else None


def _side(scene: Scene, found: Sequence[Quantity], region: Span, ledger: Ledger) -> list[tuple[str, float]]:
    """The value that a side of a comparison speaks of: its nearest figure, else the part of memory it names."""
    start, end = region
    inside = [
        one
        for one in found
        if start <= one.span[0] < end
        and one.kind in ("bytes", "price", "power", "bandwidth", "params", "context", "bits")
    ]
    if inside:
        one = inside[-1] if start == 0 else inside[0]
        return [(one.kind, one.value)]
    text = scene.text[start:end]
    return [("bytes", record.value) for metric in _parts(text) for record in ledger.records
            if record.metric == metric and _owner(scene, record)]  # fmt: skip


def _parts(text: str) -> list[str]:
    named = [metric for metric, pattern in _PART_WORDS.items() if pattern.search(text)]
    if named:
        return named[:1] if len(named) == 1 else []
    return ["total_memory"] if _NEEDS.search(text) else ["usable_memory"] if _OFFERS.search(text) else []


def _owner(scene: Scene, record: Record) -> bool:
    """Whether a part of memory is that of the model spoken of, at the context spoken of."""
    models: set[str | None] = {one for named in scene.models for one in named.ids}
    usual = scene.before.context or scene.asked.context or scene.settled.context
    said: list[int | None] = [count for _, count in scene.contexts] or [usual]
    subject = record.subject
    return subject.model in (None, *(models or {scene.before.model, *scene.asked.models})) and any(
        one is None or subject.context is None or same_context(one, subject.context) for one in said
    )
