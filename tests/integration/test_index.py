"""The index over real Chroma, real words and the real embedder, on a corpus of two guides and four catalog items."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.corpus.guides import Guide, load_guides
from assistant.errors import CorpusError, IndexUnusableError, RequestError
from assistant.evaluation.prose import without
from assistant.index.build import build_index
from assistant.index.chunk_set import ChunkSet
from assistant.index.chunks import Cutter
from assistant.index.embedder import Embedder
from assistant.index.manifest import current_folder
from assistant.index.open import IndexPlace
from assistant.index.pack import pack, unpack
from assistant.index.recipe import weights_folder
from assistant.index.sources import Sources
from assistant.index.store import VectorStore
from assistant.paths import data_root
from tests.integration.index_world import BREAD, FANS, GUIDE, RECIPE, build, fans, place_in, searcher, write_corpus


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with a corpus and its index; tests that change something work on a copy."""
    folder = tmp_path_factory.mktemp("made")
    write_corpus(folder / "corpus")
    where = place_in(folder)
    build_index(where.place, where.sources, where.recipe)
    return folder


@pytest.fixture
def where(made, tmp_path) -> IndexPlace:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return place_in(tmp_path)


@pytest.mark.parametrize(
    ("question", "slug"),
    [("noisy PC, what to do?", "fans"), ("baking a loaf", "bread"), ("whining", "fans"), ("whats a dogh", "bread")],
)
def test_meaning_and_words_both_find(where, question, slug):
    best = searcher(where).search(question, limit=1)[0]
    assert best.id.startswith(f"guides/{slug}")
    assert best.url.startswith(f"https://example.com/guides/{slug}")


def test_what_is_taken_out_of_a_guide_cannot_be_found(where):
    gone = next(block for section in guide_of(where, "fans").sections for block in section.blocks)
    sources = Sources(where.sources.corpus, where.sources.catalog, lambda guide: without(guide, frozenset(gone.lines)))
    cutter = Cutter(lambda text: len(text.split()), 2, 256)
    texts = [chunk.text for chunk in sources.chunks(cutter)["guides"]]
    assert texts
    assert not any(gone.text in text for text in texts)
    assert any(gone.text in chunk.text for chunk in where.sources.chunks(cutter)["guides"])


def guide_of(where: IndexPlace, slug: str) -> Guide:
    return next(guide for guide in load_guides(where.sources.corpus) if guide.slug == slug)


def test_one_text_and_many_have_the_same_vectors():
    embedder = Embedder(weights_folder(RECIPE.embedder))
    many = embedder.embed(["Fans make noise.", "Dough rests."])
    assert embedder.embed_one("Dough rests.") == pytest.approx(many[1], abs=1e-5)


def test_vectors_compared_in_memory_are_found_as_chroma_finds_them(where):
    chunks = ChunkSet.read(current_folder(where.place) / "guides", RECIPE.words)
    held = chunks.store.vectors()
    asking = VectorStore(chunks.store._collection)
    for row in held.values():
        for limit in (1, 3, len(held), len(held) + 5):
            there, here = (store.nearest(row, min(limit, len(held))) for store in (asking, chunks.store))
            assert here == pytest.approx(there, abs=1e-5)


def test_a_passage_quotes_the_guide(where):
    text = searcher(where).search("How long does dough rest?", limit=1)[0].text
    assert text in BREAD["text"] + BREAD["summary"]


def test_an_exact_name_brings_its_card_first(where):
    gpu = next(iter(where.sources.catalog.gpus.values()))
    found = searcher(where).search(f"How loud is the {gpu.name}?", limit=3)
    assert found[0].id == f"gpus/{gpu.id}"
    assert found[1].id.startswith("guides/fans")


def test_an_unchanged_corpus_embeds_nothing_and_keeps_the_folder(where):
    before = current_folder(where.place)
    assert build(where).embedded == 0
    assert current_folder(where.place) == before


def test_only_what_changed_is_embedded_and_the_search_is_the_same(where):
    before = searcher(where).passages("dough", 3)
    fans(where).write_text(GUIDE.format(**FANS | {"question": "Why so loud?"}))
    built = build(where)
    assert built.embedded == 1
    after = searcher(where).passages("dough", 3)
    assert [hit.passage for hit in after] == [hit.passage for hit in before]


def test_an_index_of_another_corpus_is_refused_with_the_mending_command(where):
    fans(where).write_text(fans(where).read_text() + "\nMore.\n")
    with pytest.raises(IndexUnusableError, match=r"corpus .* run: ownrig index build"):
        searcher(where)


def test_an_index_of_another_recipe_is_refused(where):
    other = where.recipe.model_copy(update={"words": where.recipe.words.model_copy(update={"k1": 2.0})})
    with pytest.raises(IndexUnusableError, match="recipe"):
        searcher(replace(where, recipe=other))


def test_without_an_index_the_command_is_named(tmp_path, where):
    with pytest.raises(IndexUnusableError, match=r"no index .* run: ownrig index build"):
        searcher(replace(where, place=tmp_path / "none"))


def test_a_broken_guide_leaves_the_old_index_in_use(where):
    before = current_folder(where.place)
    good = fans(where).read_text()
    fans(where).write_text(good.replace("kind: guide", "kind: gide"))
    with pytest.raises(CorpusError, match=r"fans\.md: front matter: kind"):
        build(where)
    fans(where).write_text(good)
    assert current_folder(where.place) == before
    assert searcher(where).search("dough", limit=1)


HALVES = ["manifest.json", "guides", "cards"] + [
    f"{name}/{part}"
    for name in ("guides", "cards")
    for part in ("chunks.json", "vectors", "vectors/chroma.sqlite3", "words")
]


@pytest.mark.parametrize("missing", HALVES)
def test_a_half_index_is_refused_and_built_anew(where, missing):
    target = current_folder(where.place) / missing
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    with pytest.raises(IndexUnusableError, match="run: ownrig index build"):
        searcher(where).find("dough", 1)
    build(where)
    assert searcher(where).search("dough", limit=1)[0].id.startswith("guides/bread")


@pytest.mark.parametrize("name", ["guides/vectors/chroma.sqlite3", "guides/chunks.json"])
def test_a_damaged_index_is_noticed_and_built_anew(where, name):
    file = current_folder(where.place) / name
    file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(IndexUnusableError, match="run: ownrig index build"):
        searcher(where).search("dough", limit=1)
    build(where)
    assert searcher(where).search("dough", limit=1)[0].id.startswith("guides/bread")


def test_a_folder_that_cannot_be_written_is_named(where, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnusableError, match=r"cannot be written .* OWNRIG_DATA_DIR"):
        build(replace(where, place=tmp_path / "file" / "index"))


FULL = """
import resource, sys
from pathlib import Path
from assistant.errors import IndexUnusableError
from tests.integration.index_world import build, place_in
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    build(place_in(Path(sys.argv[1])))
except IndexUnusableError as error:
    print("refused", error)
"""


@pytest.mark.parametrize("most", [0, 1000, 20_000, 150_000])
def test_a_full_disk_is_named_and_the_old_index_stays(where, most):
    before = current_folder(where.place)
    old = fans(where).read_text()
    fans(where).write_text(old + "\nMore.\n")
    arguments = [sys.executable, "-c", FULL, str(where.place.parent), str(most)]
    said = subprocess.run(arguments, capture_output=True, text=True, cwd=data_root(), check=False).stdout
    assert said.startswith("refused"), said
    assert "cannot be" in said
    assert current_folder(where.place) == before
    assert len(list(where.place.glob("made-*"))) == 1  # nothing half made is left
    fans(where).write_text(old)
    assert searcher(place_in(where.place.parent)).search("dough", limit=1)


def test_left_over_folders_are_cleared_by_the_next_build(where):
    (where.place / "made-by-a-crash" / "guides").mkdir(parents=True)
    fans(where).write_text(fans(where).read_text() + "\nMore.\n")
    build(where)
    assert not (where.place / "made-by-a-crash").exists()


def test_a_pack_carries_the_index_to_another_folder(where, tmp_path):
    file = pack(where, tmp_path)
    other = replace(where, place=tmp_path / "other")
    assert unpack(other, file).digest in file.name
    assert searcher(other).search("dough", limit=1) == searcher(where).search("dough", limit=1)


def test_a_damaged_or_foreign_pack_is_refused_and_the_old_index_stays(where, tmp_path):
    before = current_folder(where.place)
    file = pack(where, tmp_path)
    cut = tmp_path / f"cut-{file.name}"
    cut.write_bytes(file.read_bytes()[:-2000])
    renamed = tmp_path / "ownrig-index-000000000000.tar.gz"
    shutil.copy(file, renamed)
    for bad in (cut, renamed, tampered(file, tmp_path)):
        with pytest.raises(RequestError):
            unpack(where, bad)
    assert current_folder(where.place) == before


def tampered(file: Path, folder: Path) -> Path:
    """The same pack with one chunk's text replaced."""
    opened = folder / "opened"
    with tarfile.open(file) as archive:
        archive.extractall(opened, filter="data")
    chunks = opened / "guides" / "chunks.json"
    chunks.write_text(chunks.read_text().replace("hour", "year"))
    target = folder / f"tampered-{file.name}"
    with tarfile.open(target, "w:gz") as archive:
        archive.add(opened, arcname=".")
    return target


def test_a_pack_that_leads_out_of_its_folder_is_refused(where, tmp_path):
    evil = tmp_path / "ownrig-index-evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        member = tarfile.TarInfo("../../outside")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(RequestError):
        unpack(where, evil)
    assert not (tmp_path / "outside").exists()


BUILD = """
import sys
from pathlib import Path
from assistant.corpus.catalog import load_catalog
from assistant.index.build import build_index
from assistant.index.recipe import read_recipe
from assistant.index.sources import Sources
from assistant.paths import data_root
corpus, place = Path(sys.argv[1]), Path(sys.argv[2])
print("started", flush=True)
recipe = read_recipe(data_root() / "index" / "recipe.toml")
built = build_index(place, Sources(corpus, load_catalog(corpus / "catalog")), recipe)
print(built.embedded, flush=True)
"""


def start(where: IndexPlace) -> subprocess.Popen:
    arguments = [sys.executable, "-c", BUILD, str(where.sources.corpus), str(where.place)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=data_root())


@pytest.mark.slow
def test_two_builds_at_once_make_one_index(where):
    fans(where).write_text(fans(where).read_text() + "\nMore.\n")
    builds = [start(where), start(where)]
    said = [build.communicate(timeout=120)[0].split()[-1] for build in builds]
    assert sorted(said) == ["0", "1"]
    assert len(list(where.place.glob("made-*"))) == 2  # the new one, and the one before


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.3, 1.0, 2.0, 3.0, 3.5, 4.0, 5.0])
def test_a_killed_build_leaves_an_index_that_works(where, after):
    before = current_folder(where.place)
    old = fans(where).read_text()
    fans(where).write_text(old + "\nMore.\n")
    process = start(where)
    process.stdout.readline()
    time.sleep(after)
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    if current_folder(where.place) == before:  # killed in time: the old corpus still has its index
        fans(where).write_text(old)
    assert searcher(place_in(where.place.parent)).search("dough", limit=1)
    fans(where).write_text(old + "\nMore.\n")
    build(place_in(where.place.parent))
    assert searcher(place_in(where.place.parent)).search("dough", limit=1)
