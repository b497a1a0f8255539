"""The compute buffer by simulation: llama.cpp's graph, reduced, run through ggml's allocator."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.vram.allocator import peaks
from assistant.vram.graph.build import Options
from assistant.vram.graph.lifetimes import Program, compile_graph
from assistant.vram.graph.model import build_graph
from assistant.vram.graph.tensors import Axis
from assistant.vram.kv import count_cells
from assistant.vram.layers import Layer
from assistant.vram.place import Place
from assistant.vram.run import FULL_KV_TYPES, Run
from assistant.vram.shape import Shape

_ALIGNMENT = {"gpu": 128, "cpu": 32}
_LONGEST_PERIOD = 12
_KEPT = 4  # layers of a repeated stretch that stay, or two periods


@dataclass(frozen=True)
class Simulated:
    """Bytes: the most in use at once, and the buffer that ggml's allocator makes of it."""

    used: int
    reserved: int


def simulate(shape: Shape, run: Run, place: Place) -> Simulated:
    """The compute buffer of the device at `place`."""
    layers = range(len(shape.layers)) if place.layers is None else place.layers
    options = Options(
        flash_attention=run.flash_attention,
        quantized_k=run.kv_k not in FULL_KV_TYPES,
        quantized_v=run.kv_v not in FULL_KV_TYPES,
        backend=place.backend,
        era=place.era,
        first=layers.start,
        last=layers.stop,
        output=place.output,
        copies=place.input_copies,
    )
    program = program_of(shape, options)
    units = axes(shape, run, place)
    step = _ALIGNMENT[place.backend]
    sizes = [-(-sum(units[axis] * width for axis, width in size) // step) * step for size in program.sizes]
    return Simulated(*peaks(program.events, sizes, program.blocks))


def axes(shape: Shape, run: Run, place: Place) -> tuple[int, ...]:
    """What one unit of each axis counts for in this run, in the order of `Axis`."""
    cells = count_cells(shape, run, place.era)
    tokens = run.ubatch_counted
    values = {
        Axis.ONE: 1,
        Axis.TOKENS: tokens,
        Axis.OUTPUTS: place.logits_rows(run),
        Axis.SLOTS: run.slots,
        Axis.FULL_CELLS: cells.full * cells.streams,
        Axis.SLIDING_CELLS: cells.sliding * cells.streams,
        Axis.FULL_SCORES: tokens * cells.full,
        Axis.SLIDING_SCORES: tokens * cells.sliding,
    }
    return tuple(values[axis] for axis in Axis)


@lru_cache(maxsize=1024)
def program_of(shape: Shape, options: Options) -> Program:
    """The compiled graph of a shape for one kind of run."""
    layers = shape.layers[options.first : options.last]
    # On 1 October 2026 hybrids gathered empty tensors, whose empty blocks add up from layer to layer.
    if not (shape.recurrent and options.era == "0c1e57098"):
        layers = shorten(layers)
    return compile_graph(build_graph(shape, options, layers))


def shorten(layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Leave out layers where a pattern repeats; the peak stays the same, since memory repeats with it.

    What is left out is a multiple of twice the period: results of neighbouring layers change places.
    """
    spare, start = _longest_repeat(layers)
    while spare > 0:
        layers = layers[:start] + layers[start + spare :]
        spare, start = _longest_repeat(layers)
    return layers


def _longest_repeat(layers: tuple[Layer, ...]) -> tuple[int, int]:
    """How many layers can be left out at once (0: none), and from where."""
    best = (0, 0)
    for period in range(1, min(_LONGEST_PERIOD, len(layers)) + 1):
        for start, length in _repeats(layers, period):
            spare = (length - max(_KEPT, 2 * period)) // (2 * period) * 2 * period
            best = max(best, (spare, start))
    return best


def _repeats(layers: tuple[Layer, ...], period: int) -> Iterator[tuple[int, int]]:
    """Stretches (start, length) in which every layer equals the one a period before it."""
    start = 0
    for i in range(period, len(layers) + 1):
        if i == len(layers) or layers[i] != layers[i - period]:
            yield start, i - start
            start = i - period + 1
