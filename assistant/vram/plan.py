"""How to run what does not go on the card whole: experts, then whole layers, in system RAM."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain.estimate import Plan
from assistant.domain.quantity import GIB
from assistant.vram.job import Job
from assistant.vram.loads import Load, copied_bytes, split_loads
from assistant.vram.usable import SYSTEM_KEEPS, Usable, usable
from assistant.vram.verdict import Standing, worst

RAM_KEPT = 2 * GIB  # left for the system beside the model: assumed


@dataclass(frozen=True)
class Offload:
    """`slots` slots on the devices, the experts of the first `cpu_experts` layers and the rest in RAM."""

    slots: int
    cpu_experts: int
    loads: tuple[Load, ...]
    ram: int


def find_plan(job: Job) -> Plan | None:
    """The plan that keeps most on the device, or None if there is none or the RAM is known not to do.

    A plan that leaves the margin of `fits` is preferred to one that only just goes on.
    """
    found = find_offload(job)
    if found is None or found.ram > spare_ram(job):
        return None
    full = job.model.shape.n_layers + 1
    return Plan(
        layers_gpu=None if found.slots == full else found.slots,
        moe_cpu_layers=found.cpu_experts or None,
        ram_bytes=found.ram,
    )


def spare_ram(job: Job) -> float:
    """Bytes of system RAM for what stays off the device; unknown RAM does not limit (contract 2)."""
    device = job.devices[0]
    if device.shared:
        return max(0, device.nominal - usable(device, job.system).expected - SYSTEM_KEEPS)
    return job.ram - RAM_KEPT if job.ram_stated else float("inf")


def find_offload(job: Job) -> Offload | None:
    """The offload that keeps most on the devices, whatever RAM it takes."""
    if not job.model.gguf or any(device.backend == "cpu" for device in job.devices):
        return None
    offers = [usable(device, job.system) for device in job.devices]
    aims: tuple[tuple[Standing, ...], ...] = (("fits",), ("fits", "tight"))
    for aim in aims:
        found = _by_experts(job, offers, aim) if job.model.has_experts else _by_layers(job, offers, aim, 0)
        if found is not None:
            return found
    return None


def _by_experts(job: Job, offers: Sequence[Usable], aim: tuple[Standing, ...]) -> Offload | None:
    """The fewest layers whose experts must go; if all must and it is not enough, whole layers as well."""
    layers = job.model.shape.n_layers
    base = split_loads(job, slots=None, pipelined=False)

    def goes(count: int) -> bool:
        return worst(_without_experts(job, base, count), offers) in aim

    if not goes(layers):
        return _by_layers(job, offers, aim, layers)
    return _offload(job, layers + 1, _first(goes, layers), base)


def _by_layers(job: Job, offers: Sequence[Usable], aim: tuple[Standing, ...], cpu_experts: int) -> Offload | None:
    """The most slots on the devices. At least one layer must be among them, or the card does nothing."""
    layers = job.model.shape.n_layers

    def placed(moved: int) -> tuple[Load, ...]:
        return _with_copies(job, split_loads(job, slots=layers + 1 - moved, pipelined=False), layers + 1 - moved)

    def goes(moved: int) -> bool:
        return worst(_without_experts(job, placed(moved), cpu_experts), offers) in aim

    if layers < 2 or not goes(layers - 1):  # noqa: PLR2004 - the output and one layer stay
        return None
    moved = _first(goes, layers - 1)
    return _offload(job, layers + 1 - moved, cpu_experts, placed(moved))


def _first(holds: Callable[[int], bool], last: int) -> int:
    """The smallest number from 1 to `last` for which `holds`; it holds for `last` and for all above."""
    low, high = 1, last
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _without_experts(job: Job, loads: Sequence[Load], count: int) -> tuple[Load, ...]:
    """The same loads with the experts of the first `count` layers in system RAM."""
    if count == 0:
        return tuple(loads)
    experts = job.model.weights.experts_per_layer
    copied = copied_bytes(job, experts[:count])
    return tuple(
        replace(
            load,
            weights=load.weights - sum(experts[load.part.first : min(load.part.last, count)]),
            copied=max(load.copied, copied),
        )
        for load in loads
    )


def _with_copies(job: Job, loads: Sequence[Load], slots: int) -> tuple[Load, ...]:
    in_ram = job.model.shape.n_layers + 1 - slots
    copied = copied_bytes(job, job.model.weights.per_layer[:in_ram])
    return tuple(replace(load, copied=copied) for load in loads)


def _offload(job: Job, slots: int, cpu_experts: int, base: Sequence[Load]) -> Offload:
    loads = _without_experts(job, base, cpu_experts)
    return Offload(slots, cpu_experts, loads, _ram(job, loads))


def _ram(job: Job, loads: Sequence[Load]) -> int:
    """What system RAM holds: the file less what lies on the devices, caches of layers there, host buffers."""
    whole = split_loads(replace(job, devices=job.devices[:1]), slots=None, pipelined=False)[0]
    model = job.model
    on_device = sum(load.weights for load in loads)
    weights = model.weights.device + model.weights.host - on_device
    caches = _caches(whole) - sum(_caches(load) for load in loads)
    return weights + caches + whole.buffers.output_host + whole.buffers.compute_host


def _caches(load: Load) -> int:
    return load.buffers.kv_full + load.buffers.kv_sliding + load.buffers.recurrent
