"""Any titled texts through the project's own chunking, embedding and fusion, to measure them on public data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.markdown import Block
from assistant.index.build import Progress, embed_new
from assistant.index.chunk_set import ChunkSet, SetRanker
from assistant.index.chunks import Chunk, Cutter
from assistant.index.embedder import Embedder
from assistant.index.recipe import Recipe, weights_folder
from assistant.retrieval.fusion import fuse, lift
from assistant.retrieval.hybrid import page_of


@dataclass(frozen=True)
class Document:
    """A text with a title; its id holds neither `#` nor `~`."""

    id: str
    title: str
    text: str


class DocumentSearcher:
    """Ranks documents by their best chunk."""

    def __init__(self, ranker: SetRanker, recipe: Recipe) -> None:
        self._ranker = ranker
        self._fusion = recipe.how_fused

    @classmethod
    def build(
        cls, documents: Sequence[Document], recipe: Recipe, folder: Path, progress: Progress | None = None
    ) -> "DocumentSearcher":
        """Index documents into a new folder."""
        embedder = Embedder(weights_folder(recipe.embedder))
        cutter = Cutter(embedder.count, embedder.special, recipe.chunks.max_tokens)
        chunks = [chunk for document in documents for chunk in _chunks(document, cutter)]
        vectors = embed_new(chunks, embedder, {}, progress)
        return cls(SetRanker(ChunkSet.write(folder, chunks, vectors, recipe.words), embedder, ""), recipe)

    def rank(self, question: str, limit: int) -> list[str]:
        """Return at most `limit` ids of documents, best first."""
        dense, words = self._ranker.scores(question, self._fusion.candidates)
        ranked = lift(fuse(dense, words, self._fusion), page_of, self._fusion)
        return list(dict.fromkeys(page_of(one) for one, _ in ranked))[:limit]


def _chunks(document: Document, cutter: Cutter) -> list[Chunk]:
    texts = cutter.cut(document.title, [Block("paragraph", (document.text,))])
    ids = (document.id if number == 1 else f"{document.id}~{number}" for number in range(1, 10**6))
    return [Chunk(one, "page", document.title, (), "", text) for one, text in zip(ids, texts, strict=False)]
