"""Chroma behind one small class: chunk ids and their vectors, cosine distance, in a folder of this machine or a server.

The server is in `server.py`.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from assistant.errors import IndexUnusableError, VectorServerError
from assistant.index.manifest import MEND

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

COLLECTION = "passages"
DATABASE = "chroma.sqlite3"
REACH = 200  # neighbours the graph looks at in a search; fewer than are asked for would be found in part only
DISK = "is the disk full? OWNRIG_DATA_DIR names another folder"
# Vectors of a folder are compared one by one up to this many (30 MB): exact, the same each time whatever the graph
# looks like, and 0.03 ms where a question to Chroma takes 1 ms (511 vectors; 5,110: 0.2 and 1.2 ms; 2026-11-25).
EXACT_UP_TO = 20_000
AT_ONCE = 2000  # vectors handed over in one call; Chroma's own limit lies higher


class VectorPlace(Protocol):
    """Where vectors lie; each set of chunks has a folder of its own, which names it."""

    def create(self, folder: Path) -> "VectorStore":
        """Make an empty store for a new folder."""
        ...

    def open(self, folder: Path, count: int) -> "VectorStore":
        """Open what `create` made; `count` vectors must be there.

        Raises:
            IndexUnusableError: they are missing or damaged, or the place cannot be reached.
        """
        ...

    def drop(self, folder: Path) -> None:
        """Remove what `create` made for the folder; nothing happens if there is nothing."""
        ...


class VectorStore:
    """Vectors by chunk id. Telemetry is off. With `exact`, few vectors are kept in memory and compared there."""

    def __init__(self, collection: "Collection", *, exact: bool = False) -> None:
        self._collection = collection
        self._exact = exact

    def add(self, ids: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Store one vector per id.

        Raises:
            IndexUnusableError: they cannot be written.
        """
        for start in range(0, len(ids), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            with chroma_errors("the vectors cannot be stored", DISK):
                self._collection.add(ids=list(ids[part]), embeddings=vectors[part])

    def nearest(self, vector: "NDArray[np.float32]", limit: int) -> dict[str, float]:
        """Return at most `limit` ids with their cosine similarity to a unit vector.

        Raises:
            IndexUnusableError: they cannot be searched.
        """
        if self._exact and (few := self._few):
            return few.nearest(vector, limit)
        with chroma_errors("the vectors cannot be searched"):
            found = self._collection.query(query_embeddings=vector, n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return {one: 1.0 - distance for one, distance in zip(found["ids"][0], distances[0], strict=True)}

    @cached_property
    def _few(self) -> "Few | None":
        """All vectors, if they are few."""
        return Few.of(self._held()) if 0 < self.count() <= EXACT_UP_TO else None

    def probe(self) -> None:
        """Search for one of the vectors held.

        Raises:
            IndexUnusableError: they cannot be read.
        """
        held = self._held(limit=1)
        for row in held.values():
            self.nearest(row, 1)

    def vectors(self) -> "dict[str, NDArray[np.float32]]":
        """Return all vectors by id.

        Raises:
            IndexUnusableError: they cannot be read.
        """
        return self._held()

    def count(self) -> int:
        """Return how many vectors there are.

        Raises:
            IndexUnusableError: they cannot be read.
        """
        with chroma_errors("the vectors cannot be counted"):
            return self._collection.count()

    def _held(self, limit: int | None = None) -> "dict[str, NDArray[np.float32]]":
        import numpy as np  # noqa: PLC0415

        with chroma_errors("the vectors cannot be read"):
            held: Any = self._collection.get(limit=limit, include=["embeddings"])
        rows = np.asarray(held["embeddings"], dtype=np.float32)  # a server sends longer numbers than it was given
        return dict(zip(held["ids"], rows, strict=True))


@dataclass(frozen=True)
class Few:
    """Vectors in memory, one row per id, each of length 1."""

    ids: tuple[str, ...]
    rows: "NDArray[np.float32]"

    @classmethod
    def of(cls, held: "Mapping[str, NDArray[np.float32]]") -> "Few":
        """Bring what a collection holds into the order of the ids."""
        import numpy as np  # noqa: PLC0415

        ids = tuple(sorted(held))
        return cls(ids, np.asarray([held[one] for one in ids], dtype=np.float32))

    def nearest(self, vector: "NDArray[np.float32]", limit: int) -> dict[str, float]:
        """Return at most `limit` ids with their cosine similarity."""
        import numpy as np  # noqa: PLC0415

        # not `@`: its threads would keep the processor busy after it, and take it from the embedder's
        cosines = np.einsum("ij,j->i", self.rows, vector)
        best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else range(len(cosines))
        return {self.ids[at]: float(cosines[at]) for at in best}


class LocalVectors:
    """Vectors in the folder itself; nothing leaves the machine."""

    def create(self, folder: Path) -> VectorStore:
        """Make an empty store in a new folder.

        Raises:
            IndexUnusableError: it cannot be written.
        """
        with chroma_errors(f"the vectors cannot be stored in {str(folder)!r}", DISK):
            client = _client(folder)
        return Collections(client, exact=True).make(COLLECTION)

    def open(self, folder: Path, count: int) -> VectorStore:
        """Open what `create` made; `count` vectors must be there.

        Raises:
            IndexUnusableError: files are missing or damaged.
        """
        if not (folder / DATABASE).is_file():  # Chroma would make an empty one
            raise IndexUnusableError(f"the vectors in {str(folder)!r} are missing; {MEND}")
        with chroma_errors(f"the vectors in {str(folder)!r} cannot be read"):
            store = Collections(_client(folder), exact=True).get(COLLECTION)
        return whole(store, count, repr(str(folder)))

    def drop(self, folder: Path) -> None:
        """Remove the folder."""
        shutil.rmtree(folder, ignore_errors=True)


LOCAL = LocalVectors()


class Collections:
    """The collections of one Chroma client, by name; `exact` is passed on to their stores."""

    def __init__(self, client: "ClientAPI", *, exact: bool = False) -> None:
        self._client = client
        self._exact = exact

    def make(self, name: str) -> VectorStore:
        """Make a collection for the vectors of one set.

        Raises:
            IndexUnusableError: it cannot be made.
        """
        with chroma_errors("the vectors cannot be stored", DISK):
            how: Any = {"hnsw": {"space": "cosine", "ef_search": REACH}}
            made = self._client.create_collection(name, configuration=how, embedding_function=None)
            return VectorStore(made, exact=self._exact)

    def get(self, name: str) -> VectorStore:
        """Return a collection that was made before.

        Raises:
            IndexUnusableError: it is not there.
        """
        with chroma_errors(f"the vectors {name!r} cannot be read"):
            found = self._client.get_collection(name, embedding_function=None)
            return VectorStore(found, exact=self._exact)

    def drop(self, name: str) -> None:
        """Remove a collection.

        Raises:
            IndexUnusableError: it is not there, or stays.
        """
        with chroma_errors(f"the vectors {name!r} cannot be removed"):
            self._client.delete_collection(name)

    def names(self) -> list[str]:
        """Return the names of all collections."""
        with chroma_errors("the collections cannot be listed"):
            return [one.name for one in self._client.list_collections()]


def whole(store: VectorStore, count: int, place: str) -> VectorStore:
    """Return the store if it has `count` vectors.

    Raises:
        IndexUnusableError: it has more or fewer.
    """
    held = store.count()
    if held != count:
        raise IndexUnusableError(f"{place} holds {held} vectors for {count} chunks; {MEND}")
    return store


@contextmanager
def chroma_errors(what: str, mend: str = MEND) -> Iterator[None]:
    """Whatever Chroma raises, as an error of ours that says what could not be done, and what to do."""
    import httpx  # noqa: PLC0415 - Chroma's own client library
    from chromadb.errors import ChromaError  # noqa: PLC0415

    try:
        yield
    except httpx.HTTPError as error:
        raise VectorServerError(f"{what}: the Chroma server does not answer ({error})") from error
    # AttributeError: Chroma stumbles over its own cleaning up when its database cannot be opened (1.5.9)
    except (ChromaError, ValueError, AttributeError) as error:
        raise IndexUnusableError(f"{what} ({error}); {mend}") from error


def served_by(url: str, seconds: float) -> Collections:
    """Return the collections of the server at an address; `seconds` is the longest wait for one request.

    Raises:
        ValueError: it does not answer.
    """
    import chromadb  # noqa: PLC0415 - slow to import
    from chromadb.config import Settings  # noqa: PLC0415

    parts = urlsplit(url)
    settings = Settings(
        anonymized_telemetry=False,
        chroma_query_request_timeout_seconds=round(seconds),
        chroma_http_max_keepalive_connections=0,  # Chroma has no way to close what it would keep open
    )
    port = parts.port or (443 if parts.scheme == "https" else 80)
    client = chromadb.HttpClient(parts.hostname or "", port, ssl=parts.scheme == "https", settings=settings)
    return Collections(client)


def _client(folder: Path) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - slow to import
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
