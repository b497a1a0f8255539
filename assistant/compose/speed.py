"""Leads about speed: a measured value with whose it is, or that there is none."""

from collections.abc import Iterator

from assistant.compose.lines import Line, Quote
from assistant.domain.catalogued import SaidRow, Speed, SpeedTable
from assistant.domain.facts import Fact
from assistant.domain.quantity import rate

SHOWN = 8
CLAIMED = (
    "The number in your question is not in the catalog's verified rows for this; it is neither confirmed nor repeated."
)


def speed_lines(found: Speed) -> Iterator[Line]:
    """Write the headline and what else was measured, or the refusal with the nearest rows."""
    if found.refusal is not None:
        yield Line(f"**No verified speed** ({found.metric}) is known for {found.subject}; none is estimated.")
        yield from _near(found)
        if found.claimed:
            yield Line(CLAIMED)
        return
    head, *others = found.rows
    yield Line(
        f"**{rate(float(head.fact.value))} tok/s** {found.metric} was measured for {head.model} at "
        f"{head.fact.subject.quant} on {_the(head.device)}{_conditions(head)}: {_how(head.fact)}.",
        (head.fact.id,),
        (_row(head),),
    )
    if others:
        yield Line(
            f"Also measured for the same ({len(others)} more, never averaged):\n\n" + _table(others[:SHOWN]),
            tuple(row.fact.id for row in others[:SHOWN]),
            tuple(_row(row) for row in others[:SHOWN]),
        )
    if found.claimed:
        yield Line(CLAIMED)


def speed_table_lines(found: SpeedTable) -> Iterator[Line]:
    """Write the headline of each device or model."""
    head = "| tok/s | model | file | device | test | conditions |\n| --- | --- | --- | --- | --- | --- |\n"
    rows = "\n".join(
        f"| {rate(float(r.fact.value))} | {r.model} | {r.fact.subject.quant} | {r.device} | {r.fact.test} "
        f"| {', '.join(r.conditions) or '-'} |"
        for r in found.rows
    )
    more = "" if found.total == len(found.rows) else f", the first {len(found.rows)}"
    count = f"one per combination ({found.total} in all{more})"
    yield Line(
        f"Verified {found.metric} speeds of {found.subject}, {count}:\n\n{head}{rows}",
        tuple(row.fact.id for row in found.rows),
        tuple(_row(row) for row in found.rows),
    )


def _near(found: Speed) -> Iterator[Line]:
    if found.refusal is None or not found.near:
        return
    items = "\n".join(
        f"- {near.label}, test {row.fact.test}{_conditions(row)}; what differs: {near.differs}"
        for near, row in zip(found.refusal.nearest, found.near, strict=True)
    )
    yield Line(
        f"The nearest verified rows are of something else:\n\n{items}",
        tuple(row.fact.id for row in found.near),
        tuple(_row(row) for row in found.near),
    )


def _table(rows: list[SaidRow]) -> str:
    head = ["| tok/s | test | backend | engine, build | date | conditions |", "| --- | --- | --- | --- | --- | --- |"]
    lines = [
        f"| {rate(float(r.fact.value))} | {r.fact.test} | {r.fact.subject.backend or 'not stated'} "
        f"| {_engine(r.fact)} | {r.fact.date or 'not stated'} | {', '.join(r.conditions) or '-'} |"
        for r in rows
    ]
    return "\n".join(head + lines)


def _how(fact: Fact) -> str:
    backend = f", {fact.subject.backend}" if fact.subject.backend else ""
    date = fact.date or "date not stated"
    return f"test {fact.test}, {_engine(fact)}{backend}, {date}"


def _engine(fact: Fact) -> str:
    build = f" {fact.subject.build}" if fact.subject.build else ""
    return f"{fact.subject.engine}{build}"


def _conditions(row: SaidRow) -> str:
    return f" ({', '.join(row.conditions)})" if row.conditions else ""


def _the(device: str) -> str:
    return device if device[0].isdigit() or device.startswith("a ") else f"the {device}"


def _row(row: SaidRow) -> Quote:
    return Quote(row.card, row.card.lines[0])
