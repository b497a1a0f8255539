"""Work out what a golden case about memory may expect, without the program that the case will judge.

    golden_oracle.py --facts DIR run qwen3-32b Q4_K_M 8192 rtx-3090x2 kv=q8_0 fa=off slots=4 ram=64 ollama windows
    golden_oracle.py --facts DIR audit tests/golden/memory-*.yaml
    golden_oracle.py --facts DIR check ALLOCATIONS.csv HEADERS.yaml

DIR holds models.yaml, gpus.yaml and machines.yaml. A device is an id, `xN` for several, `@GB` for a machine's
memory. `audit` runs every `oracle[...]` of the `why` texts again and compares it with what the case expects.
"""

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from oracle.devices import overhead, share, shared_pool, usable, verdicts
from oracle.memory import (
    GIB,
    MIB,
    Run,
    Span,
    compute_bytes,
    file_of,
    kv_bytes,
    shape_of,
    state_bytes,
    weights,
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One question to the oracle."""

    model: Row
    quant: str
    device: Row
    count: int
    memory_gb: int | None
    run: Run
    ollama: bool = False
    windows: bool = False
    ram_gib: float = 32.0  # assumed where a question does not say


@dataclass(frozen=True)
class Found:
    """What the oracle says: bytes, and the verdicts that cannot be excluded."""

    file_size: int
    weights: float
    kv_cache: int
    recurrent_state: int
    compute_buffer: float
    total: Span
    usable: Span
    verdicts: list[str]

    @property
    def total_memory(self) -> float:
        """The middle of the total."""
        return self.total.mid

    def __str__(self) -> str:
        return f"total {self.total}, usable {self.usable}: {' or '.join(self.verdicts)}"


class Facts:
    """The fact files of one folder, by id."""

    def __init__(self, folder: Path) -> None:
        self.models = {row["id"]: row for row in _read(folder / "models.yaml")}
        self.devices = {row["id"]: row for name in ("gpus", "machines") for row in _read(folder / f"{name}.yaml")}

    def asked(self, text: str) -> Asked:
        """Read a line such as `qwen3-32b Q4_K_M 8192 rtx-3090x2 kv=q8_0`."""
        model, quant, context, where, *rest = text.split()
        options = {name: value for name, _, value in (word.partition("=") for word in rest)}
        name, _, memory = where.partition("@")
        base, _, count = name.rpartition("x")
        several = base in self.devices and count.isdigit()
        run = Run(
            int(context), options.get("kv", "f16"), options.get("fa") != "off", int(options.get("slots", 1)),
            "split" not in options, int(options.get("ubatch", 512)),
        )  # fmt: skip
        return Asked(
            self.models[model], quant, self.devices[base if several else name], int(count) if several else 1,
            int(memory) if memory else None, run, "ollama" in options, "windows" in options,
            float(options.get("ram", 32)),
        )  # fmt: skip


def _read(file: Path) -> list[Row]:
    rows: list[Row] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return rows


def find(asked: Asked) -> Found:
    """Answer one question."""
    model, run = asked.model, asked.run
    shape = shape_of(model)
    on_device, host = weights(model, asked.quant, ollama=asked.ollama)
    kv, state = sum(kv_bytes(shape, run)), state_bytes(shape, run)
    parts = on_device + Span(*(float(kv + state),) * 3)
    work = compute_bytes(model, run, copies=4 if asked.count > 1 else 1)
    total = share(parts, work, model["arch"]["n_layers"], asked.count) + overhead(asked.device)
    offer = usable(asked.device, asked.memory_gb, windows=asked.windows)
    pool = shared_pool(asked.device, asked.memory_gb)
    spare = asked.ram_gib * GIB if pool is None else pool - offer.mid
    overflow = host + asked.count * (total.mid - offer.mid)
    file = file_of(model, asked.quant, ollama=asked.ollama)[0]
    return Found(file, on_device.mid, kv, state, work, total, offer, verdicts(total, offer, overflow, spare))


def contexts(asked: Asked) -> tuple[int, int, int]:
    """The largest context that is surely, probably and possibly `fits`: multiples of 256 up to the native one."""
    sure = likely = possible = 0
    for size in range(256, asked.model["context_native"] + 1, 256):
        found = find(replace(asked, run=replace(asked.run, context=size)))
        sure = size if found.total.high <= found.usable.low - GIB else sure
        likely = size if found.total.mid <= found.usable.mid - GIB else likely
        possible = size if found.total.low <= found.usable.high else possible
    return sure, likely, possible


def audit(facts: Facts, files: list[Path]) -> Iterator[str]:
    """Yield what the cases of some golden files expect and the oracle does not allow."""
    for case in (case for file in files for case in _read(file)):
        for line in re.findall(r"oracle\[([^\]]+)\]", case["why"]):
            asked = facts.asked(line)
            yield from (f"{case['id']}: {line}: {fault}" for fault in _faults(case["expect"], asked, find(asked)))


def _faults(expect: Row, asked: Asked, found: Found) -> Iterator[str]:
    lists = [
        estimate["verdict"]
        for estimate in [expect, *expect.get("estimates", [])]
        if estimate.get("model", asked.model["id"]) == asked.model["id"]
        and estimate.get("device") in {None, asked.device["id"]}
        and estimate.get("verdict", [None]) != [None]
    ]
    if lists and not any(set(found.verdicts) <= set(one) for one in lists):
        yield f"{found}, expected {lists}"
    for fact in expect.get("facts", []):
        if fact.get("subject", {}).get("model") != asked.model["id"] or fact.get("value") is None:
            continue
        limit = fact["metric"] == "max_context"
        value = contexts(asked)[1] if limit else getattr(found, fact["metric"], None)
        if value and abs(value - fact["value"]) > max(0.001 * fact["value"] * bool(fact.get("tolerance")), 0.5):
            yield f"{fact['metric']} is {value:.0f}, expected {fact['value']}"


def check(facts: Facts, table: Path, headers: Path) -> Iterator[str]:
    """Compare the formulas with llama.cpp's own dry run (one row per configuration)."""
    ids = {row["label"]: row["model_id"] for row in _read(headers)}
    errors: dict[str, list[float]] = {"KV, MiB": [], "state, MiB": [], "compute, relative": []}
    for row in csv.DictReader(table.open(encoding="utf-8")):
        model = facts.models.get(ids.get(row["model"], ""))
        alike = row["type_k"] == row["type_v"] and row["swa_full"] == "0"
        if model and alike and row["backend"] == "gpu_sim" and row["status"] == "ok":
            for name, error in zip(errors, _errors(model, row), strict=True):
                errors[name].append(error)
    for name, seen in errors.items():
        seen.sort()
        half, late = seen[len(seen) // 2], seen[int(len(seen) * 0.95)]
        yield f"{name}: {len(seen)} rows, median {half:.4f}, 95 % within {late:.4f}, max {seen[-1]:.4f}"


def _errors(model: Row, row: dict[str, str]) -> tuple[float, float, float]:
    run = Run(
        int(row["n_ctx"]), row["type_k"], row["flash_attn"] == "on", int(row["n_seq_max"]),
        row["kv_unified"] == "1", int(row["n_ubatch"]), int(row["n_outputs"]),
    )  # fmt: skip
    shape, compute = shape_of(model), float(row["compute_buffer_mib"])
    return (
        abs(sum(kv_bytes(shape, run)) / MIB - float(row["kv_buffer_mib"])),
        abs(state_bytes(shape, run) / MIB - float(row["rs_buffer_mib"])),
        abs(compute_bytes(model, run) / MIB / compute - 1),
    )


def report(facts: Facts, line: str) -> Iterator[str]:
    """Yield everything about one run, the largest context last."""
    asked = facts.asked(line)
    found = find(asked)
    for name in ("file_size", "weights", "kv_cache", "recurrent_state", "compute_buffer"):
        yield f"{name:16}{getattr(found, name):>18,.0f} bytes {getattr(found, name) / GIB:9.3f} GiB"
    yield str(found)
    yield "largest context, surely / probably / possibly: {} / {} / {}".format(*contexts(asked))


def main(arguments: list[str] | None = None) -> int:
    """Run one of the three commands; 1 if `audit` finds a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("command", choices=["run", "audit", "check"])
    parser.add_argument("rest", nargs="+")
    given = parser.parse_args(arguments)
    facts = Facts(given.facts)
    if given.command == "run":
        print(*report(facts, " ".join(given.rest)), sep="\n")
        return 0
    if given.command == "check":
        print(*check(facts, *map(Path, given.rest)), sep="\n")
        return 0
    faults = list(audit(facts, [Path(name) for name in given.rest]))
    print(*faults, f"{len(faults)} disagreements", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
