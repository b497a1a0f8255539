"""A job to an Estimate: totals, verdict, plan, flip points, commands, assumptions (contract, part 7)."""

from assistant.domain.estimate import DeviceUsed, Estimate, Flips
from assistant.vram.assess import Assessment, assess, device_totals, parts_of
from assistant.vram.commands import commands
from assistant.vram.flips import Choices, find_flips
from assistant.vram.job import Job
from assistant.vram.notes import notes

NO_CHOICES = Choices()


def estimate(job: Job, choices: Choices | None = NO_CHOICES, assumed: tuple[str, ...] = ()) -> Estimate:
    """Answer a job in full; without `choices` no flip points are looked for.

    `assumed` are lines about what the reader left unsaid; they come first.
    """
    found = assess(job)
    run, model = job.run, job.model
    return Estimate(
        model=model.id,
        quant=model.quant,
        file=model.file,
        devices=_devices(job, found),
        context=run.context,
        kv_k=run.kv_k,
        kv_v=run.kv_v,
        flash_attention=run.flash_attention,
        slots=run.slots,
        unified=run.unified,
        ubatch=run.ubatch,
        outputs=run.output_rows,
        engine=job.engine,
        os=job.system,
        ram_bytes=job.ram,
        bytes=parts_of(job, found.loads),
        total=found.total,
        per_device=device_totals(found),
        verdict=found.verdict,
        margin_bytes=found.margin,
        plan=found.plan,
        flips=Flips() if choices is None else find_flips(job, choices),
        confidence=model.confidence,
        commands=() if found.verdict == "no" else commands(job, found.plan),
        assumptions=(*assumed, *notes(job, found)),
    )


def _devices(job: Job, found: Assessment) -> tuple[DeviceUsed, ...]:
    """One entry per kind of device, in the order given, with its count."""
    used: dict[str, DeviceUsed] = {}
    for device, offer in zip(job.devices, found.offers, strict=True):
        count = used[device.id].count + 1 if device.id in used else 1
        used[device.id] = DeviceUsed(
            id=device.id,
            count=count,
            usable_bytes=offer.expected,
            usable_source=offer.source,
            usable_low=offer.low,
            usable_high=offer.high,
        )
    return tuple(used.values())
