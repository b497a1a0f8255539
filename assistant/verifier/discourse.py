"""What is spoken of once a unit was released, and whether a withheld one spoke of something else."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.named import Named
from assistant.verifier.cache_types import cache_type
from assistant.verifier.cues import NATIVE
from assistant.verifier.order import REFERENCE
from assistant.verifier.scene import Before, Scene, count_word

_PRONOUN = re.compile(r"^\W*(?:and |but |so |also )?(?:it|its|it's|this|that|they|their)\b", re.IGNORECASE)


def after(scene: Scene, before: Before) -> Before:
    """What is spoken of once a unit was released."""
    devices = _topic(scene, before)
    settings = [] if NATIVE.search(scene.text) else [count for _, count in scene.contexts]
    named = [one for one in scene.models if len(one.ids) == 1]
    spoken = [one for one in named if not _compared_with(scene, one)]
    models = [one.ids[0] for one in spoken or ([] if before.model and _PRONOUN.match(scene.text) else named)]
    others = tuple(one for one in (*before.devices, *before.earlier) if one not in devices)
    return replace(
        before,
        devices=devices or before.devices,
        earlier=others if devices else before.earlier,
        model=models[-1] if models else before.model,
        quant=scene.quants[-1][1] if scene.quants else before.quant,
        context=settings[0] if len(settings) == 1 else before.context,
        count=count_word(scene) or (before.count if not devices else None),
        meant=None if scene.named else before.meant,
        lost=False if scene.named else before.lost,
        cache=cache_type(scene.text) or before.cache,
        gap=False,
        first=False,
    )


def _topic(scene: Scene, before: Before) -> tuple[str, ...]:
    """The devices spoken of; one that others are compared with ("than the RTX 4090") only if no other is."""
    named = [one for one in scene.devices if len(one.ids) == 1]
    subjects = [one for one in named if not _compared_with(scene, one)]
    spoken = subjects or ([] if before.devices and _PRONOUN.match(scene.text) else named)
    return tuple(dict.fromkeys(one.ids[0] for one in spoken))


def _compared_with(scene: Scene, named: Named) -> bool:
    """Whether a name is only what something else is compared with."""
    return bool(REFERENCE.search(scene.text[: named.span[0]]))


def withheld(scenes: Sequence[Scene], before: Before) -> Before:
    """What may be referred to behind a unit that was withheld: what it spoke of must be what was shown before it.

    `scenes` are the pieces of the unit, read one after the other; none if it could not be read.
    """
    unclear = any(len(named.ids) != 1 for scene in scenes for named in scene.named)
    if not scenes or unclear:
        return replace(before, lost=True, gap=True, first=False)
    meant = before.meant or before
    for scene in scenes:
        meant = replace(after(scene, meant), meant=None)
    return replace(before, meant=meant, gap=True, first=False)
