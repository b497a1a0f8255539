"""`index/recipe.toml` → Recipe, strictly."""

import hashlib
import importlib.util
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from assistant.corpus.records import Count, Record
from assistant.errors import CorpusError
from assistant.retrieval.explain import Answering
from assistant.retrieval.fusion import Fusion

PROBE_BYTES = 2**20  # of each end of a large weights file; hashing all of it would take longer than a search


class EmbedderRecipe(Record):
    """Which weights: `folder` inside an installed package, or any folder of this machine if there is no package."""

    package: str | None = None
    folder: str


class ChunksRecipe(Record):
    """Where the text is cut."""

    max_tokens: Annotated[int, Field(ge=32, le=8192)]


class WordsRecipe(Record):
    """BM25's parameters, and how often title and headings count beside the text."""

    language: str
    k1: Annotated[float, Field(ge=0)]
    b: Annotated[float, Field(ge=0, le=1)]
    title_times: Annotated[int, Field(ge=0, le=9)]


class FusionRecipe(Record):
    """How the two rankings are merged."""

    candidates: Count
    method: Literal["weighted", "rank"]
    dense_weight: Annotated[float, Field(ge=0, le=1)]
    page_share: Annotated[float, Field(ge=0)]
    page_chunks: Count


class AnswersRecipe(Record):
    """When passages make an answer; see `Answering`."""

    bias: float
    similarity: float
    heading: float
    words: float
    other_language: float
    least: float
    least_beside: float
    near: float


class Recipe(Record):
    """How the index is made and searched."""

    version: Literal[1]
    embedder: EmbedderRecipe
    chunks: ChunksRecipe
    words: WordsRecipe
    fusion: FusionRecipe
    answers: AnswersRecipe

    @property
    def stored_digest(self) -> str:
        """The first 12 hexadecimal digits of a SHA-256 over what shapes the stored index; fusion does not."""
        parts = [part.model_dump_json() for part in (self.embedder, self.chunks, self.words)]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    @property
    def how_fused(self) -> Fusion:
        """The fusion as a plain value."""
        return Fusion(**self.fusion.model_dump())

    @property
    def when_answered(self) -> Answering:
        """The rule for answers as a plain value."""
        return Answering(**self.answers.model_dump())


def read_recipe(file: Path) -> Recipe:
    """The recipe in a TOML file.

    Raises:
        CorpusError: missing, not TOML, or a value is unknown or impossible; the message names it.
    """
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"index/{file.name}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"index/{file.name}: is not TOML: {error}") from error
    try:
        return Recipe.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise CorpusError(f"index/{file.name}: {place}: {first['msg'].lower()}, got {first['input']!r}") from error


def weights_folder(embedder: EmbedderRecipe) -> Path:
    """Where the embedder's files lie; nothing is imported.

    Raises:
        CorpusError: the package or folder is not on this machine.
    """
    folder = Path(embedder.folder)
    if embedder.package is not None:
        found = importlib.util.find_spec(embedder.package)
        if found is None or not found.submodule_search_locations:
            raise CorpusError(f"index/recipe.toml: embedder.package: {embedder.package!r} is not installed")
        folder = Path(found.submodule_search_locations[0]) / embedder.folder
    if not (folder / "modules.json").is_file():
        raise CorpusError(f"index/recipe.toml: embedder.folder: no sentence-transformers model in {str(folder)!r}")
    return folder


def weights_digest(folder: Path) -> str:
    """The first 12 hexadecimal digits of a SHA-256 over names, sizes and contents; of large files the ends."""
    whole = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            size = file.stat().st_size
            whole.update(f"{file.relative_to(folder).as_posix()}\0{size}\0".encode())
            with file.open("rb") as content:
                whole.update(content.read(PROBE_BYTES))
                content.seek(max(0, size - PROBE_BYTES))
                whole.update(content.read(PROBE_BYTES))
    return whole.hexdigest()[:12]
