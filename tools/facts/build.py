"""All fact files to catalog items, joined by id."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tools.facts.devices import claim_item, gpu_item, machine_item
from tools.facts.latest import add_latest
from tools.facts.models import model_item
from tools.facts.names import mark_ambiguous
from tools.facts.row_rules import EXCERPTS
from tools.facts.rows import Known, row_item

Item = dict[str, Any]
Facts = dict[str, list[Item]]


@dataclass(frozen=True)
class Built:
    """Items by file name, and a line for each thing that could not be joined."""

    items: dict[str, list[Item]]
    unjoined: tuple[str, ...]


def build_catalog(facts: Facts, latest: Iterable[Item] = ()) -> Built:
    """Convert everything; items keep the order of the facts. `latest`: what Ollama serves, see latest.py."""
    headers = {row["model_id"]: row for row in facts["gguf-headers"]}
    models = [model_item(fact, headers.get(fact["id"])) for fact in facts["models"]]
    gpus = [gpu_item(fact) for fact in facts["gpus"]]
    machines = [machine_item(fact) for fact in facts["machines"]]
    mark_ambiguous(models, gpus, machines)
    missing = add_latest(models, latest)
    rows = [row_item(fact, _known(models, [*gpus, *machines])) for fact in facts["benchmarks"]]
    claims = [claim_item(fact) for fact in facts["unverified_claims"]]
    items = {
        "models": models,
        "gpus": gpus,
        "machines": machines,
        "benchmarks": rows,
        "unverified_claims": claims,
    }
    return Built(items, (*missing, *_unjoined(facts, items)))


def _known(models: list[Item], devices: list[Item]) -> Known:
    aliases = {alias: item["id"] for item in models for alias in item["aliases"]}
    ids = {item["id"]: item["id"] for item in models}
    return Known({m["id"]: m for m in models}, {d["id"]: d for d in devices}, aliases | ids)


def _unjoined(facts: Facts, items: dict[str, list[Item]]) -> Iterable[str]:
    models = {item["id"] for item in items["models"]}
    for row in facts["gguf-headers"]:
        if row["model_id"] not in models:
            yield f"gguf-headers: {row['label']}: no model {row['model_id']}"
    for row in items["benchmarks"]:
        if row["unresolved"]:
            yield f"benchmarks: {row['id']}: {row['unresolved']}"
    yield from _excerpts(items["benchmarks"])
    for claim in items["unverified_claims"]:
        if claim["model"] and claim["model"] not in models:
            yield f"unverified_claims: {claim['id']}: no model {claim['model']}"


def _excerpts(rows: list[Item]) -> Iterable[str]:
    """The rows seen only in excerpts are named by source and number; a changed number needs a look."""
    for source, expected in EXCERPTS.items():
        found = sum(row["excerpt_only"] and source in row["source_url"] for row in rows)
        if found != expected:
            yield f"row_rules.EXCERPTS: {source}: {expected} rows expected, {found} found"
