"""One set of chunks as it lies on disk: the chunks themselves, their vectors, their words. Satisfies `Ranker`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from assistant.domain.facts import Passage
from assistant.errors import IndexUnusableError
from assistant.index.chunks import Chunk
from assistant.index.embedder import Embedder
from assistant.index.manifest import MEND
from assistant.index.recipe import WordsRecipe
from assistant.index.spelling import Spelling
from assistant.index.store import LOCAL, VectorPlace, VectorStore
from assistant.index.unit_vectors import UnitVectors
from assistant.index.words import Words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ChunkSet:
    """Ranks one set of chunks by meaning and by words."""

    def __init__(self, chunks: Sequence[Chunk], store: VectorStore, words: Words) -> None:
        self.chunks = chunks
        self.store = store
        self.words = words
        self.at = {chunk.id: at for at, chunk in enumerate(chunks)}

    @classmethod
    def write(
        cls,
        folder: Path,
        chunks: Sequence[Chunk],
        vectors: "NDArray[np.float32]",
        recipe: WordsRecipe,
        place: VectorPlace = LOCAL,
    ) -> "ChunkSet":
        """Write a set into a new folder; `vectors` has a row per chunk and goes to `place`.

        Raises:
            IndexUnusableError: the vectors cannot be written there.
        """
        folder.mkdir(parents=True)
        words = Words.build([(chunk.words_above, chunk.text) for chunk in chunks], recipe)
        words.save(folder / "words")
        store = place.create(folder / "vectors")
        store.add([chunk.id for chunk in chunks], vectors)
        # compact: this file is read before the first question can be answered
        text = json.dumps([asdict(chunk) for chunk in chunks], ensure_ascii=False, separators=(",", ":"))
        (folder / "chunks.json").write_text(text, encoding="utf-8")
        return cls(chunks, store, words)

    @classmethod
    def read(cls, folder: Path, recipe: WordsRecipe, place: VectorPlace = LOCAL) -> "ChunkSet":
        """Read what `write` wrote.

        Raises:
            IndexUnusableError: a file is missing or damaged.
        """
        chunks = read_chunks(folder)
        try:
            words = Words.load(folder / "words", recipe)
        except (OSError, ValueError, KeyError) as error:
            raise IndexUnusableError(f"the words in {str(folder)!r} cannot be read ({error}); {MEND}") from error
        return cls(chunks, place.open(folder / "vectors", len(chunks)), words)


def read_chunks(folder: Path) -> tuple[Chunk, ...]:
    """The chunks of a set.

    Raises:
        IndexUnusableError: missing or garbled.
    """
    try:
        return TypeAdapter(tuple[Chunk, ...]).validate_json((folder / "chunks.json").read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexUnusableError(f"the chunks in {str(folder)!r} cannot be read; {MEND}") from error


class SetRanker:
    """A set of chunks with the embedder that made its vectors. `units` are there for guides and pages only."""

    def __init__(self, chunks: ChunkSet, embedder: Embedder, site_url: str, units: UnitVectors | None = None) -> None:
        self._set = chunks
        self._embedder = embedder
        self._site_url = site_url
        self._units = units
        self._last: tuple[str, NDArray[np.float32]] | None = None

    def scores(self, question: str, limit: int) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Return cosine similarity and word scores by id, at most `limit` of each."""
        if not self._set.chunks:
            return {}, {}
        dense = self._set.store.nearest(self._vector(question), min(limit, len(self._set.chunks)))
        words = self._set.words.rank(question, limit)
        return dense, {self._set.chunks[at].id: score for at, score in words.items()}

    def closeness(self, question: str, identity: str) -> tuple[float, ...]:
        """Return the cosines of the question to the heading and to each unit of a chunk; empty without units."""
        return self._units.closeness(self._vector(question), identity) if self._units else ()

    def _vector(self, question: str) -> "NDArray[np.float32]":
        """The vector of a question; that of the last one is kept, as several parts of an answer ask for it."""
        last = self._last  # read once: another thread may ask something else meanwhile
        if last is None or last[0] != question:
            last = self._last = (question, self._embedder.embed_one(self._spelling.mended(question)))
        return last[1]

    @cached_property
    def _spelling(self) -> Spelling:
        texts = (f"{chunk.words_above} {chunk.text}" for chunk in self._set.chunks)
        return Spelling(texts, lambda word: self._embedder.count(word) == 1)

    def passage(self, identity: str) -> Passage | None:
        """Return a chunk by id as a passage; None if there is none."""
        at = self._set.at.get(identity)
        return None if at is None else self._set.chunks[at].passage(self._site_url)
