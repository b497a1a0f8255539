"""Findings about memory: estimates with the names, cards and facts they are spoken of by."""

from dataclasses import dataclass

from assistant.domain.cards import Card
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact


@dataclass(frozen=True)
class Item:
    """A catalog item by the name that is used in prose, with the card that is cited for it."""

    id: str
    name: str
    card: Card


@dataclass(frozen=True)
class Weighed:
    """One estimate with what it speaks about.

    `device` is the device as it stands in a sentence ("the RTX 3090", "2 x RTX 3090"); null if none was named.
    `smallest` is the card behind the estimate's `smallest_gpu`.
    """

    model: Item
    file_line: str
    device: str | None
    devices: tuple[Item, ...]
    estimate: Estimate
    card: Card
    facts: tuple[Fact, ...]
    smallest: Item | None = None


@dataclass(frozen=True)
class Fit:
    """Whether one model goes on one device or set of devices, or (`about_memory`) how much it takes.

    `other_file` is the same with the Ollama file where that changes the verdict.
    """

    weighed: Weighed
    about_memory: bool
    other_file: Weighed | None = None


@dataclass(frozen=True)
class SameVerdict:
    """Several readings of an ambiguous name that all come out alike."""

    name: str
    readings: tuple[tuple[str, Weighed], ...]


@dataclass(frozen=True)
class SizeClass:
    """Every model of one size ("70B models") on one device, or without one; most demanding first.

    `counted` models have that size, `rows` are the first of them. `needed` says without a device what is enough for
    the most demanding, and so for all.
    """

    name: str
    rows: tuple[Weighed, ...]
    counted: int
    needed: "Needed | None" = None


@dataclass(frozen=True)
class KvChoice:
    """The largest contexts with one KV cache type; null where not even 256 tokens do."""

    kv_type: str
    fits: int | None
    tight: int | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class LargestContext:
    """How long a context goes on the device, by KV cache type."""

    weighed: Weighed
    choices: tuple[KvChoice, ...]


@dataclass(frozen=True)
class QuantChoice:
    """Every file of a model on one device, largest first; `best` fits, or is null."""

    rows: tuple[Weighed, ...]
    best: Weighed | None


@dataclass(frozen=True)
class Runnable:
    """What runs on a device, in the order of contract 6.

    `counted` models were weighed; `fitting` lists id and quantization of those that fit, `rows` the first of them.
    """

    device: str
    devices: tuple[Item, ...]
    usable: Fact
    rows: tuple[Weighed, ...]
    fitting: tuple[tuple[str, str | None], ...]
    counted: int
    task: str | None = None
    license: str | None = None


@dataclass(frozen=True)
class Needed:
    """What a model needs: its memory, and the smallest devices it fits on.

    `prices` are the launch prices of one card or machine of each choice; null where no source gave one.
    """

    weighed: Weighed
    choices: tuple[Weighed, ...]
    prices: tuple[Fact | None, ...] = ()
