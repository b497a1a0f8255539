"""What a header's fields decide: layers, windows, states, experts; and what is said when one is missing."""

import pytest

from assistant.errors import ShapeError
from assistant.vram.shape import read_shape
from tests.unit.vram.headers import shape_of

PLAIN = {
    "block_count": 6,
    "embedding_length": 512,
    "vocab_size": 1000,
    "feed_forward_length": 1024,
    "attention.head_count": 8,
    "attention.head_count_kv": 2,
}


def read(arch="llama", tied=False, **changes):
    header = {**PLAIN, **{key.replace("__", "."): value for key, value in changes.items()}}
    return read_shape(arch, {key: value for key, value in header.items() if value is not None}, tied=tied)


def kinds(shape):
    return "".join(
        "m" if layer.recurrent else "s" if layer.attention and layer.attention.sliding else
        "f" if layer.attention else "-"
        for layer in shape.layers
    )  # fmt: skip


@pytest.mark.parametrize("field", ["block_count", "embedding_length", "vocab_size"])
@pytest.mark.parametrize("value", [None, 0, "many", 2.5, -1])
def test_a_missing_or_garbled_field_is_named(field, value):
    with pytest.raises(ShapeError, match=field):
        read(**{field: value})


def test_an_array_that_is_too_short_is_named():
    with pytest.raises(ShapeError, match="head_count_kv"):
        read(attention__head_count_kv=[2, 2])


def test_head_width_is_the_even_share_only_if_no_field_says_otherwise():
    assert read().layers[0].attention.head_k == 64
    assert read(attention__key_length=128).layers[0].attention.k_width == 256


def test_without_key_value_heads_every_head_has_its_own():
    assert read(attention__head_count_kv=None).layers[0].attention.kv_heads == 8


@pytest.mark.parametrize(
    ("arch", "fields", "expected"),
    [
        pytest.param("llama", {"attention__sliding_window": 256}, "ffffff", id="llama ignores a window"),
        pytest.param("phi3", {"attention__sliding_window": 256}, "ffffff", id="phi3 ignores a window"),
        pytest.param("gemma2", {}, "sfsfsf", id="gemma2 slides without a field"),
        pytest.param("gemma3", {"attention__sliding_window": 256}, "sssssf", id="gemma3 by sixes"),
        pytest.param("gemma3", {}, "ffffff", id="gemma3 without a window"),
        pytest.param("gpt-oss", {"attention__sliding_window": 128}, "sfsfsf", id="gpt-oss by twos"),
        pytest.param("cohere2", {"attention__sliding_window": 128}, "sssfss", id="cohere2 by fours"),
        pytest.param("smallthinker", {"attention__sliding_window": 128}, "fsssfs", id="dense first"),
        pytest.param("olmo2", {}, "ffffff", id="olmo2 without a window"),
        pytest.param("olmo2", {"attention__sliding_window": 128}, "sssfss", id="olmo3"),
        pytest.param(
            "gemma4",
            {"attention__sliding_window": 128, "attention__sliding_window_pattern": [True, False] * 3},
            "sfsfsf",
            id="listed",
        ),
        pytest.param(
            "unheard-of",
            {"attention__sliding_window": 128, "attention__sliding_window_pattern": [False, True] * 3},
            "fsfsfs",
            id="listed, unknown architecture",
        ),
        pytest.param(
            "gemma3",
            {"attention__sliding_window": 128, "attention__sliding_window_pattern": 2},
            "sfsfsf",
            id="period in the header",
        ),
    ],
)
def test_which_layers_slide(arch, fields, expected):
    assert kinds(read(arch, **fields)) == expected


def test_llama4_slides_by_its_own_width_whatever_the_header_says():
    assert read("llama4", attention__sliding_window=4096).window == 8192


SSM = {"ssm__inner_size": 1024, "ssm__state_size": 16, "ssm__conv_kernel": 4, "ssm__group_count": 2}


@pytest.mark.parametrize(
    ("arch", "fields", "expected"),
    [
        pytest.param("qwen3next", {**SSM, "full_attention_interval": 3}, "mmfmmf", id="interval"),
        pytest.param("qwen35", SSM, "mmmfmm", id="interval of four by default"),
        pytest.param("granitehybrid", {**SSM, "attention__head_count_kv": [0, 0, 2] * 2}, "mmfmmf", id="heads"),
        pytest.param(
            "nemotron_h",
            {**SSM, "attention__head_count_kv": [0, 0, 2] * 2, "feed_forward_length": [0, 64, 0] * 2},
            "m-fm-f",
            id="heads and feed-forward",
        ),
        pytest.param("falcon-h1", SSM, "mmmmmm", id="both everywhere"),
        pytest.param(
            "mamba2", {**SSM, "attention__head_count": 0, "attention__head_count_kv": None}, "mmmmmm", id="pure"
        ),
        pytest.param("lfm2", {"shortconv__l_cache": 3, "attention__head_count_kv": [0, 2] * 3}, "mfmfmf", id="short"),
    ],
)  # fmt: skip
def test_which_layers_are_recurrent(arch, fields, expected):
    assert kinds(read(arch, **fields)) == expected


def test_a_parallel_hybrid_has_attention_and_state_in_every_layer():
    shape = read("falcon-h1", **SSM)
    assert all(layer.attention and layer.recurrent for layer in shape.layers)


def test_state_sizes():
    assert read("qwen3next", **SSM).layers[0].recurrent.conv_state == 3 * (1024 + 2 * 2 * 16)
    assert read("qwen3next", **SSM).layers[0].recurrent.state == 16 * 1024
    short = read("lfm2", shortconv__l_cache=3, attention__head_count_kv=[0, 2] * 3)
    assert (short.layers[0].recurrent.conv_state, short.layers[0].recurrent.state) == (2 * 512, 0)


def test_latent_attention_needs_the_split_matrices():
    fields = {"attention__kv_lora_rank": 512, "attention__key_length": 576, "attention__value_length": 512,
              "rope__dimension_count": 64, "attention__head_count_kv": 1}  # fmt: skip
    split = {**fields, "attention__key_length_mla": 192, "attention__value_length_mla": 128}
    assert read("deepseek2", **split).layers[0].attention.latent == 512
    assert read("deepseek2", **fields).layers[0].attention.latent == 0


def test_layers_for_speculation_own_nothing():
    shape = read(nextn_predict_layers=1)
    assert shape.n_layers == 6
    assert shape.layers[-1].attention is None
    assert shape.layers[-1].feed_forward is None


@pytest.mark.parametrize(
    ("arch", "fields", "owners"),
    [("gemma4", {"attention__shared_kv_layers": 2}, 4), ("gemma3n", {"attention__sliding_window": 64}, 6)],
)
def test_layers_that_share_a_cache_own_none(arch, fields, owners):
    assert sum(layer.attention.owns_cache for layer in read(arch, **fields).layers) == owners


def test_experts_begin_behind_the_dense_layers():
    shape = read("deepseek2", leading_dense_block_count=2, expert_count=8, expert_used_count=2,
                 expert_feed_forward_length=128, expert_shared_count=2)  # fmt: skip
    assert [layer.feed_forward.experts for layer in shape.layers] == [0, 0, 8, 8, 8, 8]
    assert shape.layers[2].feed_forward.shared_width == 256


def test_experts_are_as_wide_as_the_dense_block_unless_stated():
    assert read(expert_count=8, expert_used_count=2).layers[0].feed_forward.expert_width == 1024


@pytest.mark.parametrize(
    ("arch", "fields", "word"),
    [
        ("llama", {"tied": None}, "tied"),
        ("gpt-oss", {}, "sliding_window"),
        ("unheard-of", {"attention__sliding_window": 128}, "slide"),
        ("granitehybrid", SSM, "recurrent"),
    ],
)
def test_what_had_to_be_assumed_is_said(arch, fields, word):
    assert any(word in gap for gap in read(arch, **fields).gaps)


@pytest.mark.parametrize("label", ["Llama-3.1-8B", "Gemma-4-31B", "Nemotron-3-Nano-30B-A3B", "OLMo-2-7B"])
def test_a_complete_header_leaves_no_gap(label):
    assert shape_of(label).gaps == ()
