"""The names of a question, resolved as far as the catalog goes, and what is said of those it lacks."""

from dataclasses import dataclass

from assistant.corpus.catalog import Catalog
from assistant.domain.answer import Nearest, Refusal
from assistant.domain.findings import Nothing
from assistant.domain.question import Question, UnknownName
from assistant.lookups.items import short_name
from assistant.lookups.shelf import Shelf
from assistant.lookups.subjects import Choice
from assistant.lookups.targets import Wanted


@dataclass(frozen=True)
class Named:
    """A question with the models and places it names; each may still have several readings."""

    question: Question
    shelf: Shelf
    models: tuple[Choice, ...]
    places: tuple[Wanted, ...]

    @property
    def catalog(self) -> Catalog:
        """The catalog on the shelf."""
        return self.shelf.catalog

    @property
    def unknown_model(self) -> UnknownName | None:
        """The model asked about that the catalog lacks."""
        return next((name for name in self.question.unknown if name.kind == "model"), None)

    @property
    def unknown_device(self) -> UnknownName | None:
        """The device asked about that the catalog lacks: nothing is judged without it."""
        return next((name for name in self.question.unknown if name.kind == "device"), None)


def unknown_finding(name: UnknownName, catalog: Catalog) -> Nothing:
    """Refuse a name the catalog lacks, offering the nearest names it has."""
    if name.kind == "model":
        near = tuple(Nearest(catalog.models[one].name, "") for one in name.near if one in catalog.models)
        return Nothing(Refusal("unknown_model", name.text, near))
    devices = {**catalog.gpus, **catalog.machines}
    near = tuple(Nearest(short_name(devices[one].name), "") for one in name.near if one in devices)
    return Nothing(Refusal("unknown_device", name.text, near))
