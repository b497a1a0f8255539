"""Figures that are computed from records: differences, sums, shares, ratios. Code computes them anew and compares."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from assistant.verifier.cache_types import in_type
from assistant.verifier.cues import ACTIVE, BYTES_CUES, MORE
from assistant.verifier.kinds import comparable, kinds_named
from assistant.verifier.ledger import Ledger, Record, close
from assistant.verifier.order import ranked, spoken_first
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, clause_of, same_context, sentence_part

PARTS = ("weights", "kv_cache", "recurrent_state", "compute_buffer", "overhead")
WHOLES = ("total_memory", "usable_memory", "vram")
_CUES = dict(BYTES_CUES)
_TOGETHER = re.compile(
    r"\btogether\b|\bpair\b|\btwo\b|\bboth\b|\bbetween them\b|\bin total\b|\bcombined\b", re.IGNORECASE
)
_TWICE = re.compile(r"\b2 ?x \$?[\d,.]+[^=]{0,12}=")  # "2 x 350 W = 700 W"
_OF_THE = re.compile(r" of (?:(?:what|that of) )?(?:the |an? )?", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|the cards|the pair)\b", re.IGNORECASE)
_SUM = re.compile(r"\btogether\b|\bsum\b|\bplus\b|\band\b.*\btotal\b", re.IGNORECASE)
GAP = re.compile(
    MORE.pattern + r"|\bgap\b|\bdifference\b|\bextra\b|\badds?\b|\bsaves?\b|\bby\b|\bapart\b|\bless\b"
    r"|\b(?:lies?|is|are) between\b"
    r"|(?<=\d )(?:above|below|under|over)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\btotal\b|\bneed\w*|\bwhole\b|\ball\b|\beverything\b|\bof (?:it|that|them)\b|\brequir\w*"
    r"|\bmemory of\b|\bits memory\b",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"\bmissing\b|\bmiss(?:es)?\b|\bshort\b|\blacks?\b|\btoo (?:much|little|big|large)\b|\bover\b"
    r"|\bexceed\w*|\bbeyond\b"
    r"|\bnot enough\b|\bto go\b|\bsave\b|\bmove\b",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"^\W*(?:so|thus|hence|which|the (?:difference|gap)|(?:and )?(?:that|this|it|they)(?:'s| is| are)?)\b",
    re.IGNORECASE,
)
THAT = re.compile(r"\bof (?:that|it|this|them|those|these)\b|\bas (?:much|many|big|large|fast)\b", re.IGNORECASE)
_OF_CARD = re.compile(r"\bof (?:the|this|that|your) (?:card|gpu|machine)\b(?!'s)", re.IGNORECASE)
_MONTHS = re.compile(r"\bmonths?\b", re.IGNORECASE)
_YEARS = re.compile(r"\byears?\b", re.IGNORECASE)
YEARLY = 5  # months by which "about two years" may be off
_LATER = re.compile(r"\b(?:later|after|before|earlier|newer|older|apart)\b", re.IGNORECASE)
_TAKES = re.compile(
    r"\bneed\w*|\btak\w+|\bus(?:es?|ed|ing)\b|\bfill\w*|\boccup\w*|\btotal\b|\bof (?:it|the)\b", re.IGNORECASE
)
_SAVE = re.compile(r"\b(?:need|have) to (?:save|free|cut|shave|move)\b|\bneeds? to (?:shrink|go|move)\b", re.IGNORECASE)
_NEEDS = re.compile(r"\bneed\w*|\brequir\w*", re.IGNORECASE)
_SPEED = re.compile(r"\bspeed\w*|\bslow\w*|\bfast\w*|\btok(?:ens?)?(?:/| per )s", re.IGNORECASE)
SUBTRACTED = ("price", "power", "bandwidth", "bytes", "speed")
Records = Sequence[Record]


def derived(
    quantity: Quantity, scene: Scene, ledger: Ledger, devices: Sequence[str], models: Sequence[str]
) -> tuple[Record, ...] | None:
    """Return the records from which the quantity follows by a computation that the words ask for; None without one."""
    about = [
        record
        for record in ledger.records
        if record.kind and _in_sight(record, scene, devices, models, ratio=quantity.kind == "factor")
    ]
    found = next(_computed(quantity, scene, about, ledger), None) or next(
        in_type(quantity, scene, ledger, tuple(models)), None
    )
    return found or next(_of_last(quantity, scene, ledger), None)


def _of_last(quantity: Quantity, scene: Scene, ledger: Ledger) -> Iterator[tuple[Record, ...]]:
    """What is said of the figures of the unit before: "that's about 84 % of it", "a difference of $1,600"."""
    cited = [record for record in ledger.records if record.fact.id in scene.before.cited and record.kind]
    if scene.before.gap or scene.named or len(cited) < 2 or not OPENS.search(scene.text):  # noqa: PLR2004
        return
    more = MORE.search(scene.text)
    for a, b in permutations(cited, 2):
        alike = a.kind == b.kind and b.value and (a.kind != "speed" or comparable(a, b))
        if alike and _relates(a, b, quantity, more, gap=bool(GAP.search(scene.text))):
            yield a, b


def _relates(a: Record, b: Record, quantity: Quantity, more: re.Match[str] | None, *, gap: bool) -> bool:
    """Whether a quantity is the share of a in b, by how much a is more than b, or how many times as much."""
    if quantity.kind == "percent" and not more:
        return a.value < b.value and close(100 * a.value / b.value, quantity)
    if a.value <= b.value:
        return False
    if quantity.kind == "percent":
        return more is not None and bool(more["up"]) and close(100 * (a.value / b.value - 1), quantity)
    if quantity.kind == "factor":
        return close(a.value / b.value, quantity)
    return quantity.kind == a.kind and a.metric == b.metric and gap and close(a.value - b.value, quantity)


def _computed(quantity: Quantity, scene: Scene, about: Records, ledger: Ledger) -> Iterator[tuple[Record, ...]]:
    alike = [record for record in about if record.kind == quantity.kind]
    if quantity.kind == "bytes":
        yield from _margins(quantity, scene, about, ledger)
        yield from _sums(quantity, scene, about)
    asked_two = "two" in (scene.before.count, scene.asked.count) and _THEY.search(scene.text)
    of_two = asked_two or _TOGETHER.search(scene.text) or _TWICE.search(scene.text)
    if quantity.kind in ("price", "power", "bytes") and of_two:
        pairs = (record for record in alike if record.kind != "bytes" or record.metric == "vram")
        yield from ((record,) for record in pairs if replace(record, value=2 * record.value).equals(quantity))
    if quantity.kind in SUBTRACTED and GAP.search(scene.text):
        apart = (pair for pair in _pairs(alike) if _difference(*pair).equals(quantity))
        yield from (pair for pair in apart if ranked(scene, quantity.span, *pair))
    if quantity.kind == "percent":
        yield from _shares(quantity, scene, about)
    if quantity.kind == "time" and (_MONTHS.search(quantity.text) or _YEARS.search(quantity.text)):
        yield from _months_apart(quantity, scene, about)
    if quantity.kind == "factor":
        yield from _factors(quantity, scene, about)


def _difference(a: Record, b: Record) -> Record:
    """How much two values of one metric differ, as a record: memory sizes are compared as their labels."""
    return replace(a, value=abs(a.value - b.value))


def _in_sight(record: Record, scene: Scene, devices: Sequence[str], models: Sequence[str], *, ratio: bool) -> bool:
    """Whether a record's owner is named in the unit or is what was spoken of; a ratio is of those of the question."""
    named = {one for name in scene.named for one in name.ids}
    seen: set[str | None] = {None, *named, *devices, *models, *scene.before.devices}
    seen |= {scene.settled.device, scene.settled.model}
    if (GAP.search(scene.text) or ratio) and not scene.other_device:
        pair = scene.asked.all_devices if len(scene.asked.all_devices) == 2 else ()  # noqa: PLR2004 - the other of two
        seen |= {*scene.before.earlier, *(scene.asked.named_devices or pair)}
        seen |= set() if scene.other_model else set(scene.asked.all_models)
    subject = record.subject
    if subject.device not in seen or subject.model not in seen:
        return False
    said = [context for _, context in scene.contexts]
    return subject.context is None or not said or any(same_context(one, subject.context) for one in said)


def _margins(quantity: Quantity, scene: Scene, about: Records, ledger: Ledger) -> Iterator[tuple[Record, ...]]:
    """What is left, or missing: usable less total, on one device."""
    cued = any(pattern.search(scene.text) for pattern in _CUES.values())
    asks = scene.text if cued else f"{scene.text} {ledger.evidence.question}"
    if not (_CUES["margin"].search(asks) or _SAVE.search(scene.text)):
        return
    offers = [record for record in about if record.metric == "usable_memory"]
    for total in (record for record in about if record.metric == "total_memory" or _file_named(record, scene)):
        for offer in offers:
            same = total.subject.device in (None, offer.subject.device)
            left = offer.value - total.value
            lacks = _LACKS.search(scene.text if cued else ledger.evidence.question)
            if same and close(abs(left), quantity) and (left < 0) == bool(lacks):
                yield offer, total


def _file_named(record: Record, scene: Scene) -> bool:
    """Whether it is the file, or the weights, of which the words say what it leaves."""
    return record.metric in ("file_size", "weights") and bool(_CUES[record.metric].search(scene.text))


def _sums(quantity: Quantity, scene: Scene, about: Records) -> Iterator[tuple[Record, ...]]:
    parts = [record for record in about if record.metric in PARTS]
    named = [one for one in parts if _CUES[one.metric].search(scene.text)]
    if 1 < len(named) == len({one.metric for one in named}) and close(sum(one.value for one in named), quantity):
        yield tuple(named)
    if not _SUM.search(scene.text):
        start, end = sentence_part(scene.text, quantity.span)
        parts = [one for one in parts if _CUES[one.metric].search(scene.text, start, end)]
    if parts:
        groups = (group for size in (2, 3) for group in combinations(parts, size))
        yield from (group for group in groups if close(sum(record.value for record in group), quantity))


def _pairs(records: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Records of one metric that differ in one part of their subject."""
    yield from (pair for pair in combinations(records, 2) if pair[0].metric == pair[1].metric and comparable(*pair))


def _months_apart(quantity: Quantity, scene: Scene, about: Records) -> Iterator[tuple[Record, ...]]:
    """How many months lie between two dates of the same kind: "four months later"."""
    dates = [record for record in about if record.metric in ("launch_date", "release_date")]
    for a, b in permutations(dates, 2):
        apart = _month(b) - _month(a)
        later = _LATER.search(scene.text)
        said = round(quantity.value / 60) * (12 if _YEARS.search(quantity.text) else 1)
        near = said == apart or (_YEARS.search(quantity.text) and quantity.about and abs(said - apart) <= YEARLY)
        if a.metric == b.metric and later and apart > 0 and near:
            yield a, b


def _month(record: Record) -> int:
    """A date such as 2024-12 in months."""
    year, _, rest = record.words.partition("-")
    return 12 * int(year) + int(rest[:2] or 1)


def _shares(quantity: Quantity, scene: Scene, about: Records) -> Iterator[tuple[Record, ...]]:
    comparing, named = MORE.search(scene.text), kinds_named(scene)
    other = _of_another(quantity, scene)
    for a, b in permutations(about, 2):
        if a.kind != b.kind or not b.value:
            continue
        if other and not comparing:
            right = b.subject.device in other and a.kind in named and a.metric == b.metric and comparable(a, b)
            right = right and spoken_first(scene, quantity.span, a, b) is not b
            value = a.value / b.value * 100
        elif comparing:
            right = a.kind in named and a.metric == b.metric and comparable(a, b) and _direction(scene, quantity, a, b)
            value = abs(a.value / b.value - 1) * 100
        else:
            right = _part_of(a, b, scene) and _named_part(a, scene) and not _SPEED.search(scene.text)
            value = a.value / b.value * 100
        if right and close(value, quantity):
            yield a, b


def _of_another(quantity: Quantity, scene: Scene) -> tuple[str, ...]:
    """The device whose value a share is of: "three quarters of the RTX 3060's"."""
    for one in scene.devices:
        if _OF_THE.fullmatch(scene.text[quantity.span[1] : one.span[0]]):
            return one.ids
    return ()


def _part_of(part: Record, whole: Record, scene: Scene) -> bool:
    """Whether one is a part of the other, of one owner, and the words name the whole."""
    if (part.metric, whole.metric) == ("params_active", "params_total"):
        return True
    if (part.metric, whole.metric) == ("usable_memory", "total_memory"):
        return bool(_CUES["usable_memory"].search(scene.text) and _NEEDS.search(scene.text))
    if (
        part.metric not in (*PARTS, "total_memory", "margin", "file_size")
        or whole.metric not in WHOLES
        or part.value >= whole.value
    ):
        return False
    if whole.fact.id in scene.before.recent and not scene.before.gap and THAT.search(scene.text):
        return True
    if whole.metric == "vram":
        return False  # the label is no measure of what there is, unless it was spoken of
    if whole.metric == "usable_memory":
        return bool(_CUES["usable_memory"].search(scene.text) or _OF_CARD.search(scene.text))
    same = part.subject.model == whole.subject.model and part.subject.context == whole.subject.context
    return same and bool(_WHOLE.search(scene.text))


def _named_part(part: Record, scene: Scene) -> bool:
    """Whether the words name the part, or the whole of a model where that is the part: "it takes 70 % of the card"."""
    if part.metric == "params_active":
        return bool(ACTIVE.search(scene.text))
    if part.metric == "usable_memory":
        return True  # both were named
    if part.metric == "total_memory":
        return not any(_CUES[one].search(scene.text) for one in PARTS) and bool(_TAKES.search(scene.text))
    again = part.fact.id in scene.before.cited and not scene.before.gap and bool(OPENS.search(scene.text))
    return again or bool(_CUES[part.metric].search(scene.text))


def _direction(scene: Scene, quantity: Quantity, first: Record, other: Record) -> bool:
    """Whether the words say more of the first exactly when it has more, and the first is the one spoken of."""
    words = MORE.search(scene.text)
    spoken = spoken_first(scene, quantity.span, first, other)
    known = spoken is first or (spoken is None and first.kind != "speed")
    return words is not None and known and bool(words["up"]) == (first.value > other.value)


def _factors(quantity: Quantity, scene: Scene, about: Records) -> Iterator[tuple[Record, ...]]:
    """Multiples: the larger of two comparable values by the smaller, said of the larger."""
    kinds = kinds_named(scene, clause_of(scene.text, quantity.span)) or kinds_named(scene)
    for a, b in permutations(about, 2):
        if a.kind not in kinds or a.metric != b.metric or not b.value or a.value <= b.value or not comparable(a, b):
            continue
        if close(a.value / b.value, quantity) and _said_of(scene, quantity, a, b):
            yield a, b


def _said_of(scene: Scene, quantity: Quantity, a: Record, b: Record) -> bool:
    """Whether the multiple is said of the larger; of speeds it must be known that it is."""
    first = spoken_first(scene, quantity.span, a, b)
    return first is a or (first is None and a.kind != "speed")
