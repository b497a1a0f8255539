"""What of a file goes on the device: tensor types of the tables, tied and untied, and the split by layer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.vram.tensor_types import base_type, embedding_type, matrix_bytes, output_type
from assistant.vram.weights import split_weights
from tests.unit.vram.headers import shape_of

MIB = 2**20


@pytest.mark.parametrize(
    ("quant", "width", "tied", "expected"),
    [
        ("Q4_K_M", 4096, False, "Q4_K"),
        ("Q4_K_M", 4096, True, "Q6_K"),
        ("q4_k_m", 4096, False, "Q4_K"),
        ("UD-Q4_K_XL", 4096, False, "Q4_K"),
        ("Q4_K_L", 4096, False, "Q8_0"),
        ("Q4_K_M", 2880, False, "Q5_0"),
        ("Q4_K_M", 2880, True, "Q8_0"),
        ("Q6_K", 2880, False, "Q8_0"),
        ("Q3_K_M", 2880, False, "Q4_0"),
        ("IQ4_XS", 2880, False, "IQ4_NL"),
        ("IQ2_XXS", 4096, False, "Q2_K"),
        ("IQ2_M", 4096, False, "IQ3_S"),
        ("IQ2_M", 4096, True, "Q5_K"),
        ("Q8_0", 4096, True, "Q8_0"),
        ("MXFP4", 2880, False, "Q8_0"),
        ("BF16", 4096, True, "BF16"),
        ("unheard-of", 4096, False, None),
    ],
)
def test_the_embeddings_have_the_type_the_quantizer_gives_them(quant, width, tied, expected):
    assert embedding_type(quant, width, tied=tied) == expected


@pytest.mark.parametrize(
    ("quant", "expected"), [("Q4_K_M", "Q6_K"), ("IQ3_XXS", "Q5_K"), ("Q8_0", "Q8_0"), ("F16", "F16")]
)
def test_the_output_matrix_has_the_type_the_quantizer_gives_it(quant, expected):
    assert output_type(quant, 4096) == expected


@pytest.mark.parametrize(("quant", "base"), [("IQ3_M", "IQ3_S"), ("Q5_K_S", "Q5_K"), ("what", None)])
def test_the_base_type_is_read_from_the_mix(quant, base):
    assert base_type(quant) == base


@pytest.mark.parametrize(
    ("label", "file_mib", "device", "host"),
    [
        pytest.param("Llama-3.1-8B", 4685.304932, 4403.49, 281.81, id="log: Llama-3 8B Q4_K_M"),
        pytest.param("Gemma-2-9B", 5488.396484, 5488.40, 717.77, id="tied: loaded twice"),
        pytest.param("Qwen3-30B-A3B", 17691.341797, 17524.43, 166.92, id="experts"),
    ],
)
def test_the_embeddings_stay_on_the_host(label, file_mib, device, host):
    got = split_weights(shape_of(label), round(file_mib * MIB), "Q4_K_M")
    assert got.device / MIB == pytest.approx(device, abs=0.1)
    assert got.host / MIB == pytest.approx(host, abs=0.1)


@given(
    st.sampled_from(["Llama-3.1-8B", "Gemma-4-E4B", "Qwen3.6-35B-A3B", "Nemotron-3-Nano-30B-A3B"]),
    st.integers(10**6, 10**12),
    st.sampled_from(["Q4_K_M", "Q8_0", "IQ2_XXS", None]),
)
def test_the_parts_add_up_and_none_is_negative(label, size, quant):
    got = split_weights(shape_of(label), size, quant)
    assert sum(got.per_layer) + got.output == got.device
    assert got.embedding_host == got.host
    assert min(*got.per_layer, *got.experts_per_layer, got.output, got.host) >= 0
    assert all(part <= whole for part, whole in zip(got.experts_per_layer, got.per_layer, strict=True))


def test_most_of_an_expert_layer_is_experts():
    got = split_weights(shape_of("Qwen3-30B-A3B"), 18_600_000_000, "Q4_K_M")
    assert sum(got.experts_per_layer) > 0.9 * sum(got.per_layer)


def test_dense_layers_have_no_experts():
    assert sum(split_weights(shape_of("Llama-3.1-8B"), 5_000_000_000, "Q4_K_M").experts_per_layer) == 0


def test_a_block_weighs_what_it_weighs():
    assert matrix_bytes("Q4_K", 4096, 2) == 2 * 16 * 144
