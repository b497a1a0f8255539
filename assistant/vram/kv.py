"""Key-value cache and recurrent state: exact bytes.

Sources: llama.cpp `src/llama-kv-cache.cpp`, `llama-kv-cache-iswa.cpp`, `llama-memory-recurrent.cpp`,
`llama-context.cpp`; block sizes from `ggml/src/ggml-common.h`.
"""

from dataclasses import dataclass

from assistant.vram.layers import Attention
from assistant.vram.place import Era, Place
from assistant.vram.run import FULL_KV_TYPES, KvType, Run
from assistant.vram.shape import Shape

# Bytes per block of 32 values.
BLOCK = 32
BLOCK_BYTES: dict[KvType, int] = {
    "f32": 128, "f16": 64, "bf16": 64,
    "q8_0": 34, "q5_1": 24, "q5_0": 22, "q4_1": 20, "q4_0": 18, "iq4_nl": 18,
}  # fmt: skip
_GPU_ROW, _GPU_ALIGNMENT = 512, 128  # MATRIX_ROW_PADDING (values) and buffer alignment (bytes) of ggml-cuda
STATE_BYTES = 4  # the state is float32 whatever the cache type

_CELL_PAD, _PLAIN_PAD = 256, 32  # `llama_kv_cache_unified::get_padding` of 2025, with and without flash attention


@dataclass(frozen=True)
class Cells:
    """Tokens per stream of the full and the sliding cache (0: the model has none), and the streams."""

    full: int
    sliding: int
    streams: int


@dataclass(frozen=True)
class Caches:
    """Bytes of the three caches."""

    full: int
    sliding: int
    recurrent: int


def row_bytes(kind: KvType, width: int) -> int:
    """Bytes of one row of `width` values."""
    return width * BLOCK_BYTES[kind] // BLOCK


def pad(tokens: int, step: int = 256) -> int:
    """Round up to a multiple of `step`: by default that of caches, in tokens."""
    return -(-tokens // step) * step


def count_cells(shape: Shape, run: Run, era: Era) -> Cells:
    """How many tokens each cache holds per stream."""
    if era == "4227c9be4":
        return _count_cells_2025(shape, run)
    total = pad(run.context)
    per_slot = pad(total // run.slots)
    full = total if run.unified else per_slot
    sliding = full if run.swa_full else pad(min(full, _reach(shape, run)))
    return Cells(full, sliding if shape.slides else 0, 1 if run.unified else run.slots)


def _count_cells_2025(shape: Shape, run: Run) -> Cells:
    """The rules of August 2025: a finer step without flash attention, hybrids not divided among slots."""
    step = _CELL_PAD if run.flash_attention else _PLAIN_PAD
    divided = not run.unified and not shape.recurrent
    full = pad(-(-run.context // run.slots) if divided else run.context, step)
    sliding = full if run.swa_full else min(full, pad(_reach(shape, run), step))
    return Cells(full, sliding if shape.slides else 0, 1 if run.unified else run.slots)


def _reach(shape: Shape, run: Run) -> int:
    """Tokens a sliding layer must keep: a window for every slot of the cache, and a micro-batch."""
    return shape.window * (run.slots if run.unified else 1) + run.ubatch_used


def cache_bytes(shape: Shape, run: Run, place: Place) -> Caches:
    """Bytes of the caches of the layers that lie at `place`."""
    cells = count_cells(shape, run, place.era)
    full = sliding = recurrent = 0
    for layer, times in shape.kinds_at(place.layers):
        if layer.attention is not None and layer.attention.owns_cache:
            tokens = cells.streams * (cells.sliding if layer.attention.sliding else cells.full)
            size = times * _layer_bytes(_tensors(shape, layer.attention, run, place.era), tokens, place)
            if layer.attention.sliding:
                sliding += size
            else:
                full += size
        if layer.recurrent is not None:
            recurrent += times * (layer.recurrent.conv_state + layer.recurrent.state)
    return Caches(full, sliding, STATE_BYTES * recurrent * run.slots)


def _tensors(shape: Shape, attention: Attention, run: Run, era: Era) -> tuple[tuple[KvType, int], ...]:
    """Type and width of what one layer caches: keys, and values if they are cached apart."""
    keys = (run.kv_k, attention.k_width)
    if attention.latent and era != "4227c9be4":
        return (keys,)
    # Without flash attention V is stored transposed, every layer padded to the widest.
    width = attention.v_width if run.flash_attention else shape.v_width_max
    return (keys, (run.kv_v, width))


def _layer_bytes(tensors: tuple[tuple[KvType, int], ...], tokens: int, place: Place) -> int:
    """Bytes of one layer's cache. On a GPU the last row of a quantized tensor is filled up to 512 values."""
    size = 0
    for kind, width in tensors:
        one = row_bytes(kind, width) * tokens
        if place.backend == "gpu" and kind not in FULL_KV_TYPES:
            one = pad(one + row_bytes(kind, -width % _GPU_ROW), _GPU_ALIGNMENT)
        size += one
    return size
