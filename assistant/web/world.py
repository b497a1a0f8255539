"""What the service holds, loaded once per worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.assemble import index_mark, index_place, open_assistant
from assistant.corpus.catalog import Catalog
from assistant.corpus.guides import Guide, load_guides
from assistant.flow import Assistant
from assistant.paths import data_root
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.embedder import Embedder


@dataclass(frozen=True)
class World:
    """The answer path, and what can be read without asking. `guides` holds guides and pages by slug."""

    settings: Settings
    assistant: Assistant
    guides: Mapping[str, Guide]

    @property
    def catalog(self) -> Catalog:
        """The catalog behind the answers."""
        return self.assistant.shelf.catalog

    @property
    def model(self) -> str | None:
        """The model that may explain; None if none may."""
        return self.assistant.explainer.model if self.assistant.explainer else None

    def embedder(self) -> "Embedder":
        """Return the model that embeds questions; it is loaded when it is first asked."""
        from assistant.index.embedder import Embedder  # noqa: PLC0415 - only for the owner's report
        from assistant.index.recipe import weights_folder  # noqa: PLC0415

        return Embedder(weights_folder(index_place(self.settings, self.catalog).recipe.embedder))

    def index_mark(self) -> object:
        """Return what changes with every build of the index."""
        return index_mark(self.settings)


def open_world(settings: Settings, *, with_model: bool = True) -> World:
    """Load everything the service needs.

    Raises:
        CorpusError: catalog or guides are missing or broken.
        SettingsError: the library of the model's provider is not installed.
    """
    guides = load_guides(data_root() / "corpus")
    assistant = open_assistant(settings, with_model=with_model)
    return World(settings, assistant, {guide.slug: guide for guide in guides})
