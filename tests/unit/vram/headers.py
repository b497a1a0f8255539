"""Shapes of the catalog by the names that measurements use, and three models the catalog does not have."""

from functools import cache

from assistant.evaluation.vram_shapes import read_shapes
from assistant.vram.shape import Shape, read_shape

OTHERS = {
    "Mistral-Small-24B-2501": (
        "llama",
        False,
        {
            "block_count": 40, "embedding_length": 5120, "feed_forward_length": 32768, "vocab_size": 131072,
            "attention.head_count": 32, "attention.head_count_kv": 8, "context_length": 32768,
            "attention.key_length": 128, "attention.value_length": 128,
        },
    ),
    "DeepSeek-V2-Lite": (
        "deepseek2",
        False,
        {
            "block_count": 27, "embedding_length": 2048, "feed_forward_length": 10944, "vocab_size": 102400,
            "attention.head_count": 16, "attention.head_count_kv": 1, "context_length": 163840,
            "attention.key_length": 576, "attention.value_length": 512, "attention.key_length_mla": 192,
            "attention.value_length_mla": 128, "attention.kv_lora_rank": 512, "rope.dimension_count": 64,
            "leading_dense_block_count": 1, "expert_count": 64, "expert_used_count": 6,
            "expert_shared_count": 2, "expert_feed_forward_length": 1408, "expert_weights_scale": 1.0,
            "expert_gating_func": 1,
        },
    ),
    "LFM2-1.2B": (
        "lfm2",
        True,
        {
            "block_count": 16, "embedding_length": 2048, "feed_forward_length": 8192, "vocab_size": 65536,
            "attention.head_count": 32, "context_length": 128000, "shortconv.l_cache": 3,
            "attention.head_count_kv": [0, 0, 8, 0, 0, 8, 0, 0, 8, 0, 8, 0, 8, 0, 8, 0],
        },
    ),
}  # fmt: skip


@cache
def shape_of(label: str) -> Shape:
    """The shape of a model by its name in the measurements."""
    if label in OTHERS:
        arch, tied, header = OTHERS[label]
        return read_shape(arch, header, tied=tied)
    shape = _catalog().find(label)
    assert shape is not None, label
    return shape


@cache
def _catalog():
    return read_shapes(None)
