"""Settings and adapters → a ready Assistant; the only place where they meet."""

from typing import TYPE_CHECKING

from assistant.corpus.catalog import Catalog, load_catalog
from assistant.paths import data_root

if TYPE_CHECKING:
    from assistant.flow import Assistant
    from assistant.settings import Settings


def open_catalog(settings: "Settings") -> Catalog:
    """Open the shipped catalog; parsed files are cached under the data folder where that is writable."""
    return load_catalog(data_root() / "corpus" / "catalog", settings.data_dir / "cache")


def open_assistant(settings: "Settings") -> "Assistant":
    """Load everything an answer needs.

    Raises:
        CorpusError: the catalog is missing or broken.
    """
    from assistant.entities.index import NameIndex  # noqa: PLC0415 - commands without questions do not pay for it
    from assistant.flow import Assistant  # noqa: PLC0415
    from assistant.lookups.shelf import Shelf  # noqa: PLC0415

    catalog = open_catalog(settings)
    return Assistant(Shelf(catalog), NameIndex.build(catalog), settings.site_url)
