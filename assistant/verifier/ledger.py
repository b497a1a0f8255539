"""The evidence as the ledger reads it: records with kind, value in base units and owner; passages by sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Annotated, Protocol

from pydantic import Field, TypeAdapter, ValidationError

from assistant.domain.facts import Fact, Passage, Subject
from assistant.domain.named import Named
from assistant.errors import RequestError
from assistant.verifier.asked import Asked, asked_of
from assistant.verifier.clauses import Clause, sentences_of
from assistant.verifier.quantities import GB, GIB, Kind, Quantity, quantities

KINDS: dict[str, Kind] = {
    "decode_speed": "speed", "prefill_speed": "speed", "speed_ratio": "factor", "total_memory": "bytes",
    "weights": "bytes", "kv_cache": "bytes", "recurrent_state": "bytes", "compute_buffer": "bytes",
    "overhead": "bytes", "usable_memory": "bytes", "margin": "bytes", "file_size": "bytes", "vram": "bytes",
    "bandwidth": "bandwidth", "tdp": "power", "launch_msrp": "price", "launch_date": "date", "release_date": "date",
    "date": "date", "params_total": "params", "params_active": "params", "context_native": "context",
    "max_context": "context", "bits_per_weight": "bits",
}  # fmt: skip
ABOUT_SHARE = 0.025  # how far a value that is said to be rounded may lie off
_LABEL = {"GB": GIB / GB, "GiB": 1.0}  # what is printed on a card as GB are GiB
# Words of a bound; the reached ones hold at the value itself.
ABOVE_REACHED = ("at least", "no less than", "minimum", "minimum of", ">=", "\u2265")
BELOW_REACHED = ("at most", "no more than", "maximum", "maximum of", "<=", "\u2264")
ABOVE = ("more than", "over", "above", "beyond", "north of", "upwards of", "exceeds", "exceed", ">", *ABOVE_REACHED)
BELOW = ("less than", "under", "below", "<", *BELOW_REACHED)
REACHED = (*ABOVE_REACHED, *BELOW_REACHED)
BOUNDS = frozenset({*ABOVE, *BELOW})
BEYOND = 0.25  # of the bound: further away, it says less than it seems to
COARSEST = 0.15  # of the value: a coarser rounding says something else ("1 TB/s" for 819 GB/s)
_SIZE = re.compile(r"(?<![\w.-])(\d{1,3}(?:\.\d)?)b\b", re.IGNORECASE)
_CONFIGURATION = re.compile(r"\((\d+) GB configuration\)", re.IGNORECASE)
_BPW = re.compile(r"(\d+(?:\.\d+)?)bpw", re.IGNORECASE)  # part of a quantization's name in some rows
_VERSION = re.compile(r"(?:-(?:\d+gb|\d+core|\d+gpu|pcie|sxm\d?))+$")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(\"'`])|\n+")


@dataclass(frozen=True)
class Settled:
    """What the conversation has settled: catalog ids and the context in tokens."""

    model: str | None = None
    quant: str | None = None
    device: str | None = None
    context: int | None = None


@dataclass(frozen=True)
class EvidenceFile:
    """All that may be drawn on (contract 7)."""

    question: str
    settled: Annotated[Settled, Field(default_factory=Settled)]
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]


class NameReader(Protocol):
    """Reads the names of models, cards and machines."""

    def read(self, text: str) -> tuple[Named, ...]:
        """Return what is named, in order; spans are places in the text."""
        ...


def read_evidence(text: bytes) -> EvidenceFile:
    """Read an evidence file.

    Raises:
        RequestError: not in the form of the contract; the message says where.
    """
    try:
        return TypeAdapter(EvidenceFile).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise RequestError(
            f"the evidence is not in the form of the contract: {place}: {first['msg'].lower()}"
        ) from error


@dataclass(frozen=True)
class Record:
    """One fact as a value of a kind. For dates and words `words` holds the value."""

    fact: Fact
    kind: Kind | None
    value: float
    words: str

    @property
    def metric(self) -> str:
        """What is measured; what a row says of itself beside its speed has a name of its own."""
        if self.fact.test and self.kind != KINDS.get(self.fact.metric):
            return "row_date" if self.kind == "date" else "bits_per_weight"
        if self.kind == "date" and self.fact.metric == "launch_msrp":
            return "launch_date"  # a launch price is of the month in which the product came out
        return self.fact.metric

    @property
    def subject(self) -> Subject:
        """Whose value it is."""
        return self.fact.subject

    @property
    def label(self) -> int | None:
        """The memory size in GB that tells versions of one machine apart, where the row is of one."""
        stated = _CONFIGURATION.search(self.fact.source)
        return self.subject.memory_gb or (int(stated[1]) if stated else None)

    def equals(self, quantity: Quantity) -> bool:
        """Whether a quantity says this value at its precision."""
        if self.kind != quantity.kind:
            return False
        if self.kind == "date":
            return self.words.startswith(quantity.date)
        if self.metric == "vram" and quantity.unit in ("GB", "GiB"):
            if quantity.bound in BOUNDS:
                return _bounded(self.value, replace(quantity, value=quantity.value * _LABEL[quantity.unit], step=1.0))
            return round(quantity.value / (GB if quantity.unit == "GB" else GIB), 3) == round(self.value / GIB, 3)
        return close(self.value, quantity)


def close(value: float, quantity: Quantity) -> bool:
    """Whether a value rounds to what is written; said to be about it, a little more is allowed."""
    if quantity.bound in BOUNDS:
        return _bounded(value, quantity)
    allowed = quantity.step / 2 * (1 + 1e-9)
    if "." not in quantity.text:
        allowed = min(allowed, COARSEST * abs(value) * (1 + 1e-9))
    if quantity.about:
        allowed = max(allowed, ABOUT_SHARE * abs(value))
    return abs(value - quantity.value) <= allowed


def _bounded(value: float, quantity: Quantity) -> bool:
    """Whether a value lies beyond the bound that is said, and near it: "less than a third" for 28 %."""
    if quantity.bound in REACHED and abs(value - quantity.value) <= quantity.step / 2 * (1 + 1e-9):
        return True
    low, high = sorted((quantity.value, quantity.value * (1 + BEYOND if quantity.bound in ABOVE else 1 - BEYOND)))
    return low < value < high


@dataclass(frozen=True)
class Ledger:
    """What one answer may say."""

    evidence: EvidenceFile
    names: NameReader

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All facts as records."""
        found = [_record(fact) for fact in self.evidence.facts]
        bits = [
            Record(fact, "bits", float(match[1]), "") for fact in self.evidence.facts
            if (match := _BPW.search(fact.subject.quant or ""))
        ]  # fmt: skip
        dated = [Record(fact, "date", 0.0, fact.date) for fact in self.evidence.facts if fact.date and fact.test]
        launched = [
            Record(fact, "date", 0.0, month)
            for fact in self.evidence.facts
            if fact.metric == "launch_msrp"
            and len(month := fact.as_of or "") == len("2025-04")  # a day: when it was read
        ]
        return (*found, *dated, *bits, *launched)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of facts and passages."""
        facts = {fact.id for fact in self.evidence.facts}
        return frozenset(facts | {passage.id for passage in self.evidence.passages})

    def sentences_of(self, passage: Passage) -> tuple[tuple[str, tuple[Quantity, ...]], ...]:
        """The sentences of one passage with their quantities."""
        return self._by_passage[passage.id]

    @cached_property
    def _by_passage(self) -> dict[str, tuple[tuple[str, tuple[Quantity, ...]], ...]]:
        return {passage.id: _with_quantities(passage.text) for passage in self.evidence.passages}

    def clauses_of(self, passage: Passage) -> tuple[tuple[Clause, ...], ...]:
        """The sentences of one passage as clauses."""
        return self._clauses[passage.id]

    @cached_property
    def _clauses(self) -> dict[str, tuple[tuple[Clause, ...], ...]]:
        return {passage.id: sentences_of(passage.text) for passage in self.evidence.passages}

    @cached_property
    def words(self) -> str:
        """Everything that the evidence says, in lower case: a name in it is known."""
        parts = ((fact.test, fact.source, *vars_of(fact.subject)) for fact in self.evidence.facts)
        subjects = [value for each in parts for value in each]
        subjects += [fact.value for fact in self.evidence.facts if isinstance(fact.value, str)]
        texts = (passage.text for passage in self.evidence.passages)
        return " ".join(str(one) for one in (*subjects, *texts) if one).lower()

    def narrowed(self, named: Named) -> Named:
        """A name with several meanings, of which the evidence speaks of some, means those."""
        if len(named.ids) < 2:  # noqa: PLR2004 - nothing to narrow
            return named
        here = tuple(one for one in named.ids if one in self._spoken_of)
        if named.kind == "device":
            # a row of a chip that is in several machines has the chip's name
            here += tuple(one for one in self.devices if one not in here and one.strip("-") == _slug(named.text))
        return replace(named, ids=() if _unfinished(named) else here or named.ids)

    @cached_property
    def _spoken_of(self) -> frozenset[str | None]:
        settled = self.evidence.settled
        subjects = [record.subject for record in self.records]
        return frozenset({s.device for s in subjects} | {s.model for s in subjects} | {settled.device, settled.model})

    @cached_property
    def asked(self) -> Asked:
        """What is meant where a sentence does not say it."""
        named = [self.narrowed(one) for one in self.names.read(self.evidence.question)]
        if not any(one.kind == "model" for one in named):
            named += self._sized()
        settled = self.evidence.settled.device, self.evidence.settled.model
        return asked_of(self.evidence.question, named, settled, [record.subject for record in self.records])

    @cached_property
    def devices(self) -> tuple[str, ...]:
        """Every device that a record is about, in order."""
        return tuple(dict.fromkeys(record.subject.device for record in self.records if record.subject.device))

    def with_chips(self, devices: tuple[str, ...]) -> tuple[str, ...]:
        """Devices with the chips that are in them: a row of a chip holds for a machine with that chip (contract 4)."""
        return (*devices, *(chip for chip, machines in self._chips.items() if machines & set(devices)))

    @cached_property
    def _chips(self) -> dict[str, frozenset[str]]:
        """Devices of records that no catalog entry has, each with the machines that its name stands for."""
        read = {one: self.names.read(one.replace("-", " ")) for one in self.devices}
        meanings = {one: frozenset(i for named in found for i in named.ids) for one, found in read.items()}
        return {one: ids for one, ids in meanings.items() if ids and one not in ids}

    def _sized(self) -> Iterable[Named]:
        """Models that the question tells apart by size: "q8 or q4 of the 14b"."""
        known = {record.subject.model for record in self.records if record.subject.model}
        for match in _SIZE.finditer(self.evidence.question):
            ids = tuple(one for one in known if f"-{match[1].lower()}b-" in f"{one}-")
            if len(ids) == 1:
                yield Named(match.span(), "model", ids, match[0])

    def of(self, kind: Kind) -> Iterable[Record]:
        """Records of a kind."""
        return (record for record in self.records if record.kind == kind)

    def text_records(self, metric: str) -> tuple[Record, ...]:
        """Records whose value is a word: verdicts, licenses."""
        return tuple(record for record in self.records if record.metric == metric)


@lru_cache(maxsize=512)  # the passages of many answers are the same few
def _with_quantities(text: str) -> tuple[tuple[str, tuple[Quantity, ...]], ...]:
    return tuple((sentence, quantities(sentence)) for sentence in _SENTENCE.split(text) if sentence.strip())


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _unfinished(named: Named) -> bool:
    """Whether a name lacks a part that tells products apart: "RX 7900" is none of XT, XTX and GRE.

    A memory size, a number of cores or the maker of a machine may be left out; one of them is then meant.
    """
    stems = {_VERSION.sub("", one) for one in named.ids}
    heads = {one.split("-")[1] if one.count("-") else one for one in stems}
    return named.kind == "device" and len(stems) > 1 and len(heads) == 1 and any(map(str.isdigit, heads.pop()))


def same_quant(said: str, quant: str) -> bool:
    """Whether a quantization as people write it is a record's: "Q4" for Q4_K_M, "Q3_K_S" for "Q3_K_S-2.70bpw"."""
    said, quant = said.upper(), quant.upper()
    return said == quant or quant.startswith((f"{said}_", f"{said}-"))


def vars_of(subject: Subject) -> tuple[object, ...]:
    """The parts of a subject."""
    return tuple(getattr(subject, name) for name in subject.__dataclass_fields__)


def _record(fact: Fact) -> Record:
    kind = KINDS.get(fact.metric)
    if isinstance(fact.value, str):
        return Record(fact, "date" if kind == "date" else None, 0.0, fact.value)
    value = float(fact.value)
    if fact.unit == "GB_label":
        value *= GIB
    return Record(fact, kind, value, "")
