"""The compute buffer in closed form: the largest phase of the graph, since the allocator reuses memory.

Formulas were fitted to llama.cpp's own reservations (b11549, 15 architectures; docs/estimator.md). All sizes
in bytes; `u` is the micro-batch, `e` the embedding width, activations are float32.
"""

from dataclasses import dataclass

from assistant.vram.kv import Cells, count_cells
from assistant.vram.layers import Attention, FeedForward, Layer
from assistant.vram.place import Place
from assistant.vram.run import Run
from assistant.vram.shape import Shape

_F32, _F16 = 4, 2


@dataclass(frozen=True)
class Compute:
    """Bytes of one device's compute buffer: a lower bound, the expected value, an upper bound."""

    low: int
    expected: int
    high: int


def compute_bytes(shape: Shape, run: Run, place: Place) -> Compute:
    """The compute buffer of the device at `place`."""
    cells = count_cells(shape, run)
    row = _F32 * run.ubatch_used
    mask = _mask(cells, run) * place.input_copies
    width = shape.n_embd
    kinds = [layer for layer, _ in shape.kinds_at(place.layers)]
    feed = max((_feed_forward(layer.feed_forward, row, width) for layer in kinds), default=0)
    attention = max((_attention(layer, cells, run, place, width) for layer in kinds), default=0)
    state = max((_recurrent(layer, row, width) for layer in kinds), default=0)
    logits = 0
    if place.output:
        logits = _F32 * run.output_rows * shape.n_vocab + row * 4 * width
    inputs = (place.input_copies - 1) * row * width
    expected = mask + max(feed, logits, attention, state) + inputs
    safe = mask + max(feed, state) + max(logits - 4 * row * width, attention - 4 * row * width, 0) + inputs
    return Compute(low=mask, expected=expected, high=max(expected, safe) + 2 * 2**20)


def _mask(cells: Cells, run: Run) -> int:
    width = _F16 if run.flash_attention else _F32
    return width * run.ubatch_used * (cells.full + cells.sliding)


def _feed_forward(block: FeedForward | None, row: int, width: int) -> int:
    if block is None:
        return 0
    if not block.experts:
        return row * (4 * width + 3 * block.dense)
    inner, outer = block.used * block.expert_width, block.used * width
    extra = (outer if outer > 2 * inner else 0) + (outer if outer > 3 * inner else 0)
    if block.shared_width and outer > 2 * inner:
        extra += width
    return row * (4 * width + 3 * inner + extra)


def _attention(layer: Layer, cells: Cells, run: Run, place: Place, width: int) -> int:
    attention = layer.attention
    if attention is None:
        return 0
    row = _F32 * run.ubatch_used
    tokens = cells.sliding if attention.sliding else cells.full
    if not run.flash_attention:
        scores = tokens * attention.heads + attention.heads * attention.head_k
        return row * (scores + 4 * width + attention.k_width + attention.v_width)
    copy = _unpacked(attention, tokens * cells.streams, run) if place.backend == "gpu" else 0
    return row * (4 * width + attention.heads * attention.head_v) + copy


def _unpacked(attention: Attention, tokens: int, run: Run) -> int:
    """The 16-bit copy of one layer's cache that CUDA's flash attention makes of quantized K and V."""
    keys = attention.k_width if run.kv_k not in ("f16", "bf16", "f32") else 0
    values = attention.v_width if run.kv_v not in ("f16", "bf16", "f32") else 0
    return _F16 * tokens * (keys + values)


def _recurrent(layer: Layer, row: int, width: int) -> int:
    if layer.recurrent is None or layer.recurrent.kind != "mamba2":
        return 0
    return row * (4 * width + 8 * layer.recurrent.inner)
