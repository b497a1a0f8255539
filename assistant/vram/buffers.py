"""All buffers of one device except the weights."""

from dataclasses import dataclass

from assistant.vram.compute import compute_bytes
from assistant.vram.kv import cache_bytes, count_cells
from assistant.vram.place import WHOLE, Place
from assistant.vram.run import Run
from assistant.vram.shape import Shape

_F32 = 4


@dataclass(frozen=True)
class Buffers:
    """Bytes. `compute` is expected; the measured value is meant to lie in [compute_low, compute_high].

    `output_host` and `compute_host` are pinned system memory, not memory of the device.
    """

    kv_full: int
    kv_sliding: int
    recurrent: int
    compute_low: int
    compute: int
    compute_high: int
    output_host: int
    compute_host: int


def buffers(shape: Shape, run: Run, place: Place = WHOLE) -> Buffers:
    """The buffers llama.cpp allocates for a run, on the device described by `place`."""
    caches = cache_bytes(shape, run, place)
    compute = compute_bytes(shape, run, place)
    return Buffers(
        kv_full=caches.full,
        kv_sliding=caches.sliding,
        recurrent=caches.recurrent,
        compute_low=compute.low,
        compute=compute.expected,
        compute_high=compute.high,
        output_host=_F32 * shape.n_vocab * run.slots if place.output else 0,
        compute_host=_host_bytes(shape, run, place),
    )


def _host_bytes(shape: Shape, run: Run, place: Place) -> int:
    """The host's part of the graph: embeddings of a micro-batch and the masks before they are copied."""
    cells = count_cells(shape, run, place.era)
    width = 2 if run.flash_attention else 4
    return run.ubatch_used * (_F32 * shape.n_embd + width * (cells.full + cells.sliding))
