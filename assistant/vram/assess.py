"""A job's verdict and totals, without flip points: the cheap question, asked often."""

from dataclasses import dataclass

from assistant.domain.estimate import DeviceTotal, Parts, Plan, Total, Verdict
from assistant.vram.job import Job
from assistant.vram.loads import Load, whole_loads
from assistant.vram.plan import find_plan
from assistant.vram.usable import Usable, usable
from assistant.vram.verdict import Standing, standing, worst


@dataclass(frozen=True)
class Assessment:
    """`verdict` is None without a device and for models that no common engine runs (contract, part 3)."""

    verdict: Verdict | None
    total: Total
    loads: tuple[Load, ...]
    offers: tuple[Usable, ...]
    plan: Plan | None

    @property
    def margin(self) -> int | None:
        """Bytes left on the device where it is tightest; negative if it does not go on, None without verdict."""
        if self.verdict is None:
            return None
        pairs = zip(self.loads, self.offers, strict=False)
        return min((offer.expected - load.expected for load, offer in pairs if not load.part.empty), default=None)


def assess(job: Job) -> Assessment:
    """Weigh the job whole on its devices and give the verdict."""
    loads = whole_loads(job)
    offers = tuple(usable(device, job.system) for device in job.devices)
    plan = None
    verdict: Verdict | None = None
    if offers and job.model.runs:
        stands = worst(loads, offers)
        plan = find_plan(job) if stands == "over" else None
        verdict = _verdict(stands, plan)
    return Assessment(verdict, total_of(loads), loads, offers, plan)


def verdict_of(job: Job) -> Standing:
    """Only how the whole job stands against its devices: fits, tight, or over."""
    return worst(whole_loads(job), [usable(device, job.system) for device in job.devices])


def total_of(loads: tuple[Load, ...]) -> Total:
    """The sum over the devices."""
    return Total(
        low=sum(load.low for load in loads),
        expected=sum(load.expected for load in loads),
        high=sum(load.high for load in loads),
    )


def parts_of(job: Job, loads: tuple[Load, ...]) -> Parts:
    """Where the memory goes, summed over the devices."""
    on_device = sum(load.weights for load in loads)
    whole = job.model.gguf and not any(device.backend == "cpu" for device in job.devices)
    return Parts(
        weights_device=on_device,
        weights_host=job.model.weights.host if whole else 0,
        kv_full=sum(load.buffers.kv_full for load in loads),
        kv_sliding=sum(load.buffers.kv_sliding for load in loads),
        recurrent=sum(load.buffers.recurrent for load in loads),
        compute=sum(load.buffers.compute for load in loads),
        output_host=sum(load.buffers.output_host for load in loads),
        overhead_low=sum(load.overhead_low for load in loads),
        overhead_high=sum(load.overhead_high for load in loads),
        projector=0,
    )


def device_totals(assessment: Assessment) -> tuple[DeviceTotal, ...]:
    """The need of each device beside what it offers. A model without a verdict has none here either."""
    totals = []
    for index, (load, offer) in enumerate(zip(assessment.loads, assessment.offers, strict=False)):
        if load.device is None:
            continue
        alone = "fits" if load.part.empty else standing(load, offer)
        totals.append(
            DeviceTotal(
                device=load.device.id,
                index=index,
                layers=load.part.last - load.part.first,
                low=load.low,
                expected=load.expected,
                high=load.high,
                usable_bytes=offer.expected,
                margin_bytes=offer.expected - load.expected,
                verdict=_verdict(alone, assessment.plan) if assessment.verdict else None,
            )
        )
    return tuple(totals)


def _verdict(stands: Standing, plan: Plan | None) -> Verdict:
    if stands != "over":
        return stands
    return "partial" if plan is not None else "no"
