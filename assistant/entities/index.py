"""Step 1f: the index of names, built once from the catalog; every question is answered by look-ups in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord, Named
from assistant.entities.quants import find_quants
from assistant.entities.spelling import Speller
from assistant.entities.tokens import name_key, tokenise
from assistant.entities.vocabulary import MAKERS, MODEL_NEUTRAL, ORDINARY_WORDS

Product = Literal["model", "gpu", "machine"]

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ACTIVE = re.compile(r"[-\s]A[0-9]+(?:\.[0-9]+)?B\b", re.IGNORECASE)
_SIZE = re.compile(r"[-\s:]*\b(?:[0-9]+x)?E?[0-9]+(?:\.[0-9]+)?[BM]\b", re.IGNORECASE)
_MEMORY = re.compile(r"[-\s]*\b[0-9]+\s?(?:GB|G)\b", re.IGNORECASE)
_CORES = re.compile(r"[-\s]*\b[0-9]+[- ]?core(?: GPU)?\b", re.IGNORECASE)
_GGUF = re.compile(r"-GGUF$", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]+")


class Names(Protocol):
    """The part of the catalog that names are read from."""

    @property
    def models(self) -> Mapping[str, ModelRecord]:
        """Models by id."""

    @property
    def gpus(self) -> Mapping[str, GpuRecord]:
        """Cards by id."""

    @property
    def machines(self) -> Mapping[str, MachineRecord]:
        """Machines by id."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a key means. `sure` is false where the words leave something open even with a single id."""

    product: Product
    ids: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Item:
    """What must be known of a product to read its name: memory sizes sold, core variants, abilities."""

    label: str
    product: Product
    memory_gb: tuple[int, ...] = ()
    gpu_cores: tuple[int, ...] = ()
    laptop: bool = False
    able: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NameIndex:
    """Every spelling of every product under its key, and what is needed to judge what stands around it."""

    entries: Mapping[str, Entry]
    items: Mapping[str, Item]
    tags: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    model_shorts: Mapping[str, str]
    device_shorts: Mapping[str, str]
    starts: frozenset[str]
    capitals: frozenset[str]
    laptops: Mapping[str, tuple[str, ...]]
    speller: Speller = field(compare=False)

    @classmethod
    def build(cls, catalog: Names) -> "NameIndex":
        """Read all names of a catalog."""
        filing = _Filing()
        for model in catalog.models.values():
            filing.file_model(model)
        for gpu in catalog.gpus.values():
            filing.file_gpu(gpu)
        for machine in catalog.machines.values():
            filing.file_machine(machine)
        return filing.index()

    def find(self, key: str) -> Entry | None:
        """Return what a key means, None if nothing; a plural s is looked past."""
        found = self.entries.get(key)
        if found is None and key.endswith("s"):
            found = self.entries.get(key[:-1])
        return found

    def starts_name(self, token: str) -> bool:
        """Whether a name can begin with this token; false for nearly all ordinary words."""
        return token[:2] in self.starts


class _Filing:
    """Collects keys in six ranks, from exact names down to names that are cut and leave a choice."""

    def __init__(self) -> None:
        self.sure: dict[str, tuple[Product, list[str]]] = {}
        self.open: dict[str, tuple[Product, list[str]]] = {}
        self.tagged: dict[str, tuple[Product, list[str]]] = {}
        self.pasted: dict[str, tuple[Product, list[str]]] = {}
        self.short: dict[str, tuple[Product, list[str]]] = {}
        self.cut: dict[str, tuple[Product, list[str]]] = {}
        self.capitals: set[str] = set()
        self.items: dict[str, Item] = {}
        self.tags: dict[str, list[str]] = {}
        self.heads: dict[str, list[str]] = {}

    def file_model(self, model: ModelRecord) -> None:
        """File names, repositories and Ollama tags of one model."""
        able = frozenset({*model.modalities, *model.capabilities, model.kind})
        self.items[model.id] = Item(model.name, "model", able=able)
        for name in (model.id, model.name, _IN_BRACKETS.sub("", model.name), *model.aliases):
            self._add(self.tagged if ":" in name else self.sure, name, "model", model.id)
        for name in _pasted_names(model):
            self._add(self.pasted, name, "model", model.id)
        for name in model.ambiguous_aliases:
            self._add(self.open, name, "model", model.id)
        for name in _short_model_names(model):
            self._add(self.short, name, "model", model.id)
        for name in _cut_model_names(model):
            self._add(self.cut, name, "model", model.id)
        head = "".join(_LATIN.findall(model.family)).casefold() if model.family else ""
        for word in {head, _first_word(model.family), _first_word(model.name)} - {""}:
            self.heads.setdefault(word, []).append(model.id)
        for tag in {model.ollama_tag, *(file.ollama_tag for file in model.files)} - {None}:
            self.tags.setdefault(str(tag).casefold(), []).append(model.id)
        for alias in model.aliases:
            if ":" in alias:
                self.tags.setdefault(alias.casefold(), []).append(model.id)

    def file_gpu(self, gpu: GpuRecord) -> None:
        """File a card; its memory size is taken out of its names, since readers put it anywhere."""
        self.items[gpu.id] = Item(gpu.name, "gpu", (gpu.memory_gb,), laptop=gpu.form == "laptop")
        self._file_device(gpu, "gpu")

    def file_machine(self, machine: MachineRecord) -> None:
        """File a machine under its names, its product line and its chip."""
        sizes = tuple(size.memory_gb for size in machine.memory)
        self.items[machine.id] = Item(machine.name, "machine", sizes, tuple(machine.gpu_cores))
        self._file_device(machine, "machine")
        for name in (_IN_BRACKETS.sub("", machine.name), machine.chip, machine.chip.removeprefix("Apple ")):
            self._add(self.cut, name, "machine", machine.id)

    def _file_device(self, record: Named, product: Product) -> None:
        for name in (record.id, record.name, *record.aliases):
            bare = _CORES.sub("", _MEMORY.sub("", name))
            self._add(self.sure if bare == name else self.cut, bare, product, record.id)
        self.capitals.update(name_key(name) for name in record.aliases if name.isalpha() and name.isupper())
        for name in record.ambiguous_aliases:
            self._add(self.open, _MEMORY.sub("", name), product, record.id)

    @staticmethod
    def _add(rank: dict[str, tuple[Product, list[str]]], name: str, product: Product, identity: str) -> None:
        key = name_key(name)
        ids = rank.setdefault(key, (product, []))[1]
        if key and identity not in ids:
            ids.append(identity)

    def index(self) -> NameIndex:
        """Settle the ranks: an exact name wins; an open one keeps all its readings; a cut one fills gaps."""
        entries: dict[str, Entry] = {}
        for rank in (self.sure, self.open, self.short, self.tagged, self.pasted, self.cut):
            certain = rank is not self.open and rank is not self.cut
            for key, (product, ids) in rank.items():
                if key and key not in entries:
                    entries[key] = Entry(product, self._readings(key, ids, rank), certain)
        _file_short_super(entries)
        return NameIndex(
            entries=entries,
            items=self.items,
            tags={tag: tuple(dict.fromkeys(ids)) for tag, ids in self.tags.items()},
            heads={word: tuple(dict.fromkeys(ids)) for word, ids in self.heads.items()},
            words=frozenset(token.text for item in self.items.values() for token in tokenise(item.label)),
            model_shorts=self._shorts("model"),
            device_shorts=self._shorts("gpu", "machine"),
            starts=frozenset(key[:2] for key in entries) | frozenset(key[:1] for key in entries),
            capitals=frozenset(self.capitals),
            laptops=_laptop_chips(self.items, entries),
            speller=Speller.build([*self.heads, *_product_lines(self.items)]),
        )

    def _readings(self, key: str, ids: Iterable[str], rank: Mapping[str, tuple[Product, list[str]]]) -> tuple[str, ...]:
        """The ids of a key, with those of looser ranks where the name alone does not decide."""
        whole = rank is self.sure or rank is self.short or rank is self.pasted
        if whole and self._is_model(ids):
            return tuple(ids)
        more = [*self.open.get(key, ("", []))[1], *self.cut.get(key, ("", []))[1]]
        return tuple(dict.fromkeys([*ids, *(other for other in more if self._same_kind(other, ids))]))

    def _is_model(self, ids: Iterable[str]) -> bool:
        return all(self.items[one].product == "model" for one in ids)

    def _same_kind(self, other: str, ids: Iterable[str]) -> bool:
        return all(self.items[other].product == self.items[one].product for one in ids)

    def _shorts(self, *products: Product) -> dict[str, str]:
        return {one: short_name(item.label) for one, item in self.items.items() if item.product in products}


def short_name(name: str) -> str:
    """Return a name as people type it: in lower case, without maker and memory size."""
    bare = _MEMORY.sub("", name)
    return " ".join(token.text for token in tokenise(bare) if token.text not in MAKERS)


def _pasted_names(model: ModelRecord) -> Iterator[str]:
    yield without_quant(model.hf_repo.rpartition("/")[2])
    for file in model.files:
        if not file.from_ollama:
            yield _GGUF.sub("", file.repo.rpartition("/")[2])
    for tag in {model.ollama_tag, *(file.ollama_tag for file in model.files)} - {None}:
        yield without_quant(str(tag))


def without_quant(name: str) -> str:
    """Return a pasted name without the quantization at its end."""
    quants = find_quants(name)
    return name[: quants[-1].span[0]].rstrip("-_.: ") if quants else name


def _short_model_names(model: ModelRecord) -> Iterator[str]:
    """Names without "Instruct" and the like, and without the active parameters."""
    aliases = (alias for alias in model.aliases if ":" not in alias)
    for name in (model.name, _IN_BRACKETS.sub("", model.name), *aliases, model.hf_repo.rpartition("/")[2]):
        words = re.split(r"[\s_-]+", without_quant(name))
        short = " ".join(word for word in words if word.casefold() not in MODEL_NEUTRAL)
        yield short
        yield _ACTIVE.sub("", short)


def _cut_model_names(model: ModelRecord) -> Iterator[str]:
    """Names without a size or without a version: they leave the choice open."""
    words = re.split(r"[\s_-]+", _IN_BRACKETS.sub("", model.name))
    plain = _ACTIVE.sub("", " ".join(word for word in words if word.casefold() not in MODEL_NEUTRAL))
    for name in (_SIZE.sub("", plain), model.family, _first_word(model.family)):
        if name.casefold() not in ORDINARY_WORDS:
            yield name
    size = _SIZE.search(plain)
    if size and _is_plain_family(model):
        yield f"{_first_word(model.family)} {size.group().strip(' -')}"


def _is_plain_family(model: ModelRecord) -> bool:
    """Whether the family is one word and a version, so that leaving the version out is how people shorten it."""
    return len(_LATIN.findall(model.family)) == 1


def _first_word(text: str) -> str:
    match = _LATIN.match(text)
    return match.group().casefold() if match else ""


def _laptop_chips(items: Mapping[str, Item], entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """The laptop chips of the same name, by the id of the card."""
    chips: dict[str, list[str]] = {}
    for identity, item in items.items():
        if item.laptop:
            words = _MEMORY.sub("", item.label).partition(" Laptop")[0].split()
            names = (name_key(" ".join(words[start:])) for start in range(len(words)))
            card = next((entries[key] for key in names if key in entries), None)
            for one in card.ids if card else ():
                chips.setdefault(one, []).append(identity)
    return {one: tuple(ids) for one, ids in chips.items()}


def _product_lines(items: Mapping[str, Item]) -> Iterator[str]:
    for item in items.values():
        if item.product == "machine":
            yield _first_word(item.label)


def _file_short_super(entries: dict[str, Entry]) -> None:
    """ "4070S" and "4070TiS" are short for SUPER; the first can also be a plural, so both readings are kept."""
    for key, entry in list(entries.items()):
        short = key.removesuffix("uper")
        if key.endswith("super") and short not in entries and entry.product == "gpu":
            entries[short] = Entry("gpu", entry.ids, entry.sure)
