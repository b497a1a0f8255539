"""Counts of an import, for the eye."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tools.facts.build import Built

Item = dict[str, Any]


def report(built: Built) -> str:
    """Counts per class and what could not be joined."""
    rows, models = built.items["benchmarks"], built.items["models"]
    fields = ("metric", "placement", "speculative", "reproducible", "excerpt_only", "engine")
    headers = ("exact" if model["gguf"]["exact"] else "derived" for model in models)
    lines = [
        *(f"{name}: {len(items)}" for name, items in built.items.items()),
        *(f"rows by {field}: {_counts(row[field] for row in rows)}" for field in fields),
        f"sayable rows: {_counts(row['placement'] for row in rows if _sayable(row))}",
        f"limits: {_counts(limit for row in rows for limit in row['limits'])}",
        *(f"models by {name}: {_counts(m['runtime'][name] for m in models)}" for name in ("ollama", "llama_cpp")),
        f"headers: {_counts(headers)}",
        "not joined:",
        *(f"  {line}" for line in built.unjoined),
    ]
    return "\n".join(lines)


def _counts(values: Iterable[Any]) -> str:
    return ", ".join(f"{value} {count}" for value, count in Counter(map(str, values)).most_common())


def _sayable(row: Item) -> bool:
    return bool(
        row["reproducible"]
        and row["model"]
        and row["devices"]
        and row["metric"] in ("decode", "prefill")
        and not row["speculative"]
        and row["placement"] != "oversubscribed"
    )
