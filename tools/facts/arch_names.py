"""Which llama.cpp architecture each model family converts to, spelled as in a GGUF's `general.architecture`.

Where a family's names differ by size or kind, the rule looks at the config, not at the model's name.
"""

from collections.abc import Callable, Mapping
from typing import Any

Fact = Mapping[str, Any]
UNKNOWN = "unknown"


def _moe(dense: str, moe: str) -> Callable[[Fact], str]:
    return lambda fact: moe if fact["moe"] else dense


def _distill(fact: Fact) -> str:
    """DeepSeek-R1's small siblings are Llama or Qwen2.5 shapes."""
    return "llama" if "llama" in fact["hf_repo"].lower() else "qwen2"


def _qwen38(fact: Fact) -> str:
    """The Flash-Next preview has its own sparse attention, for which no llama.cpp name is known."""
    return UNKNOWN if fact["arch"]["attention"] == "other" else _moe("qwen35", "qwen35moe")(fact)


def _mistral_small(fact: Fact) -> str:
    """Generation 4 moved to latent attention and experts; the earlier ones are Llama shapes."""
    return "mistral4" if fact["arch"]["attention"] == "mla" else "llama"


def _granite4(fact: Fact) -> str:
    return "granitehybrid" if fact["arch"]["attention"] == "hybrid_mamba" else "granite"


def _glm4(fact: Fact) -> str:
    """The 9B of 2024 keeps ChatGLM's layout; the 0414 release has its own."""
    return "glm4" if "0414" in fact["hf_repo"] else "chatglm"


def _devstral(fact: Fact) -> str:
    """The 2512 release uses the Ministral 3 text config, the 2507 one plain Mistral."""
    return "mistral3" if "2512" in fact["hf_repo"] else "llama"


FAMILIES: dict[str, str | Callable[[Fact], str]] = {
    "Llama 2": "llama",
    "Llama 3": "llama",
    "Llama 3.1": "llama",
    "Llama 3.2": "llama",
    "Llama 3.3": "llama",
    "Llama 4": "llama4",
    "Code Llama": "llama",
    "Llama Nemotron": "deci",
    "TinyLlama": "llama",
    "Qwen2.5": "qwen2",
    "Qwen2.5-Coder": "qwen2",
    "QwQ": "qwen2",
    "Qwen3": _moe("qwen3", "qwen3moe"),
    "Qwen3-Coder": lambda fact: "qwen3next" if fact["arch"]["attention"] == "hybrid_linear" else "qwen3moe",
    "Qwen3-Next": "qwen3next",
    "Qwen3.5": _moe("qwen35", "qwen35moe"),
    "Qwen3.6": _moe("qwen35", "qwen35moe"),
    "Qwen3.8": _qwen38,
    "Gemma 2": "gemma2",
    "Gemma 3": "gemma3",
    "Gemma 3n": "gemma3n",
    "Gemma 4": "gemma4",
    "DiffusionGemma": "diffusion-gemma",
    "Mistral 7B": "llama",
    "Mistral Nemo": "llama",
    "Mistral Small": _mistral_small,
    "Mixtral": "llama",
    "Devstral": _devstral,
    "Magistral": "llama",
    "Ministral 3": "mistral3",
    "Phi-3": "phi3",
    "Phi-3.5": "phi3",
    "Phi-4": "phi3",
    "gpt-oss": "gpt-oss",
    "DeepSeek-R1": "deepseek2",
    "DeepSeek-R1 distill": _distill,
    "DeepSeek-V3": "deepseek2",
    "DeepSeek-V4": "deepseek4",
    "GLM-4": _glm4,
    "GLM-4.5": "glm4moe",
    "GLM-4.7": "deepseek2",
    "Granite 3.3": "granite",
    "Granite 4.0": _granite4,
    "Granite 4.1": _granite4,
    "Nemotron Nano": "nemotron_h",
    "Nemotron 3": "nemotron_h_moe",
    "Nemotron 3.5": "nemotron_h_moe",
    "Nemotron-Labs-Diffusion": UNKNOWN,
    "LLaDA": "llada",
    "Dream": "dream",
    "DiffuCoder": "dream",
    "SmolLM2": "llama",
    "SmolLM3": "smollm3",
    "OLMo 2": "olmo2",
    "OLMo 3": "olmo2",
    "Command R": "command-r",
    "Aya Expanse": "command-r",
    "Yi": "llama",
    "Falcon": "falcon",
    "Falcon3": "llama",
    "StarCoder2": "starcoder2",
    "nomic-embed": "nomic-bert",
    "BGE": "bert",
    "MiniLM": "bert",
}


def arch_name(fact: Fact) -> str:
    """The architecture a GGUF of this model names, or `unknown` where none is known."""
    rule = FAMILIES.get(fact["family"], UNKNOWN)
    return rule if isinstance(rule, str) else rule(fact)
