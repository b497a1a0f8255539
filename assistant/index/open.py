"""The index in use → a searcher. Refuses an index of another corpus, recipe or embedder."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.domain.facts import Passage
from assistant.domain.question import Question
from assistant.errors import IndexUnusableError
from assistant.index.build import WITH_UNITS, origin_of
from assistant.index.chunk_set import ChunkSet, SetRanker
from assistant.index.embedder import Embedder
from assistant.index.manifest import MEND, Manifest, current_folder, differences, read_manifest
from assistant.index.recipe import Recipe, weights_folder
from assistant.index.sources import Sources
from assistant.index.store import LOCAL, VectorPlace
from assistant.index.unit_vectors import UnitVectors
from assistant.retrieval.explain import GuideReader
from assistant.retrieval.fusion import Scores
from assistant.retrieval.hybrid import HybridSearcher


@dataclass(frozen=True)
class IndexPlace:
    """Where the index lies and what it must have been made of."""

    place: Path
    sources: Sources
    recipe: Recipe
    vectors: VectorPlace = LOCAL

    def manifest(self) -> tuple[Path, Manifest]:
        """The folder in use and its manifest.

        Raises:
            IndexUnusableError: there is no index, or it is of another corpus or recipe.
            CorpusError: the corpus or the recipe cannot be read.
        """
        folder = current_folder(self.place)
        if folder is None:
            raise IndexUnusableError(f"there is no index in {str(self.place)!r}; {MEND}")
        manifest = read_manifest(folder)
        if wrong := differences(manifest.origin, origin_of(self.sources, self.recipe)):
            raise IndexUnusableError(f"the index was made of something else ({'; '.join(wrong)}); {MEND}")
        return folder, manifest


def open_searcher(where: IndexPlace, read: Callable[[str], Question], site_url: str) -> HybridSearcher:
    """Return a searcher over the index in use; data and model are read with the first question.

    Raises:
        IndexUnusableError: there is no usable index; names the command that mends it.
        CorpusError: the corpus or the recipe cannot be read.
    """
    folder, _ = where.manifest()
    embedder = Embedder(weights_folder(where.recipe.embedder))
    guides, cards = (
        LazyRanker(folder / name, where.recipe, embedder, site_url, where.vectors) for name in ("guides", "cards")
    )
    return HybridSearcher(guides, cards, read, where.recipe.how_fused)


def open_reader(where: IndexPlace, site_url: str) -> GuideReader:
    """Return a reader of the guides in the index in use; data and model are read with the first question.

    Raises:
        IndexUnusableError: there is no usable index; names the command that mends it.
        CorpusError: the corpus or the recipe cannot be read.
    """
    folder, manifest = where.manifest()
    embedder = Embedder(weights_folder(where.recipe.embedder))
    guides = LazyRanker(folder / "guides", where.recipe, embedder, site_url, where.vectors)
    return GuideReader(guides, where.recipe.how_fused, where.recipe.when_answered, manifest.digest)


@dataclass(frozen=True)
class LazyRanker:
    """A set of chunks that is read when it is first asked."""

    folder: Path
    recipe: Recipe
    embedder: Embedder
    site_url: str
    vectors: VectorPlace = LOCAL

    def scores(self, question: str, limit: int) -> tuple[Scores, Scores]:
        """Return cosine similarity and word scores by id, at most `limit` of each."""
        return self._ranker.scores(question, limit)

    def passage(self, identity: str) -> Passage | None:
        """Return a chunk by id as a passage; None if there is none."""
        return self._ranker.passage(identity)

    def closeness(self, question: str, identity: str) -> tuple[float, ...]:
        """Return the cosines of the question to the heading and to each unit of a chunk; empty for cards."""
        return self._ranker.closeness(question, identity)

    @cached_property
    def _ranker(self) -> SetRanker:
        chunks = ChunkSet.read(self.folder, self.recipe.words, self.vectors)
        units = UnitVectors.read(self.folder, chunks.chunks) if self.folder.name in WITH_UNITS else None
        return SetRanker(chunks, self.embedder, self.site_url, units)
