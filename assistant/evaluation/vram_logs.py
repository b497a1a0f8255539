"""Published logs: caches and compute buffers that others printed, checked where the run is known."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant.evaluation.vram_rows import MIB
from assistant.evaluation.vram_shapes import Shapes
from assistant.vram.buffers import buffers
from assistant.vram.place import ERAS, Backend, Era, Place
from assistant.vram.run import KV_TYPES, KvType, Run
from assistant.vram.shape import Shape

LOGS = "published-logs.csv"

# Notes that make a row no measurement of one plain llama.cpp run, with the reason said.
_REASONS = (
    ("fork", "another engine: a fork with its own allocator"),
    ("projection", "a projection, not an allocation"),
    ("total only", "only a total is given"),
    ("attempt", "an allocation that failed"),
    ("inferred", "the model was inferred from the numbers"),
    ("published in gib", "rounded to 0.01 GiB and mixed with other buffers"),
    ("draft context", "a draft context or a sum with one"),
    ("approximate", "stated as approximate"),
)


@dataclass(frozen=True)
class LogCheck:
    """One log line's value against the estimate, in bytes; `era` is the build assumed."""

    model: str
    part: str
    era: str
    measured: float
    estimate: int
    source: str

    @property
    def percent(self) -> float:
        """The error relative to the log's value."""
        return 100 * (self.estimate - self.measured) / self.measured


@dataclass(frozen=True)
class LogReport:
    """What could be checked, and why the rest could not."""

    checks: tuple[LogCheck, ...]
    excluded: dict[str, int]


def check_logs(folder: Path, shapes: Shapes) -> LogReport:
    """Check the published logs in a folder; nothing if there are none."""
    path = folder / LOGS
    checks: list[LogCheck] = []
    excluded: Counter[str] = Counter()
    if path.is_file():
        with path.open(newline="", encoding="utf-8") as file:
            for line in csv.DictReader(file):
                found = _check(line, shapes)
                if isinstance(found, str):
                    excluded[found] += 1
                else:
                    checks.extend(found)
    return LogReport(tuple(checks), dict(excluded.most_common()))


def _check(line: dict[str, str], shapes: Shapes) -> list[LogCheck] | str:
    notes = f"{line['notes']} {line['model']}".lower()
    for word, reason in _REASONS:
        if word in notes:
            return reason
    shape = shapes.find(line["model"], line["arch"])
    if shape is None:
        return "the model's shape is not known"
    run = _run(line)
    if run is None:
        return "the run is not stated"
    return _parts(line, shape, run)


def _run(line: dict[str, str]) -> Run | None:
    """The run of a log line; slots not stated count as one, the common tools' default."""
    if not line["n_ctx"]:
        return None
    keys, values = line["ctk"] or "f16", line["ctv"] or "f16"
    if keys not in KV_TYPES or values not in KV_TYPES:
        return None
    return Run(
        context=int(line["n_ctx"]),
        kv_k=cast(KvType, keys),
        kv_v=cast(KvType, values),
        flash_attention=line["flash_attn"] != "off",
        slots=int(line["n_parallel"] or 1),
        unified="non-unified" not in line["notes"],
        ubatch=int(line["ubatch"] or Run().ubatch),
    )


def _parts(line: dict[str, str], shape: Shape, run: Run) -> list[LogCheck]:
    """Each buffer by the rules of every build, since logs seldom name theirs; equal results are said once."""
    backend: Backend = "cpu" if line["backend"].startswith("CPU") else "gpu"
    found: dict[tuple[str, int], LogCheck] = {}
    for era in ERAS:
        place = Place(backend=backend, era=cast(Era, era))
        got = buffers(shape, run, place)
        ours = {"kv": got.kv_full + got.kv_sliding, "rs": got.recurrent}
        if _is_one_device(line):
            ours["compute"] = got.compute
        for part, value in ours.items():
            if value and (text := line[f"{part}_buffer_mib"]):
                one = LogCheck(line["model"], part, era, float(text) * MIB, value, line["source_url"])
                found.setdefault((part, value), one)
    return list(found.values())


def _is_one_device(line: dict[str, str]) -> bool:
    """Whether the compute buffer is that of the whole model on one device, cache types known."""
    single = "x" not in line["backend"].removeprefix("CUDA")
    return single and bool(line["ctk"]) and "experts" not in line["notes"] and "MTP" not in line["model"]
