"""The units of guides with their vectors, read from the index. Satisfies the port of the summaries."""

from dataclasses import dataclass
from functools import cached_property

from assistant.index.chunk_set import read_chunks
from assistant.index.chunks import Chunk
from assistant.index.open import IndexPlace
from assistant.index.unit_vectors import UnitVectors
from assistant.retrieval.summarize import Weighted
from assistant.retrieval.units import units


@dataclass(frozen=True)
class IndexedUnits:
    """Reads the index in use once; a model is not loaded."""

    where: IndexPlace
    site_url: str

    @property
    def digest(self) -> str:
        """The digest of the index."""
        return self._held[0]

    def of(self, guide: str) -> tuple[Weighted, ...]:
        """Return the units of a guide or page by its id, in reading order."""
        _, chunks, vectors = self._held
        own = (chunk for chunk in chunks if chunk.id.partition("#")[0] == guide)
        return tuple(one for chunk in own for one in self._weighted(chunk, vectors))

    def _weighted(self, chunk: Chunk, vectors: UnitVectors) -> list[Weighted]:
        first, _ = vectors.starts[chunk.id]
        passage = chunk.passage(self.site_url)
        rows = vectors.rows[first + 1 :]
        return [Weighted(passage, at, unit, tuple(map(float, rows[at]))) for at, unit in enumerate(units(chunk.text))]

    @cached_property
    def _held(self) -> tuple[str, tuple[Chunk, ...], UnitVectors]:
        folder, manifest = self.where.manifest()
        chunks = tuple(read_chunks(folder / "guides"))
        return manifest.digest, chunks, UnitVectors.read(folder / "guides", chunks)
