"""Whose value a quantity is: the device and the model it belongs to."""

import re
from collections.abc import Sequence

from assistant.domain.facts import Subject
from assistant.verifier.asked import WORDS, counted
from assistant.verifier.ledger import same_quant
from assistant.verifier.scene import ONE, ORDERED, POINTS_BACK, SINGLE, Scene, clause_of, counts, same_context

_OF = re.compile(r" (?:of|on) (?:the |this |that |your |an? )?", re.IGNORECASE)
THEY = re.compile(r"\b(?:they|them|together|both|the two|the pair)\b", re.IGNORECASE)
_GENITIVE = re.compile(r"'s? ")


def owners(scene: Scene, span: tuple[int, int], index: int, total: int) -> tuple[tuple[str, ...], bool]:
    """Return the ids of the device that a quantity belongs to, and whether the unit itself names it.

    The nearest device before it in its clause, else after it in its clause, else the nearest before it in the unit.
    Where as many quantities follow all devices as there are devices, they go in order. Else what was spoken of before.
    """
    devices = scene.devices
    if not devices:
        inherited = _inherited(scene, index, total)
        first = _inherited(scene, 0, total)[0]
        second = total == 2 and index == 1 and len(first) == 1  # noqa: PLR2004 - two sides
        return (other, False) if second and (other := _other_side(scene, span, first)) else inherited
    if owner := _of_named(scene, span):
        return owner, True
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


def _of_named(scene: Scene, span: tuple[int, int]) -> tuple[str, ...]:
    """The device that a value is said to be of: "the 16 GB of the RTX 5060 Ti", "the RTX 3090's 24 GB"."""
    for one in scene.devices:
        if _OF.fullmatch(scene.text[span[1] : one.span[0]]) or _GENITIVE.fullmatch(scene.text[one.span[1] : span[0]]):
            return one.ids
    return ()


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
    before = () if scene.other_device else scene.before.devices
    spoken = tuple(one for one in (*before, *scene.asked.devices) if one not in first)[:1]
    others = tuple(one for one in scene.asked.all_devices if one not in first)
    return spoken or (others if len(others) == 1 else ())


def _inherited(scene: Scene, index: int = 0, total: int = 1) -> tuple[tuple[str, ...], bool]:
    """The device spoken of before; several in their order if there are as many quantities; else the default."""
    kept = scene.before.devices
    if kept and not scene.other_device:
        both = kept if len(kept) == total else (*kept, *scene.before.earlier)[:total]
        return ((both[index],) if len(both) == total > 1 else kept), False
    if scene.other_device and POINTS_BACK.search(scene.text):
        return (), False  # it would bind to something else than was meant
    pair = scene.asked.named_devices if len(scene.asked.named_devices) > 1 else scene.asked.all_devices
    if total == len(pair) == 2 and not scene.asked.devices:  # noqa: PLR2004 - one value for each
        return pair, False
    return scene.asked.devices, False


def model_ids(scene: Scene, span: tuple[int, int], index: int = 0, total: int = 1) -> tuple[str, ...]:
    """The model that a quantity belongs to: nearest before it, else after it, else the one spoken of.

    Of two quantities for two models that are not named, "respectively" takes them in the order of the question.
    """
    models = scene.models
    if len(models) == total > 1 and ORDERED.search(scene.text) and span[0] >= models[-1].span[1]:
        return models[index].ids
    both = scene.asked.all_models
    if not models and len(both) == total > 1 and not scene.other_model and not scene.asked.models:
        return (both[index],)
    if models:
        earlier = [one for one in models if one.span[0] < span[0]]
        start, end = clause_of(scene.text, span)
        inside = [one for one in models if start <= one.span[0] < end]
        chosen = inside[0] if inside and not [one for one in earlier if start <= one.span[0]] else None
        return (chosen or (earlier[-1] if earlier else models[0])).ids
    if scene.before.model and not scene.other_model:
        return (scene.before.model,)
    if scene.other_model and POINTS_BACK.search(scene.text):
        return ()  # it would bind to something else than was meant
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
        if (
            subject.device
            and subject.model
            and scene.before.count
            and not scene.devices
            and not free
            and THEY.search(scene.text)
        ):
            return False  # of two cards that were spoken of, not of one
        return free or subject.device is None or not (_several_said(scene, span) and len(scene.devices) == 1)
    return free or _count_said(scene, subject.device_count or 1)


def _several_said(scene: Scene, span: tuple[int, int] | None) -> bool:
    """Whether one device is named in the plural number in the clause of a figure: two of them are not one."""
    start, end = clause_of(scene.text, span) if span else (0, len(scene.text))
    one = ONE.search(scene.text, start, end)
    said = (match for match in counts(scene) if one is None or start <= match.start() < end)
    return any(match[0].lower() not in ("both", "2") for match in said)


def _quant_suits(quant: str, scene: Scene) -> bool:
    said = [name for _, name in scene.quants]
    if said:
        return any(same_quant(one, quant) for one in said)
    usual = scene.asked.quant or scene.settled.quant
    kept = {one.upper() for one in (scene.before.quant or usual, usual if scene.models else None) if one}
    return not kept or any(same_quant(one, quant) for one in kept)


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
    found = set(map(counted, counts(scene)))
    if not scene.devices and not found and word in (scene.before.count, scene.asked.count):
        return True
    return word in found or f"{count}x" in scene.text.lower().replace(" ", "")
