"""Which names decide between items, and which only lead to a question back (contract 5)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Item = dict[str, Any]


def normal(name: str) -> str:
    """A name without what people vary: case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", name.lower())


def mark_ambiguous(models: list[Item], gpus: list[Item], machines: list[Item]) -> None:
    """Move every alias that more than one item of its kind answers to into `ambiguous_aliases`."""
    for group in (models, [*gpus, *machines]):
        owners = _owners(group)
        for item in group:
            _settle(item, owners)


def _owners(group: Iterable[Item]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for item in group:
        for name in (*item["aliases"], *item.get("ambiguous_aliases", ()), item["name"]):
            owners[normal(name)].add(item["id"])
    for item in group:
        owners[normal(item["id"])].add(item["id"])
    return owners


def _settle(item: Item, owners: dict[str, set[str]]) -> None:
    shared = [alias for alias in item["aliases"] if len(owners[normal(alias)]) > 1]
    item["aliases"] = [alias for alias in item["aliases"] if alias not in shared]
    item["ambiguous_aliases"] = [*item.get("ambiguous_aliases", ()), *shared]
