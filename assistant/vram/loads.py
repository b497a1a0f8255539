"""What lies on each device: weights, caches, compute buffer and the backend's own memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.estimate import Confidence
from assistant.vram.buffers import Buffers, buffers
from assistant.vram.devices import Device
from assistant.vram.job import Job, Model
from assistant.vram.overhead import overhead
from assistant.vram.place import Place
from assistant.vram.split import Part, share_out
from assistant.vram.usable import usable

# How far caches and compute buffer may be off, by grade: with a shape that was partly guessed (C), half.
DOUBT: dict[Confidence, float] = {"A": 0.0, "B": 0.0, "C": 0.5}
# Prompt processing copies one matrix of a layer that lies in system RAM to the device; a layer's weights
# are mostly three feed-forward matrices. Seen: Qwen3-235B Q6_K, experts in RAM, 742-774 MiB, of which 630
# are one expert matrix. Not done for batches under 32 tokens.
COPIED_SHARE = 3
COPIED_FROM_BATCH = 32


@dataclass(frozen=True)
class Load:
    """The need of one device in bytes.

    `error` is the rounding of the file's size, `copied` what prompt processing copies over from system RAM.
    """

    device: Device | None
    part: Part
    weights: int
    buffers: Buffers
    overhead_low: int
    overhead_high: int
    error: int = 0
    doubt: float = 0.0
    copied: int = 0

    @property
    def low(self) -> int:
        """The least it is expected to take."""
        held = self._caches + self.buffers.compute_low
        return self.weights - self.error + self.overhead_low + round(held * (1 - self.doubt))

    @property
    def expected(self) -> int:
        """The expected need; half-way through the range of the backend's overhead."""
        overhead = (self.overhead_low + self.overhead_high) // 2
        return self.weights + overhead + self._caches + self.buffers.compute + self.copied // COPIED_SHARE

    @property
    def high(self) -> int:
        """The most it is expected to take."""
        held = self._caches + self.buffers.compute_high
        return self.weights + self.error + self.overhead_high + self.copied + round(held * (1 + self.doubt))

    @property
    def _caches(self) -> int:
        return self.buffers.kv_full + self.buffers.kv_sliding + self.buffers.recurrent


def whole_loads(job: Job) -> tuple[Load, ...]:
    """Everything on the devices; without a device, the need of one that is not named."""
    if len(job.devices) <= 1:
        part = Part(0, job.model.shape.n_layers, output=True)
        return (load(job, job.devices[0] if job.devices else None, part, sharing=1),)
    return split_loads(job, slots=None, pipelined=True)


def split_loads(job: Job, *, slots: int | None, pipelined: bool) -> tuple[Load, ...]:
    """The last `slots` slots (layers and output) on the devices, the rest in system RAM."""
    free = [usable(device, job.system).expected for device in job.devices]
    parts = share_out(job.model.shape.n_layers, free, slots)
    sharing = len(job.devices) if pipelined else 1
    return tuple(load(job, device, part, sharing=sharing) for device, part in zip(job.devices, parts, strict=True))


def load(job: Job, device: Device | None, part: Part, *, sharing: int) -> Load:
    """The need of one device that holds `part`; with `sharing` devices in a pipeline."""
    model = job.model
    low, high = overhead(device)
    weights = weights_of(model, part, in_ram=device is not None and device.backend == "cpu")
    return Load(
        device=device,
        part=part,
        weights=weights,
        buffers=buffers(model.shape, job.run, _place(model, device, part, sharing)),
        overhead_low=low,
        overhead_high=high,
        error=round(model.file.error * weights / model.file.bytes),
        doubt=DOUBT[model.confidence],
    )


def weights_of(model: Model, part: Part, *, in_ram: bool) -> int:
    """Bytes of the weights in `part`. In RAM, and for files that are not GGUF, nothing is left out."""
    whole = part.first == 0 and part.last == model.shape.n_layers and part.output
    if whole and (in_ram or not model.gguf):
        return model.file.bytes
    if whole:
        return model.weights.device
    layers = sum(model.weights.per_layer[part.first : part.last])
    embeddings = model.file.bytes - model.weights.device if not model.gguf and part.first == 0 < part.last else 0
    return layers + (model.weights.output if part.output else 0) + embeddings


def copied_bytes(job: Job, in_ram: Sequence[int]) -> int:
    """Bytes of the largest set of matrices in system RAM that prompt processing copies over."""
    return max(in_ram, default=0) if job.run.ubatch_used >= COPIED_FROM_BATCH else 0


def _place(model: Model, device: Device | None, part: Part, sharing: int) -> Place:
    whole = part.output and part.first == 0 and part.last == model.shape.n_layers
    return Place(
        layers=None if whole else range(part.first, part.last),
        output=part.output,
        devices=sharing,
        # The 16-bit copy of a quantized cache was not seen on Metal, nor on processors.
        backend="cpu" if device is not None and device.backend in ("cpu", "metal") else "gpu",
    )
