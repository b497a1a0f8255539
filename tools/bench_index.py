"""The index's times as ratios and differences in one run: building, an unchanged build, and a cold question.

A build from nothing is held against `SentenceTransformer.encode` of the same texts as it comes; whole commands against
a process that imports the same libraries and loads the same model.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sentence_transformers import SentenceTransformer

from assistant.assemble import open_catalog
from assistant.cli.index import _Cleaner
from assistant.index.build import build_index
from assistant.index.chunk_set import read_chunks
from assistant.index.recipe import read_recipe, weights_folder
from assistant.index.sources import Sources
from assistant.index.unit_vectors import unit_texts
from assistant.paths import data_root
from assistant.settings import Settings

OWNRIG = str(Path(sys.executable).parent / "ownrig")
QUESTION = "Is a diffusion language model the same as Stable Diffusion?"
ROUNDS = 5


def main() -> None:
    """Print a line per figure."""
    root = data_root()
    catalog = open_catalog(Settings.read())
    recipe = read_recipe(root / "index" / "recipe.toml")
    weights = weights_folder(recipe.embedder)
    bare = SentenceTransformer(str(weights), device="cpu", local_files_only=True)
    bare.encode("warm up")
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        sources = Sources(root / "corpus", catalog, _Cleaner(root / "corpus", catalog).clean)
        built = build_index(Path(place), sources, recipe)
        whole = time.perf_counter() - start
        texts = [chunk.embedded for name in built.manifest.counts for chunk in read_chunks(built.folder / name)]
        every = (text for chunk in read_chunks(built.folder / "guides") for text in unit_texts(chunk))
        texts += dict.fromkeys(every)
    start = time.perf_counter()
    bare.encode(texts)
    encode = time.perf_counter() - start
    print(f"build from nothing: {len(texts)} texts in {whole:.1f} s, {encode / whole:.2f} of the rate of bare encode")
    load = "from sentence_transformers import SentenceTransformer as S; import chromadb, bm25s; "
    load += f"S({str(weights)!r}, device='cpu').encode('x')"
    base = _best([sys.executable, "-c", load])
    print(f"import, load and one embedding: {base:.2f} s")
    print(f"unchanged build: {_best([OWNRIG, 'index', 'build']) - base:+.2f} s against that")
    print(f"explanatory question, cold: {_best([OWNRIG, 'ask', '--no-model', QUESTION]) - base:+.2f} s against that")


def _best(command: list[str]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
