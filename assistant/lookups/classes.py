"""Models of one size ("70B models"): not one model to be chosen, but all of them, each weighed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.corpus.records import ModelRecord
from assistant.domain.question import Question
from assistant.domain.weighed import SizeClass, Weighed
from assistant.errors import RequestError
from assistant.lookups.memory_kinds import needed
from assistant.lookups.subjects import Choice
from assistant.lookups.weigh import Scene

SHOWN = 12
_PLURAL = (
    r"\b{size} ?b(?:[- ](?:class|parameters?|params?|sized?))*[- ](?:\w+ )?(?:models|llms|modelle|modèles|modelos)\b"
)


def is_class(choice: Choice | None) -> bool:
    """Whether only a size was said, and several models have it."""
    return choice is not None and choice.span is None and len(choice.readings) > 1


def says_all(choice: Choice | None, question: Question) -> bool:
    """Whether a size is meant as a class ("30B models") and not as one model of that size ("a 30B")."""
    if choice is None or not is_class(choice):
        return False
    size = re.escape(choice.named.removesuffix("B"))
    return re.search(_PLURAL.format(size=size), question.normalized, re.IGNORECASE) is not None


def size_class(scene: Scene, choice: Choice) -> SizeClass | None:
    """Weigh all models of a size on the target; without one, find what holds the most demanding.

    None if the catalog has a usable file of none of them.
    """
    rows = sorted(_weighed(scene, choice.readings), key=lambda w: -w.estimate.total.expected)
    if not rows:
        return None
    enough = needed(scene, scene.catalog.models[rows[0].estimate.model], priced=True) if scene.target is None else None
    return SizeClass(choice.named, tuple(rows[:SHOWN]), len(rows), enough)


def most_demanding(scene: Scene, choice: Choice) -> ModelRecord:
    """The model of a size that needs most: what holds it holds all."""
    rows = list(_weighed(replace(scene, target=None), choice.readings))
    if not rows:
        return choice.readings[0]
    return scene.catalog.models[max(rows, key=lambda w: w.estimate.total.expected).estimate.model]


def _weighed(scene: Scene, records: Iterable[ModelRecord]) -> Iterator[Weighed]:
    for record in records:
        try:
            yield scene.weigh(record, flips=False)[0]
        except RequestError:  # no such file, or no shape: nothing can be said of this one
            continue
