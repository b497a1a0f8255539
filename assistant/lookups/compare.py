"""Two or more items side by side, and the one derived speed that is allowed: a ratio of equal tests (contract 4)."""

from collections.abc import Iterator
from itertools import combinations

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import BenchmarkRow
from assistant.domain.catalogued import Comparison, Ratio, SpecValue
from assistant.domain.facts import Fact, Subject
from assistant.domain.weighed import Weighed
from assistant.lookups.shelf import Shelf
from assistant.lookups.specs import Anything, item_of, spec_values
from assistant.lookups.speed_kinds import said
from assistant.lookups.speeds import Asked, answering

MOST_RATIOS = 6


def comparison(records: tuple[Anything, ...], weighed: tuple[Weighed, ...], ratios: tuple[Ratio, ...]) -> Comparison:
    """Put the known attributes of all records side by side; an attribute only some have is left out."""
    tables = [{value.label: value for value in spec_values(record, None)} for record in records]
    every = dict.fromkeys(label for table in tables for label in table)
    rows = tuple(_row(label, tables) for label in every if sum(label in table for table in tables) > 1)
    return Comparison(tuple(item_of(record) for record in records), rows, weighed, ratios)


def device_ratios(shelf: Shelf, first: str, second: str, model: str | None) -> tuple[Ratio, ...]:
    """Return the ratios of equal decode tests on two devices, for one model or all that have both."""
    left, right = (answering(shelf.rows(None, device), Asked(model, None, device)) for device in (first, second))
    pairs = {_test(a): (a, b) for a in left for b in right if _equal(a, b) and a.model == b.model}
    return tuple(_ratio(shelf.catalog, a, b, first, second) for a, b in pairs.values())[:MOST_RATIOS]


def pairs_of(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every pair of devices, in the order named."""
    yield from combinations(names, 2)


def _row(label: str, tables: list[dict[str, SpecValue]]) -> tuple[SpecValue, ...]:
    known = next(table[label] for table in tables if label in table)
    blank = SpecValue(known.item, label, None, None, known.line)
    return tuple(table.get(label, blank) for table in tables)


def _test(row: BenchmarkRow) -> tuple[object, ...]:
    return row.model, row.quant, row.test, row.depth


def _equal(a: BenchmarkRow, b: BenchmarkRow) -> bool:
    """Whether two rows are equal in quantization, metric, test, depth, engine and number of cards, unlimited."""
    fields = ("quant", "metric", "test", "depth", "engine", "gpu_count", "kv_type", "placement")
    return all(getattr(a, name) == getattr(b, name) for name in fields) and not a.limits and not b.limits


def _ratio(catalog: Catalog, a: BenchmarkRow, b: BenchmarkRow, first: str, second: str) -> Ratio:
    value = a.tokens_per_second / b.tokens_per_second
    subject = Subject(
        model=a.model, quant=a.quant, device=f"{first}/{second}", device_count=a.gpu_count, engine=a.engine
    )
    fact = Fact(
        id=f"benchmarks/{a.id}/{b.id}#ratio",
        metric="speed_ratio",
        value=value,
        unit="x",
        subject=subject,
        fact_class="computed",
        source="ratio of two verified rows",
        test=a.test,
        depth=a.depth,
    )
    return Ratio(said(catalog, a, first), said(catalog, b, second), fact)
