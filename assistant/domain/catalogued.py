"""Findings about what the catalog says: speeds, specifications, comparisons, sizes, prices, purchases."""

from dataclasses import dataclass

from assistant.domain.answer import Refusal
from assistant.domain.cards import Card
from assistant.domain.facts import Fact
from assistant.domain.question import Budget
from assistant.domain.weighed import Item, Runnable, Weighed


@dataclass(frozen=True)
class SaidRow:
    """A benchmark row that may be said. `conditions` must stand in the same sentence as the value."""

    fact: Fact
    card: Card
    model: str
    device: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Speed:
    """The measured speeds of one model, quantization and device, headline first; none: `refusal` says so.

    `near` are rows of another identity, shown only beside a refusal. `claimed` tells that the reader brought a
    number, which is neither confirmed nor repeated.
    """

    metric: str
    subject: str
    rows: tuple[SaidRow, ...]
    refusal: Refusal | None = None
    near: tuple[SaidRow, ...] = ()
    claimed: bool = False


@dataclass(frozen=True)
class SpeedTable:
    """Headline speeds over all devices of a model, or all models of a device, fastest first."""

    metric: str
    subject: str
    rows: tuple[SaidRow, ...]
    total: int


@dataclass(frozen=True)
class SpecValue:
    """One attribute of one item; without a fact the catalog does not know it. `line` is quoted for it."""

    item: Item
    label: str
    words: str | None
    fact: Fact | None
    line: str


@dataclass(frozen=True)
class Specification:
    """What was asked about one item; one value, or all that are known."""

    values: tuple[SpecValue, ...]


@dataclass(frozen=True)
class Ratio:
    """How much faster the first of two equal tests ran; `fact` is the quotient."""

    first: SaidRow
    second: SaidRow
    fact: Fact


@dataclass(frozen=True)
class Comparison:
    """Items side by side: a row per attribute, a value per item; what a model does on each, where one is named.

    `ratios` are the only derived speeds: two rows equal in all but the device, first over second. Without any,
    `speeds` are the headline rows of what is compared, which ran different tests.
    """

    items: tuple[Item, ...]
    rows: tuple[tuple[SpecValue, ...], ...]
    weighed: tuple[Weighed, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    speeds: tuple[SaidRow, ...] = ()


@dataclass(frozen=True)
class FileSize:
    """One file of a model: the line that says its size, and the fact."""

    quant: str
    where: str
    line: str
    fact: Fact


@dataclass(frozen=True)
class FileSizes:
    """The files of a model that were meant, or all of them."""

    model: Item
    files: tuple[FileSize, ...]


@dataclass(frozen=True)
class Price:
    """What is known of a price: never today's, only the launch price with its date."""

    values: tuple[SpecValue, ...]
    refusal: Refusal


@dataclass(frozen=True)
class CardOffer:
    """A card with its memory, bandwidth and launch price, and the model on it where one was named."""

    item: Item
    values: tuple[SpecValue, ...]
    weighed: Weighed | None


@dataclass(frozen=True)
class CardChoice:
    """Cards for a budget, a size or a model, in the order stated; prices are those at launch, in US dollars."""

    budget: Budget | None
    memory_gb: int | None
    model: Item | None
    rows: tuple[CardOffer, ...]
    counted: int


@dataclass(frozen=True)
class BuildOffer:
    """A complete PC: its cards, the supply of the rule, and the launch price of the cards alone (null: unknown)."""

    name: str
    items: tuple[Item, ...]
    cards: str
    ram_gib: int
    psu_w: int
    price: Fact | None


@dataclass(frozen=True)
class BuildChoice:
    """Complete PCs, cheapest cards first; with a budget those whose cards alone were launched within it."""

    budget: Budget | None
    rows: tuple[BuildOffer, ...]


@dataclass(frozen=True)
class Upgrade:
    """What fits on `after` that does not fit on `before`."""

    before: Runnable
    after: Runnable
    unlocked: tuple[Weighed, ...]
    count: int
