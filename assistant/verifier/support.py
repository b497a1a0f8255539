"""Whether one record, a computation over records, or a sentence of a passage carries a quantity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.verifier.claims import claims_of
from assistant.verifier.conditions import conditions_hold, label_suits
from assistant.verifier.cues import (
    ACTIVE,
    BYTES_CUES,
    BYTES_WEAK,
    DECODE,
    LAUNCHED,
    NATIVE,
    NOT_A_ROW,
    PREFILL,
    PRICE_NOW,
)
from assistant.verifier.derived import derived
from assistant.verifier.ledger import BOUNDS, Ledger, Record, close
from assistant.verifier.owners import model_ids, owners, owns
from assistant.verifier.quantities import GB, Quantity
from assistant.verifier.scene import POINTS_BACK, Scene, clause_of, clauses_around, same_context
from assistant.verifier.written import MEASURES, explicit, from_to

# The same on every device, so that none need be named with it.
ANYWHERE = ("weights", "kv_cache", "recurrent_state", "file_size", "params_total", "params_active", "context_native",
            "bits_per_weight", "release_date")  # fmt: skip
RANGE = ("from", "between")  # each end is a figure of its own; of a speed, a range is an invention
_OF = re.compile(r"\b(?:out )?of(?: (?:its|the|their|your))?\s*$", re.IGNORECASE)
WHOLES = ("total_memory", "usable_memory", "vram", "file_size")
_OF_A_DEVICE = re.compile(
    r" of (?:the |this |that |your )?(?:(?:rtx|gtx|rx|arc|radeon|geforce|mac)\b|\d{4}\b|card\b|gpu\b)", re.IGNORECASE
)
_DEVICES = re.compile(r"\b(?:card|gpu|machine|mac|\d{4}(?: ti| super| xtx?)?)'s (?:usable )?$", re.IGNORECASE)
_OF_TOTAL = re.compile(r" (?:parameters )?(?:out )?of (?:its|the|their|all|those)? ?\d", re.IGNORECASE)
_CARD = re.compile(r" ?(?:card|gpu|graphics card)s?\b", re.IGNORECASE)
_LABELS = (None, ("vram",), ("vram", "usable_memory"), ("total_memory", "usable_memory", "vram", "file_size"))
_BEFORE_LABEL = re.compile(r"\b(?:with|has|have|out of|(?<!all )of)\s*$", re.IGNORECASE)
_BEHIND_LABEL = re.compile(r" ?(?:is|are) (?:enough|fine|sufficient)\b", re.IGNORECASE)
_AGAIN_SAID = re.compile(
    r"^\W*(?:in (?:GB|GiB|MiB|decimal|binary)\b|(?:this|that|these|those|they|it)(?:'s|'re| is| are)\b|which is\b)"
    r"|\bin (?:decimal|binary) units\b",
    re.IGNORECASE,
)
HAS = ("vram", "usable_memory")
# The same at every context, whatever context an estimate was made for.
FREE_OF_CONTEXT = ("weights", "file_size", "overhead", "vram", "usable_memory", "bandwidth", "tdp", "launch_msrp",
                   "params_total", "params_active", "context_native", "bits_per_weight")  # fmt: skip
SETTING = "setting"  # stands for a context that is a setting of the evidence and no claim
_BOTH = re.compile(
    r"\b(?:both|either|each of (?:them|the two)|all of them|all (?:two|three|four)|neither|equal"
    r"|identical|the same(?! (?:card|model|time|machine)))\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\bwhich is\b|\bor about\b|\bi\.e\.|\bthat is\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\bnot\b(?! only)|n't\b|\bno\b(?! (?:more|less) than)|\bnever\b|\bwithout\b|\bneither\b|\bnor\b", re.IGNORECASE
)
_WHOLE = re.compile(r"\btotal\b|\bin all\b|\ball\b", re.IGNORECASE)
# What parameters are held or loaded is an explanation, and only a passage can give it.
_HELD = re.compile(r"\bin memory\b|\bloaded\b|\bstored?\b|\bkeeps?\b|\bneed to be\b|\bhave to be\b", re.IGNORECASE)
FACTS_ONLY = ("speed", "price")  # never from passages (contract 4, 6)
_BY_KIND = {"price": ("launch_msrp",), "context": ("context_native", "max_context")}
SHARES = ("percent", "factor")  # say nothing without what they are of, so a passage must carry the whole sentence
_NOT_RATED = re.compile(
    r"\bidle\b|\bpeaks?\b|\btypical\w*|\baverage\b|\bunder load\b|\bspikes?\b|\bsystem\b", re.IGNORECASE
)
_MEASURED = re.compile(r"\brows?\b|\bmeasur\w*|\btest\w*|\bbenchmark\w*|\bresults?\b|\bran\b|\brun\b", re.IGNORECASE)
_CONTEXT = re.compile(r"\bfor (?:an? |the )?[\w,]+(?:[ -]token)? context\b|\bfor context\b", re.IGNORECASE)
_FOR_CONTEXT = ("kv_cache",)  # "1.1 GiB for an 8k context"
_RANGE = re.compile(r"\bbetween \d[\d.]*.{0,5} and \d|\d (?:GiB |GB )?(?:to|-) \d")
_VERSION = re.compile(r" (?:machine|model|version|card|configuration|mac|studio|one|variant|box)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
SHARED_WORDS = 2  # that a clause and the passage's sentence with its figure must have in common


@dataclass(frozen=True)
class Support:
    """What carries a quantity: ids of facts or passages; none if nothing does, with the code of why."""

    cites: tuple[str, ...] = ()
    code: str | None = None
    in_words: bool = False  # a record has the value, but only a passage can carry what is said of it


def support(quantity: Quantity, index: int, total: int, scene: Scene, ledger: Ledger) -> Support:
    """Look for what carries a quantity. `index` of `total` quantities of its kind in the unit."""
    speed = quantity.kind == "speed"
    unknown = "unverified_speed" if speed or quantity.unit == "tok/s" else "unsupported_number"
    held = quantity.kind == "params" and bool(_HELD.search(scene.text))
    if held and (passage := _said_in_passage(quantity, scene, ledger)):
        return Support((passage,))
    bound = _open(quantity)
    if quantity.kind == "context" and not bound and _is_setting(quantity, scene, ledger):
        return Support((SETTING,))
    if quantity.kind == "unknown" or bound or denied(quantity, scene):
        return Support((), unknown)
    if speed and (NOT_A_ROW.search(scene.text) or _rebound(scene)):
        return Support((), unknown)
    if pair := from_to(quantity, scene, ledger):
        return Support(tuple(record.fact.id for record in pair))
    equal = (record for record in meant(quantity, scene, ledger) if record.equals(quantity))
    fitting = [r for r in equal if conditions_hold(r, quantity, scene) and label_suits(r, quantity, scene, ledger)]
    if _BOTH.search(scene.text) and (total == 1 or _same_values(quantity, scene)):
        return _of_all(fitting, scene, ledger)
    cites = _carried(quantity, fitting, (index, total), scene, ledger) or _memory_label(quantity, scene, ledger)
    if cites:
        return Support(cites, in_words=held)
    if explicit(quantity, scene, ledger):
        # of two figures that must be carried themselves, of this sentence or the one before
        alone = not any(one.span != quantity.span and one.kind in MEASURES for one in claims_of(scene))
        return Support(scene.before.cited if alone else (SETTING,))
    return Support((), "wrong_subject" if fitting else unknown)


def _open(quantity: Quantity) -> bool:
    """Whether a bound says too little to be checked; of a speed, any is an invention."""
    if quantity.bound in ("up to", "maximum", "maximum of"):
        return quantity.kind not in ("context", "power")  # the longest context, the power limit
    closed = quantity.bound in BOUNDS if quantity.kind in SHARES else quantity.bound in (*RANGE, *BOUNDS)
    return bool(quantity.bound) and (quantity.kind == "speed" or not closed)


def _carried(
    quantity: Quantity, fitting: Sequence[Record], place: tuple[int, int], scene: Scene, ledger: Ledger
) -> tuple[str, ...]:
    """A record of the right owner, a setting, a computation, or a passage; speeds by records and their ratio alone."""
    devices = ledger.with_chips(owners(scene, quantity.span, *place)[0])
    models = model_ids(scene, quantity.span, *place)
    if not _rebound(scene):
        devices = devices or _sole(quantity, "device", scene, ledger)
        models = models or _sole(quantity, "model", scene, ledger)
    for record in fitting:
        anywhere = record.metric in ANYWHERE
        free = record.metric in FREE_OF_CONTEXT
        subject = replace(record.subject, context=None) if free else record.subject
        if owns(subject, scene, devices, models, anywhere=anywhere, span=quantity.span):
            return (record.fact.id,)
    if again := _restated(quantity, scene, ledger):
        return again
    if computed := derived(quantity, scene, ledger, devices, models):
        return tuple(record.fact.id for record in computed)
    passage = None if quantity.kind in (*FACTS_ONLY, *SHARES) else _said_in_passage(quantity, scene, ledger)
    return (passage,) if passage else ()


def _same_values(quantity: Quantity, scene: Scene) -> bool:
    """Whether a second value only says the first one in another unit: "both are 9.02 GB, about 8.4 GiB"."""
    return quantity.kind == "bytes" and bool(_AGAIN.search(scene.text))


def _memory_label(quantity: Quantity, scene: Scene, ledger: Ledger) -> tuple[str, ...]:
    """A fact of a machine that is sold with several memory sizes, for the size that is said ("with 128 GB")."""
    start, end = quantity.span
    labels = _BEFORE_LABEL.search(scene.text[:start]) or _BEHIND_LABEL.match(scene.text, end)
    whole = quantity.unit == "GB" and "." not in quantity.text
    if not (labels and whole) or metrics(quantity, scene) not in _LABELS:
        return ()
    size = round(quantity.value / GB)
    named = {one for device in scene.devices for one in device.ids} or set(scene.before.devices or scene.asked.devices)
    return tuple(
        record.fact.id for record in ledger.records
        if record.subject.device in named and (record.subject.memory_gb == size or f"{size} GB" in record.fact.source)
    )[:1]  # fmt: skip


def _restated(quantity: Quantity, scene: Scene, ledger: Ledger) -> tuple[str, ...]:
    """A figure of the unit before, said again, perhaps in another unit: "in GiB these are 39.6 and 69.8"."""
    if scene.before.gap or scene.named or not _AGAIN_SAID.search(scene.text):
        return ()
    cited = (record for record in ledger.of(quantity.kind) if record.fact.id in scene.before.cited)
    return tuple(record.fact.id for record in cited if quantity.kind != "speed" and record.equals(quantity))[:1]


def _sole(quantity: Quantity, part: str, scene: Scene, ledger: Ledger) -> tuple[str, ...]:
    """The only device or model that the evidence has such values of: it need not be named."""
    found = {getattr(record.subject, part) for record in meant(quantity, scene, ledger)} - {None}
    return tuple(found) if len(found) == 1 else ()


def _of_all(fitting: Sequence[Record], scene: Scene, ledger: Ledger) -> Support:
    """A value said of several devices or models must be that of each."""
    models = len(scene.models) > 1 or (not scene.devices and len(scene.asked.all_models) > 1 >= len(ledger.devices))
    wanted = _several(scene, ledger, models=models)
    found = {record.subject.model if models else record.subject.device: record for record in fitting}
    if len(wanted) < 2 or not wanted <= found.keys():  # noqa: PLR2004 - both are two
        return Support((), "wrong_subject")
    return Support(tuple(found[one].fact.id for one in sorted(wanted)))


def _several(scene: Scene, ledger: Ledger, *, models: bool) -> set[str]:
    """Those that "both" means: the ones named, the ones spoken of before, or all of the evidence."""
    named = scene.models if models else scene.devices
    if len(named) > 1:
        return {one.ids[0] for one in named if len(one.ids) == 1}
    if models:
        return set(scene.asked.all_models)
    before = set() if scene.other_device else {*scene.before.devices, *scene.before.earlier}
    return before if len(before) > 1 else {r.subject.device for r in ledger.records if r.subject.device}


def denied(quantity: Quantity, scene: Scene) -> bool:
    """Whether a quantity is denied: a true figure behind "not" is false, and a false one plants it."""
    start, _ = clause_of(scene.text, quantity.span)
    return bool(_DENIED.search(scene.text[start : quantity.span[0]]))


def _rebound(scene: Scene) -> bool:
    """Whether a pronoun would bind to something else, since what it spoke of was withheld."""
    other = (scene.other_device and not scene.devices) or (scene.other_model and not scene.models)
    return other and bool(POINTS_BACK.search(scene.text))


def meant(quantity: Quantity, scene: Scene, ledger: Ledger) -> Iterator[Record]:
    """Yield the records of the kind and of the metric that the words around the quantity name."""
    wanted = metrics(quantity, scene)
    for record in ledger.of(quantity.kind):
        if wanted is None or record.metric in wanted:
            yield record


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


def _is_setting(quantity: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a context is one that a record or the conversation was settled on, and said as a setting."""
    start, end = clause_of(scene.text, quantity.span)
    if NATIVE.search(scene.text, start, end):
        return False
    said = round(quantity.value)
    known = {record.subject.context for record in ledger.records} | {scene.settled.context}
    return any(context is not None and same_context(said, context) for context in known)


def _said_in_passage(quantity: Quantity, scene: Scene, ledger: Ledger) -> str | None:
    """A passage with a sentence that has the same quantity and speaks of the same things."""
    start, end = clause_of(scene.text, quantity.span)
    words = _words(scene.text[start:end])
    ranged = bool(_RANGE.search(scene.text))
    for passage in ledger.evidence.passages:
        before = ""
        for sentence, found in ledger.sentences_of(passage):
            same = (one for one in found if one.kind == quantity.kind and _same_value(one, quantity, ranged=ranged))
            alike = any(_is_label(sentence, one) == _is_label(scene.text, quantity) for one in same)
            around = words if words & _words(sentence) else _words(scene.text)
            if alike and _share(around, sentence, before) and _names_agree(sentence, scene, ledger):
                return passage.id
            before = sentence
    return None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _share(words: set[str], sentence: str, before: str) -> bool:
    """Whether words are those of a sentence, or of it and the one before it."""
    own = words & _words(sentence)
    return bool(own) and len(own | (words & _words(before))) >= min(SHARED_WORDS, len(words))


def _is_label(text: str, quantity: Quantity) -> bool:
    """Whether a size only says which version of a machine is meant: "on the 96 GB machine"."""
    return quantity.kind == "bytes" and bool(_VERSION.match(text, quantity.span[1]))


def _same_value(one: Quantity, other: Quantity, *, ranged: bool) -> bool:
    if one.kind == "date":
        return one.date.startswith(other.date)
    if one.kind == "context":
        return same_context(round(other.value), round(one.value))
    return (not one.bound or (ranged and one.bound in RANGE)) and (
        close(one.value, other) if one.unit == other.unit or one.kind != "bytes" else False
    )


def _names_agree(sentence: str, scene: Scene, ledger: Ledger) -> bool:
    """Whether a passage's sentence names nothing else than what is spoken of."""
    theirs = {one for name in ledger.names.read(sentence) for one in name.ids}
    ours = {one for name in scene.named for one in name.ids}
    spoken: set[str | None] = {*ours} or {
        *scene.before.devices,
        scene.before.model,
        scene.settled.device,
        scene.settled.model,
    }
    return not theirs or any(one in spoken for one in theirs)
