"""The derivation of GGUF headers against the headers that are known field by field."""

import pytest

from assistant.corpus.catalog import load_catalog
from assistant.corpus.records import ModelRecord
from assistant.paths import data_root
from assistant.vram.shape import read_shape
from assistant.vram.tensor_sizes import layer_values
from tools.facts.arch_names import arch_name
from tools.facts.gguf import derive

CATALOG = load_catalog(data_root() / "corpus" / "catalog")
MODELS = CATALOG.models
EXACT = [model for model in MODELS.values() if model.gguf and model.gguf.exact]

# Keys that the config does not decide and the estimator does not read.
NOT_DERIVED = {
    "rope.dimension_count", "rope.dimension_count_swa", "rope.dimension_sections", "rope.freq_base_swa",
    "rope.scaling.finetuned", "attn_logit_softcapping", "final_logit_softcapping", "attention.scale",
    "embedding_scale", "logit_scale", "residual_scale", "altup.active_idx", "expert_gating_func",
    "expert_group_count", "expert_group_used_count", "expert_weights_norm", "expert_weights_scale",
}  # fmt: skip
# Where the file's header and the maker's own statements differ: not an error of the derivation.
KNOWN = {
    ("granite-4.0-h-tiny", "context_length"): "the header holds the limit of 1,048,576, the maker states 131,072",
    ("granite-4.0-h-small", "context_length"): "as above",
    ("phi-3-mini", "attention.sliding_window"): "in the header, but llama.cpp keeps a full cache",
}


def fact(model: ModelRecord) -> dict[str, object]:
    """A catalog model in the form the derivation takes."""
    return {
        "family": model.family,
        "hf_repo": model.hf_repo,
        "moe": model.moe,
        "context_native": model.context_native,
        "modalities": model.modalities,
        "arch": {**model.config, "attention": model.attention},
    }


def default_width(model: ModelRecord) -> float:
    header = model.gguf.header
    return header["embedding_length"] / header["attention.head_count"]


@pytest.mark.parametrize("model", EXACT, ids=lambda model: model.id)
def test_the_derivation_agrees_with_the_known_header_in_every_key(model):
    derived, _ = derive(fact(model))
    exact = model.gguf.header
    for key in (derived.keys() | exact.keys()) - NOT_DERIVED:
        if (model.id, key) in KNOWN:
            continue
        if key in ("attention.key_length", "attention.value_length"):  # absent means the default width
            assert derived[key] == exact.get(key, default_width(model)), key
        else:
            assert derived.get(key, 0) == exact.get(key, 0), key


@pytest.mark.parametrize("model", EXACT, ids=lambda model: model.id)
def test_the_architecture_name_agrees_with_the_known_header(model):
    assert arch_name(fact(model)) == model.gguf.arch
    assert model.config["tie_embeddings"] == model.gguf.tied_embeddings


def test_there_is_something_to_compare_with():
    assert len(EXACT) == 28


@pytest.mark.parametrize(
    ("model", "key", "value"),
    [
        ("qwen3-32b", "attention.head_count_kv", 8),
        ("qwen3.5-122b-a10b", "ssm.time_step_rank", 64),
        ("glm-4.7-flash", "attention.key_length", 576),
        ("mistral-small-4-119b", "attention.key_length", 320),
        ("gemma-3-27b", "vocab_size", 262208),
        ("gemma-3-1b", "vocab_size", 262144),
        ("gemma-4-e2b", "feed_forward_length", [6144] * 15 + [12288] * 20),
        ("gemma-4-12b", "attention.head_count_kv", [8, 8, 8, 8, 8, 1] * 8),
        ("llama-4-scout", "feed_forward_length", 16384),
        ("llama-4-scout", "expert_feed_forward_length", 8192),
        ("nemotron-3-super-120b-a12b", "moe_latent_size", 1024),
        ("olmo-3-7b", "attention.sliding_window_pattern", [True, True, True, False] * 8),
    ],
)
def test_derived_headers_hold_what_the_config_decides(model, key, value):
    assert MODELS[model].gguf.header[key] == value


def test_every_sliding_model_says_which_layers_slide():
    for model in MODELS.values():
        header = model.gguf.header
        if "attention.sliding_window" not in header or model.gguf.arch in ("phi3", "starcoder2"):
            continue
        pattern = header["attention.sliding_window_pattern"]
        assert all(type(sliding) is bool for sliding in pattern)
        assert len(pattern) == header["block_count"]
        assert pattern.count(False) == model.config["n_full_attention_layers"], model.id


def test_layers_without_attention_keep_no_cache():
    for model in MODELS.values():
        kv = model.gguf.header["attention.head_count_kv"]
        if isinstance(kv, list):
            assert len(kv) == model.gguf.header["block_count"]
            if model.attention == "hybrid_mamba":
                assert sum(heads > 0 for heads in kv) == model.config["n_full_attention_layers"], model.id


def test_what_cannot_be_derived_is_named():
    for model in MODELS.values():
        if model.attention == "other":
            assert any(gap.startswith("attention:") for gap in model.gguf.gaps), model.id
            assert "attention.sliding_window" not in model.gguf.header
        if model.gguf.tied_embeddings is None:
            assert any(gap.startswith("tied_embeddings") for gap in model.gguf.gaps), model.id
        if model.gguf.arch == "unknown":
            assert any(gap.startswith("architecture") for gap in model.gguf.gaps), model.id


def test_the_raw_config_is_kept_beside_the_header():
    assert MODELS["deepseek-v4-flash"].config["compress_ratios"][:4] == [0, 0, 4, 128]
    assert MODELS["nemotron-nano-9b-v2"].config["hybrid_override_pattern"].startswith("M-M-")


def test_embedding_models_are_their_own_kind():
    kinds = {model.id for model in MODELS.values() if model.kind == "embedding"}
    assert kinds == {"nomic-embed-text", "bge-m3", "all-minilm"}


# The stated total counts a block for multi-token prediction that the header has no layer for. GLM-4.7-Flash's
# surplus of 1.28 billion is one block of experts with two tables of its own.
WITH_DRAFT_BLOCK = {
    "qwen3-next-80b-a3b", "nemotron-3-super-120b-a12b", "deepseek-r1-671b", "deepseek-v3-671b", "glm-4.7-flash",
}  # fmt: skip
TEXT_ONLY = [
    model
    for model in MODELS.values()
    if model.modalities == ("text",)
    and model.kind != "embedding"
    and model.attention != "other"
    and model.params_total_b
    and model.id not in WITH_DRAFT_BLOCK
]


@pytest.mark.parametrize("model", TEXT_ONLY, ids=lambda model: model.id)
def test_the_matrices_of_the_header_add_up_to_the_stated_parameters(model):
    header = model.gguf.header
    shape = read_shape(model.gguf.arch, header, tied=model.gguf.tied_embeddings)
    tables = header["vocab_size"] * header["embedding_length"] * (1 if model.gguf.tied_embeddings else 2)
    tables += header["vocab_size"] * header.get("embedding_length_per_layer_input", 0) * header["block_count"]
    matrices = tables + sum(layer_values(layer, shape.n_embd) for layer in shape.layers)
    assert matrices / 1e9 == pytest.approx(model.params_total_b, rel=0.025)
