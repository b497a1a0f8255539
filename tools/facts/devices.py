"""Cards, machines and unverified claims: facts to catalog items."""

import hashlib
import re
from typing import Any

Item = dict[str, Any]


def sources_of(fact: Item) -> list[Item]:
    """The sources with `source` (how a value came about without a document) renamed to `basis`."""
    return [_source(source) for source in fact["sources"]]


def _source(source: Item) -> Item:
    if str(source["url"]).startswith("package "):
        return {**source, "url": None, "basis": "package", "cites": source["url"].removeprefix("package ")}
    return {("basis" if key == "source" else key): value for key, value in source.items()}


def gpu_item(fact: Item) -> Item:
    """One card: the facts already have the catalog's form."""
    return {**fact, "sources": sources_of(fact)}


def machine_item(fact: Item) -> Item:
    """One machine: the maps by memory size become one list, so that sizes and prices cannot part."""
    usable, price = fact["gpu_usable_gib_observed"], fact["msrp_usd"]
    memory = [
        {"memory_gb": size, "gpu_usable_gib": usable.get(str(size)), "msrp_usd": price.get(str(size))}
        for size in fact["memory_gb_options"]
    ]
    gone = ("memory_gb_options", "gpu_usable_gib_observed", "gpu_usable_fraction_note", "msrp_usd")
    return {
        **{key: value for key, value in fact.items() if key not in gone},
        "memory": memory,
        "gpu_cores": fact["gpu_cores"] or [],
        "gpu_usable_note": fact["gpu_usable_fraction_note"],
        "sources": sources_of(fact),
    }


def claim_item(fact: Item) -> Item:
    """One claim; its id is made of its subject and a digest of its text, so that order does not matter."""
    subject = "-on-".join(part for part in (fact["model"], fact["hardware"]) if part) or "general"
    digest = hashlib.sha256(f"{fact['claim_summary']}{fact['figure']}".encode()).hexdigest()[:6]
    rest = {key: value for key, value in fact.items() if key != "claim_summary"}
    return {
        "id": f"{re.sub(r'[^a-z0-9.+_-]', '-', subject)}-{digest}",
        "summary": fact["claim_summary"],
        **rest,
    }
