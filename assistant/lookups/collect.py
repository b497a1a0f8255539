"""The parts of an answer gathered: facts, estimates and refusals of all of them, each once."""

from collections.abc import Iterable, Iterator

from assistant.domain.answer import Clarify, Refusal
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact
from assistant.domain.findings import (
    Finding,
    Findings,
    Fit,
    LargestContext,
    Needed,
    Nothing,
    QuantChoice,
    Runnable,
    SameVerdict,
    Weighed,
)


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
            return (part.weighed, *([part.other_file] if part.other_file else []))
        case SameVerdict():
            return tuple(w for _, w in part.readings)
        case LargestContext():
            return (part.weighed,)
        case QuantChoice():
            return (*([part.best] if part.best else []), *part.rows)
        case Runnable():
            return part.rows
        case Needed():
            return (part.weighed, *part.choices)
        case Nothing():
            return ()


def _own_facts(part: Finding) -> Iterator[Fact]:
    if isinstance(part, LargestContext):
        yield from (fact for choice in part.choices for fact in choice.facts)
    if isinstance(part, Runnable):
        yield part.usable


def _refusals(parts: tuple[Finding, ...], weighed: list[Weighed]) -> Iterator[Refusal]:
    for part in parts:
        if isinstance(part, Nothing) and part.refusal is not None:
            yield part.refusal
    for w in weighed:
        if w.estimate.devices and w.estimate.verdict is None:
            yield Refusal("catalog_only", w.model.name)
