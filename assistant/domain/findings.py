"""What was looked up for each part of a question: values only, no words. `compose` writes them."""

from dataclasses import dataclass

from assistant.domain.answer import Clarify, Refusal, Status
from assistant.domain.cards import Card
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact
from assistant.domain.question import Budget


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


@dataclass(frozen=True)
class Needed:
    """What a model needs: its memory, and the smallest devices it fits on."""

    weighed: Weighed
    choices: tuple[Weighed, ...]


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

    `ratios` are the only derived speeds: two rows equal in all but the device (or model), first over second.
    """

    items: tuple[Item, ...]
    rows: tuple[tuple[SpecValue, ...], ...]
    weighed: tuple[Weighed, ...] = ()
    ratios: tuple[Ratio, ...] = ()


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

    value: SpecValue
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
class Upgrade:
    """What fits on `after` that does not fit on `before`."""

    before: Runnable
    after: Runnable
    unlocked: tuple[Weighed, ...]
    count: int


@dataclass(frozen=True)
class Nothing:
    """Nothing can be said about a part: a refusal, a topic outside, or a greeting (no refusal)."""

    refusal: Refusal | None
    topic: str | None = None


Finding = (
    Fit
    | SameVerdict
    | LargestContext
    | QuantChoice
    | Runnable
    | Needed
    | Speed
    | SpeedTable
    | Specification
    | Comparison
    | FileSizes
    | Price
    | CardChoice
    | Upgrade
    | Nothing
)


def refusal_of(part: Finding) -> Refusal | None:
    """Return the refusal of a part that answers nothing; None for one that does."""
    match part:
        case Nothing() | Speed() | Price():
            return part.refusal
        case Specification() if all(value.fact is None for value in part.values):
            value = part.values[0]
            return Refusal("not_in_corpus", f"the {value.label} of {value.item.name}")
        case _:
            return None


@dataclass(frozen=True)
class Findings:
    """All parts of one question. With `clarify` set, a reading must be chosen first."""

    parts: tuple[Finding, ...] = ()
    clarify: Clarify | None = None
    assumptions: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    facts: tuple[Fact, ...] = ()
    estimates: tuple[Estimate, ...] = ()

    @property
    def status(self) -> Status:
        """The status of contract 6: one answered part makes an answer, whatever was refused beside it."""
        if any(refusal_of(part) is None for part in self.parts):
            return "answered"
        if self.clarify is not None:
            return "clarify"
        codes = {refusal.code for refusal in self.refusals}
        if codes & {"unknown_model", "unknown_device"}:
            return "unknown"
        return "out_of_scope" if codes == {"out_of_scope"} else "refused"
