"""What stands around claims, and what words assert alone. Whatever is not known to be harmless is withheld."""

import re
from collections.abc import Sequence

from assistant.verifier import cues
from assistant.verifier.absences import absence
from assistant.verifier.asked import QUANT
from assistant.verifier.claims import MARK
from assistant.verifier.comparisons import compared, licensed, most
from assistant.verifier.extremes import extreme
from assistant.verifier.kinds import kinds_named
from assistant.verifier.ledger import Ledger, same_quant
from assistant.verifier.order import sizes
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, clause_of
from assistant.verifier.verdicts import sweeping
from assistant.verifier.vocabulary import ALONE, OTHER_DEVICE, REFERS, SAME_TIME, beyond_speed, strange

Code = str
_NO_ROW = re.compile(
    r"\bno (?:verified|measured)\b|\bnot (?:verified|measured)\b|\bcan(?:'t|not) (?:say|tell)\b"
    r"|\bI (?:only )?have no\b",
    re.IGNORECASE,
)
_LONGER = re.compile(r"(?:\w|[ -](?:[B-HJ-Z]\b(?!['.])|(?<=GB )\d{1,3} ?GB\b))")
_MAY_DIFFER = re.compile(
    r"\b(?:other|another|different) (?:models?|cards?|gpus?|engines?|settings?|quantizations?|contexts?|machines?)\b"
    r".*\b(?:differ\w*|different|vary|varies|change)\b|\b(?:differ\w*|different|vary|varies|change)\b"
    r".*\b(?:other|another|different) (?:models?|cards?|gpus?|engines?|settings?|quantizations?|contexts?|machines?)\b",
    re.IGNORECASE,
)
_NEUTRAL = frozenset({"speed", "speeds", "faster", "slower", "fast"})
# Says what is spoken of, or that it is listed here, which a name that was read proves.
_ABOUT_THE_ANSWER = re.compile(
    r"\W*(?:this|the) (?:answer|reply|comparison|table|list) (?:is|are) (?:about|for|of)\b.*$"
    r"|.* (?:is|are)(?: both| all)? (?:listed )?in (?:the|our) catalog\W*$",
    re.IGNORECASE,
)
_DISCLAIMS = re.compile(
    r"(?:\W|\b(?:but|that|it|this|bandwidth|alone|the|memory|more|a|an|is|are|do|does|say|says|tell|tells|give|gives|us|you|me"
    r"|certain|about|of|on|its|own|measured|verified|speeds?|in|itself|by|means?|proves?|promises?|not|no|nothing|isn't|doesn't"
    r"|don't|aren't|s|yet|anything|any|how|here|number|figure)\b)+",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\bno(?:t|thing)?\b|n't\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:second|third|another|extra|additional|added|one more) $", re.IGNORECASE)
_BARE = re.compile(r"\W*(?:yes|yep|yeah|no|nope|correct|right)\W*", re.IGNORECASE)
_TOPIC = frozenset({"speed", "speeds"})
_EXTREMES = frozenset({"fastest", "slowest"})
_COMPARING = frozenset({"faster", "slower", "ahead", "beats", "beat"})


def around(
    scene: Scene, ledger: Ledger, found: Sequence[Quantity], cites: Sequence[str], *, verdict: bool
) -> Code | None:
    """Return why the words around claims cannot stand: a name no record is about, a word that changes what is said."""
    marks = (match.span() for match in MARK.finditer(scene.text))
    spans = (*scene.taken, *(quantity.span for quantity in found), *marks)
    if strange(scene.text, spans, ledger.words) or any(_goes_on(scene, one.span[1]) for one in scene.named):
        return "unknown_name"
    if not found and not verdict:
        return None
    if found and cues.DENIES.search(scene.text):
        return "unsupported_number"
    speed = any(quantity.kind == "speed" for quantity in found) or _speed_ratio(scene, found)
    if speed and any(_ANOTHER.search(scene.text[: one.span[0]]) for one in scene.devices):
        return "unverified_speed"
    if speed and (beyond_speed(scene.text, spans) or (cues.A_CARD.search(scene.text) and not scene.devices)):
        return "unverified_speed"
    if OTHER_DEVICE.search(_without_names(scene)) or REFERS.search(scene.text) or _unused_name(scene, ledger, cites):
        return "wrong_subject"
    if verdict and (SAME_TIME.search(scene.text) or ALONE.search(scene.text)):
        return "contradicts_verdict"
    return None


def _speed_ratio(scene: Scene, found: Sequence[Quantity]) -> bool:
    """Whether a share or multiple is one of speeds."""
    return any(one.kind in ("percent", "factor") for one in found) and "speed" in kinds_named(scene)


def _goes_on(scene: Scene, end: int) -> bool:
    """Whether a name is longer than what was read: a letter or a second memory size behind it is another product."""
    later = [start for start, _ in scene.taken if start >= end]
    return bool(_LONGER.match(scene.text, end)) and not any(start <= end + 1 for start in later)


def alone(scene: Scene, ledger: Ledger, found: Sequence[Quantity], *, verdict: bool) -> Code | None:
    """Return why a unit cannot stand for what its words assert; without claims only advice and lookups can."""
    text = scene.text
    advice = bool(cues.ADVICE.match(text))
    if not _quants_known(scene, ledger):
        return "unknown_name"
    values = [one for one in found if one.kind != "plain" or one.text not in ledger.evidence.question]
    if not values and (right := _without_claim(scene, ledger)) is not None:
        return None if right else "unsupported_number"
    if code := _asserted(scene, ledger, found, advice=advice and not scene.named and not found):
        return code
    sweeps = sweeping(scene, ledger) if found or verdict else bool(cues.ABSOLUTE.search(text))
    if sweeps and not advice:
        return "unsupported_number"
    looked_up = (
        cues.LICENSE.search(text) or cues.MORE.search(text) or cues.QUALITY.search(text)
    )  # or it were refused above
    carried = found or verdict or (advice and not scene.named) or looked_up
    return None if carried else "unsupported_number"


def _without_claim(scene: Scene, ledger: Ledger) -> bool | None:
    """Whether a piece without figures is one that may stand, or that may not; None if its words decide."""
    text = scene.text
    if _ABOUT_THE_ANSWER.match(text) or (_MAY_DIFFER.search(text) and not scene.named):
        return True
    if _DISCLAIMS.fullmatch(text) and _NOTHING.search(text) and "speed" in text.lower():
        return True  # that something is no speed; it takes nothing but words that say so
    if _BARE.fullmatch(text) and scene.before.first:
        return True  # a yes or no to the reader's question, that agrees with the verdicts
    if (right := absence(scene, ledger)) is not None:
        return right
    return not _row_exists(scene, ledger) if _NO_ROW.search(text) else None


def _asserted(scene: Scene, ledger: Ledger, found: Sequence[Quantity], *, advice: bool) -> Code | None:
    """Speed, license, quality and comparison in words."""
    text = scene.text
    words = {match[0].lower() for match in cues.SPEED_WORD.finditer(text)}
    topic = (advice and words <= _TOPIC) or (words <= _EXTREMES and extreme(scene, ledger, found))
    if words and not topic and not _speed_carried(scene, ledger, found):
        return "unverified_speed"
    if cues.LICENSE.search(text) and not licensed(scene, ledger):
        return "unsupported_number"
    if cues.QUALITY.search(text) and not advice and not (extreme(scene, ledger, found) or most(scene, ledger)):
        return "unsupported_number"
    more = cues.MORE.search(text) and not found and not advice
    return "unsupported_number" if more and not (compared(scene, ledger) or sizes(scene, found, ledger)) else None


def says_speed(text: str) -> bool:
    """Whether words judge a speed, rather than name it as what is spoken of."""
    return any(match[0].lower() not in _NEUTRAL for match in cues.SPEED_WORD.finditer(text))


def _speed_carried(scene: Scene, ledger: Ledger, found: Sequence[Quantity]) -> bool:
    """Whether speed words stand beside a measured value or ratio, or compare two rows rightly."""
    words = {match[0].lower() for match in cues.SPEED_WORD.finditer(scene.text)}
    measured = any(one.kind == "speed" or _of_speeds(one, scene) for one in found)
    return (measured and words <= _NEUTRAL) or (words <= _COMPARING and compared(scene, ledger, speeds=True))


def _of_speeds(quantity: Quantity, scene: Scene) -> bool:
    """Whether a share or multiple is one of speeds, by the words of its clause."""
    named = kinds_named(scene, clause_of(scene.text, quantity.span)) or kinds_named(scene)
    return quantity.kind in ("percent", "factor") and named == {"speed"}


def _row_exists(scene: Scene, ledger: Ledger) -> bool:
    """Whether there is a speed row of what is named: then it cannot be said that there is none."""
    devices = {one for name in scene.devices for one in name.ids} or set(scene.asked.devices)
    models = {one for name in scene.models for one in name.ids} or set(scene.asked.models)
    rows = [record.subject for record in ledger.records if record.kind == "speed"]
    return any((row.device in devices or not devices) and (row.model in models or not models) for row in rows)


def _quants_known(scene: Scene, ledger: Ledger) -> bool:
    """Whether every quantization named stands in the evidence or in the question."""
    subjects = (scene.settled.quant, *(record.subject.quant for record in ledger.records))
    texts = (ledger.evidence.question, *(passage.text for passage in ledger.evidence.passages))
    known = {(one or "").upper() for one in subjects} | {m[0].upper() for text in texts for m in QUANT.finditer(text)}
    return all(any(same_quant(name, one) for one in known) for _, name in scene.quants)


def _without_names(scene: Scene) -> str:
    text = scene.text
    for start, end in (one.span for one in scene.named):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _unused_name(scene: Scene, ledger: Ledger, cites: Sequence[str]) -> bool:
    """Whether a device or model is named that nothing cited is about: the claim would seem to hold for it too."""
    facts = [fact for fact in ledger.evidence.facts if fact.id in cites]
    passages = [passage for passage in ledger.evidence.passages if passage.id in cites]
    about = {one for fact in facts for one in (fact.subject.device, fact.subject.model)}
    about |= {one for passage in passages for name in ledger.names.read(passage.text) for one in name.ids}
    named = (one for one in scene.named if not scene.text[: one.span[0]].endswith("(e.g. for "))
    return any(not set(one.ids) & about for one in named)
