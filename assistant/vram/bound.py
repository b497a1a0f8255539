"""An upper bound of the compute buffer, for builds and architectures whose order of execution differs.

The allocator takes the best fitting hole, so a small change of order can move a large tensor from a hole to the
end of the buffer. The bound assumes the worst of it: the logits or the largest attention block find no hole at
all among masks and the largest feed-forward (or recurrent) phase, but for the rows of activations that both
count. All sizes in bytes; activations are float32.
"""

from assistant.vram.kv import Cells, count_cells
from assistant.vram.layers import FeedForward, Layer
from assistant.vram.place import Era, Place
from assistant.vram.run import FULL_KV_TYPES, Run
from assistant.vram.shape import Shape

_F32, _F16 = 4, 2
_ROWS = 4  # rows of activations alive in every phase: three copies of the input, and the stream
SMALL = 2 * 2**20  # positions, indices, routers: what the phases leave out


def most_bytes(shape: Shape, run: Run, place: Place) -> int:
    """The bound for the device at `place`."""
    cells = count_cells(shape, run, place.era)
    row = _F32 * run.ubatch_counted
    stream = _ROWS * row * shape.n_embd
    kinds = [layer for layer, _ in shape.kinds_at(place.layers)]
    low = max((max(_feed_forward(x.feed_forward, row, shape.n_embd), _recurrent(x, row)) for x in kinds), default=0)
    big = max((_attention(x, cells, run, place) for x in kinds), default=0)
    if place.output:
        big = max(big, _F32 * place.logits_rows(run) * shape.n_vocab)
    extra = (place.input_copies - 1) * (row * 3 * shape.n_embd + row * shape.per_layer_embedding)
    return _mask(cells, run, place.era) * place.input_copies + stream + low + big + extra + SMALL


def _mask(cells: Cells, run: Run, era: Era) -> int:
    """The masks; with flash attention the build of 2025 kept them in 32 and in 16 bits."""
    width = _F16 if run.flash_attention else _F32
    if run.flash_attention and era == "4227c9be4":
        width += _F32
    return width * run.ubatch_counted * (cells.full + cells.sliding)


def _feed_forward(block: FeedForward | None, row: int, width: int) -> int:
    if block is None:
        return 0
    if not block.experts:
        return row * 3 * block.dense
    inner, outer = block.used * block.expert_width, block.used * width
    extra = (outer if outer > 2 * inner else 0) + (outer if outer > 3 * inner else 0)
    if block.shared_width and outer > 2 * inner:
        extra += width
    return row * (3 * inner + extra)


def _attention(layer: Layer, cells: Cells, run: Run, place: Place) -> int:
    attention = layer.attention
    if attention is None:
        return 0
    row = _F32 * run.ubatch_counted
    tokens = cells.sliding if attention.sliding else cells.full
    if not run.flash_attention:
        queries = attention.heads * attention.head_k + attention.k_width + attention.v_width
        return row * (tokens * attention.heads + queries)
    keys = attention.k_width if run.kv_k not in FULL_KV_TYPES else 0
    values = attention.v_width if run.kv_v not in FULL_KV_TYPES else 0
    unpacked = _F16 * tokens * cells.streams * (keys + values) if place.backend == "gpu" else 0
    return row * attention.heads * attention.head_v + unpacked


def _recurrent(layer: Layer, row: int) -> int:
    if layer.recurrent is None:
        return 0
    return 8 * row * layer.recurrent.inner
