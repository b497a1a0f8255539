"""The catalog with its models read and weighed once each, so that a question pays only for its own arithmetic."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import BenchmarkRow, MachineRecord, ModelFile, ModelRecord
from assistant.lookups.files import as_model, shape_of
from assistant.lookups.hardware import cards_by_size, machine
from assistant.vram.devices import Device, System
from assistant.vram.job import Model
from assistant.vram.shape import Shape
from assistant.vram.shop import Room, Shop, room_on

if TYPE_CHECKING:
    from assistant.domain.weighed import Item


Kept = TypeVar("Kept")
MOST_KEPT = 128  # tables with a row per model each


class Shelf:
    """A catalog and what was computed from its records. The records never change, so neither do the results."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._shapes: dict[str, Shape] = {}
        self._items: dict[str, Item] = {}
        self._models: dict[tuple[str, str | None, str | None], Model] = {}
        self._kept: dict[Hashable, object] = {}

    def shape(self, record: ModelRecord) -> Shape:
        """Return the shape of a model.

        Raises:
            RequestError: the catalog has no header for the model.
            ShapeError: the header lacks a field without which nothing can be computed.
        """
        if record.id not in self._shapes:
            self._shapes[record.id] = shape_of(record)
        return self._shapes[record.id]

    def model(self, record: ModelRecord, file: ModelFile | None, quant: str | None = None) -> Model:
        """Return a file of a model as the estimator's model; without a file, one computed from the parameters."""
        name = None if file is None else f"{file.repo}:{file.ollama_tag}:{file.quant}"
        key = (record.id, name, quant)
        if key not in self._models:
            self._models[key] = as_model(record, file, self.shape(record), quant)
        return self._models[key]

    def keep(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what was made for a key before, or make it now; of `MOST_KEPT` keys the one used longest ago goes.

        The key must say what is made and everything it depends on beside the catalog.
        """
        found = self._kept.pop(key, None)
        value = make() if found is None else cast("Kept", found)
        self._kept[key] = value
        if len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return value

    def item(self, record: ModelRecord) -> "Item":
        """Return a model as an item of findings, with its card."""
        from assistant.lookups.items import model_item  # noqa: PLC0415 - an estimate alone needs no findings

        if record.id not in self._items:
            self._items[record.id] = model_item(record)
        return self._items[record.id]

    def rows(self, model: str | None, device: str | None) -> tuple[BenchmarkRow, ...]:
        """Return the benchmark rows of a model and of a device, each once; of all if neither is named."""
        if model is None and device is None:
            return self.catalog.benchmarks
        of_model, on_device = self._rows
        found = [*of_model.get(model or "", ()), *on_device.get(device or "", ())]
        return tuple({row.id: row for row in found}.values())

    @cached_property
    def _rows(self) -> tuple[dict[str, list[BenchmarkRow]], dict[str, list[BenchmarkRow]]]:
        of_model: defaultdict[str, list[BenchmarkRow]] = defaultdict(list)
        on_device: defaultdict[str, list[BenchmarkRow]] = defaultdict(list)
        for row in self.catalog.benchmarks:
            of_model[row.model or ""].append(row)
            for device in row.devices:
                on_device[device].append(row)
        return dict(of_model), dict(on_device)

    def machines(self, system: System) -> "tuple[tuple[MachineRecord, int, Device, Room], ...]":
        """Every machine in every memory size, least memory first, as a device with its room; Macs under macOS."""
        return self.keep(("machines", system), lambda: tuple(self._machines(system)))

    def _machines(self, system: System) -> "Iterator[tuple[MachineRecord, int, Device, Room]]":
        sizes = sorted((size.memory_gb, one.id) for one in self.catalog.machines.values() for size in one.memory)
        for memory_gb, name in sizes:
            record = self.catalog.machines[name]
            device = machine(record, memory_gb)
            yield record, memory_gb, device, room_on(device, "macos" if device.maker == "apple" else system)

    @cached_property
    def shop(self) -> Shop:
        """The cards one can put into a PC, smallest memory first."""
        return Shop(cards_by_size(self.catalog.gpus.values()))
