"""Answers that were given with a value which catalog and estimator no longer say."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from assistant.corpus.catalog import Catalog
from assistant.domain.answer import Answer
from assistant.domain.facts import Fact
from assistant.errors import OwnRigError
from assistant.lookups.estimate_facts import estimate_facts
from assistant.lookups.memory import answer
from assistant.lookups.shelf import Shelf
from assistant.lookups.specs import Anything, spec_values
from assistant.lookups.speeds import sayable
from assistant.web.estimate_query import wanted_of

Value = int | float | str | None


@dataclass(frozen=True)
class Changed:
    """A fact of an answer, as it was said and as it would be said now; null: it is not said any more."""

    fact: str
    metric: str
    said: Value
    now: Value


@dataclass(frozen=True)
class Retraction:
    """An answer that should be taken back, with what changed."""

    answer: str
    asked: float
    question: str | None
    changed: tuple[Changed, ...]


class Today:
    """What catalog and estimator say now, by the ids of facts."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._rows = {f"benchmarks/{row.id}": row for row in shelf.catalog.benchmarks}
        self._of = lru_cache(maxsize=2048)(self._values)

    def changed(self, found: Answer) -> tuple[Changed, ...]:
        """Return the facts of an answer that are said otherwise now; those that cannot be looked up by id are left."""
        said = {fact.id: fact for fact in found.facts}
        return tuple(
            Changed(one.id, one.metric, one.value, now) for one in said.values()
            if _looked_up(one) and (now := self._of(one.id.partition("#")[0]).get(one.id)) != one.value
        )  # fmt: skip

    def _values(self, card: str) -> dict[str, Value]:
        """The values of one card of the catalog, one row, or one estimate, by the ids of their facts."""
        if row := self._rows.get(card):
            return {card: row.tokens_per_second} if sayable(row) else {}
        try:
            return {fact.id: fact.value for fact in self._facts(card)}
        except OwnRigError:  # the model or device is no longer there
            return {}

    def _facts(self, card: str) -> Iterable[Fact]:
        catalog: Catalog = self._shelf.catalog
        if card.startswith("vram?"):
            query = parse_qsl(card.removeprefix("vram?"))
            found = answer(self._shelf, wanted_of(query, catalog))
            size = dict(query).get("memory", "")
            return estimate_facts(found[0], int(size) if size.isdecimal() else None)
        kind, _, name = card.partition("/")
        if kind == "models":
            return _of_record(catalog.models.get(name))
        return _of_record(catalog.gpus.get(name) if kind == "gpus" else catalog.machines.get(name))


def _of_record(record: Anything | None) -> Iterable[Fact]:
    return () if record is None else (one.fact for one in spec_values(record, None) if one.fact)


def _looked_up(fact: Fact) -> bool:
    """Whether the id of a fact says where it comes from: a row, a record's attribute, an estimate of one device."""
    card, _, name = fact.id.partition("#")
    if card.startswith("vram?"):
        return "&kv=" not in card and ":" not in name
    return card.startswith(("benchmarks/", "models/", "gpus/", "machines/")) and ":" not in name
