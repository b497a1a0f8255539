"""Base questions: every kind, with models, cards and machines drawn from the whole catalog."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, zip_longest

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from tests.metamorphic.frames import FRAMES, WORDS

SEED = 20261125
CONTEXTS = (4096, 16384, 32768, 65536)  # tokens; all spelled as thousands of 1,024
COUNTS = {  # base questions per kind
    "fits": 26, "memory": 12, "max_context": 11, "best_quant": 11, "what_runs": 12, "what_needed": 9, "speed": 12,
    "bandwidth": 5, "tdp": 4, "parameters": 4, "license": 4, "compare": 11, "disk_size": 9, "price": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """An item of the catalog as it stands in a question: the ids it may mean and every spelling that means them.

    `memory_gb` is stated behind the name where a machine comes in several sizes.
    """

    ids: frozenset[str]
    spelling: str
    others: tuple[str, ...]
    count: int = 1
    memory_gb: int | None = None

    @property
    def text(self) -> str:
        """The words in the question."""
        memory = f" {self.memory_gb}GB" if self.memory_gb else ""
        return (f"{self.count}x " if self.count > 1 else "") + self.spelling + memory


@dataclass(frozen=True)
class Base:
    """A question in parts. `language` is that of the frame; `context` and `vram` are spelled as they stand in it."""

    kind: str
    frame: str
    language: str = "en"
    model: Named | None = None
    device: Named | None = None
    second: Named | None = None
    quant: str | None = None
    context: str | None = None
    vram: str | None = None

    @property
    def text(self) -> str:
        """The question, in its language."""
        words = WORDS[self.language]
        memory = self.vram.replace("GB", words.gigabytes) if self.vram else ""
        model = (self.model.text if self.model else "") + (words.quant.format(self.quant) if self.quant else "")
        device = self.device.text if self.device else words.memory.format(memory)
        sides = [item.text for item in (self.model or self.device, self.second) if item]
        return self.frame.format(
            m=model,
            d=device,
            on=words.on.format(device) if self.device else words.within.format(memory),
            c=words.context.format(self.context) if self.context else "",
            a=sides[0] if sides else "",
            b=sides[-1] if sides else "",
        )

    @property
    def named(self) -> tuple[Named, ...]:
        """The items it names, in order."""
        return tuple(item for item in (self.model, self.device, self.second) if item)


def bases(catalog: Catalog, seed: int = SEED) -> list[Base]:
    """All base questions, the same on every run over the same catalog; another seed draws other items."""
    shelf = _Shelf(catalog, random.Random(seed))
    return [shelf.base(kind, n) for kind, count in COUNTS.items() for n in range(count)]


class _Shelf:
    """Draws items so that every developer, vendor and form has its turn."""

    def __init__(self, catalog: Catalog, draw: random.Random) -> None:
        self._draw = draw
        self._catalog = catalog
        models = {m.id: m for m in catalog.models.values() if m.files and m.kind != "embedding"}
        others = [m for m in catalog.models.values() if m.id not in models]  # no chat, or no file to weigh
        self._models = self._in_turn(list(models.values()), lambda model: model.developer)
        self._other_models = self._in_turn(others, lambda model: model.developer)
        self._gpus = self._in_turn(list(catalog.gpus.values()), lambda gpu: f"{gpu.vendor} {gpu.form}")
        self._machines = self._in_turn(list(catalog.machines.values()), lambda machine: machine.vendor)
        self._vague_models = self._ambiguous("models")
        self._vague_gpus = self._ambiguous("gpus")
        self._measured = self._in_turn(self._sayable(), lambda row: row[0].developer)

    def _in_turn(self, items, group) -> Iterator:
        """Endlessly one item of each group after the other, shuffled within groups."""
        groups: dict[str, list] = {}
        for item in self._draw.sample(items, len(items)):
            groups.setdefault(group(item), []).append(item)
        return cycle([item for layer in zip_longest(*groups.values()) for item in layer if item is not None])

    def _ambiguous(self, file: str) -> Iterator[Named]:
        """Spellings that mean several items, with the other spellings of just the same items."""
        ids: dict[str, set[str]] = {}
        for record in getattr(self._catalog, file).values():
            for alias in record.ambiguous_aliases:
                ids.setdefault(alias, set()).add(record.id)
        alike: dict[frozenset[str], list[str]] = {}
        for alias, of in ids.items():
            if len(of) > 1:
                alike.setdefault(frozenset(of), []).append(alias)
        named = [Named(of, aliases[0], tuple(aliases[1:])) for of, aliases in alike.items()]
        return cycle(self._draw.sample(named, len(named)))

    def _sayable(self) -> list[tuple[ModelRecord, GpuRecord, str]]:
        """Models, cards and quantizations for which a speed on one card was measured."""
        models, gpus = self._catalog.models, self._catalog.gpus
        rows = {
            (row.model, row.devices[0], row.quant)
            for row in self._catalog.benchmarks
            if row.reproducible and row.model and row.quant and row.metric == "decode" and row.placement == "gpu"
            if len(row.devices) == 1 and row.devices[0] in gpus and row.gpu_count == 1 and not row.speculative
        }
        return [(models[model], gpus[gpu], quant) for model, gpu, quant in sorted(rows) if quant.count("_") < 3]

    def base(self, kind: str, n: int) -> Base:
        """Return the nth base question of a kind."""
        empty = Base(kind, FRAMES[kind].said)
        if kind == "speed" and n % 2 == 0:
            model, gpu, quant = next(self._measured)
            return replace(empty, model=model_named(model), device=gpu_named(gpu), quant=quant)
        if kind == "compare":
            return self._comparison(empty, n)
        if "{d}" in empty.frame or "{on}" in empty.frame:
            memory_allowed = kind in ("fits", "max_context", "best_quant", "what_runs")
            empty = self._with_device(empty, n, memory_allowed=memory_allowed)
        if "{m}" in empty.frame:
            empty = self._with_model(empty, n)
        return empty

    def _with_device(self, base: Base, n: int, *, memory_allowed: bool) -> Base:
        if n % 4 == 1 and base.kind != "tdp":
            return replace(base, device=self._machine())
        if n % 4 == 3 and memory_allowed:
            return replace(base, vram=f"{self._draw.choice((8, 12, 16, 20, 24, 48))} GB")
        if n % 7 == 2:
            return replace(base, device=next(self._vague_gpus))
        device = gpu_named(next(self._gpus))
        twice = n % 6 == 0 and base.kind in ("fits", "what_runs", "max_context")
        return replace(base, device=replace(device, count=2) if twice else device)

    def _machine(self) -> Named:
        record: MachineRecord = next(self._machines)
        return machine_named(record, self._draw.choice(record.memory).memory_gb)

    def _with_model(self, base: Base, n: int) -> Base:
        if n % 7 == 5:
            return replace(base, model=next(self._vague_models))
        of_any_kind = base.kind in ("parameters", "license") and n % 4
        model: ModelRecord = next(self._other_models if of_any_kind else self._models)
        base = replace(base, model=model_named(model))
        if base.kind in ("fits", "memory", "what_needed", "disk_size", "speed") and n % 3 == 0:
            base = replace(base, quant=self._draw.choice([file.quant for file in model.files]))
        if "{c}" in base.frame and n % 2:
            longest = [size for size in CONTEXTS if size <= (model.context_native or CONTEXTS[0])]
            base = replace(base, context=f"{(longest or CONTEXTS)[-1] // 1024}k")
        return base

    def _comparison(self, base: Base, n: int) -> Base:
        if n % 3 == 0:
            model, second = model_named(next(self._models)), model_named(next(self._models))
            return replace(base, model=model, second=second)
        if n % 3 == 1:
            return replace(base, device=gpu_named(next(self._gpus)), second=self._machine())
        return replace(base, device=gpu_named(next(self._gpus)), second=gpu_named(next(self._gpus)))


def model_named(model: ModelRecord) -> Named:
    """A model by its name."""
    return Named(frozenset([model.id]), model.name, model.aliases)


def gpu_named(gpu: GpuRecord) -> Named:
    """A card by its first alias, which is its name without the vendor."""
    return Named(frozenset([gpu.id]), gpu.aliases[0], (gpu.name, *gpu.aliases[1:]))


def machine_named(machine: MachineRecord, memory_gb: int) -> Named:
    """A machine with one of its memory sizes; spellings that state a size themselves are left out."""
    plain = [alias for alias in machine.aliases if not alias.upper().endswith("GB")]
    if plain:
        return Named(frozenset([machine.id]), plain[0], tuple(plain[1:]), memory_gb=memory_gb)
    sized = [alias for alias in machine.aliases if alias.upper().endswith(f" {memory_gb}GB")]
    return Named(frozenset([machine.id]), sized[0], tuple(sized[1:]))
