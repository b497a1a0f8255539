"""Times of the search as ratios to the bare embedding call, at the shipped size and at ten times the corpus."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant.assemble import index_place, open_catalog
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.index.build import embed_new
from assistant.index.chunk_set import ChunkSet, SetRanker, read_chunks
from assistant.index.embedder import Embedder
from assistant.index.recipe import weights_folder
from assistant.index.store import LOCAL
from assistant.retrieval.hybrid import HybridSearcher
from assistant.settings import Settings

QUESTIONS = (
    "What does Q4_K_M mean?", "Is a used RTX 3090 a good buy?", "How do I make Ollama use a longer context?",
    "Does quantizing the KV cache make answers worse?", "Which small box runs a 70B model?",
    "Do two cards make a model faster?", "How loud is a P40?", "Why is prompt processing slow on a Mac?",
)  # fmt: skip
ROUNDS = 12
TIMES = 10


def main() -> None:
    """Print lower quartiles, which other load disturbs least; the calls take turns."""
    settings = Settings.read()
    catalog = open_catalog(settings)
    where = index_place(settings, catalog)
    folder, _ = where.manifest()
    names = NameIndex.build(catalog)
    bare = SentenceTransformer(str(weights_folder(where.recipe.embedder)), device="cpu", local_files_only=True)
    embedder = Embedder(weights_folder(where.recipe.embedder))
    small = ChunkSet.read(folder / "guides", where.recipe.words)
    cards = SetRanker(ChunkSet.read(folder / "cards", where.recipe.words), embedder, "")
    chunks = read_chunks(folder / "guides")
    held = LOCAL.open(folder / "guides" / "vectors", len(chunks)).vectors()
    known = {}
    many = []
    for copy in range(TIMES):
        for chunk in chunks:
            page, _, rest = chunk.id.partition("#")
            again = replace(chunk, id=f"{page}-{copy}#{rest}")
            many.append(again)
            known[again.digest] = held[chunk.id]
    with tempfile.TemporaryDirectory() as place:
        vectors = embed_new(many, embedder, known)
        large = ChunkSet.write(Path(place) / "large", many, vectors, where.recipe.words)

        def search(members: ChunkSet) -> Callable[[str], object]:
            made = HybridSearcher(SetRanker(members, embedder, ""), cards,
                                  lambda text: understand(text, names), where.recipe.how_fused)  # fmt: skip
            return lambda text: made.search(text, limit=6)

        _compare({"bare embedding": bare.encode, f"search, {len(chunks)} chunks": search(small),
                  f"search, {len(many)} chunks": search(large)})  # fmt: skip


def _compare(calls: dict[str, Callable[[str], object]]) -> None:
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(ROUNDS):
        for question in QUESTIONS:
            for name, call in calls.items():
                start = time.perf_counter()
                call(question)
                if turn:  # the first round only warms up
                    times[name].append(1000 * (time.perf_counter() - start))
    quarter = {name: statistics.quantiles(values, n=4)[0] for name, values in times.items()}
    for name, value in quarter.items():
        sys.stdout.write(f"{name:<26}{value:8.2f} ms   x {value / quarter['bare embedding']:.2f}\n")


if __name__ == "__main__":
    main()
