"""A guide in a few sentences of its own: its short answer, and what stands closest to the middle of the rest.

Sentences are chosen by centrality (cosine to the mean of all) and maximal marginal relevance, and given in reading
order. One that leans on the sentence before it, points to another guide or says a speed is never chosen.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.domain.facts import Passage
from assistant.retrieval.select import KEY_FACTS, Placed, is_faq
from assistant.retrieval.units import Unit

SHORT_ANSWER = "Short answer"
LEAST, MOST = 3, 5  # sentences of a short summary
MOST_POINTS = 9
NEWNESS = 0.35  # how much being unlike what is chosen counts against being central
FEWEST_WORDS = 6


@dataclass(frozen=True)
class Weighted:
    """A unit of a guide in reading order, with its vector (unit length)."""

    passage: Passage
    at: int
    unit: Unit
    vector: tuple[float, ...]

    @property
    def alone(self) -> bool:
        """Whether it can be given without its neighbours."""
        placed = Placed(self.passage, self.at, self.unit, 0.0, 0.0)
        return placed.sayable and not self.unit.leans and self.unit.kind in ("sentence", "list")


def short(units: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """Return three to five sentences: the short answer, and what is most central beside it."""
    chosen = _short_answer(units)[:MOST]
    while len(chosen) < LEAST and (one := _next(units, chosen)):
        chosen.append(one)
    return tuple(sorted(chosen, key=units.index))


def key_points(units: Sequence[Weighted]) -> tuple[Weighted, ...]:
    """Return the short answer's first sentence and the key facts, or central sentences, in reading order."""
    facts = [one for one in units if one.passage.section == KEY_FACTS and one.unit.start > 0 and one.alone]
    chosen = [*_short_answer(units)[:1], *facts][:MOST_POINTS]
    while len(chosen) < LEAST and (one := _next(units, chosen)):
        chosen.append(one)
    return tuple(sorted(chosen, key=units.index))


def _short_answer(units: Iterable[Weighted]) -> list[Weighted]:
    """Its sentences from the first on, as long as each can follow the one before it."""
    found: list[Weighted] = []
    for one in units:
        if one.passage.section == SHORT_ANSWER and one.unit.kind == "sentence":
            if not (one.alone or (found and one.unit.leans)):
                break
            found.append(one)
    return found


def _next(units: Sequence[Weighted], chosen: Sequence[Weighted]) -> Weighted | None:
    """The most central sentence that says something new; None if nothing is left."""
    free = [one for one in units if _may_fill(one) and one not in chosen]
    if not free:
        return None
    middle = _mean([one.vector for one in units])
    return max(free, key=lambda one: (1 - NEWNESS) * _dot(one.vector, middle) - NEWNESS * _nearest(one, chosen))


def _may_fill(one: Weighted) -> bool:
    prose = one.unit.kind == "sentence" and len(one.unit.text.split()) >= FEWEST_WORDS
    return prose and one.alone and not is_faq(one.passage) and one.passage.section not in (KEY_FACTS, SHORT_ANSWER)


def _nearest(one: Weighted, chosen: Sequence[Weighted]) -> float:
    return max((_dot(one.vector, other.vector) for other in chosen), default=0.0)


def _mean(vectors: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    whole = [math.fsum(column) for column in zip(*vectors, strict=True)]
    length = math.sqrt(math.fsum(value * value for value in whole)) or 1.0
    return tuple(value / length for value in whole)


def _dot(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))
