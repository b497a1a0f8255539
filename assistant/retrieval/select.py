"""Step 3e: of the passages found, the stretches that speak most to the question, few and without repeats."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.explained import Excerpt
from assistant.domain.facts import Passage
from assistant.retrieval.units import Unit

STRETCHES = 3
UNITS = 3  # at most of one stretch; the answer to a question of the FAQ is kept whole up to `FAQ_UNITS`
FAQ_UNITS = 5
LEAST_CHARACTERS = 120  # of a stretch; a shorter one takes a neighbour along, or it would stand there without its sense
MOST_CHARACTERS = 900
SHARE_NEIGHBOUR = 0.55  # of the best unit's closeness: what a neighbour must have to be given with it
SHARE_NEXT = 0.85  # of the best unit's value and closeness: what another stretch must have
SAME_QUESTION = 0.9  # of the words: above it, a question of the FAQ is the reader's own and need not be repeated
KEY_FACTS = "Key facts"  # each stands alone; its neighbours speak of other things
SAME_WORDS = 0.5  # of the smaller one's words: above it, two units say the same
LONGEST_TABLE = 1400  # characters

# Speeds are said from verified rows only, each with what it was measured on, never from prose (contract 4).
_SPEED = re.compile(r"tok/s|tokens? (?:per|a) second|\bt/s\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"[a-z]*\d[\w.]*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Placed:
    """A unit of a passage; `close` is its cosine to the question, `value` that and the passage's rank together."""

    passage: Passage
    at: int
    unit: Unit
    close: float
    value: float

    @property
    def sayable(self) -> bool:
        """Whether it may be given: no speed, and more than a pointer to another guide."""
        unit = self.unit
        return not (unit.points or _says_speed(unit.text) or (unit.kind == "table" and len(unit.text) > LONGEST_TABLE))


def choose(placed: Sequence[Placed], question: str) -> tuple[Excerpt, ...]:
    """Return the stretches to give, the closest first; a passage gives one."""
    suitable = (one for one in placed if one.sayable and not _of_other(one.passage, question))
    best = sorted(suitable, key=lambda one: (-one.value, one.passage.id, one.at))
    chosen: list[tuple[Placed, ...]] = []
    for seed in best:
        if len(chosen) == STRETCHES or (chosen and seed.value < SHARE_NEXT * best[0].value):
            break
        if chosen and seed.close < SHARE_NEXT * best[0].close:
            continue
        if any(seed.passage.id == given[0].passage.id or _repeats(seed, given) for given in chosen):
            continue
        stretch = _stretch(seed, [one for one in placed if one.passage.id == seed.passage.id])
        size = sum(len(one.unit.text) for given in (*chosen, stretch) for one in given)
        if stretch and (not chosen or size <= MOST_CHARACTERS):
            chosen.append(stretch)
    return tuple(_excerpt(stretch, question) for stretch in chosen)


def is_faq(passage: Passage) -> bool:
    """Whether a passage answers a question of its own."""
    return passage.section.endswith("?") and passage.section != passage.title


def _stretch(seed: Placed, around: Sequence[Placed]) -> tuple[Placed, ...]:
    """The seed with neighbours that speak to the question too, and what it leans on; empty if that is not sayable."""
    if seed.passage.section == KEY_FACTS:
        return (seed,)
    most = FAQ_UNITS if is_faq(seed.passage) else UNITS
    wanted = 0.0 if is_faq(seed.passage) else SHARE_NEIGHBOUR * seed.close
    place = next(i for i, one in enumerate(around) if one is seed)
    first = last = place
    while around[first].unit.leans and first > 0:
        first -= 1
    if any(not one.sayable for one in around[first:place]):
        return ()
    while last - first + 1 < most:
        short = around[last].unit.end - around[first].unit.start < LEAST_CHARACTERS
        least = -1.0 if short else wanted
        after = _wanted(around, last + 1, least)
        before = _wanted(around, first - 1, least) if not around[first].unit.leans else None
        if after is None and before is None:
            break
        if before is None or (after is not None and after.close >= before.close):
            last += 1
        else:
            first -= 1
            while around[first].unit.leans and first > 0:
                first -= 1
    return tuple(around[first : last + 1])


def _wanted(around: Sequence[Placed], at: int, least: float) -> Placed | None:
    if not 0 <= at < len(around):
        return None
    one = around[at]
    prose = one.unit.kind in ("sentence", "list")
    return one if one.sayable and prose and one.close >= least else None


def _excerpt(stretch: tuple[Placed, ...], question: str) -> Excerpt:
    passage = stretch[0].passage
    text = passage.text[stretch[0].unit.start : stretch[-1].unit.end]
    other = is_faq(passage) and _overlap(passage.section, question) <= SAME_QUESTION
    return Excerpt(passage, text, passage.section if other else None)


def _of_other(passage: Passage, question: str) -> bool:
    """Whether a section is about a product of a number that the question does not name, while it names others."""
    asked = set(_NUMBERED.findall(question.lower()))
    return bool(asked) and not set(_NUMBERED.findall(passage.section.lower())) <= asked


def _says_speed(text: str) -> bool:
    return bool(_SPEED.search(text) and _DIGIT.search(text))


def _repeats(one: Placed, given: tuple[Placed, ...]) -> bool:
    return any(_overlap(one.unit.text, other.unit.text) > SAME_WORDS for other in given)


def _overlap(one: str, other: str) -> float:
    """How much of the shorter text's words stand in the other, from 0 to 1."""
    first, second = (set(_WORD.findall(text.lower())) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))
