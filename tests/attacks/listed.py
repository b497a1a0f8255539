"""Attacks from a list: lines `{id, group, attack_class, text, expected, why}` over one evidence file.

The evidence is a file of contract 7, or a list of `{id, kind, content}` records in which one record holds several
values; each value then becomes a fact under the record's id.
"""

import json
from pathlib import Path
from typing import Any

from tests.attacks.names import known_ids
from tests.attacks.trial import Trial
from tests.attacks.world import CONTEXT, SUBJECT

CATALOGUED = {
    "vram_gb": ("vram", "GB_label", 1),
    "bandwidth_gb_s": ("bandwidth", "GB/s", 1),
    "tdp_w": ("tdp", "W", 1),
    "launch_price_usd": ("launch_msrp", "USD", 1),
    "released": ("launch_date", "none", 1),
    "weights_gb": ("weights", "byte", 1e9),
    "kv_cache_gb_at_8k": ("kv_cache", "byte", 1e9),
    "total_gb_at_8k": ("total_memory", "byte", 1e9),
}
AT = {"weights", "kv_cache", "total_memory"}


def listed(attacks: Path, evidence: Path) -> list[Trial]:
    """Read a list of attacks and controls with their evidence."""
    given = json.loads(evidence.read_text(encoding="utf-8"))
    file = given if isinstance(given, dict) else from_records(given)
    rows = [json.loads(line) for line in attacks.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [
        Trial(row["group"][:1], row["attack_class"], row["text"], file, row["expected"], (), (), row["why"])
        for row in rows
    ]


def from_records(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Turn records of several values into an evidence file."""
    facts = [fact for record in records for fact in _facts(record)]
    passages = [_passage(record) for record in records if record["kind"] == "passage"]
    question = next((record["content"] for record in records if record["kind"] == "question"), "")
    first = next((fact["subject"] for fact in facts if fact["metric"] == "decode_speed"), {})
    settled = {key: first.get(key) for key in ("model", "quant", "device")} | {"context": CONTEXT}
    return {"question": question, "settled": settled, "facts": facts, "passages": passages}


def _facts(record: dict[str, Any]) -> list[dict[str, Any]]:
    content = record["content"]
    if record["kind"] == "verified_benchmark":
        owner = _owner(content) | {"engine": content["engine"], "device_count": 1}
        extra = {"test": "tg128", "depth": 0, "placement": "gpu", "date": content["date"]}
        return [_fact(record["id"], "decode_speed", content["value"], content["unit"], owner, "measured") | extra]
    if record["kind"] not in ("catalog", "vram_estimate"):
        return []
    kind = "specification" if record["kind"] == "catalog" else "computed"
    found = []
    for key, value in content.items():
        if key in CATALOGUED:
            metric, unit, factor = CATALOGUED[key]
            owner = _owner(content) | ({"context": CONTEXT} if metric in AT else {})
            found.append(_fact(record["id"], metric, round(value * factor) if factor > 1 else value, unit, owner, kind))
    return found


def _owner(content: dict[str, Any]) -> dict[str, Any]:
    ids = {"model": content.get("model"), "device": content.get("gpu")}
    return {key: known_ids()[name] for key, name in ids.items() if name} | {"quant": content.get("quant")}


def _fact(id_: str, metric: str, value: Any, unit: str, owner: dict[str, Any], kind: str) -> dict[str, Any]:
    subject = {name: owner.get(name) for name in SUBJECT}
    fact = {"id": id_, "metric": metric, "value": value, "unit": unit, "subject": subject, "class": kind}
    return {**fact, "source": "list", "url": None, "as_of": None}


def _passage(record: dict[str, Any]) -> dict[str, Any]:
    return {"id": record["id"], "title": record["id"], "section": "", "url": "", "text": record["content"]}
