"""Whether one record, a computation over records, or a sentence of a passage carries a quantity."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.verifier.claims import claims_of
from assistant.verifier.conditions import conditions_hold, label_suits
from assistant.verifier.cues import (
    NATIVE,
    NOT_A_ROW,
)
from assistant.verifier.derived import derived
from assistant.verifier.ledger import ABOVE_REACHED, BOUNDS, Ledger, Record
from assistant.verifier.metrics import metrics
from assistant.verifier.owners import model_ids, owners, owns
from assistant.verifier.quantities import GB, Quantity
from assistant.verifier.said import RANGE, said_in_passage
from assistant.verifier.scene import POINTS_BACK, Scene, clause_of, same_context
from assistant.verifier.written import MEASURES, explicit, from_to

# The same on every device, so that none need be named with it.
ANYWHERE = ("weights", "kv_cache", "recurrent_state", "file_size", "params_total", "params_active", "context_native",
            "bits_per_weight", "release_date")  # fmt: skip
_LABELS = (None, ("vram",), ("vram", "usable_memory"), ("total_memory", "usable_memory", "vram", "file_size"))
_BEFORE_LABEL = re.compile(r"\b(?:with|has|have|out of|(?<!all )of)\s*$", re.IGNORECASE)
_BEHIND_LABEL = re.compile(r" ?(?:is|are) (?:enough|fine|sufficient)\b", re.IGNORECASE)
_AGAIN_SAID = re.compile(
    r"^\W*(?:in (?:GB|GiB|MiB|decimal|binary)\b|(?:this|that|these|those|they|it)(?:'s|'re| is| are)\b|which is\b)"
    r"|\bin (?:decimal|binary) units\b",
    re.IGNORECASE,
)
# The same at every context, whatever context an estimate was made for.
FREE_OF_CONTEXT = ("weights", "file_size", "overhead", "vram", "usable_memory", "bandwidth", "tdp", "launch_msrp",
                   "params_total", "params_active", "context_native", "bits_per_weight")  # fmt: skip
_NEEDED = re.compile(r"\b(?:need|requir|sav|tak|leav|left|free|spare|remain)\w*", re.IGNORECASE)
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
# What parameters are held or loaded is an explanation, and only a passage can give it.
_HELD = re.compile(r"\bin memory\b|\bloaded\b|\bstored?\b|\bkeeps?\b|\bneed to be\b|\bhave to be\b", re.IGNORECASE)
FACTS_ONLY = ("speed", "price")  # never from passages (contract 4, 6)
SHARES = ("percent", "factor")  # say nothing without what they are of, so a passage must carry the whole sentence


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
    if held and (passage := said_in_passage(quantity, scene, ledger)):
        return Support((passage,))
    if quantity.kind == "context" and not _open(quantity, scene) and _is_setting(quantity, scene, ledger):
        return Support((SETTING,))
    if quantity.kind == "unknown" or _open(quantity, scene) or denied(quantity, scene):
        return Support((), unknown)
    if speed and (NOT_A_ROW.search(scene.text) or _rebound(scene)):
        return Support((), unknown)
    if pair := from_to(quantity, scene, ledger):
        return Support(tuple(record.fact.id for record in pair))
    found = _by_records(quantity, (index, total), scene, ledger)
    return replace(found, in_words=held) if found.cites else replace(found, code=found.code or unknown)


def _by_records(quantity: Quantity, place: tuple[int, int], scene: Scene, ledger: Ledger) -> Support:
    """What records of the right owner carry, or a computation over figures that were said."""
    equal = (record for record in meant(quantity, scene, ledger) if record.equals(quantity))
    fitting = [r for r in equal if conditions_hold(r, quantity, scene) and label_suits(r, quantity, scene, ledger)]
    if _BOTH.search(scene.text) and (place[1] == 1 or _same_values(quantity, scene)):
        return _of_all(fitting, scene, ledger)
    cites = _carried(quantity, fitting, place, scene, ledger) or _memory_label(quantity, scene, ledger)
    if not cites and explicit(quantity, scene, ledger):
        # of two figures that must be carried themselves, of this sentence or the one before
        alone = not any(one.span != quantity.span and one.kind in MEASURES for one in claims_of(scene))
        cites = scene.before.cited if alone else (SETTING,)
    return Support(cites, None if cites or not fitting else "wrong_subject")


def _open(quantity: Quantity, scene: Scene) -> bool:
    """Whether a bound says too little to be checked; of a speed, any is an invention."""
    if quantity.bound in ("up to", "maximum", "maximum of"):
        return quantity.kind not in ("context", "power")  # the longest context, the power limit
    if quantity.bound in ABOVE_REACHED and not _NEEDED.search(scene.text):
        return True  # what is needed has a least value; what a card draws or has does not
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
        subject = replace(subject, device_count=None) if anywhere else subject
        if owns(subject, scene, devices, models, anywhere=anywhere, span=quantity.span):
            return (record.fact.id,)
    if again := _restated(quantity, scene, ledger):
        return again
    if computed := derived(quantity, scene, ledger, devices, models):
        return tuple(record.fact.id for record in computed)
    passage = None if quantity.kind in (*FACTS_ONLY, *SHARES) else said_in_passage(quantity, scene, ledger)
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


def _is_setting(quantity: Quantity, scene: Scene, ledger: Ledger) -> bool:
    """Whether a context is one that a record or the conversation was settled on, and said as a setting."""
    start, end = clause_of(scene.text, quantity.span)
    if NATIVE.search(scene.text, start, end):
        return False
    said = round(quantity.value)
    known = {record.subject.context for record in ledger.records} | {scene.settled.context}
    return any(context is not None and same_context(said, context) for context in known)
