"""What was asked and how it went, counted from the receipts of some days."""

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import StorageError
from assistant.storage.tables import answers, feedback

MOST_ROWS = 20_000  # the newest; an older part of a busy month is left out, and `complete` says so
DAY_S = 86_400
EDGES_MS = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)
PARTS = ("facts", "retrieval", "first_sentence", "total")


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one part: quantiles, and how many took up to each edge (the last: longer than all)."""

    part: str
    count: int
    p50: float
    p95: float
    p99: float
    edges: tuple[int, ...]
    histogram: tuple[int, ...]


@dataclass(frozen=True)
class Unanswered:
    """A question that got no answer; its text is there only where the owner keeps questions."""

    id: str
    question: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Counts over the answers of `days`; `complete` is false where there were more than are counted."""

    days: int
    answers: int
    complete: bool
    by_kind: dict[str, int]
    by_status: dict[str, int]
    refusals: dict[str, int]
    withheld: dict[str, int]
    engines: dict[str, int]
    cached: int
    votes: dict[str, int]
    reasons: dict[str, int]
    latency: tuple[Latency, ...]
    unanswered: tuple[Unanswered, ...]


def read_report(engine: Engine, days: int, clock: Callable[[], float] = time.time) -> Report:
    """Count the answers of the last days.

    Raises:
        StorageError: the database cannot be read.
    """
    since = clock() - days * DAY_S
    try:
        with engine.connect() as connection:
            newest = select(answers.c.id, answers.c.kind, answers.c.status, answers.c.question, answers.c.body)
            newest = newest.where(answers.c.asked > since).order_by(answers.c.asked.desc()).limit(MOST_ROWS + 1)
            rows = connection.execute(newest).all()
            judged = connection.execute(
                select(feedback.c.vote, feedback.c.reason).where(feedback.c.given > since)
            ).all()
    except SQLAlchemyError as error:
        raise StorageError(str(error).splitlines()[0]) from error
    bodies = [(row, _body(row.body)) for row in rows[:MOST_ROWS]]
    return Report(
        days, len(bodies), len(rows) <= MOST_ROWS,
        _counted(row.kind for row, _ in bodies),
        _counted(row.status for row, _ in bodies),
        _counted(one.get("code") for _, body in bodies for one in body.get("refusals", ())),
        _summed((one.get("code"), one.get("count")) for _, body in bodies for one in body.get("withheld", ())),
        _counted((body.get("engine") or {}).get("kind") for _, body in bodies),
        sum(bool(body.get("cached")) for _, body in bodies),
        {"up": sum(row.vote > 0 for row in judged), "down": sum(row.vote < 0 for row in judged)},
        _counted(row.reason for row in judged if row.reason),
        tuple(_latency(part, [_ms(body, part) for _, body in bodies]) for part in PARTS),
        tuple(
            Unanswered(row.id, row.question, tuple(str(one.get("code")) for one in body.get("refusals", ())))
            for row, body in bodies
            if row.status in ("refused", "unknown")
        ),
    )  # fmt: skip


def _body(text: str) -> dict[str, Any]:
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def _counted(values: Iterable[Any]) -> dict[str, int]:
    return dict(Counter(str(one) for one in values).most_common())


def _summed(pairs: Iterable[tuple[Any, Any]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, count in pairs:
        total[str(name)] += int(count or 0)
    return dict(total.most_common())


def _ms(body: dict[str, Any], part: str) -> float | None:
    value = (body.get("timings_ms") or {}).get(part)
    return float(value) if isinstance(value, int | float) else None


def _latency(part: str, found: Sequence[float | None]) -> Latency:
    times = sorted(one for one in found if one is not None)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [*times, 0.0][:1] * 99
    below = [sum(one <= edge for one in times) for edge in EDGES_MS]
    counts = [b - a for a, b in zip([0, *below], [*below, len(times)], strict=False)]
    return Latency(part, len(times), cuts[49], cuts[94], cuts[98], EDGES_MS, tuple(counts))
