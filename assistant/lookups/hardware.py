"""Catalog records of cards and machines as devices of the estimator."""

from collections.abc import Iterable, Mapping

from assistant.corpus.records import GpuRecord, MachineMemory, MachineRecord
from assistant.domain.quantity import GIB, MIB
from assistant.errors import RequestError
from assistant.lookups.names import unknown
from assistant.vram.devices import Backend, Device, Maker, System

NO_ROCM = "not on ollama's rocm"  # how the catalog's `software` field says that Vulkan must do
PRICELESS = 1 << 30


def card(gpu: GpuRecord) -> Device:
    """A graphics card or laptop chip."""
    return Device(
        id=gpu.id,
        name=gpu.name,
        maker=gpu.vendor,
        backend=_backend(gpu),
        nominal=gpu.memory_gb * GIB,
        architecture=gpu.architecture,
        reported=gpu.memory_mib_reported * MIB if gpu.memory_mib_reported else None,
        runtime=gpu.memory_mib_runtime * MIB if gpu.memory_mib_runtime else None,
    )


def bare_card(memory_gb: int) -> Device:
    """A card of which only the size is known: judged by the most careful rule, as CUDA."""
    return Device(
        id=f"{memory_gb}gb-card",
        name=f"a {memory_gb} GB card",
        maker="unknown",
        backend="cuda",
        nominal=memory_gb * GIB,
    )


def bare_mac(memory_gb: int) -> Device:
    """A machine of which only its unified memory is known: taken for a Mac, as most of them are."""
    return Device(
        id=f"{memory_gb}gb-unified",
        name=f"a Mac with {memory_gb} GB",
        maker="apple",
        backend="metal",
        nominal=memory_gb * GIB,
        shared=True,
    )


def bare_ram(memory_gb: int) -> Device:
    """A computer without a graphics card: its processor, with what the system leaves of its RAM."""
    return Device(
        id=f"{memory_gb}gb-ram",
        name=f"a computer with {memory_gb} GB of RAM and no graphics card",
        maker="unknown",
        backend="cpu",
        nominal=memory_gb * GIB,
        shared=True,
    )


def machine(record: MachineRecord, memory_gb: int | None = None) -> Device:
    """The graphics part of a machine with shared memory, or its processor where it has none.

    Raises:
        RequestError: the machine was sold with several sizes and none is given, or not with the given one.
    """
    memory = _memory(record, memory_gb)
    maker, backend = _machine_backend(record)
    return Device(
        id=record.id,
        name=f"{record.name} with {memory.memory_gb} GB",
        maker=maker,
        backend=backend,
        nominal=memory.memory_gb * GIB,
        observed=round(memory.gpu_usable_gib * GIB) if memory.gpu_usable_gib else None,
        shared=True,
    )


def system_of(record: MachineRecord, asked: System | None) -> System:
    """The operating system a machine is judged under: its own where it has only one."""
    if "macOS" in record.os:
        return "macos"
    if asked is not None:
        return asked
    return "linux" if "Linux" in record.os else "windows"


def find_gpu(gpus: Mapping[str, GpuRecord], wanted: str) -> GpuRecord:
    """Return the card of that id.

    Raises:
        RequestError: there is none; the message offers near ids.
    """
    if wanted not in gpus:
        raise RequestError(unknown("graphics card", wanted, gpus))
    return gpus[wanted]


def find_machine(machines: Mapping[str, MachineRecord], wanted: str) -> MachineRecord:
    """Return the machine of that id.

    Raises:
        RequestError: there is none; the message offers near ids.
    """
    if wanted not in machines:
        raise RequestError(unknown("machine", wanted, machines))
    return machines[wanted]


def cards_by_size(gpus: Iterable[GpuRecord]) -> tuple[Device, ...]:
    """Cards one can put into a PC, smallest memory first.

    Of one size, cards known to be still made come first, then the cheaper launch price, then the id.
    """
    kept = [gpu for gpu in gpus if gpu.form in ("desktop", "workstation")]
    return tuple(card(gpu) for gpu in sorted(kept, key=_size_order))


def _size_order(gpu: GpuRecord) -> tuple[int, bool, int, str]:
    return gpu.memory_gb, gpu.status != "current", gpu.msrp_usd or PRICELESS, gpu.id


def _backend(gpu: GpuRecord) -> Backend:
    if gpu.vendor == "nvidia":
        return "cuda"
    if gpu.vendor == "intel":
        return "sycl"
    return "vulkan" if NO_ROCM in gpu.software.lower() else "rocm"


def _machine_backend(record: MachineRecord) -> tuple[Maker, Backend]:
    """What drives the graphics part, read from what the catalog counts as its cores."""
    cores = record.gpu_cores_kind or ""
    if "Apple" in cores:
        return "apple", "metal"
    if "CUDA" in cores:
        return "nvidia", "cuda"
    if "RDNA" in cores:
        return "amd", "vulkan"
    return "unknown", "cpu"


def _memory(record: MachineRecord, memory_gb: int | None) -> MachineMemory:
    sizes = [size.memory_gb for size in record.memory]
    listed = ", ".join(str(size) for size in sizes)
    if memory_gb is None and len(sizes) > 1:
        raise RequestError(f"{record.id!r} was sold with {listed} GB; say which with --memory-gb")
    if memory_gb is not None and memory_gb not in sizes:
        raise RequestError(f"{record.id!r} was not sold with {memory_gb} GB, but with {listed} GB")
    return next(size for size in record.memory if memory_gb in (None, size.memory_gb))
