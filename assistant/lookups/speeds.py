"""Which measured speed may be said, and which row answers a question (contract 4). Nothing is ever computed here.

    a row that …                                             is …
    ----------------------------------------------------     --------------------------------------------------
    is not reproducible; does not prove its model,           never said
      quantization or device
    measures prompt and generation together, or wall time    never said
    used speculative decoding                                never said
    ran a model larger than the card's memory                never said
    ran on the CPU, or with part of the model in RAM         said with those words in the same sentence
    has a limit (power cap, fine-tune, patched build, …)     said with those words in the same sentence
    has another model, quantization, device, core count,     not an answer: offered as near, with what differs
      number of cards or metric than asked
    answers, like other rows                                 the headline if it comes first by: the backend asked
                                                             for, whole on the GPU, depth 0 (or the one asked for),
                                                             test tg128 (pp512) or the nearest, newest build, backend
                                                             with most rows; the others are listed with what differs,
                                                             never averaged

No row: no number. No scaling from another card, no interpolation between depths, no adjective.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.corpus.records import BenchmarkRow

SpeedMetric = Literal["decode", "prefill"]
USUAL_TEST: dict[str, int] = {"decode": 128, "prefill": 512}  # tg128 and pp512 of llama-bench
NEAREST = 3
TEST_SIZE = re.compile(r"(?:tg|pp|gen|prompt|eval)\s?(\d+)")
BUILD_NUMBER = re.compile(r"\((?:b)?(\d+)\)|\bb(\d{3,6})\b")


@dataclass(frozen=True)
class Asked:
    """Whose speed is asked for. None leaves a part open; `device` is a card or machine of the catalog."""

    model: str | None
    quant: str | None
    device: str | None
    gpu_count: int = 1
    metric: SpeedMetric = "decode"
    gpu_cores: int | None = None
    backend: str | None = None
    depth: int = 0


def sayable(row: BenchmarkRow) -> bool:
    """Whether the row may be said at all; CPU and partly offloaded rows only with those words beside them."""
    proven = row.reproducible and row.unresolved is None and row.model and row.quant and row.devices
    plain = row.metric in ("decode", "prefill") and not row.speculative
    return bool(proven) and plain and row.placement != "oversubscribed"


def differences(row: BenchmarkRow, asked: Asked) -> tuple[str, ...]:
    """Return which parts of the identity differ from what is asked; empty if the row answers."""
    parts = {
        "model": asked.model is not None and row.model != asked.model,
        "device": asked.device is not None and asked.device not in row.devices,
        "quant": asked.quant is not None and (row.quant or "").upper() != asked.quant.upper(),
        "gpu_count": asked.device is not None and row.gpu_count != asked.gpu_count,
        "gpu_cores": asked.gpu_cores is not None and row.gpu_cores != asked.gpu_cores,
        "metric": row.metric != asked.metric,
    }
    return tuple(name for name, differs in parts.items() if differs)


def answering(rows: Iterable[BenchmarkRow], asked: Asked) -> tuple[BenchmarkRow, ...]:
    """Return the sayable rows that answer, the headline first."""
    found = [row for row in rows if sayable(row) and not differences(row, asked)]
    count = Counter(row.backend for row in found)
    return tuple(sorted(found, key=lambda row: _order(row, asked, count)))


def nearest(
    rows: Iterable[BenchmarkRow], asked: Asked, unlike: Callable[[BenchmarkRow], float]
) -> tuple[tuple[BenchmarkRow, tuple[str, ...]], ...]:
    """Return up to three sayable rows that come closest, one per identity, with the parts that differ.

    Close means the same model, or else the same device and quantization; fewest differing parts first, then
    by `unlike`: how far another model is in size, or another device in bandwidth.
    """
    best: dict[tuple[object, ...], tuple[BenchmarkRow, tuple[str, ...]]] = {}
    count: Counter[str | None] = Counter()
    candidates = [(row, differences(row, asked)) for row in rows if sayable(row)]
    close = [(row, parts) for row, parts in candidates if parts and _close(parts)]
    close.sort(key=lambda pair: (_distance(pair[1]), unlike(pair[0]), _order(pair[0], asked, count)))
    for row, parts in close:
        best.setdefault((row.model, row.quant, row.devices, row.gpu_count, row.gpu_cores, row.metric), (row, parts))
    return tuple(best.values())[:NEAREST]


def test_size(row: BenchmarkRow) -> int | None:
    """The number of tokens the test generates or reads, e.g. 128 of tg128; None where the label has none."""
    match = TEST_SIZE.search(row.test)
    return int(match[1]) if match else None


def _close(parts: tuple[str, ...]) -> bool:
    return "model" not in parts or not {"device", "quant", "metric"} & set(parts)


def _distance(parts: tuple[str, ...]) -> tuple[int, int]:
    weight = {"model": 4, "device": 3, "metric": 2, "gpu_count": 1, "gpu_cores": 1, "quant": 1}
    return sum(weight[part] for part in parts), len(parts)


def _order(row: BenchmarkRow, asked: Asked, count: Counter[str | None]) -> tuple[object, ...]:
    """The order of the headline: smaller comes first. Ties end at the id, so that the order is total."""
    size = test_size(row)
    usual = USUAL_TEST[asked.metric]
    return (
        asked.backend is not None and (row.backend or "").lower() != asked.backend.lower(),
        row.placement != "gpu",
        abs(row.depth - asked.depth),
        size is None,
        abs((size or 0) - usual),
        -_build_number(row),
        _reversed_date(row),
        -count[row.backend],
        bool(row.limits),
        row.id,
    )


def _build_number(row: BenchmarkRow) -> int:
    match = BUILD_NUMBER.search(row.build or "")
    return int(match[1] or match[2]) if match else 0


def _reversed_date(row: BenchmarkRow) -> tuple[int, ...]:
    """Newer dates first; rows without a date come last."""
    digits = (row.date or "").split("-")
    return tuple(-int(part) for part in digits) if row.date else (0,)
