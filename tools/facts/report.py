"""Counts of an import, for the eye."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tools.facts.build import Built

Item = dict[str, Any]


def report(built: Built) -> str:
    """Counts per class and what could not be joined."""
    rows, models = built.items["benchmarks"], built.items["models"]
    lines = [f"{name}: {len(items)}" for name, items in built.items.items()]
    for field in ("metric", "placement", "speculative", "reproducible", "excerpt_only", "engine"):
        lines.append(f"rows by {field}: {_counts(row[field] for row in rows)}")
    lines.append(f"sayable rows: {_counts(row['placement'] for row in rows if _sayable(row))}")
    lines.append(f"limits: {_counts(limit for row in rows for limit in row['limits'])}")
    for engine in ("ollama", "llama_cpp"):
        lines.append(f"models by {engine}: {_counts(model['runtime'][engine] for model in models)}")
    lines.append(f"headers: {_counts('exact' if model['gguf']['exact'] else 'derived' for model in models)}")
    lines += ["not joined:", *(f"  {line}" for line in built.unjoined)]
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
    )
