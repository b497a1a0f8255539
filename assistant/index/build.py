"""Corpus + recipe → index: only what changed is embedded, and the old index stays in use until the new one is whole."""

import fcntl
import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexUnusableError, VectorServerError
from assistant.index.chunk_set import ChunkSet, read_chunks
from assistant.index.chunks import CHUNKER, Chunk, Cutter
from assistant.index.embedder import Embedder
from assistant.index.manifest import (
    FORM,
    Manifest,
    Origin,
    current_folder,
    digest_of,
    read_manifest,
    switch,
    write_manifest,
)
from assistant.index.recipe import Recipe, weights_digest, weights_folder
from assistant.index.sources import Sources
from assistant.index.store import LOCAL, VectorPlace
from assistant.index.unit_vectors import UnitVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WITH_UNITS = ("guides",)  # the sets that answers take sentences from
Progress = Callable[[int, int], None]  # done, of how many


@dataclass(frozen=True)
class Built:
    """What a build did: chunks embedded anew, and those whose vectors were taken over."""

    folder: Path
    manifest: Manifest
    embedded: int
    kept: int


def origin_of(sources: Sources, recipe: Recipe) -> Origin:
    """What an index made now would be made of; imports nothing heavy."""
    embedder = weights_digest(weights_folder(recipe.embedder))
    return Origin(FORM, recipe.stored_digest, embedder, CHUNKER, sources.digest)


def build_index(
    place: Path, sources: Sources, recipe: Recipe, progress: Progress | None = None, vectors: VectorPlace = LOCAL
) -> Built:
    """Bring the index under `place` up to date. A second call at the same time waits for the first.

    Raises:
        CorpusError: guides, catalog or recipe are broken; the old index stays.
        IndexUnusableError: the folder cannot be written; the old index stays.
    """
    with alone(place):
        origin = origin_of(sources, recipe)
        old = _old(place)
        if old and old[1].origin == origin and _works(old, recipe, vectors):
            return Built(old[0], old[1], 0, sum(old[1].counts.values()))
        folder = place / f"made-{uuid.uuid4().hex[:12]}"
        try:
            known = _vectors(old, origin, vectors)
            built = _make(folder, origin, _Job(sources, recipe, known, _units(old, origin), progress, vectors))
            switch(place, folder)
        except IndexUnusableError:
            _remove(folder, vectors)
            raise
        except OSError as error:
            _remove(folder, vectors)
            raise IndexUnusableError(f"the index cannot be written to {str(place)!r} ({error.strerror})") from error
        _clear(place, {folder.name, old[0].name if old else ""}, vectors)
        return built


@dataclass(frozen=True)
class _Job:
    sources: Sources
    recipe: Recipe
    known: "dict[str, NDArray[np.float32]]"
    known_units: "dict[str, NDArray[np.float32]]"
    progress: Progress | None
    vectors: VectorPlace


def _make(folder: Path, origin: Origin, job: _Job) -> Built:
    embedder = Embedder(weights_folder(job.recipe.embedder))
    sets = job.sources.chunks(Cutter(embedder.count, embedder.special, job.recipe.chunks.max_tokens))
    chunks = [chunk for each in sets.values() for chunk in each]
    vectors = embed_new(chunks, embedder, job.known, job.progress)
    for name, members in sets.items():
        rows = vectors[: len(members)]
        vectors = vectors[len(members) :]
        ChunkSet.write(folder / name, members, rows, job.recipe.words, job.vectors)
        if name in WITH_UNITS:
            UnitVectors.make(members, embedder, job.known_units).save(folder / name)
    counts = {name: len(members) for name, members in sets.items()}
    manifest = Manifest(origin, counts, digest_of(origin, [chunk.digest for chunk in chunks]))
    write_manifest(folder, manifest)
    new = sum(chunk.digest not in job.known for chunk in chunks)
    return Built(folder, manifest, new, len(chunks) - new)


def embed_new(
    chunks: Sequence[Chunk],
    embedder: Embedder,
    known: "dict[str, NDArray[np.float32]]",
    progress: Progress | None = None,
) -> "NDArray[np.float32]":
    """A row per chunk: taken over where its digest is known, embedded otherwise. Loads no model for none."""
    import numpy as np  # noqa: PLC0415

    new = [chunk for chunk in chunks if chunk.digest not in known]
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        if progress:
            progress(done, len(new))

    fresh = embedder.embed([chunk.embedded for chunk in new], tell) if new else np.zeros((0, 0), np.float32)
    rows = known | {chunk.digest: row for chunk, row in zip(new, fresh, strict=True)}
    return np.asarray([rows[chunk.digest] for chunk in chunks], dtype=np.float32)


def _old(place: Path) -> tuple[Path, Manifest] | None:
    """The index in use; None if there is none that can be read."""
    try:
        folder = current_folder(place)
        return (folder, read_manifest(folder)) if folder else None
    except IndexUnusableError:
        return None


def _works(index: tuple[Path, Manifest], recipe: Recipe, vectors: VectorPlace) -> bool:
    """Whether every set of an index can be read and searched; a damaged one is to be made anew, not kept.

    Raises:
        VectorServerError: the server cannot be used: a new index could not be either.
    """
    folder, manifest = index
    try:
        for name in manifest.counts:
            chunks = ChunkSet.read(folder / name, recipe.words, vectors)
            chunks.store.probe()
            if name in WITH_UNITS:
                UnitVectors.read(folder / name, chunks.chunks)
    except VectorServerError:
        raise
    except IndexUnusableError:
        return False
    return True


def _vectors(
    old: tuple[Path, Manifest] | None, origin: Origin, vectors: VectorPlace
) -> "dict[str, NDArray[np.float32]]":
    """The vectors of the old index by digest of their chunk, if the same embedder made them."""
    if old is None or (old[1].origin.form, old[1].origin.embedder) != (origin.form, origin.embedder):
        return {}
    try:
        return {digest: row for name in old[1].counts for digest, row in _rows(old[0] / name, vectors)}
    except IndexUnusableError:
        return {}


def _units(old: tuple[Path, Manifest] | None, origin: Origin) -> "dict[str, NDArray[np.float32]]":
    """The rows of the old index by the text of their unit, if the same embedder made them."""
    if old is None or (old[1].origin.form, old[1].origin.embedder) != (origin.form, origin.embedder):
        return {}
    try:
        sets = [(old[0] / name, read_chunks(old[0] / name)) for name in old[1].counts if name in WITH_UNITS]
        return {
            t: row for folder, chunks in sets for t, row in UnitVectors.read(folder, chunks).by_text(chunks).items()
        }
    except IndexUnusableError:
        return {}


def _rows(folder: Path, vectors: VectorPlace) -> "Iterator[tuple[str, NDArray[np.float32]]]":
    chunks = read_chunks(folder)
    rows = vectors.open(folder / "vectors", len(chunks)).vectors()
    return ((chunk.digest, rows[chunk.id]) for chunk in chunks)


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Hold the lock of the folder; the system frees it when the process ends, however that happens."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / "lock").open("w", encoding="utf-8")
    except OSError as error:
        reason = f"the index cannot be written to {str(place)!r} ({error.strerror})"
        raise IndexUnusableError(f"{reason}; set OWNRIG_DATA_DIR to a folder that can be written") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear(place: Path, keep: set[str], vectors: VectorPlace) -> None:
    """Remove folders that were left behind. The one before stays, for processes that still read it."""
    for folder in place.glob("made-*"):
        if folder.name not in keep:
            _remove(folder, vectors)


def _remove(folder: Path, vectors: VectorPlace) -> None:
    for name in ("guides", "cards"):
        if (folder / name).is_dir():
            vectors.drop(folder / name / "vectors")
    shutil.rmtree(folder, ignore_errors=True)
