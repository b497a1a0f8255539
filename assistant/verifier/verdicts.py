"""Verdict words against the verdicts of the evidence: fits, tight, partial, no; and a bare yes or no."""

import re
from collections.abc import Sequence
from itertools import product

from assistant.verifier import cues
from assistant.verifier.ledger import Ledger, Record, same_quant
from assistant.verifier.owners import model_ids, owners
from assistant.verifier.quantities import GIB, Quantity, quantities
from assistant.verifier.scene import Scene, clause_of, same_context

Code = str
_TOO_MUCH = re.compile(r"\bout of memory\b|\btoo (?:big|large)\b|\boverflow\w*|\bexceeds?\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\bfit(?:s|ted)?\b|\benough\b|\bholds?\b|\bsufficient\b|\bgoes (?:on|in)\b"
    r"|\bis fine for\b",
    re.IGNORECASE,
)
# Words that also have other senses; they judge where a model is to go onto a device, and only there.
_STRONG = re.compile(
    r"\boffload\w*(?=.*\b(?:ram|cpu|layers?|anything|everything)\b)"
    r"|\bfit(?:s|ted|ting)?\b|\btight\b|\bjust fits?\b|\bpartial\w*|\bpartly\b|\btoo (?:big|large)\b|\bgoes on\b"
    r"|\bout of memory\b|\boverflow\w*|\bexceeds?\b|\bpart (?:of it )?(?:has to|must|goes|will go)\b"
    r"|\b(?:some of it|the rest) (?:has to|must|goes|will go)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:it|they|this|that|the model|both|either|card|gpu|machine|box|mac|pc)\b", re.IGNORECASE)
ROOMY = 2  # GiB left: what one may call comfortable, twice the margin of "fits"
_ROOM_WORDS = frozenset({"comfortable", "comfortably", "easily", "plenty"})
_INSTEAD = re.compile(r"\b(?:instead of|rather than|and not|, not)\b.*$", re.IGNORECASE | re.DOTALL)
_LOOSELY = re.compile(r"\benough\b|\bholds?\b|\bfine\b", re.IGNORECASE)
_ABLE = re.compile(r"\bcan\b|\bwill\b|\bit\b|\bable\b|\bhandles?\b|\bworks?\b", re.IGNORECASE)
_RUNS_WITH = re.compile(
    r"\b(?:works?|runs?|handles?|copes?) (?:with|under|over|in|through|via|alongside)\b", re.IGNORECASE
)
_TOO_LITTLE = re.compile(r"\btoo (?:big|large|small|little)\b", re.IGNORECASE)
_CARD_LIMIT = re.compile(
    r"\b(?:more than|larger than|bigger than|too (?:large|big|much) for|beyond|exceeds) (?:what )?"
    r"(?:an?|the|this|that|one|a single"
    r"|any)? ?(?P<size>\d{1,3}) ?GB (?:card|gpu)\b",
    re.IGNORECASE,
)
_EACH = re.compile(r"\bboth\b|\beither\b|\beach\b", re.IGNORECASE)
_ALL = re.compile(r"\ball\b(?! of (?:it|its)\b)|\bmodels of\b|\bevery\w*", re.IGNORECASE)
_JUST_BEFORE = re.compile(r"(?:\bnot|n't|\bnever|\bno|\bwithout)(?: \w+){0,2} $", re.IGNORECASE)


def verdict(scene: Scene, ledger: Ledger) -> tuple[Record, ...] | Code | None:
    """Return the records behind verdict words; a code if they contradict them or none is there; None without words."""
    wanted = said(scene.text)
    if wanted is None or not judging(scene):
        return None
    if sweeping(scene, ledger) or _ALL.search(scene.text):
        return "contradicts_verdict"
    found: list[Record] = []
    contexts = tuple(count for _, count in scene.contexts) or (None,)
    for devices, models in product(_devices(scene, ledger), _models(scene)):
        for context in contexts:
            match = [r for r in ledger.text_records("verdict") if _judges(r, scene, devices, context, models)]
            if not match or any(record.words not in wanted for record in match):
                return "contradicts_verdict"
            found += match
    return tuple(found) or "contradicts_verdict"


def too_large(scene: Scene, found: Sequence[Quantity]) -> bool:
    """Whether a size is said to be more than a card holds, and is: "19.86 GB is too large for a 16 GB card"."""
    match = _CARD_LIMIT.search(scene.text)
    sizes = [one for one in found if one.kind == "bytes" and match and one.span[1] <= match.start("size")]
    return bool(match and sizes) and all(one.value > int(match["size"]) * GIB for one in sizes if match)


def sweeping(scene: Scene, ledger: Ledger) -> bool:
    """Whether a word goes beyond any verdict; "comfortably" does not where a good deal of memory is left."""
    words = {match[0].lower() for match in cues.SWEEPING.finditer(scene.text)}
    margins = [record.value for record in ledger.records if record.metric == "margin"]
    roomy = bool(margins) and min(margins) >= ROOMY * GIB
    return bool(words - _ROOM_WORDS) or bool(words and not roomy)


def judging(scene: Scene) -> bool:
    """Whether verdict words speak of a model on a device rather than of memory in general."""
    if _STRONG.search(scene.text) or scene.named:
        return True
    return bool(_SUBJECT.search(scene.text)) and not cues.ADVICE.match(scene.text)


def said(text: str) -> tuple[str, ...] | None:
    """Return the verdicts that the words allow; None if they give none."""
    text = _INSTEAD.sub("", text)
    if match := cues.PARTIAL.search(text):
        return ("fits", "tight") if _JUST_BEFORE.search(text[: match.start()]) else ("partial",)
    if match := cues.TIGHT.search(text):
        return ("fits", "partial", "no") if _JUST_BEFORE.search(text[: match.start()]) else ("tight",)
    if match := _TOO_MUCH.search(text):
        return ("fits", "tight") if _JUST_BEFORE.search(text[: match.start()]) else ("partial", "no")
    goes = _GOES_ON.search(text)
    runs = cues.RUNS.search(text) if _ABLE.search(text) and not _RUNS_WITH.search(text) else None
    word = goes or runs
    if word is None:
        return None
    start, _ = clause_of(text, word.span())
    if cues.NEGATION.search(text[start : word.end()]) or _TOO_LITTLE.search(text):
        return ("partial", "no")
    return ("fits",) if goes and not _LOOSELY.search(text) else ("fits", "tight")


def goes_on(text: str) -> bool:
    """Whether words say more than that something runs."""
    return bool(_STRONG.search(text) or _GOES_ON.search(text))


def judged_here(scene: Scene, ledger: Ledger) -> bool:
    """Whether the evidence has a verdict on what is spoken of."""
    return any(
        _judges(r, scene, devices, None) for devices in _devices(scene, ledger) for r in ledger.text_records("verdict")
    )


def assent(scene: Scene, ledger: Ledger) -> Code | None:
    """A yes or no must agree with the verdicts, and the question must ask for one; with a figure in it, never.

    Those it must agree with are the ones its sentence speaks of, or all where it says no more than yes or no.
    """
    question = ledger.evidence.question
    if any(q.kind in ("speed", "price", "power") for q in quantities(question)):
        return "unsupported_number"
    meant = verdict(scene, ledger)
    if not isinstance(meant, tuple) and not (cues.FIT.search(question) or cues.RUNS.search(question)):
        return "contradicts_verdict"
    if isinstance(meant, tuple) and (_TOO_MUCH.search(question) or cues.NEGATION.search(question)):
        return None  # a no to "is it too big?": what it says beside it was looked up
    records = meant if isinstance(meant, tuple) else ledger.text_records("verdict")
    verdicts = {record.words for record in records}
    allowed = {"fits", "tight"} if cues.POSITIVE.match(scene.text) else {"partial", "no"}
    return None if verdicts and verdicts <= allowed else "contradicts_verdict"


def _devices(scene: Scene, ledger: Ledger) -> list[tuple[str, ...]]:
    """The devices a verdict is said of, one after the other."""
    if scene.devices:
        return [one.ids for one in scene.devices]
    devices, _ = owners(scene, (len(scene.text), len(scene.text)), 0, 1)
    if not _EACH.search(scene.text):
        return [devices]
    both = devices if len(devices) > 1 else tuple(dict.fromkeys((*scene.before.devices, *scene.before.earlier)))
    if len(both) < 2:  # noqa: PLR2004 - both are two
        judged = (record.subject.device for record in ledger.text_records("verdict"))
        both = tuple(dict.fromkeys(one for one in judged if one))
    return [(one,) for one in both]


def _models(scene: Scene) -> list[tuple[str, ...]]:
    """The models a verdict is said of; "both" means the two of the question where only one device is spoken of."""
    both = scene.asked.all_models
    if scene.models or not _EACH.search(scene.text) or len(both) != 2 or len(scene.asked.all_devices) > 1:  # noqa: PLR2004
        return [()]
    return [(one,) for one in both]


def _judges(
    record: Record, scene: Scene, devices: tuple[str, ...], context: int | None, models: tuple[str, ...] = ()
) -> bool:
    """Whether a verdict is that of what is spoken of."""
    subject = record.subject
    end = (len(scene.text), len(scene.text))
    models = models or tuple(one for named in scene.models for one in named.ids) or model_ids(scene, end)
    if subject.device not in devices or (subject.model is not None and subject.model not in models):
        return False
    kept_quant = scene.before.quant or scene.asked.quant or scene.settled.quant
    quants = [name for _, name in scene.quants] or ([kept_quant.upper()] if kept_quant else [])
    if subject.quant and quants and not any(same_quant(one, subject.quant) for one in quants):
        return False
    kept = context or scene.before.context or scene.asked.context or scene.settled.context
    return subject.context is None or kept is None or same_context(kept, subject.context)
