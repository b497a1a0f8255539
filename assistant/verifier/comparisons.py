"""Comparisons in words alone, and licenses: both are looked up, never believed."""

import re
from collections.abc import Sequence

from assistant.verifier import cues
from assistant.verifier.conditions import TESTS
from assistant.verifier.cues import PREFILL
from assistant.verifier.kinds import test_of
from assistant.verifier.ledger import Ledger, Record
from assistant.verifier.order import spoken_first
from assistant.verifier.owners import model_ids
from assistant.verifier.scene import Scene, clause_of
from assistant.verifier.vocabulary import words_of

Ids = tuple[str, ...]
_COMPARED = tuple(
    (re.compile(pattern, re.IGNORECASE), metric)
    for pattern, metric in (
        (r"\bbandwidth\b", "bandwidth"),
        (r"\bpower\b|\bwatts?\b|\bdraws?\b", "tdp"),
        (r"\bcheaper|\bprice|\bexpensive|\bpricier|\bdearer", "launch_msrp"),
        (r"\bfaster|\bslower|\bahead|\bbehind|\bbeats?|\bspeed|\bedges? out|\bwins|\bleads|\btrails", "decode_speed"),
        (r"\broom\b|\bspace\b|\bleft\b|\bheadroom\b|\bfree\b", "margin"),
        (r"\bmemory\b|\bvram\b", "vram"),
    )
)
_OF_MODELS = tuple(
    (re.compile(pattern, re.IGNORECASE), metric)
    for pattern, metric in (
        (r"\bparameters?\b", "params_total"),
        (r"\bcontext\b", "context_native"),
        (r"\bolder|\bnewer|\bearlier|\blater", "release_date"),
        (r"\bfiles?\b|\bdownload\b", "file_size"),
        (r"\bneeds?\b|\btakes?\b|\bmemory\b", "total_memory"),
    )
)
SPEEDS = ("decode_speed", "prefill_speed")
# The only words with which one measured speed may be ranked above another without the figures.
_RANKS = frozenset(
    [
        "the",
        "a",
        "an",
        "is",
        "are",
        "was",
        "were",
        "it",
        "both",
        "in",
        "on",
        "at",
        "for",
        "with",
        "and",
        "but",
        "card",
        "cards",
        "gpu",
        "machine",
        "one",
        "here",
        "this",
        "that",
        "row",
        "rows",
        "test",
        "tests",
        "model",
        "faster",
        "slower",
        "ahead",
        "behind",
        "than",
        "by",
        "hair",
        "bit",
        "little",
        "slightly",
        "somewhat",
        "also",
        "of",
        "two",
        "generation",
        "generating",
        "generates",
        "writes",
        "text",
        "prompt",
        "prompts",
        "reading",
        "reads",
        "edges",
        "edge",
        "out",
        "wins",
        "leads",
        "trails",
        "compared",
        "to",
        "versus",
        "vs",
        "tg",
        "pp",
    ]
)
_MOST = re.compile(r"\bmost of (?:it|that|this|the (?:total|memory))\b", re.IGNORECASE)
_PART = {"weights": re.compile(r"\bweights\b", re.IGNORECASE), "kv_cache": re.compile(r"\bcache\b", re.IGNORECASE)}
_DATES_UP = re.compile(r"\bnewer|\blater", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_PERMITS = re.compile(
    r"\bcommercial\w*|\bpermit\w*|\ballow\w*|\brestrict\w*"
    r"|(?<!\bat its )(?<!\bread the )(?<!\bread its )\bcondition\w*|\bfree\b",
    re.IGNORECASE,
)
_LICENSE_NAME = re.compile(r"\bapache\b|\bmit\b|\bproprietary\b", re.IGNORECASE)
_IN_LICENSE = re.compile(r" (?:community )?(?:licen[cs]e|agreement)", re.IGNORECASE)  # a model's name in a license's
_DENIED = re.compile(r"\b(?:not|no|isn't|rather than|instead of)(?: (?:the|an?|under|it's))* $", re.IGNORECASE)
_NOT_IN_NAME = re.compile(r"[^a-z0-9.]")
_COMMON = re.compile(r"license|licence|agreement|community")


def compared(scene: Scene, ledger: Ledger, *, speeds: bool = False) -> bool:
    """Whether two records say that the one spoken of has more, or less, as the words say; `speeds`: of speed."""
    if scene.models and not scene.devices:
        return _models_compared(scene, ledger)
    match = cues.MORE.search(scene.text)
    metric = next((metric for pattern, metric in _COMPARED if pattern.search(scene.text)), None)
    if speeds:
        metric = "decode_speed"
    if metric == "decode_speed" and PREFILL.search(scene.text):
        metric = "prefill_speed"
    sides = [_only(ledger, metric, side) for side in _sides(scene)] if metric else []
    if match is None or len(sides) != 2 or None in sides:  # noqa: PLR2004 - a comparison has two sides
        return False
    a, b = (side for side in sides if side)
    if metric in SPEEDS and (test_of(a) != test_of(b) or not only_ranks(scene)):
        return False
    first = spoken_first(scene, match.span(), a, b)
    other = b if first is a else a
    return first is not None and a.value != b.value and (first.value > other.value) == bool(match["up"])


def _models_compared(scene: Scene, ledger: Ledger) -> bool:
    """The same for models; the other one is named, or is the only other one there are values of."""
    match = cues.MORE.search(scene.text)
    metric = next((metric for pattern, metric in _OF_MODELS if pattern.search(scene.text)), None)
    first = scene.models[0].ids
    others = [one for one in scene.asked.all_models if one not in first]
    other = scene.models[1].ids if len(scene.models) > 1 else tuple(others) if len(others) == 1 else ()
    sides = [_value_of(ledger, metric, side) for side in (first, other)]
    if match is None or None in sides or sides[0] == sides[1]:
        return False
    more = bool(_DATES_UP.search(scene.text)) if metric == "release_date" else bool(match["up"])
    return more == (
        str(sides[0]) > str(sides[1]) if metric == "release_date" else float(sides[0] or 0) > float(sides[1] or 0)
    )


def only_ranks(scene: Scene) -> bool:
    """Whether a sentence does nothing but rank two measured speeds: no cause, no time to come, no degree."""
    marks = (*scene.taken, *(match.span() for match in TESTS.finditer(scene.text)))
    return all(word.lower() in _RANKS for word, _ in words_of(scene.text, marks))


def _value_of(ledger: Ledger, metric: str | None, side: Ids) -> float | str | None:
    """The one value of a metric that a model has in the evidence."""
    found = {
        record.words or record.value
        for record in ledger.records
        if record.metric == metric and record.subject.model in side
    }
    return found.pop() if len(found) == 1 else None


def most(scene: Scene, ledger: Ledger) -> bool:
    """Whether "most of it" is said of a part that is more than half of the total."""
    if not _MOST.search(scene.text):
        return False
    totals = [record.value for record in ledger.records if record.metric == "total_memory"]
    parts = [
        r.value for r in ledger.records if r.metric in ("weights", "kv_cache") and _PART[r.metric].search(scene.text)
    ]
    return bool(totals) and bool(parts) and min(parts) > max(totals) / 2


def licensed(scene: Scene, ledger: Ledger) -> bool:
    """Whether each license named is that of the model of its clause, and nothing is said of what it permits."""
    if _PERMITS.search(scene.text) or scene.devices:
        return False
    found = [match for match in _LICENSE_NAME.finditer(scene.text) if not _within(match, scene)]
    denied = [match for match in found if _DENIED.search(scene.text[: match.start()])]
    if any(_license_of(scene.text, model_ids(scene, match.span()), [match[0]], ledger) for match in denied):
        return False
    found = [match for match in found if match not in denied]
    places = [match.span() for match in found] or [(len(scene.text), len(scene.text))]
    named = [one for one in scene.models if not _IN_LICENSE.match(scene.text, one.span[1])]
    if len(places) == 1 and named and len(named) != len(scene.models):
        return _license_of(scene.text, named[-1].ids, [match[0] for match in found], ledger)
    if len(places) == 1:
        return _license_of(scene.text, model_ids(scene, places[0]), [match[0] for match in found], ledger)
    pieces = [
        (clause_of(scene.text, span), model_ids(scene, span), match[0])
        for span, match in zip(places, found, strict=True)
    ]
    return all(_license_of(scene.text[start:end], models, [name], ledger) for (start, end), models, name in pieces)


def _within(match: re.Match[str], scene: Scene) -> bool:
    return any(start < match.end() and match.start() < end for start, end in scene.taken)


def _license_of(text: str, models: Ids, named: Sequence[str], ledger: Ledger) -> bool:
    words = _NOT_IN_NAME.sub("", text.lower())
    for record in ledger.text_records("license"):
        name = _NOT_IN_NAME.sub("", record.words.lower())
        of_it = record.subject.model in models and all(one.lower() in record.words.lower() for one in named)
        if of_it and (name in words or _COMMON.sub("", name) in words):
            return True
    return False


def _only(ledger: Ledger, metric: str | None, side: Ids) -> Record | None:
    """The one value of a metric that a device has in the evidence."""
    records = [record for record in ledger.records if record.metric == metric and record.subject.device in side]
    return records[0] if len({record.value for record in records}) == 1 else None


def _sides(scene: Scene) -> tuple[Ids, ...]:
    """Who is said to have more, and than whom."""
    devices = [one.ids for one in scene.devices]
    if len(devices) > 1:
        return devices[0], devices[1]
    others = [one for one in scene.asked.all_devices if devices and one not in devices[0]]
    if len(devices) == 1 and len(others) == 1:
        return _in_order(scene, devices[0], (others[0],))
    if len(devices) != 1 or len(scene.before.devices) != 1 or scene.other_device:
        return ()
    return _in_order(scene, devices[0], scene.before.devices)


def _in_order(scene: Scene, named: Ids, other: Ids) -> tuple[Ids, ...]:
    """The one named has more, unless it stands behind "than"."""
    than = _THAN.search(scene.text)
    named_last = than is not None and scene.devices[0].span[0] > than.start()
    return (other, named) if named_last else (named, other)
