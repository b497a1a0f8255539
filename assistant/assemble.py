"""Settings and adapters → a ready Assistant; the only place where they meet."""

from assistant.corpus.catalog import Catalog, load_catalog
from assistant.entities.index import NameIndex
from assistant.flow import Assistant
from assistant.paths import data_root
from assistant.settings import Settings


def open_catalog(settings: Settings) -> Catalog:
    """Open the shipped catalog; parsed files are cached under the data folder where that is writable."""
    return load_catalog(data_root() / "corpus" / "catalog", settings.data_dir / "cache")


def open_assistant(settings: Settings) -> Assistant:
    """Load everything an answer needs.

    Raises:
        CorpusError: the catalog is missing or broken.
    """
    catalog = open_catalog(settings)
    return Assistant(catalog, NameIndex.build(catalog), settings.site_url)
