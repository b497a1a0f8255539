"""Two or more items side by side, and the one derived speed that is allowed: a ratio of equal tests (contract 4)."""

from dataclasses import replace

from assistant.corpus.records import BenchmarkRow, ModelRecord
from assistant.domain.catalogued import Comparison, Ratio, SpecValue
from assistant.domain.facts import Fact, Subject
from assistant.lookups.specs import Anything, item_of, spec_values
from assistant.lookups.speed_kinds import asked_of, metrics_asked, said
from assistant.lookups.speeds import answering
from assistant.lookups.weigh import Scene

MOST_RATIOS = 6
# What must be equal in two rows before one may be divided by the other (contract 4), and what makes them fair.
EQUAL = ("model", "quant", "metric", "test", "depth", "engine", "gpu_count", "kv_type", "placement")


def side_by_side(records: tuple[Anything, ...], labels: tuple[str, ...]) -> Comparison:
    """Put the known attributes of all records side by side; one that only a single record has is left out."""
    items = tuple(replace(item_of(record), name=label) for record, label in zip(records, labels, strict=True))
    tables = [{value.label: value for value in spec_values(record, None)} for record in records]
    every = dict.fromkeys(label for table in tables for label in table)
    rows = tuple(_row(label, tables) for label in every if sum(label in table for table in tables) > 1)
    return Comparison(items, rows)


def ratios(pair: tuple[Scene, ...], model: ModelRecord | None) -> tuple[Ratio, ...]:
    """Return the ratios of equal tests on two devices, for one model (and file) or all that have both."""
    first, second = (_rows(scene, model) for scene in pair)
    others: dict[tuple[object, ...], list[BenchmarkRow]] = {}
    for b in second:
        if not b.limits:
            others.setdefault(_key(b), []).append(b)
    equal: dict[tuple[object, ...], tuple[BenchmarkRow, BenchmarkRow]] = {}
    for a in first:
        key = _key(a)
        partner = next((b for b in others.get(key, ()) if b.id != a.id), None)
        if partner is not None and not a.limits:
            equal.setdefault(key, (a, partner))
    return tuple(_ratio(pair, a, b) for a, b in list(equal.values())[:MOST_RATIOS])


def _rows(scene: Scene, model: ModelRecord | None) -> tuple[BenchmarkRow, ...]:
    """The sayable rows of a device, headline first; of every quantization unless one was named."""
    asked = asked_of(scene, model, metrics_asked(scene.question)[0])
    asked = replace(asked, quant=scene.wish.quant)
    return answering(scene.shelf.rows(None, asked.device), asked)


def _key(row: BenchmarkRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in EQUAL)


def _row(label: str, tables: list[dict[str, SpecValue]]) -> tuple[SpecValue, ...]:
    known = next(table[label] for table in tables if label in table)
    blank = SpecValue(known.item, label, None, None, known.line)
    return tuple(table.get(label, blank) for table in tables)


def _ratio(pair: tuple[Scene, ...], a: BenchmarkRow, b: BenchmarkRow) -> Ratio:
    catalog = pair[0].catalog
    first, second = (asked_of(scene, None, "decode").device for scene in pair)
    both = f"{first}/{second}"
    subject = Subject(model=a.model, quant=a.quant, device=both, device_count=a.gpu_count, engine=a.engine)
    fact = Fact(
        id=f"benchmarks/{a.id}/{b.id}#ratio",
        metric="speed_ratio",
        value=a.tokens_per_second / b.tokens_per_second,
        unit="x",
        subject=subject,
        fact_class="computed",
        source="ratio of two verified rows",
        test=a.test,
        depth=a.depth,
    )
    return Ratio(said(catalog, a, first), said(catalog, b, second), fact)
