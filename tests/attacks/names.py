"""Cards and models the trials are about: catalog rows under the name a writer would use."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant.paths import data_root

MODEL_IDS = (
    "llama-3.1-8b", "llama-3-8b", "llama-3.2-3b", "qwen2.5-7b", "qwen2.5-14b", "qwen2.5-32b",
    "qwen2.5-coder-14b", "qwen2.5-coder-32b", "qwen3-4b", "qwen3-8b", "qwen3-14b", "qwen3-32b", "qwen3-30b-a3b",
    "gemma-2-9b", "gemma-2-27b", "gemma-3-4b", "gemma-3-12b", "gemma-3-27b", "mistral-7b", "phi-4-14b",
    "granite-3.3-8b", "glm-4-9b",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A card as its catalog row and shops print it."""

    id: str
    said: str
    vendor: str
    vram: int
    bandwidth: float
    tdp: int
    msrp: int
    launch: str


@dataclass(frozen=True)
class Model:
    """A model with what the evidence may say of it. Parameters are in billions."""

    id: str
    said: str
    params: float
    context: int
    license: str
    released: str
    tag: str


def _rows(name: str) -> list[dict[str, Any]]:
    text = (data_root() / "corpus" / "catalog" / f"{name}.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.load(text, yaml.CSafeLoader)
    return rows


@cache
def cards() -> tuple[Card, ...]:
    """Desktop and workstation cards whose catalog row is complete."""
    found = []
    for row in _rows("gpus"):
        values = (row["memory_gb"], row["bandwidth_gb_s"], row["tdp_w"], row["msrp_usd"], row["launch"])
        if row["form"] in ("desktop", "workstation") and None not in values:
            said = re.sub(
                r"^(NVIDIA|AMD|Intel) |GeForce |Radeon (?=R)| (Workstation Edition|Generation)$", "", row["name"]
            )
            found.append(Card(row["id"], said, row["vendor"], *values))
    return tuple(found)


@cache
def models() -> tuple[Model, ...]:
    """The models of `MODEL_IDS`, in catalog order."""
    found = []
    for row in _rows("models"):
        if row["id"] in MODEL_IDS:
            said = re.sub(r" (Instruct|it|Chat)( v[\d.]+)?$", "", row["name"])
            values = (row["params_total_b"], row["context_native"], row["license"], row["released"])
            found.append(Model(row["id"], said, *values, row["ollama_tag"] or row["id"]))
    return tuple(found)


@cache
def known_names() -> frozenset[str]:
    """Every name and alias of the catalog, lower case, without blanks and hyphens: what an invented name must miss."""
    said: set[str] = set()
    for kind in ("gpus", "models", "machines"):
        for row in _rows(kind):
            said |= {row["id"], row["name"], *(row.get("aliases") or []), *(row.get("ambiguous_aliases") or [])}
    return frozenset(squeeze(name) for name in said)


@cache
def known_ids() -> dict[str, str]:
    """Ids of the cards and models by the name a writer would use."""
    return {item.said: item.id for item in (*cards(), *models())}


def squeeze(name: str) -> str:
    """Return a name lower-cased, letters, digits and dots only."""
    return re.sub(r"[^a-z0-9.]", "", str(name).lower())
