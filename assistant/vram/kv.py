"""Key-value cache and recurrent state: exact bytes.

Sources: llama.cpp `src/llama-kv-cache.cpp`, `llama-kv-cache-iswa.cpp`, `llama-memory-recurrent.cpp`,
`llama-context.cpp`; block sizes from `ggml/src/ggml-common.h`.
"""

from dataclasses import dataclass

from assistant.vram.layers import Attention
from assistant.vram.place import Place
from assistant.vram.run import KvType, Run
from assistant.vram.shape import Shape

# Bytes per block of 32 values.
BLOCK = 32
BLOCK_BYTES: dict[KvType, int] = {
    "f32": 128, "f16": 64, "bf16": 64,
    "q8_0": 34, "q5_1": 24, "q5_0": 22, "q4_1": 20, "q4_0": 18, "iq4_nl": 18,
}  # fmt: skip
STATE_BYTES = 4  # the state is float32 whatever the cache type

_CELL_PAD = 256  # llama.cpp pads every cache to this many tokens


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


def pad(tokens: int) -> int:
    """Round up to the cache's step of 256 tokens."""
    return -(-tokens // _CELL_PAD) * _CELL_PAD


def count_cells(shape: Shape, run: Run) -> Cells:
    """How many tokens each cache holds per stream."""
    total = pad(run.context)
    per_slot = pad(total // run.slots)
    full = total if run.unified else per_slot
    sliding = 0
    if shape.slides:
        reach = shape.window * (run.slots if run.unified else 1) + run.ubatch_used
        sliding = full if run.swa_full else pad(min(full, reach))
    return Cells(full, sliding, 1 if run.unified else run.slots)


def cache_bytes(shape: Shape, run: Run, place: Place) -> Caches:
    """Bytes of the caches of the layers that lie at `place`."""
    cells = count_cells(shape, run)
    full = sliding = recurrent = 0
    for layer, times in shape.kinds_at(place.layers):
        if layer.attention is not None and layer.attention.owns_cache:
            token = times * _token_bytes(shape, layer.attention, run, place)
            if layer.attention.sliding:
                sliding += token * cells.sliding
            else:
                full += token * cells.full
        if layer.recurrent is not None:
            recurrent += times * (layer.recurrent.conv_state + layer.recurrent.state)
    streams = cells.streams
    if place.era == "4227c9be4" and shape.recurrent:
        # That build gave every stream of a hybrid model the whole context.
        streams *= run.slots if not run.unified else 1
    return Caches(full * streams, sliding * streams, STATE_BYTES * recurrent * run.slots)


def _token_bytes(shape: Shape, attention: Attention, run: Run, place: Place) -> int:
    """Bytes one token takes in the cache of one layer."""
    keys = row_bytes(run.kv_k, attention.k_width)
    if attention.latent and place.era != "4227c9be4":
        return keys
    # Without flash attention V is stored transposed, every layer padded to the widest.
    width = attention.v_width if run.flash_attention else shape.v_width_max
    return keys + row_bytes(run.kv_v, width)
