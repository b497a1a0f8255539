"""Chroma behind one small class: chunk positions and their vectors in a folder of this machine, cosine distance."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexUnusableError
from assistant.index.manifest import MEND

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
REACH = 200  # neighbours the graph looks at in a search; fewer than are asked for would be found in part only
AT_ONCE = 2000  # vectors handed over in one call; Chroma's own limit lies higher


class VectorStore:
    """Vectors by chunk id. Telemetry is off, and nothing leaves the machine."""

    def __init__(self, collection: "Collection") -> None:
        self._collection = collection

    @classmethod
    def create(cls, folder: Path) -> "VectorStore":
        """Make an empty store in a new folder."""
        made = _client(folder).create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine", "ef_search": REACH}}, embedding_function=None
        )
        return cls(made)

    @classmethod
    def open(cls, folder: Path, count: int) -> "VectorStore":
        """Open what `create` made; `count` vectors must be there.

        Raises:
            IndexUnusableError: files are missing or damaged.
        """
        if not (folder / DATABASE).is_file():  # Chroma would make an empty one
            raise IndexUnusableError(f"the vectors in {str(folder)!r} are missing; {MEND}")
        from chromadb.errors import ChromaError  # noqa: PLC0415

        try:
            collection = _client(folder).get_collection(COLLECTION, embedding_function=None)
            held = collection.count()
        # AttributeError: Chroma stumbles over its own cleaning up when its database cannot be opened (1.5.9)
        except (ChromaError, ValueError, AttributeError) as error:
            raise IndexUnusableError(f"the vectors in {str(folder)!r} cannot be read ({error}); {MEND}") from error
        if held != count:
            raise IndexUnusableError(f"{str(folder)!r} holds {held} vectors for {count} chunks; {MEND}")
        return cls(collection)

    def add(self, ids: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Store one vector per id."""
        for start in range(0, len(ids), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            self._collection.add(ids=list(ids[part]), embeddings=vectors[part])

    def nearest(self, vector: "NDArray[np.float32]", limit: int) -> dict[str, float]:
        """Return at most `limit` ids with their cosine similarity, nearest first."""
        found = self._collection.query(query_embeddings=vector, n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return {one: 1.0 - distance for one, distance in zip(found["ids"][0], distances[0], strict=True)}

    def probe(self) -> None:
        """Search for one of the vectors held.

        Raises:
            IndexUnusableError: they cannot be read.
        """
        from chromadb.errors import ChromaError  # noqa: PLC0415

        try:
            held: Any = self._collection.get(limit=1, include=["embeddings"])
            if held["ids"]:
                self.nearest(held["embeddings"][0], 1)
        except (ChromaError, ValueError) as error:
            raise IndexUnusableError(f"the vectors cannot be searched ({error}); {MEND}") from error

    def vectors(self) -> "dict[str, NDArray[np.float32]]":
        """Return all vectors by id."""
        held: Any = self._collection.get(include=["embeddings"])
        return dict(zip(held["ids"], held["embeddings"], strict=True))


def _client(folder: Path) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - slow to import
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
