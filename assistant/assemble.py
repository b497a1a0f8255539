"""Settings and adapters → a ready Assistant; the only place where they meet."""

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.corpus.catalog import Catalog, load_catalog
from assistant.paths import data_root

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.corpus.guides import Guide
    from assistant.entities.index import NameIndex
    from assistant.entities.reader import NameReading
    from assistant.flow import Assistant
    from assistant.index.open import IndexPlace
    from assistant.index.store import VectorPlace
    from assistant.retrieval.explain import GuideReader
    from assistant.retrieval.hybrid import HybridSearcher
    from assistant.settings import Settings
    from assistant.storage.store import Store
    from assistant.summaries.make import Summaries
    from assistant.written import ModelExplainer


def open_catalog(settings: "Settings") -> Catalog:
    """Open the shipped catalog; parsed files are cached under the data folder where that is writable."""
    return load_catalog(data_root() / "corpus" / "catalog", settings.data_dir / "cache")


def open_assistant(
    settings: "Settings", mend: "Callable[[], object] | None" = None, *, with_model: bool = False
) -> "Assistant":
    """Load everything an answer needs; the index of guides is opened with the first question that wants it.

    `mend` is called once if that index cannot be used, for example to build it. `with_model` lets the model of the
    settings explain.

    Raises:
        CorpusError: the catalog or a prompt is missing or broken.
        SettingsError: the library of the model's provider is not installed.
    """
    from assistant.entities.index import NameIndex  # noqa: PLC0415 - commands without questions do not pay for it
    from assistant.flow import Assistant  # noqa: PLC0415
    from assistant.index.lazy import LazyGuides  # noqa: PLC0415
    from assistant.lookups.shelf import Shelf  # noqa: PLC0415

    catalog = open_catalog(settings)
    guides = LazyGuides(lambda: open_guides(settings, catalog), mend, lambda: index_mark(settings))
    names = NameIndex.build(catalog)
    explainer = open_explainer(settings, catalog, names) if with_model else None
    return Assistant(Shelf(catalog), names, settings.site_url, guides, explainer)


def open_summaries(
    settings: "Settings", mend: "Callable[[], object] | None" = None, *, with_model: bool = False
) -> "Summaries":
    """Return what summarises guides, from the index in use; `mend` is called once if it cannot be used.

    Raises:
        IndexUnusableError: there is no usable index; names the command that mends it.
        CorpusError: guides, catalog or recipe cannot be read.
    """
    from assistant.corpus.guides import load_guides  # noqa: PLC0415
    from assistant.errors import IndexUnusableError  # noqa: PLC0415

    assistant = open_assistant(settings, with_model=with_model)
    where = index_place(settings, assistant.shelf.catalog)
    try:
        where.manifest()
    except IndexUnusableError:
        if mend is None:
            raise
        mend()
    guides = {guide.slug: guide for guide in load_guides(data_root() / "corpus")}
    return summaries_over(settings, guides, assistant)


def summaries_over(settings: "Settings", guides: "Mapping[str, Guide]", assistant: "Assistant") -> "Summaries":
    """Return what summarises guides over an answer path that is open already; the index is read when it is needed.

    Where a model explains answers it writes the summaries as well, and they are kept in the data folder.

    Raises:
        CorpusError: the recipe is broken.
    """
    from assistant.index.guide_units import IndexedUnits  # noqa: PLC0415
    from assistant.summaries.make import Summaries  # noqa: PLC0415
    from assistant.written import ModelExplainer  # noqa: PLC0415

    units = IndexedUnits(index_place(settings, assistant.shelf.catalog), settings.site_url)
    explainer = assistant.explainer
    if not isinstance(explainer, ModelExplainer):
        return Summaries(guides, units, assistant)
    from assistant.prompting.explain import PLACES  # noqa: PLC0415
    from assistant.prompting.template import read_template  # noqa: PLC0415
    from assistant.storage.summaries import SummaryFiles  # noqa: PLC0415
    from assistant.summaries.written import SummaryWriter  # noqa: PLC0415

    template = read_template(data_root() / "prompts" / "summary.md", PLACES)
    writer = SummaryWriter(replace(explainer, prompt=replace(explainer.prompt, template=template)))
    return Summaries(guides, units, assistant, writer, SummaryFiles(settings.data_dir / "summaries"))


def index_mark(settings: "Settings") -> tuple[int, int] | None:
    """Return what changes with every build of the index; None while there is none."""
    try:
        found = (settings.data_dir / "index" / "current").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def open_store(settings: "Settings") -> "Store":
    """Open the database of the service.

    Raises:
        StorageError: it cannot be opened or written.
    """
    from assistant.storage.store import Store  # noqa: PLC0415

    service = settings.service
    return Store.open(service.database_url, settings.data_dir, keep_questions=service.keep_questions)


def open_explainer(settings: "Settings", catalog: Catalog, names: "NameIndex") -> "ModelExplainer | None":
    """Return what explains answers with the model of the settings; None if they ask for none.

    Raises:
        CorpusError: the prompt is missing or broken.
        SettingsError: the library of the model's provider is not installed.
    """
    if settings.model == "none":
        return None
    from assistant.entities.reader import NameReading  # noqa: PLC0415
    from assistant.generation.open import NUM_PREDICT, open_generator  # noqa: PLC0415
    from assistant.generation.turns import Turns  # noqa: PLC0415
    from assistant.lookups.items import short_name  # noqa: PLC0415
    from assistant.prompting.explain import PLACES, ExplainPrompt  # noqa: PLC0415
    from assistant.prompting.template import read_template  # noqa: PLC0415
    from assistant.verifier.printed import printed  # noqa: PLC0415
    from assistant.written import ModelExplainer  # noqa: PLC0415

    spoken = {one.id: one.name for one in catalog.models.values()}
    spoken |= {one.id: short_name(one.name) for one in (*catalog.gpus.values(), *catalog.machines.values())}
    template = read_template(data_root() / "prompts" / "explain.md", PLACES)
    prompt = ExplainPrompt(template, settings.num_ctx - NUM_PREDICT, lambda one: spoken.get(one, one), printed)
    turns = Turns(settings.max_concurrent, settings.max_waiting)
    generator = open_generator(settings.model, settings.model_url, settings.ollama_host, settings.num_ctx, turns)
    nobody_asked = not (settings.model or settings.ollama_host)
    return ModelExplainer(generator, prompt, NameReading(names), quiet=nobody_asked)


def open_names(settings: "Settings") -> "NameReading":
    """Return the reader of product names that the number ledger uses.

    Raises:
        CorpusError: the catalog is missing or broken.
    """
    from assistant.entities.index import NameIndex  # noqa: PLC0415
    from assistant.entities.reader import NameReading  # noqa: PLC0415

    return NameReading(NameIndex.build(open_catalog(settings)))


def index_place(
    settings: "Settings", catalog: Catalog, clean: "Callable[[Guide], Guide] | None" = None
) -> "IndexPlace":
    """Return where the index lies and what it must be made of; `clean` is asked of each guide when it is made.

    Raises:
        CorpusError: `index/recipe.toml` is broken.
    """
    from assistant.index.open import IndexPlace  # noqa: PLC0415
    from assistant.index.recipe import read_recipe  # noqa: PLC0415
    from assistant.index.sources import Sources, as_it_is  # noqa: PLC0415

    root = data_root()
    recipe = read_recipe(root / "index" / "recipe.toml")
    sources = Sources(root / "corpus", catalog, clean or as_it_is)
    return IndexPlace(settings.data_dir / "index", sources, recipe, _vector_place(settings))


def _vector_place(settings: "Settings") -> "VectorPlace":
    from assistant.index.server import ServerVectors  # noqa: PLC0415
    from assistant.index.store import LOCAL  # noqa: PLC0415

    return ServerVectors(settings.chroma_url, settings.chroma_allow_vulnerable) if settings.chroma_url else LOCAL


def open_guides(settings: "Settings", catalog: Catalog) -> "GuideReader":
    """Return the reader of guides and pages; data and model are read with the first question.

    Raises:
        IndexUnusableError: there is no usable index; names the command that mends it.
        CorpusError: guides, catalog or recipe cannot be read.
    """
    from assistant.index.open import open_reader  # noqa: PLC0415

    return open_reader(index_place(settings, catalog), settings.site_url)


def open_searcher(settings: "Settings", catalog: Catalog, names: "NameIndex") -> "HybridSearcher":
    """Return the searcher over guides, pages and cards; the model is loaded with the first question.

    Raises:
        IndexUnusableError: there is no usable index; names the command that mends it.
        CorpusError: guides, catalog or recipe cannot be read.
    """
    from assistant.entities.understand import understand  # noqa: PLC0415
    from assistant.index.open import open_searcher as opened  # noqa: PLC0415

    return opened(index_place(settings, catalog), lambda text: understand(text, names), settings.site_url)
