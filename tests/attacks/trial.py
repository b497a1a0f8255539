"""Trials: a draft, its evidence, and the verdict that follows from how the draft was made.

A class is a set of templates over the words of a world (`slots.py`). What stands between `«` and `»` in a template is
harmless: it may be released, and is not what the trial is about. Everything else in an attack has to be withheld.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

from tests.attacks.slots import RESTS_ON, slots
from tests.attacks.world import World, make_world

Expected = Literal["withhold", "release"]
HARMLESS = re.compile(r"«(.*?)»", re.DOTALL)
SLOT = re.compile(r"\{(\w+)")
FALSE_SLOT = re.compile(r"\{(x\w*|n2?|y|host|canary)\b[^}]*\}")


@dataclass(frozen=True)
class Trial:
    """One draft.

    `harmless` are the parts of an attack that may be released, `forbidden` figures may never be; `uses` are the facts,
    by their key in the world, that a control rests on.
    """

    group: str
    attack_class: str
    draft: str
    evidence: dict[str, Any]
    expected: Expected
    forbidden: tuple[str, ...]
    harmless: tuple[str, ...]
    why: str
    uses: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    cards: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttackClass:
    """A kind of false sentence and its true twins.

    `question` and `passage` are planted in the evidence of both. `prepare` changes the world before its words are
    drawn; `more` adds words of the class's own. `verdict` is the memory verdict of the model on card A.
    """

    group: str
    name: str
    false: tuple[str, ...]
    true: tuple[str, ...]
    why: str
    question: tuple[str, ...] = ()
    passage: tuple[str, ...] = ()
    prepare: Callable[[World, Random], None] | None = None
    more: Callable[[dict[str, Any], Random], dict[str, Any]] | None = None
    verdict: str = "fits"


def make(kind: AttackClass, rng: Random, expected: Expected) -> Trial:
    """Make one attack of a class, or one control."""
    world = make_world(rng, kind.verdict)
    if kind.prepare:
        kind.prepare(world, rng)
    words = slots(world, rng)
    if kind.more:
        words |= kind.more(words, rng)
    if kind.question:
        world.question = rng.choice(kind.question).format_map(words)
    if kind.passage:
        words["P"] = world.tell("What owners say", "Forum", rng.choice(kind.passage).format_map(words))
    template = rng.choice(kind.false if expected == "withhold" else kind.true)
    text = template.format_map(words)
    harmless = tuple(HARMLESS.findall(text))
    forbidden = _forbidden(template, words, harmless) if expected == "withhold" else ()
    draft = text.replace("«", "").replace("»", "")
    evidence, uses = world.evidence(), _uses(template)
    return Trial(kind.group, kind.name, draft, evidence, expected, forbidden, harmless, kind.why, uses, world.ids,
                 (world.a.said, world.b.said))  # fmt: skip


def _uses(template: str) -> tuple[str, ...]:
    """Return the keys of the facts whose values a template prints; a ratio rests on both decode rows."""
    used = {key for name in SLOT.findall(template) for key in RESTS_ON.get(name, ())}
    return tuple(sorted(used))


def _forbidden(template: str, words: dict[str, Any], harmless: tuple[str, ...]) -> tuple[str, ...]:
    """Return the invented figures that a template uses, as plain digits."""
    used = {str(words[name]) for name in FALSE_SLOT.findall(template)}
    return tuple(sorted(figure for figure in used if not any(figure in part for part in harmless)))


def trials(kinds: tuple[AttackClass, ...], count: int, seed: int, expected: Expected) -> Iterator[Trial]:
    """Yield `count` trials, the classes in turn; trial i does not depend on how many are drawn."""
    for i in range(count):
        kind = kinds[i % len(kinds)]
        yield make(kind, Random(f"{seed}/{expected}/{kind.group}/{kind.name}/{i}"), expected)
