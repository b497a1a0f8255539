"""How long the facts of a question take in process, and how that grows with ten times the catalog.

Prints p50 and p95 in milliseconds over the messy questions, and the ratio of the median per question between
the catalog and one of ten times its models, cards, machines and benchmark rows, both in one run.
"""

import asyncio
import statistics
import time
from pathlib import Path

from assistant import log
from assistant.assemble import open_catalog
from assistant.corpus.catalog import Catalog
from assistant.corpus.records import Named
from assistant.domain.turn import FactsFound, Finished, Turn
from assistant.entities.index import NameIndex
from assistant.flow import Assistant
from assistant.lookups.shelf import Shelf
from assistant.settings import Settings

QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "messy-questions.txt"
ROUNDS = 5
COPIES = 9
# A question that weighs the whole catalog cannot but grow with it; it is reported apart.
WEIGH_ALL = {"what_runs", "recommend", "upgrade", "what_needed"}


def main() -> None:
    """Measure and print."""
    log.configure("error")
    catalog = open_catalog(Settings.read())
    texts = [line for line in QUESTIONS.read_text(encoding="utf-8").splitlines() if line.strip()]
    small, large = (Assistant(Shelf(one), NameIndex.build(one)) for one in (catalog, tenfold(catalog)))
    kinds, times = asyncio.run(measure(small, texts))
    _, grown = asyncio.run(measure(large, texts))
    medians = [statistics.median(one) * 1000 for one in times]
    print(f"questions {len(texts)}, rounds {ROUNDS}")
    p50, p95 = quantile(medians, 50), quantile(medians, 95)
    print(f"facts ready: p50 {p50:.1f} ms, p95 {p95:.1f} ms, most {max(medians):.1f} ms")
    for name, wanted in (("one or a few names", False), ("weigh the whole catalog", True)):
        chosen = [i for i, kind in enumerate(kinds) if (kind in WEIGH_ALL) == wanted]
        ratios = [statistics.median(grown[i]) / statistics.median(times[i]) for i in chosen]
        middle, high = statistics.median(ratios), quantile(ratios, 95)
        print(f"ten times the catalog, {name} ({len(chosen)}): median ratio {middle:.2f}, p95 {high:.2f}")


async def measure(assistant: Assistant, texts: list[str]) -> tuple[list[str], list[list[float]]]:
    """Return the kind of each question and its times to the facts, in seconds; a first round warms up."""
    kinds: list[str] = []
    times: list[list[float]] = [[] for _ in texts]
    for round_number in range(ROUNDS + 1):
        for i, text in enumerate(texts):
            start = time.perf_counter()
            stream = assistant.ask(Turn("bench", text))
            async for event in stream:
                if isinstance(event, FactsFound) and round_number:
                    times[i].append(time.perf_counter() - start)
                elif round_number == 0 and isinstance(event, Finished):
                    kinds.append(event.answer.kind)
    return kinds, times


def tenfold(catalog: Catalog) -> Catalog:
    """The catalog with nine copies of everything under other names."""
    large = Catalog(catalog.folder / "tenfold")
    for name in ("models", "gpus", "machines"):
        records = getattr(catalog, name)
        copies = {one.id: one for n in range(COPIES) for one in (_copy(record, n) for record in records.values())}
        large.__dict__[name] = {**records, **copies}
    rows = catalog.benchmarks
    large.__dict__["benchmarks"] = rows + tuple(
        row.model_copy(update={"id": f"{row.id}-{n}", "model": row.model and f"{row.model}-k{n}"})
        for n in range(COPIES)
        for row in rows
    )
    large.__dict__["digest"] = "tenfold"
    return large


def _copy(record: Named, n: int) -> Named:
    renamed = tuple(f"{alias} k{n}" for alias in record.aliases)
    return record.model_copy(
        update={"id": f"{record.id}-k{n}", "name": f"{record.name} K{n}", "aliases": renamed, "ambiguous_aliases": ()}
    )


def quantile(values: list[float], percent: int) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main()
