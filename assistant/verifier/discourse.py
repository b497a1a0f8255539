"""Who is spoken of: the subject of a quantity, from its unit or from what was released before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.domain.facts import Subject
from assistant.domain.named import Named
from assistant.verifier.asked import CONTEXT, COUNT, QUANT, WORDS, Asked, counted
from assistant.verifier.cues import NATIVE
from assistant.verifier.ledger import Ledger, Settled

CLAUSE = re.compile(
    r",(?!\d)|;|:| - |\(|\)|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|\bversus\b|\bvs\.?|\bagainst\b|\n|\bof (?:its |the |their |your )?(?=\d)"
)
ORDERED = re.compile(
    r"\brespectively\b|\bvs\.?(?!\w)|\bversus\b|\bagainst\b|\binstead of\b|\bcompared (?:to|with)\b", re.IGNORECASE
)


CACHE_TYPE = re.compile(r"F16|FP16|BF16|Q[458]_[01]", re.IGNORECASE)
_CACHE = re.compile(r"\bcaches?\b|\bKV\b|\bK and V\b|\bV (?:part|half)\b", re.IGNORECASE)
_PARAMETERS = re.compile(r"(?:\w+ )?\d+(?:\.\d+)?B (?:total |active )?(?:parameters|weights)\b", re.IGNORECASE)
SIZE = re.compile(r"\bthe (?P<size>\d{1,3}(?:\.\d)?)B\b(?! (?:param|weights|active|total))", re.IGNORECASE)
SINGLE = re.compile(r"\b(?:each|per card|per gpu|single|one card|one gpu|alone|apiece|every)\b", re.IGNORECASE)
# What refers to something said before; if that was withheld, it refers to nothing a reader has seen.
POINTS_BACK = re.compile(
    r"\b(?:it|it's|its|they|their|them|these|those|he|she|both|each|(?:this|that|the same)(?! (?:is"
    r"|means|leaves|makes|would|said)))\b"
    r"|\bthat\b(?=\W*(?:is|makes|leaves|means|would))",
    re.IGNORECASE,
)


NOTHING = Asked((), (), (), (), None, None, None)


@dataclass(frozen=True)
class Before:
    """What was last spoken of in released text. `broken`: the unit before was withheld, so nothing is inherited."""

    devices: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    model: str | None = None
    quant: str | None = None
    context: int | None = None
    count: str | None = None
    cited: tuple[str, ...] = ()  # ids of the facts behind the last released unit
    broken: bool = False
    first: bool = True  # nothing was said yet


@dataclass(frozen=True)
class Scene:
    """One unit with what it names; ids are those of the catalog."""

    text: str
    named: tuple[Named, ...]
    before: Before
    settled: Settled
    quants: tuple[tuple[tuple[int, int], str], ...] = ()
    contexts: tuple[tuple[tuple[int, int], int], ...] = ()
    taken: tuple[tuple[int, int], ...] = field(default=())
    asked: Asked = NOTHING

    @property
    def devices(self) -> tuple[Named, ...]:
        """Cards and machines, in order."""
        return tuple(one for one in self.named if one.kind == "device")

    @property
    def models(self) -> tuple[Named, ...]:
        """Models, in order."""
        return tuple(one for one in self.named if one.kind == "model")


def scene_of(text: str, ledger: Ledger, before: Before) -> Scene:
    """Read the names, quantizations and contexts of a unit."""
    named = tuple(ledger.narrowed(one) for one in ledger.names.read(text))
    named = tuple(sorted((*named, *_by_size(text, named, ledger)), key=lambda one: one.span))
    quants = tuple((match.span(), match[0].upper()) for match in QUANT.finditer(text) if not _of_cache(match, text))
    named = tuple(one for one in named if one.ids or not _PARAMETERS.match(text, one.span[0]))
    spans = [*(one.span for one in named), *(match.span() for match in QUANT.finditer(text))]
    contexts = []
    for match in CONTEXT.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in spans)
        if not inside and (match["k"] or match["word"]):
            count = int(match["count"].replace(",", "")) * (1024 if match["k"] else 1)
            contexts.append(((match.start(), match.end() + len(match["word"] or "")), count))
    return Scene(text, named, before, ledger.evidence.settled, quants, tuple(contexts), tuple(spans), ledger.asked)


def _of_cache(match: re.Match[str], text: str) -> bool:
    """Whether a type is that of the KV cache and not of the weights: "an f16 cache", "q8_0 for K and V"."""
    if not CACHE_TYPE.fullmatch(match[0]):
        return False
    start, end = clause_of(text, match.span())
    return match[0][0].islower() or bool(_CACHE.search(text[start:end]))


def _by_size(text: str, named: tuple[Named, ...], ledger: Ledger) -> Iterator[Named]:
    """Models that are told apart by their size: "the 32B", where only one model of the evidence has that size."""
    for match in SIZE.finditer(text):
        ids = tuple(one for one in ledger.asked.all_models if f"-{match['size'].lower()}b" in f"{one}-")
        if len(ids) == 1 and not any(one.span[0] < match.end() and match.start("size") < one.span[1] for one in named):
            yield Named((match.start("size"), match.end("size") + 1), "model", ids, match[0])


def same_context(said: int, record: int) -> bool:
    """Whether a context as people write it ("8k", "32k", "128k") is that of a record."""
    return said == record or (
        said % 1024 == 0 and said // 1024 == round(record / 1000) and abs(said - record) < 1024 * 3
    )


def owners(scene: Scene, span: tuple[int, int], index: int, total: int) -> tuple[tuple[str, ...], bool]:
    """Return the ids of the device that a quantity belongs to, and whether the unit itself names it.

    The nearest device before it in its clause, else after it in its clause, else the nearest before it in the unit.
    Where as many quantities follow all devices as there are devices, they go in order. Else what was spoken of before.
    """
    devices = scene.devices
    if not devices:
        inherited = _inherited(scene, index, total)
        second = total == 2 and index == 1 and len(inherited[0]) == 1  # noqa: PLR2004 - two sides
        return (other, False) if second and (other := _other_side(scene, span, inherited[0])) else inherited
    in_order = len(devices) > 1 and total == len(devices) and ORDERED.search(scene.text)
    if in_order and (span[0] > devices[-1].span[1] - 1 or _before_names(scene, span)):
        return devices[index].ids, True
    if len(devices) == 1 and total == 2 and index == 1 and (other := _other_side(scene, span, devices[0].ids)):  # noqa: PLR2004 - two sides
        return other, True
    start, end = clause_of(scene.text, span)
    inside = [one for one in devices if start <= one.span[0] < end]
    earlier = [one for one in inside if one.span[0] < span[0]]
    if earlier:
        return earlier[-1].ids, True
    if inside:
        return inside[0].ids, True
    earlier = [one for one in devices if one.span[0] < span[0]]
    return (earlier[-1] if earlier else devices[0]).ids, True


def _before_names(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether a value stands before all names: "12 GB and 8 GB, respectively (3060, 4060)"."""
    return span[1] <= scene.devices[0].span[0] and "respective" in scene.text.lower()


def _other_side(scene: Scene, span: tuple[int, int], first: tuple[str, ...]) -> tuple[str, ...]:
    """The device a second value belongs to behind "against", "vs", "instead of".

    The one spoken of before, or the only other one that there are values of.
    """
    between = scene.text[max(0, span[0] - 24) : span[0]]
    if not ORDERED.search(between):
        return ()
    before = () if scene.before.broken else scene.before.devices
    spoken = tuple(one for one in (*before, *scene.asked.devices) if one not in first)[:1]
    others = tuple(one for one in scene.asked.all_devices if one not in first)
    return spoken or (others if len(others) == 1 else ())


def _inherited(scene: Scene, index: int = 0, total: int = 1) -> tuple[tuple[str, ...], bool]:
    """The device spoken of before; several in their order if there are as many quantities; else the default."""
    kept = scene.before.devices
    if kept and not scene.before.broken:
        both = kept if len(kept) == total else (*kept, *scene.before.earlier)[:total]
        return ((both[index],) if len(both) == total > 1 else kept), False
    if scene.before.broken and POINTS_BACK.search(scene.text):
        return (), False  # it would bind to something else than was meant
    if total == len(scene.asked.all_devices) == 2 and not scene.asked.devices:  # noqa: PLR2004 - one value for each
        return scene.asked.all_devices, False
    return scene.asked.devices, False


def clause_of(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The clause around a place."""
    start = max((match.end() for match in CLAUSE.finditer(text, 0, span[0])), default=0)
    later = CLAUSE.search(text, span[1])
    return start, later.start() if later else len(text)


def clauses_around(text: str, span: tuple[int, int]) -> list[str]:
    """The clause of a place, then those before it, the nearest first, then those after it."""
    start, end = clause_of(text, span)
    cuts = [0, *(match.end() for match in CLAUSE.finditer(text)), len(text)]
    pieces = [(a, b) for a, b in pairwise(cuts) if b > a]
    before = [text[a:b] for a, b in reversed(pieces) if b <= start]
    return [text[start:end], *before, *(text[a:b] for a, b in pieces if a >= end)]


def model_ids(scene: Scene, span: tuple[int, int], index: int = 0, total: int = 1) -> tuple[str, ...]:
    """The model that a quantity belongs to: nearest before it, else after it, else the one spoken of.

    Of two quantities for two models that are not named, "respectively" takes them in the order of the question.
    """
    models = scene.models
    both = scene.asked.all_models
    if not models and len(both) == total > 1 and ORDERED.search(scene.text) and not scene.before.broken:
        return (both[index],)
    if models:
        earlier = [one for one in models if one.span[0] < span[0]]
        start, end = clause_of(scene.text, span)
        inside = [one for one in models if start <= one.span[0] < end]
        chosen = inside[0] if inside and not [one for one in earlier if start <= one.span[0]] else None
        return (chosen or (earlier[-1] if earlier else models[0])).ids
    if scene.before.model and not scene.before.broken:
        return (scene.before.model,)
    return scene.asked.models


def owns(  # noqa: PLR0913 - every part of an owner
    subject: Subject,
    scene: Scene,
    devices: Sequence[str],
    models: Sequence[str],
    *,
    anywhere: bool = False,
    span: tuple[int, int] | None = None,
) -> bool:
    """Whether a record belongs to what is spoken of: device, number of devices, model, quantization, context.

    `anywhere`: the value is the same on every device, so that none need be named.
    """
    free = anywhere and not scene.devices
    if (subject.device_count or 1) > 1 and SINGLE.search(scene.text):
        return False
    if subject.device is not None and subject.device not in devices and not free:
        return False
    if subject.model is not None and subject.model not in models:
        return False
    if subject.quant is not None and not _quant_suits(subject.quant, scene):
        return False
    if subject.context is not None and not _context_suits(subject.context, scene, span):
        return False
    if (subject.device_count or 1) == 1:
        return free or subject.device is None or not (_several_said(scene) and len(scene.devices) == 1)
    return free or _count_said(scene, subject.device_count or 1)


def _several_said(scene: Scene) -> bool:
    """Whether one device is named in the plural number: two of them are not one."""
    return any(match[0].lower() not in ("both", "2") for match in _counts(scene))


def _quant_suits(quant: str, scene: Scene) -> bool:
    said = [name for _, name in scene.quants]
    if said:
        return quant.upper() in said
    usual = scene.asked.quant or scene.settled.quant
    kept = {one.upper() for one in (scene.before.quant or usual, usual if scene.models else None) if one}
    return not kept or quant.upper() in kept


def _context_suits(context: int, scene: Scene, span: tuple[int, int] | None) -> bool:
    """The contexts in the clause count; those elsewhere in the unit only where the clause has none."""
    said = list(scene.contexts)
    if span and len(said) > 1:
        start, end = clause_of(scene.text, span)
        said = [one for one in said if start <= one[0][0] < end] or said
    if said:
        return any(same_context(count, context) for _, count in said)
    kept = scene.before.context or scene.asked.context or scene.settled.context
    return kept is None or same_context(kept, context)


def _count_said(scene: Scene, count: int) -> bool:
    word = WORDS.get(count)
    found = set(map(counted, _counts(scene)))
    if not scene.devices and not found and word in (scene.before.count, scene.asked.count):
        return True
    return word in found or f"{count}x" in scene.text.lower().replace(" ", "")


def after(scene: Scene, before: Before) -> Before:
    """What is spoken of once a unit was released."""
    devices = tuple(dict.fromkeys(one for named in scene.devices if len(named.ids) == 1 for one in named.ids))
    settings = [] if NATIVE.search(scene.text) else [count for _, count in scene.contexts]
    models = [named.ids[0] for named in scene.models if len(named.ids) == 1]
    others = tuple(one for one in (*before.devices, *before.earlier) if one not in devices)
    return replace(
        before,
        devices=devices or before.devices,
        earlier=others if devices else before.earlier,
        model=models[-1] if models else before.model,
        quant=scene.quants[-1][1] if scene.quants else before.quant,
        context=settings[0] if len(settings) == 1 else before.context,
        count=_count_word(scene) or (before.count if not devices else None),
        broken=False,
        first=False,
    )


def turns_to_other(scene: Scene, before: Before) -> bool:
    """Whether a unit speaks of another device, model, quantization, context or number than is spoken of already."""
    now = after(scene, before)
    devices = before.devices or scene.asked.devices
    model = before.model or next(iter(scene.asked.models), None)
    unclear = any(len(named.ids) != 1 for named in scene.named)
    return unclear or not (
        (now.devices or devices) == devices
        and (now.model or model) == model
        and (now.quant or "").upper() in ("", (before.quant or scene.asked.quant or scene.settled.quant or "").upper())
        and now.context in (None, before.context, scene.asked.context, scene.settled.context)
        and now.count in (None, before.count, scene.asked.count)
    )


def _counts(scene: Scene) -> Iterator[re.Match[str]]:
    """Words that count; the digits of a name ("Gemma 2 9B") do not."""
    for match in COUNT.finditer(scene.text):
        if not any(start <= match.start() < end for start, end in scene.taken):
            yield match


def _count_word(scene: Scene) -> str | None:
    return next(map(counted, _counts(scene)), None)
