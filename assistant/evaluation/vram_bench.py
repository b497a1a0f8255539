"""Hold the estimator against what llama.cpp allocates: `make bench-vram DATA=DIR`."""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.evaluation.vram_errors import (
    Checked,
    Summary,
    WeightError,
    as_numbers,
    check,
    summarize,
    weight_errors,
)
from assistant.evaluation.vram_logs import LogReport, check_logs
from assistant.evaluation.vram_rows import MIB, Row, read_rows
from assistant.evaluation.vram_shapes import Shapes, read_shapes

CACHE_TOLERANCE = 0.0005  # of the measured size: the target for KV, sliding KV and state


@dataclass(frozen=True)
class Bench:
    """All results. Keys are `build / kind` and `build / model / kind`."""

    rows: int
    unknown: dict[str, int]
    cache_max_percent: float
    cache_failures: int
    weights: dict[str, WeightError]
    by_kind: dict[str, Summary]
    by_model: dict[str, Summary]
    logs: LogReport

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "rows": self.rows,
            "unknown_models": self.unknown,
            "caches": {"max_percent": self.cache_max_percent, "over_tolerance": self.cache_failures},
            "weights": {model: as_numbers(error) for model, error in self.weights.items()},
            "compute_by_kind": {key: as_numbers(value) for key, value in self.by_kind.items()},
            "compute_by_model": {key: as_numbers(value) for key, value in self.by_model.items()},
            "logs": asdict(self.logs),
        }


def measure(rows: Iterable[Row], shapes: Shapes, logs: LogReport) -> Bench:
    """Estimate every row whose model's shape is known."""
    checked: list[Checked] = []
    unknown: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        shape = shapes.find(row.model)
        if shape is None:
            unknown[row.model] += 1
        else:
            checked.append(check(row, shape))
    by_kind = _grouped(checked, lambda item: f"{item.row.place.era} / {item.row.kind}")
    by_model = _grouped(checked, lambda item: f"{item.row.place.era} / {item.row.model} / {item.row.kind}")
    return Bench(
        rows=len(checked),
        unknown=dict(unknown),
        cache_max_percent=100 * max((item.cache_error for item in checked), default=0.0),
        cache_failures=sum(item.cache_error > CACHE_TOLERANCE for item in checked),
        weights=_weights(checked, shapes),
        by_kind={key: summarize(items) for key, items in by_kind.items()},
        by_model={key: summarize(items) for key, items in by_model.items()},
        logs=logs,
    )


def report(bench: Bench) -> str:
    """The results as text."""
    lines = [
        f"{bench.rows} rows",
        f"KV, sliding KV and state: largest error {bench.cache_max_percent:.5f} %",
        f"{bench.cache_failures} rows over {100 * CACHE_TOLERANCE} %",
        *(f"shape of {model} not known: {count} rows left out" for model, count in bench.unknown.items()),
        "",
        f"{'weights, error in MiB':<58}{'device':>10}{'host':>10}",
        *(f"{model:<58}{_mib(e.device_mib)}{_mib(e.host_mib)}" for model, e in bench.weights.items()),
        "",
        *_table("compute buffer by kind", bench.by_kind),
        "",
        *_table("compute buffer by model", bench.by_model),
        "",
        *_log_lines(bench.logs),
    ]
    return "\n".join(lines) + "\n"


def main(data_dir: Path | None, headers: Path | None, json_out: Path | None) -> None:
    """Print the errors of every row in `data_dir`; without data, say so. `json_out` gets the numbers.

    Raises:
        ShapeError: a header lacks a field.
    """
    rows = read_rows(data_dir) if data_dir is not None else ()
    if data_dir is None or not rows:
        sys.stdout.write("No allocation data given: nothing measured. Usage: make bench-vram DATA=DIR\n")
        return
    shapes = read_shapes(headers)
    bench = measure(rows, shapes, check_logs(data_dir, shapes))
    sys.stdout.write(report(bench))
    if json_out is not None:
        json_out.write_text(json.dumps(bench.as_json(), indent=1) + "\n", encoding="utf-8")


def _grouped(items: Iterable[Checked], key: Callable[[Checked], str]) -> dict[str, list[Checked]]:
    groups: defaultdict[str, list[Checked]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(sorted(groups.items()))


def _weights(checked: Iterable[Checked], shapes: Shapes) -> dict[str, WeightError]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for item in checked:
        rows[item.row.model].append(item.row)
    found = {model: shapes.find(model) for model in sorted(rows)}
    return {model: weight_errors(rows[model], shape) for model, shape in found.items() if shape}


def _mib(value: float | None) -> str:
    return f"{'-':>10}" if value is None else f"{value:>10.3f}"


def _table(title: str, summaries: Mapping[str, Summary]) -> list[str]:
    head = ("rows", "median %", "p95 %", "max %", "p95 MiB", "total med", "total p95", "in range", "> high")
    lines = [f"{title:<58}" + "".join(f"{name:>10}" for name in head)]
    for key, s in summaries.items():
        values = (s.median_percent, s.p95_percent, s.max_percent, s.p95_mib, s.total_median_mib, s.total_p95_mib)
        shown = "".join(f"{value:>10.2f}" for value in values)
        lines.append(f"{key:<58}{s.rows:>10}{shown}{s.in_range_percent:>9.1f}%{s.above_high:>10}")
    return lines


def _log_lines(logs: LogReport) -> list[str]:
    lines = [f"{'published logs':<32}{'part':<9}{'build':<11}{'log MiB':>12}{'error %':>10}"] if logs.checks else []
    lines += [f"{c.model:<32}{c.part:<9}{c.era:<11}{c.measured / MIB:>12.2f}{c.percent:>10.3f}" for c in logs.checks]
    return lines + [f"{count} log rows left out: {reason}" for reason, count in logs.excluded.items()]


def _command(
    data: Annotated[Path | None, typer.Option(help="folder with the allocation file")] = None,
    headers: Annotated[Path | None, typer.Option(help="file of headers instead of the catalog")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="where to write the numbers")] = None,
) -> None:
    main(data, headers, json_out)


if __name__ == "__main__":
    typer.run(_command)
