"""Models: facts to catalog items."""

from typing import Any

from tools.facts.devices import sources_of
from tools.facts.gguf import gguf_of

Item = dict[str, Any]
KEPT = (
    "id", "name", "aliases", "family", "developer", "license", "released", "hf_repo", "moe",
    "params_total_b", "params_active_b", "params_note", "modalities", "capabilities", "context_native",
    "ollama_tag", "uncertain",
)  # fmt: skip


def model_item(fact: Item, header: Item | None) -> Item:
    """One model; `header` is its row of the GGUF header list, if there is one."""
    kind = "embedding" if "embedding" in fact["capabilities"] else fact["architecture_type"]
    return {
        **{key: fact[key] for key in KEPT if key in fact},
        "ambiguous_aliases": fact.get("ambiguous_aliases", []),
        "kind": kind,
        "attention": fact["arch"]["attention"],
        "gguf": gguf_of(fact, header),
        "config": {key: value for key, value in fact["arch"].items() if key != "attention"},
        "files": [_file(quant) for quant in fact["quants"]],
        "runtime": fact["runtime_status"],
        "sources": sources_of(fact),
    }


def _file(quant: Item) -> Item:
    renamed = {
        "name": "quant",
        "file_gb": "size_gb",
        "file_bytes": "size_bytes",
        "file_gb_error": "size_gb_error",
    }
    return {renamed.get(key, key): value for key, value in quant.items()}
