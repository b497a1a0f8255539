"""Work out what a golden case about speeds, specifications or files may expect, from the catalog files alone.

    golden_speed_oracle.py speed gpt-oss-20b MXFP4 rtx-3090x2 decode backend=CUDA cores=76 depth=32768
    golden_speed_oracle.py ratio gpt-oss-20b MXFP4 rtx-5090/rtx-3090 decode
    golden_speed_oracle.py spec rtx-4090 bandwidth
    golden_speed_oracle.py file qwen3-32b Q4_K_M ollama
    golden_speed_oracle.py audit tests/golden/speed-*.yaml tests/golden/spec-*.yaml

A device is an id, `xN` behind it for several cards, `@GB` for the memory of a machine. Each of the first four
prints the `facts:` of a case; `audit` runs every `speed[...]`, `ratio[...]`, `spec[...]` and `file[...]` of the `why`
texts again and compares it with what the case expects. Nothing here is shared with the program under test.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from oracle.speeds import Asked, Row, asked_from, catalog, find

MODEL_FIELDS = {"license": "license", "release_date": "released", "context_native": "context_native"}
CARD_FIELDS = {"vram": "memory_gb", "bandwidth": "bandwidth_gb_s", "tdp": "tdp_w", "launch_msrp": "msrp_usd",
               "launch_date": "launch", "bus": "memory_bus_bits"}  # fmt: skip
UNITS = {"vram": "GB_label", "bandwidth": "GB/s", "tdp": "W", "launch_msrp": "USD", "context_native": "token"}
COMPARED = ("test", "depth", "engine", "gpu_count", "quant")  # must be equal before two rows make a ratio
SHOWN = 8


def speed_facts(text: str) -> list[Row]:
    """The headline as an expected fact; nothing while the order leaves it open or the answer is a refusal."""
    found = find(asked_from(text))
    return [speed_fact(found.asked, found.heads[0])] if len(found.heads) == 1 else []


def speed_fact(asked: Asked, row: Row) -> Row:
    """One row as an expected fact. No device where one chip is sold in several boxes: then the chip is said."""
    subject = {"model": row["model"], "quant": row["quant"]}
    subject |= {"device": asked.device} if row["devices"] == [asked.device] else {}
    subject |= {"device_count": row["gpu_count"]} if row["gpu_count"] > 1 else {}
    return {
        "metric": f"{row['metric']}_speed", "subject": subject, "value": row["tokens_per_second"],
        "unit": "tok/s", "tolerance": 0.001,
    }  # fmt: skip


def ratio(text: str) -> Row | None:
    """The ratio of the headlines of two devices, or None if they are not of the same test and setup."""
    model, quant, pair, metric, *rest = text.split()
    found = [find(asked_from(" ".join([model, quant, where, metric, *rest]))) for where in pair.split("/")]
    if any(len(one.heads) != 1 for one in found):
        return None
    first, second = (one.heads[0] for one in found)
    if any(first[key] != second[key] for key in COMPARED):
        return None
    value = round(first["tokens_per_second"] / second["tokens_per_second"], 4)
    return {"metric": "speed_ratio", "subject": {"model": model}, "value": value, "unit": "x", "tolerance": 0.01}


def spec(text: str) -> Row:
    """One specification as an expected fact; the value is None where no source gave it."""
    where, metric = text.split()
    name, _, memory = where.partition("@")
    row = next(row for file in ("models", "gpus", "machines") for row in catalog(file) if row["id"] == name)
    owner: Row = {"model" if "params_total_b" in row else "device": name}
    owner |= {"memory_gb": int(memory)} if memory and len(row["memory"]) > 1 else {}
    fact = {"metric": metric, "subject": owner, "value": _value(row, metric, memory)}
    return fact | ({"unit": UNITS[metric]} if metric in UNITS else {})


def _value(row: Row, metric: str, memory: str) -> int | float | str | None:
    if metric in {"params_total", "params_active"}:
        billions = row[f"{metric}_b"]
        return None if billions is None else round(billions * 10**9)
    field = MODEL_FIELDS[metric] if "params_total_b" in row else CARD_FIELDS[metric]
    if memory:
        row = next(one for one in row["memory"] if one["memory_gb"] == int(memory))
    found: int | float | str | None = row["power_w" if metric == "tdp" and "power_w" in row else field]
    return found


def file_size(text: str) -> Row:
    """The size of the one file of that name; the Ollama file only if asked for. None if there are several."""
    model, quant, *rest = text.split()
    files = next(row for row in catalog("models") if row["id"] == model)["files"]
    files = [one for one in files if one["quant"] == quant and (one["repo"] == "ollama") == ("ollama" in rest)]
    value = (files[0].get("size_bytes") or round(files[0]["size_gb"] * 10**9)) if len(files) == 1 else None
    subject = {"model": model, "quant": quant}
    return {"metric": "file_size", "subject": subject, "value": value, "unit": "byte", "tolerance": 0.0005}


def brief(row: Row) -> str:
    """One row in a line."""
    where = "/".join(row["devices"]) if len(row["devices"]) < 3 else f"{row['devices'][0]} and the like"
    cores = f" {row['gpu_cores']} cores" if row["gpu_cores"] else ""
    notes = [row["placement"], *(["draft"] if row["speculative"] else []), *row.get("limits", [])]
    return (
        f"{row['tokens_per_second']:g} {row['metric']} {row['test']} depth {row['depth']} {row['quant']}"
        f" on {row['gpu_count']}x {where}{cores}, {row['backend']} {row['engine']} {row['build']}"
        f" [{', '.join(notes)}] benchmarks/{row['id']}"
    )


def report(kind: str, text: str) -> Iterator[str]:
    """Print what one call finds, the expected facts last."""
    if kind == "speed":
        found = find(asked_from(text))
        yield "refuse" if not found.heads else "headline" if len(found.heads) == 1 else "open between"
        for name in ("heads", "others", "unsayable", "near"):
            yield from (f"  {name}: {brief(row)}" for row in getattr(found, name)[:SHOWN])
        facts = speed_facts(text)
    else:
        one = {"ratio": ratio, "spec": spec, "file": file_size}[kind](text)
        facts = [one] if one else []
    yield yaml.safe_dump(facts, sort_keys=False)


def audit(files: list[Path]) -> Iterator[str]:
    """Yield what the cases of some golden files expect and this oracle does not find."""
    for case in (case for file in files for case in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)):
        for kind, text in re.findall(r"\b(speed|ratio|spec|file)\[([^\]]+)\]", case["why"]):
            faults = _speed_faults(text, case["expect"]) if kind == "speed" else _faults(kind, text, case["expect"])
            yield from (f"{case['id']}: {kind}[{text}]: {fault}" for fault in faults)


def _speed_faults(text: str, expect: Row) -> Iterator[str]:
    found = find(asked_from(text))
    metric = f"{found.asked.metric}_speed"
    values = {row["tokens_per_second"] for row in found.heads + found.others}
    if not values and "no_verified_speed" not in expect.get("refusals", []) and not _bans(expect, metric):
        yield "has no sayable row, but the case refuses nothing"
    wanted = {
        fact["value"]
        for fact in expect.get("facts", [])
        if fact["metric"] == metric and fact["subject"].get("model") == found.asked.model
    }
    if wanted and values and not values & wanted:
        yield f"none of {values} is expected"


def _faults(kind: str, text: str, expect: Row) -> Iterator[str]:
    fact = {"ratio": ratio, "spec": spec, "file": file_size}[kind](text)
    if fact is None or fact["value"] is None:
        if not expect.get("refusals") and not _bans(expect, "speed_ratio"):
            yield "is unknown, but the case refuses nothing"
        return
    wanted = [one.get("value") for one in expect.get("facts", []) if one["metric"] == fact["metric"]]
    if fact["metric"] != "bus" and fact["value"] not in wanted:  # there is no metric for the bus, only its text
        yield f"{fact['value']} is not expected"


def _bans(expect: Row, metric: str) -> bool:
    return any(fact["metric"] == metric for fact in expect.get("no_facts", []))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 1 if `audit` finds a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=["speed", "ratio", "spec", "file", "audit"])
    parser.add_argument("rest", nargs="+")
    given = parser.parse_args(arguments)
    if given.command != "audit":
        print(*report(given.command, " ".join(given.rest)), sep="\n")
        return 0
    faults = list(audit([Path(name) for name in given.rest]))
    print(*faults, f"{len(faults)} disagreements", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
