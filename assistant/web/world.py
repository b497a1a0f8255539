"""What the service holds, loaded once per worker."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.assemble import open_assistant
from assistant.corpus.catalog import Catalog
from assistant.corpus.guides import Guide, load_guides
from assistant.flow import Assistant
from assistant.paths import data_root
from assistant.settings import Settings


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


def open_world(settings: Settings) -> World:
    """Load everything the service needs.

    Raises:
        CorpusError: catalog or guides are missing or broken.
    """
    guides = load_guides(data_root() / "corpus")
    return World(settings, open_assistant(settings), {guide.slug: guide for guide in guides})
