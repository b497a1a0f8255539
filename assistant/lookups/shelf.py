"""The catalog with its models read and weighed once each, so that a question pays only for its own arithmetic."""

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import BenchmarkRow, ModelFile, ModelRecord
from assistant.lookups.files import as_model, shape_of
from assistant.lookups.hardware import cards_by_size
from assistant.vram.job import Model
from assistant.vram.shape import Shape
from assistant.vram.shop import Shop

if TYPE_CHECKING:
    from assistant.domain.weighed import Item


class Shelf:
    """A catalog and what was computed from its records. The records never change, so neither do the results."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._shapes: dict[str, Shape] = {}
        self._items: dict[str, Item] = {}
        self._models: dict[tuple[str, str | None, str | None], Model] = {}

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

    @cached_property
    def shop(self) -> Shop:
        """The cards one can put into a PC, smallest memory first."""
        return Shop(cards_by_size(self.catalog.gpus.values()))
