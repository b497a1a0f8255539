"""Which benchmark rows may be said for one question, and which of them stands first: read from the catalog alone."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]

CATALOG = Path(__file__).parents[2] / "corpus" / "catalog"
USUAL_TEST = {"decode": 128, "prefill": 512}  # llama-bench's own default tests: tg128 and pp512
NO_NUMBER = 99.0  # farther from the usual test than any test that states its length


@dataclass(frozen=True)
class Asked:
    """One identity: model, quantization (`*` for any), device, number of cards, metric; what else was asked for."""

    model: str
    quant: str
    device: str
    count: int
    metric: str
    backend: str | None = None
    cores: int | None = None
    depth: int = 0


@dataclass(frozen=True)
class Found:
    """`heads` may stand first: several where the stated order leaves it open, none if the answer is a refusal.

    `others` are sayable too, `unsayable` has the identity and must not be said, `near` differs in something.
    """

    asked: Asked
    heads: list[Row]
    others: list[Row]
    unsayable: list[Row]
    near: list[Row]


@cache
def catalog(name: str) -> list[Row]:
    """The items of one catalog file."""
    items: list[Row] = yaml.load((CATALOG / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return items


def asked_from(text: str) -> Asked:
    """Read `MODEL QUANT DEVICE[xN] METRIC [backend=] [cores=] [depth=]`; `~` stands for a space."""
    model, quant, where, metric, *rest = text.split()
    options = dict(word.split("=") for word in rest)
    several = re.fullmatch(r"(.+?)x(\d+)", where)
    known = {row["id"] for file in ("gpus", "machines") for row in catalog(file)}
    device, count = (several[1], int(several[2])) if several and where not in known else (where, 1)
    if device not in known or model not in {row["id"] for row in catalog("models")} or metric not in USUAL_TEST:
        raise SystemExit(f"not in the catalog: {text}")
    cores = int(options["cores"]) if "cores" in options else None
    depth = int(options.get("depth", 0))
    return Asked(model, quant.replace("~", " "), device, count, metric, options.get("backend"), cores, depth)


def sayable(row: Row) -> bool:
    """Reproducible, resolved, one metric, no draft, and not swapped by the driver."""
    return bool(
        row["reproducible"]
        and row["model"]
        and row["devices"]
        and row["metric"] in USUAL_TEST
        and not row["speculative"]
        and row["placement"] in {"gpu", "cpu", "partial"}
    )


def answers(row: Row, asked: Asked) -> bool:
    """Whether a row has the asked identity. A row without a core count does not prove the variant asked for."""
    return (
        (row["model"], row["gpu_count"], row["metric"]) == (asked.model, asked.count, asked.metric)
        and asked.quant in {"*", row["quant"]}
        and asked.device in row["devices"]
        and (asked.cores is None or row["gpu_cores"] == asked.cores)
    )


def find(asked: Asked) -> Found:
    """Apply the stated order to the sayable rows of the identity.

    A core variant, a set of boxes and a quantization are identities of their own; the result is the union over them.
    """
    rows = [row for row in catalog("benchmarks") if answers(row, asked)]
    said = [row for row in rows if sayable(row)]
    heads = [row for identity in _identities(said) for row in headlines(identity, asked)]
    near = [
        row
        for row in catalog("benchmarks")
        if sayable(row) and row["model"] == asked.model and row["metric"] == asked.metric and row not in said
    ]
    near.sort(key=lambda row: (asked.device not in row["devices"], row["quant"] != asked.quant))
    return Found(asked, heads, [r for r in said if r not in heads], [r for r in rows if not sayable(r)], near)


def headlines(rows: list[Row], asked: Asked) -> list[Row]:
    """Depth; test; newest build; backend asked for, else the one with most rows. Ties stay ties.

    Not stated is whether a newer build still stands first when it was measured under a limit (of power, say) and an
    older one was not: then both are returned. Two more steps are not in the stated order: a backend that was asked
    for narrows first (behind the build it would decide nothing), and at the very end the GPU goes before the CPU.
    """
    own = [row for row in rows if row["backend"] == asked.backend] or rows
    stated = _in_order(own, asked)
    free = _in_order([row for row in own if not row.get("limits")], asked)
    return stated + [row for row in free if row not in stated]


def _in_order(rows: list[Row], asked: Asked) -> list[Row]:
    usage = Counter(row["backend"] for row in rows)
    left = _least(rows, lambda row: abs(row["depth"] - asked.depth))
    left = _newest(_least(left, _test_distance))
    left = _least(left, lambda row: -usage[row["backend"]])
    return _least(left, lambda row: ["gpu", "partial", "cpu"].index(row["placement"]))


def build_number(build: str | None) -> int | None:
    """The running number in `4d3726278 (7315)`, `05a6f0e89 (b8038)`, `b9174-g0253fb21f` or `6139`."""
    found = re.search(r"\(b?(\d+)\)", build or "") or re.match(r"b?(\d{4,5})(?=-|$)", build or "")
    return int(found[1]) if found else None


def _identities(rows: list[Row]) -> list[list[Row]]:
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault((tuple(row["devices"]), row["gpu_cores"], row["quant"]), []).append(row)
    return list(groups.values())


def _least(rows: list[Row], key: Callable[[Row], float]) -> list[Row]:
    best = min(map(key, rows), default=None)
    return [row for row in rows if key(row) == best]


def _test_distance(row: Row) -> float:
    number = re.search(r"\d+", row["test"]) if "server" not in row["test"] else None
    return abs(log(int(number[0]) / USUAL_TEST[row["metric"]])) if number else NO_NUMBER


def _newest(rows: list[Row]) -> list[Row]:
    numbers = [build_number(row["build"]) for row in rows]
    if all(numbers):
        return [row for row, number in zip(rows, numbers, strict=True) if number == max(filter(None, numbers))]
    dates = [row["date"] for row in rows]
    return [row for row in rows if row["date"] == max(dates)] if all(dates) else rows
