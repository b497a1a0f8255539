"""Step 1f: the index of names, built once from the catalog; every question is answered by look-ups in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord, Named
from assistant.entities import spellings
from assistant.entities.misspelt import Speller
from assistant.entities.tokens import name_key, name_keys, tokenise
from assistant.entities.vocabulary import NOT_ONLY_MACHINES

Product = Literal["model", "gpu", "machine"]


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
    """Every spelling of every product under its key, and what is needed to judge what stands around it.

    `tags` are Ollama names, `files` the keys of repositories and files, `heads` family words, `capitals` keys that
    are everyday words unless written in capitals, `laptops` the laptop chips that share a card's name, `sized` the
    devices whose name with a memory size is exact ("9070@16"). `speller` knows the words names begin with, `inner`
    the others, `machines` those that only machines are called by.
    """

    entries: Mapping[str, Entry]
    items: Mapping[str, Item]
    tags: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    sized: Mapping[str, tuple[str, ...]]
    capitals: frozenset[str]
    laptops: Mapping[str, tuple[str, ...]]
    words: frozenset[str]
    starts: frozenset[str]
    model_shorts: Mapping[str, str]
    device_shorts: Mapping[str, str]
    speller: Speller = field(compare=False)
    inner: Speller = field(compare=False)
    machines: Speller = field(compare=False)
    machine_words: frozenset[str]

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


Rank = dict[str, tuple[Product, list[str]]]


class _Filing:
    """Collects keys in six ranks, from exact names down to names that are cut and leave a choice."""

    def __init__(self) -> None:
        self.sure: Rank = {}
        self.open: Rank = {}
        self.short: Rank = {}
        self.tagged: Rank = {}
        self.pasted: Rank = {}
        self.cut: Rank = {}
        self.keys: dict[str, tuple[str, ...]] = {}  # of names seen, since models share file names
        self.capitals: set[str] = set()
        self.items: dict[str, Item] = {}
        self.tags: dict[str, list[str]] = {}
        self.heads: dict[str, list[str]] = {}
        self.sized: dict[str, list[str]] = {}

    def file_model(self, model: ModelRecord) -> None:
        """File names, repositories and Ollama tags of one model."""
        able = frozenset({*model.modalities, *model.capabilities, model.kind})
        self.items[model.id] = Item(model.name, "model", able=able)
        for name in spellings.whole_names(model):
            self._add(self.tagged if ":" in name else self.sure, name, "model", model.id)
        for rank, names in (
            (self.open, model.ambiguous_aliases),
            (self.short, spellings.short_names(model)),
            (self.pasted, spellings.pasted_names(model)),
            (self.cut, spellings.cut_names(model)),
        ):
            for name in names:
                self._add(rank, name, "model", model.id)
        for word in spellings.heads(model):
            self.heads.setdefault(word, []).append(model.id)
        for tag in spellings.tags(model):
            self.tags.setdefault(tag, []).append(model.id)
        if model.ollama_latest is not None:
            self.tags[f"{model.ollama_latest.name}:latest"] = [model.id]

    def file_gpu(self, gpu: GpuRecord) -> None:
        """File a card; its memory size is taken out of its names, since readers put it anywhere."""
        self.items[gpu.id] = Item(gpu.name, "gpu", (gpu.memory_gb,), laptop=gpu.form == "laptop")
        self._file_device(gpu, "gpu")

    def file_machine(self, machine: MachineRecord) -> None:
        """File a machine under its names, its product line and its chip."""
        sizes = tuple(size.memory_gb for size in machine.memory)
        self.items[machine.id] = Item(machine.name, "machine", sizes, tuple(machine.gpu_cores))
        self._file_device(machine, "machine")
        for name in spellings.line_and_chip(machine):
            self._add(self.cut, name, "machine", machine.id)

    def _file_device(self, record: Named, product: Product) -> None:
        for name in (record.id, record.name, *record.aliases):
            bare = spellings.without_variant(name)
            for spelling in dict.fromkeys((bare, bare.replace("+", ""))):
                self._add(self.sure if bare == name else self.cut, spelling, product, record.id)
            if bare != name and (size := spellings.memory_in(name)):
                ids = self.sized.setdefault(f"{name_key(bare)}@{size}", [])
                ids += [record.id] if record.id not in ids else []
        for name in record.ambiguous_aliases:
            bare = spellings.without_variant(name)
            for spelling in dict.fromkeys((bare, bare.replace("+", ""))):
                self._add(self.open, spelling, product, record.id)
        self.capitals.update(name_key(name) for name in record.aliases if name.isalpha() and name.isupper())

    def _add(self, rank: Rank, name: str, product: Product, identity: str) -> None:
        if name not in self.keys:
            self.keys[name] = name_keys(name)
        for key in self.keys[name]:
            ids = rank.setdefault(key, (product, []))[1]
            if identity not in ids:
                ids.append(identity)

    def index(self) -> NameIndex:
        """Settle the ranks: an exact name wins; an open one keeps all its readings; a cut one fills gaps."""
        entries: dict[str, Entry] = {}
        for rank in (self.sure, self.open, self.short, self.tagged, self.pasted, self.cut):
            certain = rank is not self.open and rank is not self.cut
            for key, (product, ids) in rank.items():
                if key not in entries:
                    entries[key] = Entry(product, self._readings(key, ids, rank), certain)
        _file_short_super(entries)
        lines = (spellings.first_word(item.label) for item in self.items.values() if item.product == "machine")
        return NameIndex(
            entries=entries,
            items=self.items,
            tags={tag: tuple(dict.fromkeys(ids)) for tag, ids in self.tags.items()},
            files={key: tuple(ids) for key, (_, ids) in self.pasted.items()},
            sized={key: tuple(ids) for key, ids in self.sized.items()},
            heads={word: tuple(dict.fromkeys(ids)) for word, ids in self.heads.items()},
            capitals=frozenset(self.capitals),
            laptops=_laptop_chips(self.items, entries),
            words=frozenset(token.text for item in self.items.values() for token in tokenise(item.label)),
            starts=frozenset(key[:2] for key in entries) | frozenset(key[:1] for key in entries),
            model_shorts=self._shorts("model"),
            device_shorts=self._shorts("gpu", "machine"),
            speller=Speller.build([*self.heads, *lines]),
            inner=Speller.build(spellings.inner_words(item.label for item in self.items.values())),
            machines=Speller.build(self._machine_words()),
            machine_words=self._machine_words(),
        )

    def _readings(self, key: str, ids: Iterable[str], rank: Rank) -> tuple[str, ...]:
        """The ids of a key, with those of looser ranks where the name alone does not decide."""
        product = self.items[next(iter(ids))].product
        if product == "model" and (rank is self.sure or rank is self.short or rank is self.pasted):
            return tuple(ids)
        looser = [one for other in (self.open, self.cut) for one in other.get(key, ("", []))[1]]
        same = (one for one in looser if self.items[one].product == product)
        return tuple(dict.fromkeys([*ids, *same]))

    def _machine_words(self) -> frozenset[str]:
        labels: dict[bool, list[str]] = {True: [], False: []}
        for item in self.items.values():
            labels[item.product == "machine"].append(item.label)
        other = frozenset(spellings.long_words(labels[False]))
        return frozenset(spellings.long_words(labels[True])) - other - NOT_ONLY_MACHINES

    def _shorts(self, *products: Product) -> dict[str, str]:
        items = self.items.items()
        return {one: spellings.short_name(item.label) for one, item in items if item.product in products}


def _laptop_chips(items: Mapping[str, Item], entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """The laptop chips of the same name, by the id of the card."""
    chips: dict[str, list[str]] = {}
    for identity, item in items.items():
        if item.laptop:
            names = (name_key(name) for name in spellings.desktop_names(item.label))
            card = next((entries[key] for key in names if key in entries), None)
            for one in card.ids if card else ():
                chips.setdefault(one, []).append(identity)
    return {one: tuple(ids) for one, ids in chips.items()}


def _file_short_super(entries: dict[str, Entry]) -> None:
    """File "4070S" and "4070TiS", short for SUPER; whether the first is a plural is seen in its place."""
    for key, entry in list(entries.items()):
        short = key.removesuffix("uper")
        if key.endswith("super") and short not in entries and entry.product == "gpu":
            entries[short] = Entry("gpu", entry.ids, entry.sure)
