"""The rules of the derivation, one function per group of header keys.

Each takes the model's facts and its llama.cpp architecture, and returns the keys it decides (None: leave out)
together with the names of keys that the config leaves open.
"""

from collections.abc import Callable, Mapping
from typing import Any

Fact = Mapping[str, Any]
Part = tuple[dict[str, Any], list[str]]

# phi3 switches the window of its config off, starcoder2's converter does not write it: both cache in full.
WINDOW_UNUSED = ("phi3", "starcoder2")
# Converters that write one width for dense and expert FFN, under the dense key.
EXPERT_WIDTH_AS_FFN = ("llama", "granitehybrid")
# Converters that write how many experts are shared; the others write the total shared width.
SHARED_AS_COUNT = ("deepseek2", "glm4moe", "mistral4", "llama4", "deepseek4")
# Gemma 3 files with a vision tower hold 64 rows more than the 262,144 of the text-only 1B (12B's header).
GEMMA3_VISION_VOCAB = 262208


def layer_pattern(arch: Mapping[str, Any]) -> list[bool] | None:
    """True for every sliding layer; None where the model has no sliding layers or their place is unknown."""
    full = arch.get("full_attention_layer_ids")
    if arch["attention"] != "swa" or full is None:
        return None
    return [layer not in full for layer in range(arch["n_layers"])]


def _size(fact: Fact, arch: str) -> Part:
    config = fact["arch"]
    gaps = [] if fact["context_native"] else ["context_length: not stated"]
    vocab = config.get("vocab_size_per_layer_input", config["vocab_size"])  # Gemma 3n: the rest is padding
    if arch == "gemma3" and "vision" in fact["modalities"]:
        vocab = GEMMA3_VISION_VOCAB
    return {
        "context_length": fact["context_native"],
        "embedding_length": config["hidden_size"],
        "block_count": config["n_layers"],
        "vocab_size": vocab,
    }, gaps


def _feed_forward(fact: Fact, arch: str) -> Part:
    """Dense FFN widths. A list is one width per layer; 0 marks a layer without one."""
    config = fact["arch"]
    layers = config["n_layers"]
    width: Any = config.get("intermediate_size")
    if "intermediate_size_per_layer" in config:
        width = config["intermediate_size_per_layer"]
    elif "intermediate_size_mlp" in config:  # Llama 4: the dense width; intermediate_size is one expert's
        width = config["intermediate_size_mlp"]
    elif config.get("use_double_wide_mlp"):  # Gemma 4 E2B: the layers that share a cache are twice as wide
        own = layers - config["num_kv_shared_layers"]
        width = [config["intermediate_size"]] * own + [2 * config["intermediate_size"]] * (layers - own)
    elif arch.startswith("nemotron_h"):
        width = _per_block(config["hybrid_override_pattern"], config["intermediate_size"], "-E")
    elif width is None and fact["moe"]:  # no dense layer: the converter writes the expert width here as well
        width = config.get("moe_intermediate_size")
    return {"feed_forward_length": width}, [] if width else ["feed_forward_length: not found"]


def _per_block(pattern: str, value: int, kinds: str) -> list[int]:
    """Nemotron-H writes one letter per block (M Mamba, * attention, - MLP, E experts)."""
    return [value if kind in kinds else 0 for kind in pattern]


def _heads(fact: Fact, arch: str) -> Part:
    """Query heads, KV heads per layer (0 where a layer keeps no cache that grows) and head widths."""
    config = fact["arch"]
    heads: Any = config["n_heads"]
    if arch == "deci":  # a block without attention has no query heads either
        full = config["full_attention_layer_ids"]
        heads = [heads if layer in full else 0 for layer in range(config["n_layers"])]
    values = {
        "attention.head_count": heads,
        "attention.head_count_kv": _kv_heads(config, arch),
        "attention.key_length": config["head_dim"],
        "attention.value_length": config["head_dim"],
    }
    return values, []


def _kv_heads(config: Mapping[str, Any], arch: str) -> int | list[int]:
    heads, full = config["n_kv_heads"], config.get("full_attention_layer_ids")
    layers = range(config["n_layers"])
    # Qwen's hybrids name their attention layers by `full_attention_interval`, with one head count for all.
    if full is not None and (arch in ("granitehybrid", "deci") or arch.startswith("nemotron_h")):
        return [heads if layer in full else 0 for layer in layers]
    global_heads = config.get("num_global_key_value_heads")
    if full is not None and global_heads is not None:
        return [global_heads if layer in full else heads for layer in layers]
    return int(heads)


def _sliding(fact: Fact, arch: str) -> Part:
    config = fact["arch"]
    if config["attention"] != "swa":
        return {}, []
    if arch in WINDOW_UNUSED:
        note = f"attention.sliding_window: the config's {config['swa_window']} tokens are left out, because "
        return {}, [note + "llama.cpp keeps a full cache for this architecture"]
    values = {
        "attention.sliding_window": config["swa_window"],
        "attention.sliding_window_pattern": layer_pattern(config),
        "attention.shared_kv_layers": config.get("num_kv_shared_layers"),
    }
    chunked = "attention_chunk_size" in config
    gaps = ["attention.sliding_window: stands for a chunk of that many tokens"] if chunked else []
    if "global_head_dim" in config:  # Gemma 4: head_dim is that of the sliding layers
        values |= {
            "attention.key_length": config["global_head_dim"],
            "attention.value_length": config["global_head_dim"],
            "attention.key_length_swa": config["head_dim"],
            "attention.value_length_swa": config["head_dim"],
        }
    return values, gaps


def _latent(fact: Fact, _arch: str) -> Part:
    """Multi-head latent attention: one cached row of kv_lora_rank + rope width per token, no separate V."""
    config = fact["arch"]
    if config["attention"] != "mla":
        return {}, []
    rank, rope = config["kv_lora_rank"], config["qk_rope_head_dim"]
    return {
        "attention.head_count_kv": 1,
        "attention.key_length": rank + rope,
        "attention.value_length": rank,
        "attention.key_length_mla": config["qk_nope_head_dim"] + rope,
        "attention.value_length_mla": config["v_head_dim"],
        "attention.q_lora_rank": config.get("q_lora_rank"),
        "attention.kv_lora_rank": rank,
        "rope.dimension_count": rope,
    }, []


def _experts(fact: Fact, arch: str) -> Part:
    config = fact["arch"]
    if not fact["moe"]:
        return {}, []
    width = config.get("moe_intermediate_size")
    shared, shared_width = config.get("n_shared_experts"), config.get("shared_expert_intermediate_size")
    if arch in SHARED_AS_COUNT:
        shared = shared or (shared_width // width if shared_width else None)
        shared_width = None
    elif shared_width is None and shared:
        shared_width = shared * width
    return {
        "expert_count": config["n_experts"],
        "expert_used_count": config["n_experts_used"],
        "expert_feed_forward_length": None if arch in EXPERT_WIDTH_AS_FFN else width,
        "expert_shared_count": shared,
        "expert_shared_feed_forward_length": shared_width,
        "leading_dense_block_count": config.get("first_k_dense_replace"),
        "interleave_moe_layer_step": config.get("interleave_moe_layer_step"),
        "moe_latent_size": config.get("moe_latent_size"),
    }, []


def _recurrent(fact: Fact, _arch: str) -> Part:
    config = fact["arch"]
    if not config["attention"].startswith("hybrid"):
        return {}, []
    keys = {
        "ssm.conv_kernel": "ssm_conv_kernel",
        "ssm.inner_size": "ssm_inner_size",
        "ssm.state_size": "ssm_state_size",
        "ssm.time_step_rank": "ssm_n_heads",
        "ssm.group_count": "ssm_n_groups",
        "full_attention_interval": "full_attention_interval",
    }
    wanted = [key for key, name in keys.items() if name not in config and key.startswith("ssm.")]
    return {key: config.get(name) for key, name in keys.items()}, [f"{key}: not found" for key in wanted]


def _per_layer_input(fact: Fact, _arch: str) -> Part:
    """Gemma's E models look up a second embedding per layer; the table stays in host memory."""
    config = fact["arch"]
    return {
        "embedding_length_per_layer_input": config.get("hidden_size_per_layer_input"),
        "altup.num_inputs": config.get("altup_num_inputs"),
    }, []


def _beyond(fact: Fact, _arch: str) -> Part:
    """Attention that the usual keys cannot express: say so rather than write something near it."""
    if fact["arch"]["attention"] != "other":
        return {}, []
    return {}, ["attention: its cache is not described by these keys (see `config` and the runtime notes)"]


PARTS: tuple[Callable[[Fact, str], Part], ...] = (
    _size, _feed_forward, _heads, _sliding, _latent, _experts, _recurrent, _per_layer_input, _beyond,
)  # fmt: skip
