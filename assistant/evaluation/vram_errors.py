"""Estimate against measurement: errors per row, and what is said of many of them."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from assistant.evaluation.vram_rows import MIB, Row
from assistant.vram.buffers import Buffers, buffers
from assistant.vram.shape import Shape
from assistant.vram.weights import split_weights

# Files of the measurement: llama.cpp's own Q4_K_M choice, gpt-oss in MXFP4 (both published so).
QUANT, QUANT_BY_ARCH = "Q4_K_M", {"gpt-oss": "MXFP4"}


@dataclass(frozen=True)
class Checked:
    """One row with its estimate; errors in bytes, estimate less measurement."""

    row: Row
    estimate: Buffers

    @property
    def cache_error(self) -> float:
        """The largest error of the three caches, relative to the measured one (bytes where that is 0)."""
        pairs = (
            (self.estimate.kv_full, self.row.kv_full),
            (self.estimate.kv_sliding, self.row.kv_sliding),
            (self.estimate.recurrent, self.row.recurrent),
        )
        return max(abs(ours - measured) / (measured or 1.0) for ours, measured in pairs)

    @property
    def compute_error(self) -> float:
        """The error of the compute buffer in bytes."""
        return self.estimate.compute - self.row.compute

    @property
    def total_error(self) -> float:
        """The error of caches and compute buffer together, in bytes."""
        caches = self.row.kv_full + self.row.kv_sliding + self.row.recurrent
        ours = self.estimate.kv_full + self.estimate.kv_sliding + self.estimate.recurrent
        return ours - caches + self.compute_error

    @property
    def in_range(self) -> bool:
        """Whether the measured compute buffer lies between low and high."""
        return self.estimate.compute_low <= self.row.compute <= self.estimate.compute_high

    @property
    def above_high(self) -> bool:
        """Whether the measured compute buffer is larger than high: the estimate was not safe."""
        return self.row.compute > self.estimate.compute_high


@dataclass(frozen=True)
class Summary:
    """Errors of the compute buffer and of the total over some rows."""

    rows: int
    median_percent: float
    p95_percent: float
    max_percent: float
    median_mib: float
    p95_mib: float
    total_median_mib: float
    total_p95_mib: float
    in_range_percent: float
    above_high: int


@dataclass(frozen=True)
class WeightError:
    """Errors of a model's weights in MiB; None where no row shows the part."""

    device_mib: float | None
    host_mib: float | None


def check(row: Row, shape: Shape) -> Checked:
    """Estimate one row."""
    return Checked(row, buffers(shape, row.run, row.place))


def summarize(checked: Sequence[Checked]) -> Summary:
    """The distribution of errors; percentiles by nearest rank."""
    relative = sorted(abs(item.compute_error) / item.row.compute * 100 for item in checked)
    absolute = sorted(abs(item.compute_error) / MIB for item in checked)
    total = sorted(abs(item.total_error) / MIB for item in checked)
    return Summary(
        rows=len(checked),
        median_percent=median(relative),
        p95_percent=_p95(relative),
        max_percent=relative[-1],
        median_mib=median(absolute),
        p95_mib=_p95(absolute),
        total_median_mib=median(total),
        total_p95_mib=_p95(total),
        in_range_percent=100 * sum(item.in_range for item in checked) / len(checked),
        above_high=sum(item.above_high for item in checked),
    )


def weight_errors(rows: Sequence[Row], shape: Shape) -> WeightError:
    """How far the weights of one model are off, its file's bytes being what the processor backend maps."""
    mapped = [row.device_weights for row in rows if row.place.backend == "cpu"]
    device = [row for row in rows if row.place.backend == "gpu"]
    if not mapped or not device:
        return WeightError(None, None)
    ours = split_weights(shape, round(mapped[0]), QUANT_BY_ARCH.get(shape.arch, QUANT))
    host = device[0].host_weights
    return WeightError(
        device_mib=(ours.device - device[0].device_weights) / MIB,
        host_mib=None if host is None else (ours.host - host) / MIB,
    )


def as_numbers(summary: Summary | WeightError) -> dict[str, Any]:
    """The same as plain numbers, rounded for reading."""
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(summary).items()}


def _p95(ordered: Sequence[float]) -> float:
    return ordered[math.ceil(0.95 * len(ordered)) - 1]
