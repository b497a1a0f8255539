"""Which names decide between items, and which only lead to a question back (contract 5)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Item = dict[str, Any]
Groups = Mapping[str, set[str]]

# What people call a whole line of models, by the pattern of its families' names. Lines of a single model
# (Magistral, Mixtral, …) and those whose bare name the facts already list are not here.
LINES = {
    "llama": r"^Llama \d",
    "qwen": r"^Qwen\d",
    "qwen coder": r"^Qwen.*Coder",
    "gemma": r"^Gemma",
    "phi": r"^Phi",
    "deepseek": r"^DeepSeek",
    "deepseek r1 distill": r"^DeepSeek-R1 distill",
    "glm": r"^GLM",
    "granite": r"^Granite",
    "nemotron": r"Nemotron",
    "olmo": r"^OLMo",
    "starcoder": r"^StarCoder",
    "smollm": r"^SmolLM",
}
# Card numbers that no card bears alone, only with a suffix.
BARE_NUMBERS = {"7900": r"^rx-7900-"}
_SIZE = re.compile(r"(?<![\d.a-z])(\d+(?:\.\d+)?b)\b")


def normal(name: str) -> str:
    """A name without what people vary: case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", name.lower())


def mark_ambiguous(models: list[Item], gpus: list[Item], machines: list[Item]) -> None:
    """Give every item the names that could mean it among others, and take those out of its exact aliases."""
    _mark(models, _model_groups(models))
    devices = [*gpus, *machines]
    _mark(devices, _number_groups(devices))


def _model_groups(models: Iterable[Item]) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for model in models:
        if model["kind"] == "embedding":
            continue
        groups[model["family"].lower()].add(model["id"])
        size = _SIZE.search(model["id"].replace("-", " "))
        for line, pattern in LINES.items():
            if re.search(pattern, model["family"]):
                groups[line].add(model["id"])
                if size:
                    groups[f"{line} {size[1]}"].add(model["id"])
    return groups


def _number_groups(devices: Iterable[Item]) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for device in devices:
        for number, pattern in BARE_NUMBERS.items():
            if re.search(pattern, device["id"]):
                for name in (number, f"RX {number}"):
                    groups[name].add(device["id"])
    return groups


def _mark(items: list[Item], groups: Groups) -> None:
    exact: dict[str, set[str]] = defaultdict(set)
    listed: set[str] = set()
    for item in items:
        item["ambiguous_aliases"] = list(item.get("ambiguous_aliases", ()))
        listed.update(map(normal, item["ambiguous_aliases"]))
        for name in (*item["aliases"], item["name"], item["id"]):
            exact[normal(name)].add(item["id"])
    for item in items:
        shared = [alias for alias in item["aliases"] if _is_shared(alias, exact, listed)]
        item["aliases"] = [alias for alias in item["aliases"] if alias not in shared]
        lines = [name for name, ids in groups.items() if len(ids) > 1 and item["id"] in ids]
        _add(item, [*shared, *(name for name in lines if normal(name) not in exact)])


def _is_shared(alias: str, exact: Groups, listed: set[str]) -> bool:
    return len(exact[normal(alias)]) > 1 or normal(alias) in listed


def _add(item: Item, names: Iterable[str]) -> None:
    known = set(map(normal, item["ambiguous_aliases"]))
    for name in names:
        if normal(name) not in known:
            item["ambiguous_aliases"].append(name)
            known.add(normal(name))
