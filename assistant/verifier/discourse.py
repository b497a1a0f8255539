"""What is spoken of once a unit was released, and whether a withheld one spoke of something else."""

from dataclasses import replace

from assistant.verifier.cues import NATIVE
from assistant.verifier.scene import Before, Scene, count_word


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
        count=count_word(scene) or (before.count if not devices else None),
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
