"""The GGUF header of a model, exact where one is known, else derived from the model's own config.

Keys are spelled as in llama.cpp's `gguf-py/gguf/constants.py`, without the architecture prefix.
"""

from collections.abc import Mapping
from typing import Any

from tools.facts.arch_names import UNKNOWN, arch_name
from tools.facts.gguf_parts import PARTS, WINDOW_UNUSED, layer_pattern

Fact = Mapping[str, Any]
Header = dict[str, Any]

# The header list carries one and the same value of these for all 31 models (even Llama 2, whose rope base is
# 10,000), so they are fillers. Nothing of ours reads them.
FILLERS = ("rope.freq_base", "attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon")


def gguf_of(fact: Fact, known: Mapping[str, Any] | None) -> dict[str, Any]:
    """The `gguf` entry of one model: `known` is its row of the header list, if it has one."""
    return _exact(fact, known) if known else _derived(fact)


def derive(fact: Fact) -> tuple[Header, list[str]]:
    """Header keys that the config decides, and the names of those it leaves open."""
    header: Header = {}
    gaps: list[str] = []
    for part in PARTS:
        values, open_keys = part(fact, arch_name(fact))
        header |= values
        gaps += open_keys
    return {key: value for key, value in header.items() if value is not None}, gaps


def _exact(fact: Fact, known: Mapping[str, Any]) -> dict[str, Any]:
    header = {key: value for key, value in known["header"].items() if key not in FILLERS}
    source = known["source"]
    pattern = layer_pattern(fact["arch"])
    if "attention.sliding_window" in header and known["gguf_arch"] not in WINDOW_UNUSED and pattern:
        if "attention.sliding_window_pattern" not in header:
            source += "; sliding_window_pattern from the model's config"
        header.setdefault("attention.sliding_window_pattern", pattern)
    return {
        "arch": known["gguf_arch"],
        "tied_embeddings": known["tied_embeddings"],
        "header": header,
        "exact": True,
        "source": source,
    }


def _derived(fact: Fact) -> dict[str, Any]:
    header, gaps = derive(fact)
    arch = arch_name(fact)
    if arch == UNKNOWN:
        gaps.insert(0, "architecture: no llama.cpp name is known for this model")
    if fact["arch"]["tie_embeddings"] is None:
        gaps.append("tied_embeddings: not stated")
    return {
        "arch": arch,
        "tied_embeddings": fact["arch"]["tie_embeddings"],
        "header": header,
        "exact": False,
        "source": f"derived from the config of {fact['hf_repo']} (see `config` and `sources`)",
        "gaps": gaps,
    }
