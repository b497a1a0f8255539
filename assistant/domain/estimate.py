"""The estimator's result (contract 7). All sizes in bytes unless the name says otherwise."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["fits", "tight", "partial", "no"]
Confidence = Literal["A", "B", "C"]


@dataclass(frozen=True)
class FileUsed:
    """The file the estimate is for. `error` is the rounding of the source's listing, in bytes."""

    name: str
    bytes: int
    source: str | None
    error: int = 0


@dataclass(frozen=True)
class DeviceUsed:
    """What one device offers after the desktop; `usable_high` where newer systems offer more."""

    id: str
    count: int
    usable_bytes: int
    usable_source: str
    usable_low: int
    usable_high: int


@dataclass(frozen=True)
class Parts:
    """Where the memory goes."""

    weights_device: int
    weights_host: int
    kv_full: int
    kv_sliding: int
    recurrent: int
    compute: int
    output_host: int
    overhead_low: int
    overhead_high: int
    projector: int


@dataclass(frozen=True)
class Total:
    """Bytes on the device(s), overhead included. The measured value is meant to lie in [low, high]."""

    low: int
    expected: int
    high: int


@dataclass(frozen=True)
class DeviceTotal:
    """The same for one device: contract 2's rule holds on each. `verdict` is null where the whole has none."""

    device: str
    index: int
    layers: int
    low: int
    expected: int
    high: int
    usable_bytes: int
    margin_bytes: int
    verdict: Verdict | None


@dataclass(frozen=True)
class Plan:
    """How to run what does not go on the card whole: `ram_bytes` go into system memory.

    `layers_gpu` is the value of `-ngl`, which counts the output matrix as a layer; null: all. `moe_cpu_layers`
    is the value of `--n-cpu-moe`; null: no experts are moved.
    """

    layers_gpu: int | None
    moe_cpu_layers: int | None
    ram_bytes: int


@dataclass(frozen=True)
class Flips:
    """The smallest changes that would alter the verdict. A null: no such change exists, or none was tried."""

    max_context_fits: int | None = None
    max_context_tight: int | None = None
    best_quant: str | None = None
    kv_type: str | None = None
    smallest_gpu: str | None = None


@dataclass(frozen=True)
class Estimate:
    """One question to the estimator, answered.

    `verdict` is null without a device, or for a model that no common engine runs (contract 3).
    """

    model: str
    quant: str | None
    file: FileUsed
    devices: tuple[DeviceUsed, ...]
    context: int
    kv_k: str
    kv_v: str
    flash_attention: bool
    slots: int
    unified: bool
    ubatch: int
    outputs: int
    engine: str
    os: str
    ram_bytes: int
    bytes: Parts
    total: Total
    per_device: tuple[DeviceTotal, ...]
    verdict: Verdict | None
    margin_bytes: int | None
    plan: Plan | None
    flips: Flips
    confidence: Confidence
    commands: tuple[str, ...]
    assumptions: tuple[str, ...]
