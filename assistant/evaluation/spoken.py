"""One statement of a guide against what is known of the products it speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from assistant.domain.facts import Fact
from assistant.domain.named import Named
from assistant.evaluation.prose_facts import ProseFacts
from assistant.lookups.memory import DEFAULT_CONTEXT
from assistant.verifier.claims import claims_of, only_counts
from assistant.verifier.ledger import EvidenceFile, Ledger, NameReader, Record, Settled
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import ORDERED, Before, Scene, clause_of, same_context, scene_of
from assistant.verifier.support import support
from assistant.verifier.verdicts import said

LIKELIEST = 4  # devices of one statement for which estimates are made
SHOWN = 3  # records of a report line
# Words that give a value of that kind to something else than what is named, or to no thing at all.
_OTHER = {
    "bytes": r"\bencoder\b|\bmmproj\b|\bprojector\b|\bpictures?\b|\bsystem RAM\b|\bother\b|\bmodels? (?:of|up to)\b"
    r"|\bat (?:most|least)\b|\bper (?:token|layer|user|slot|number)\b|\bfuller\b|\brange\b|\bmore than\b"
    r"|\bsav(?:es?|ing)\b|\bcosts?\b|\bgrows?\b|\braised?\b|\breport\w*|\bseen\b|\bbytes per\b|\bdesktop card\b"
    r"|\bgives?\b|\bup to\b|\bholds?\b(?= models)|\bRAM\b|\b(?:less|more) than\b|\babove\b|\bbelow\b",
    "bandwidth": r"\bdesktop card\b|\bchannels?\b|\bless bandwidth\b",
    "power": r"\blimit\w*|\bsuppl\w+|\bwall\b|\bidle\b|\bPC\b|\bcircuit\b|\btwo\b|\bsets\b|-pl\b|\bprocessor\b"
    r"|\btok/s\b|\bpeaks?\b|\bask(?:s|ed)? for\b|\bsaw\b|\brange\b|\bload\b|\d to \d",
    "price": r"\btoday\b|\bused\b|\bnow\b|\bbudget\b|\bbuild\b|\bwhole\b|\bunder\b|\bper\b",
    "params": r"\bmodels? of\b|\babout\b|\babove\b|\bbelow\b",
    "context": r"\babout\b|\bpictures?\b|\bpixels?\b|\b(?:one|per|each|every) token\b|\bprompts?\b|\banswers?\b"
    r"|\bpp ?\d|\btg ?\d|\bsliding\b|\bwindows?\b|\blayers?\b|\bminimum\b",
    "date": r"\A(?!.*\b(?:launched|came out|was released|appeared|released in)\b)",
}  # fmt: skip
OTHER: dict[str, re.Pattern[str]] = {kind: re.compile(words, re.IGNORECASE) for kind, words in _OTHER.items()}
# Words anywhere in a statement that make its sizes those of another file.
OTHER_FILE = re.compile(r"\bencoder\b|\bmmproj\b|\bprojector\b", re.IGNORECASE)
# A size that says which kind of device is meant: "one 48 GB card".
_CLASS = re.compile(r" ?(?:card|gpu|mac|machine|class|box|pc)s?\b", re.IGNORECASE)
# A card that is spoken of by its memory, as a place where a model goes.
_PLACE = re.compile(
    r"\b(?:on|for|into|onto) (?:an? |your )?(?P<size>\d{1,3}) ?GB (?:card|gpu|graphics card)\b", re.IGNORECASE
)
_HEDGED = re.compile(
    r"\bnot\b|n't\b|\bno\b|\bpart\w*|\boffload\w*|\btight\b|\bsystem RAM\b|\btoo\b|\bonly\b|\bexperts\b"
    r"|\bbut\b|\bneeds?\b|\bexceed\w*|\bnamed\b|\bmore than\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What the statements of one guide are held against."""

    declared: tuple[Fact, ...]
    facts: ProseFacts
    names: NameReader

    @cached_property
    def _ledger(self) -> Ledger:
        return Ledger(EvidenceFile("", Settled(), self.declared, ()), self.names)

    def scene(self, text: str, before: Before, *, cell: bool = False) -> "Spoken":
        """Read a statement with what was spoken of before it."""
        return Spoken(scene_of(text, self._ledger, before), self, cell)


@dataclass(frozen=True)
class Spoken:
    """A statement with the models and devices it speaks of, named in it or before."""

    scene: Scene
    reading: Reading
    cell: bool  # of a table: its row and column say what it measures

    @cached_property
    def models(self) -> tuple[str, ...]:
        """Ids of models."""
        before = self.scene.before.model
        return _ids(self.scene.models) or ((before,) if before else ())

    @cached_property
    def devices(self) -> tuple[str, ...]:
        """Ids of cards and machines; those from before count where they are compared with the one named."""
        named, before = _ids(self.scene.devices), self.scene.before
        if named and not ORDERED.search(self.scene.text):
            return named
        return (*named, *before.devices, *before.earlier)

    @cached_property
    def _family(self) -> tuple[str, ...]:
        return tuple(self.reading.facts.siblings(self.devices))

    @cached_property
    def _declared(self) -> list[Fact]:
        return [fact for fact in self.reading.declared if self._is_of(fact)]

    @cached_property
    def ledger(self) -> Ledger:
        """What the catalog and the guide's own commands say of them."""
        known = [*self.reading.declared, *self.reading.facts.specifications([*self.models, *self._family])]
        return self._with(known)

    @cached_property
    def estimated(self) -> Ledger:
        """The same, with what the estimator says of each model on each device."""
        known = [record.fact for record in self.ledger.records]
        quants: list[str | None] = [quant for _, quant in self.scene.quants]
        contexts: list[int | None] = [count for _, count in self.scene.contexts]
        devices: list[str | None] = [*self.devices[:LIKELIEST]]
        for run in product(self.models, quants or [None], contexts or [None], devices or [None]):
            known += self.reading.facts.on_device(*run)
        return self._with(known)

    def _with(self, known: list[Fact]) -> Ledger:
        return Ledger(EvidenceFile("", Settled(), tuple(dict.fromkeys(known)), ()), self.reading.names)

    def judged(self) -> Iterator[tuple[str, str | None]]:
        """Each quantity that can be judged, with None if it is carried, else with what the records say."""
        found = [one for one in claims_of(self.scene) if not only_counts(one, self.scene, self.ledger)]
        for quantity in found:
            alike = [other for other in found if other.kind == quantity.kind]
            index = alike.index(quantity)
            if any(self._carried(quantity, index, len(alike), ledger) for ledger in self._ledgers(quantity)):
                yield quantity.text, None
            elif quantity.kind == "speed" and not quantity.text[0].isalpha():
                yield quantity.text, "no verified row carries this speed"
            elif (records := self._records(quantity, self._ledgers(quantity)[-1])) and self._means_them(quantity):
                yield quantity.text, "; ".join(dict.fromkeys(_said(record.fact) for record in records[:SHOWN]))

    def _ledgers(self, quantity: Quantity) -> list[Ledger]:
        """Where to look, the cheapest first; estimates are bytes and contexts."""
        return [self.ledger, self.estimated] if quantity.kind in ("bytes", "context") else [self.ledger]

    def _records(self, quantity: Quantity, ledger: Ledger) -> list[Record]:
        return [record for record in ledger.of(quantity.kind) if self._is_of(record.fact)]

    def _carried(self, quantity: Quantity, index: int, total: int, ledger: Ledger) -> bool:
        if any(record.equals(quantity) for record in self._records(quantity, ledger)):
            return True
        if quantity.kind != "context":
            return bool(support(quantity, index, total, self.scene, ledger).cites)
        settings = {count for fact in self._declared for count in (fact.subject.context, fact.depth) if count}
        return any(same_context(round(quantity.value), one) for one in {DEFAULT_CONTEXT, *settings})

    def _is_of(self, fact: Fact) -> bool:
        """Whether a fact is of a model and a device that the statement speaks of."""
        subject = fact.subject
        if subject.model is not None and subject.model not in self.models:
            return False
        if subject.device is None or not self.scene.devices or not self.reading.facts.is_device(subject.device):
            return True  # rows of a chip that is in several machines have the chip's name
        return set(subject.device.split("+")) <= set(self._family)

    def _means_them(self, quantity: Quantity) -> bool:
        """Whether the statement names whose the quantity is, and no word gives it to something else."""
        scene = self.scene
        if quantity.kind == "params" and quantity.text.endswith("B"):
            return False  # a name, as in "the 70B"
        if quantity.kind == "bytes" and (OTHER_FILE.search(scene.text) or _CLASS.match(scene.text, quantity.span[1])):
            return False
        start, end = (0, len(scene.text)) if self.cell else clause_of(scene.text, quantity.span)
        names = scene.models if quantity.kind in ("params", "context", "bits") else (*scene.models, *scene.devices)
        named = any(one.span[0] < max(end, quantity.span[0]) for one in names)
        other = OTHER.get(quantity.kind)
        return named and not (other and other.search(scene.text[start:end]))

    def places(self) -> Iterator[tuple[str, str]]:
        """A model that is said to go onto a card of some memory, where the estimator says that it does not."""
        text = self.scene.text
        match = _PLACE.search(text)
        if match is None or _HEDGED.search(text) or said(text) == ("partial", "no"):
            return
        quant = next((quant for _, quant in self.scene.quants), None)
        for model in _ids(self.scene.models):
            estimate = self.reading.facts.on_memory(model, quant, int(match["size"]))
            verdict = next((fact.value for fact in estimate if fact.metric == "verdict"), None)
            if verdict in ("partial", "no"):
                needs = next(fact for fact in estimate if fact.metric == "total_memory")
                yield match[0], f"verdict {verdict}; {_said(needs)}"


def _ids(named: tuple[Named, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in named for one in name.ids))


def _said(fact: Fact) -> str:
    value = fact.value if isinstance(fact.value, str) else f"{fact.value:,}"
    return f"{fact.metric} {value} {'' if fact.unit == 'none' else fact.unit} ({fact.id})"
