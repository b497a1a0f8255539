"""The parts of an answer gathered: facts, estimates and refusals of all of them, each once."""

from collections.abc import Iterable, Iterator

from assistant.domain.answer import Clarify, Refusal
from assistant.domain.catalogued import (
    BuildChoice,
    CardChoice,
    Comparison,
    FileSizes,
    Price,
    Specification,
    Speed,
    SpeedTable,
    Upgrade,
)
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact
from assistant.domain.findings import Finding, Findings, refusal_of
from assistant.domain.weighed import Fit, LargestContext, Needed, QuantChoice, Runnable, SameVerdict, SizeClass, Weighed


def collect(parts: Iterable[Finding], clarify: Clarify | None) -> Findings:
    """Put the parts together, in the order asked."""
    found = tuple(parts)
    weighed = [w for part in found for w in weighed_in(part)]
    facts = [fact for w in weighed for fact in w.facts] + [fact for part in found for fact in _own_facts(part)]
    estimates: dict[str, Estimate] = {w.card.id: w.estimate for w in weighed}
    return Findings(
        parts=found,
        clarify=clarify,
        refusals=tuple(dict.fromkeys(_refusals(found, weighed))),
        facts=tuple({fact.id: fact for fact in facts}.values()),
        estimates=tuple(estimates.values()),
    )


def weighed_in(part: Finding) -> tuple[Weighed, ...]:
    """All estimates of a part, the main one first."""
    match part:
        case Fit():
            found: list[Weighed | None] = [part.weighed, part.other_file]
        case SameVerdict():
            found = [w for _, w in part.readings]
        case LargestContext():
            found = [part.weighed]
        case QuantChoice():
            found = [part.best, *part.rows]
        case Needed():
            found = [part.weighed, *part.choices]
        case Upgrade():
            found = [*part.unlocked]
        case _:
            found = _in_rows(part)
    return tuple(w for w in found if w is not None)


def _in_rows(part: Finding) -> list[Weighed | None]:
    match part:
        case Runnable():
            return [*part.rows]
        case SizeClass():
            return [*part.rows, *((part.needed.choices) if part.needed else ())]
        case Comparison():
            return [*part.weighed]
        case CardChoice():
            return [row.weighed for row in part.rows]
        case _:
            return []


def _own_facts(part: Finding) -> Iterator[Fact]:
    """Facts of a part that belong to no estimate."""
    match part:
        case LargestContext():
            yield from (fact for choice in part.choices for fact in choice.facts)
        case Runnable():
            yield part.usable
        case Needed():
            yield from (price for price in part.prices if price)
        case SizeClass(needed=Needed() as needed):
            yield from (price for price in needed.prices if price)
        case Upgrade():
            yield from (part.before.usable, part.after.usable)
        case Speed():
            yield from (row.fact for row in (*part.rows, *part.near))
        case _:
            yield from _listed_facts(part)


def _listed_facts(part: Finding) -> Iterator[Fact]:
    match part:
        case SpeedTable():
            yield from (row.fact for row in part.rows)
        case FileSizes():
            yield from (file.fact for file in part.files)
        case BuildChoice():
            yield from (offer.price for offer in part.rows if offer.price)
        case Comparison():
            yield from (value.fact for row in part.rows for value in row if value.fact)
            yield from (fact for r in part.ratios for fact in (r.fact, r.first.fact, r.second.fact))
            yield from (row.fact for row in part.speeds)
        case Specification() | Price():
            yield from (value.fact for value in part.values if value.fact)
        case CardChoice():
            yield from (value.fact for row in part.rows for value in row.values if value.fact)


def _refusals(parts: tuple[Finding, ...], weighed: list[Weighed]) -> Iterator[Refusal]:
    for part in parts:
        if refusal := refusal_of(part):
            yield refusal
    for w in weighed:
        if w.estimate.devices and w.estimate.verdict is None:
            yield Refusal("catalog_only", w.model.name)
