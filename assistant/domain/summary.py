"""A summary of a guide: sentences, each with where it stands or what it was written from."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["short", "key-points", "for-my-rig"]


@dataclass(frozen=True)
class Point:
    """One sentence or list item with the section it stands in; of a model's sentence, the first that carries it."""

    text: str
    section: str
    url: str | None


@dataclass(frozen=True)
class WithheldSentences:
    """How many sentences of a model the number ledger held back for one reason."""

    code: str
    count: int


@dataclass(frozen=True)
class Summary:
    """`text` is everything a reader sees; `rig` the part computed for a device, empty without one.

    `engine` is `model` where sentences are a model's, released by the number ledger; then `model` and `prompt` say
    which. `note` says why a model that was asked wrote none of it.
    """

    slug: str
    title: str
    style: Style
    text: str
    points: tuple[Point, ...]
    rig: str
    corpus: str
    index: str
    engine: Literal["composed", "model"] = "composed"
    model: str | None = None
    prompt: str | None = None
    withheld: tuple[WithheldSentences, ...] = ()
    note: str = ""
