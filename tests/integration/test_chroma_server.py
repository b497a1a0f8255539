"""Vectors on a real Chroma server on loopback: refused by version, shared, mended, and clear about what is wrong."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import IndexUnusableError, RequestError, VectorServerError
from assistant.index.lazy import LazyGuides
from assistant.index.open import IndexPlace
from assistant.index.pack import pack, unpack
from assistant.index.server import ServerVectors, refusal
from tests.integration.index_world import build, fans, place_in, searcher, write_corpus

STARTS_WITHIN = 30.0


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    """A server of the installed Chroma on a free port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "chroma"
    folder = tmp_path_factory.mktemp("server")
    command = [program, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="module")
def made(url, tmp_path_factory) -> IndexPlace:
    """An index of the small corpus whose vectors are on the server."""
    folder = tmp_path_factory.mktemp("made")
    write_corpus(folder / "corpus")
    where = replace(place_in(folder), vectors=ServerVectors(url, allow_affected=True))
    build(where)
    return where


def collections(where: IndexPlace) -> set[str]:
    return set(where.vectors._collections.names())  # type: ignore[attr-defined]


def test_the_server_is_refused_for_its_version(url, made):
    refused = replace(made, vectors=ServerVectors(url))
    with pytest.raises(VectorServerError, match=r"CVE-2026-45829.*OWNRIG_CHROMA_ALLOW_VULNERABLE=yes"):
        build(refused)
    with pytest.raises(VectorServerError, match="CVE-2026-45829"):
        searcher(refused).search("noisy PC", limit=1)


@pytest.mark.parametrize("version", ["1.0.0", "1.3.7", "1.5.9", "1.5.9.dev3", "", "none", '{"a": 1}'])
def test_versions_with_the_hole_or_none_are_refused(version):
    assert "CVE-2026-45829" in (refusal(version, "http://a") or "")


@pytest.mark.parametrize("version", ["1.5.10", "1.6.0", "2.0.0", "0.6.3"])
def test_other_versions_are_not(version):
    assert refusal(version, "http://a") is None


def test_what_is_found_is_the_same_as_in_a_folder(made, tmp_path):
    shutil.copytree(made.sources.corpus, tmp_path / "corpus")
    local = place_in(tmp_path)
    build(local)
    for question in ("noisy PC, what to do?", "baking a loaf", "RTX 3090"):
        there, here = ([one.id for one in searcher(where).search(question, limit=5)] for where in (made, local))
        assert there == here
    assert not list(made.place.rglob("chroma.sqlite3"))


def test_a_change_embeds_only_itself_and_old_collections_go(made, tmp_path):
    where = moved(made, tmp_path)
    build(where)
    for text in ("One more sentence on fans.", "Another one on fans.", "A third on fans."):
        fans(where).write_text(fans(where).read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
        built = build(where)
        assert 0 < built.embedded < built.kept
    names = {folder.name for folder in where.place.glob("made-*")}
    assert len(names) == 2  # the one in use and the one before
    ours = {one for one in collections(where) if one.rsplit("-", 1)[0] not in of_others(made)}
    assert {one.rsplit("-", 1)[0] for one in ours} == names


def of_others(where: IndexPlace) -> set[str]:
    return {folder.name for folder in where.place.glob("made-*")}


def moved(made: IndexPlace, folder: Path) -> IndexPlace:
    """The same corpus in another folder, its vectors on the same server."""
    shutil.copytree(made.sources.corpus, folder / "corpus")
    return replace(place_in(folder), vectors=made.vectors)


def test_vectors_that_are_gone_are_named_and_made_anew(made, tmp_path):
    where = moved(made, tmp_path)
    folder = build(where).folder
    where.vectors.drop(folder / "guides" / "vectors")
    with pytest.raises(IndexUnusableError, match=r"cannot be read .*run: ownrig index build"):
        searcher(where).search("noisy PC", limit=1)
    build(where)
    assert searcher(where).search("noisy PC", limit=1)


def test_a_folder_index_is_not_taken_for_one_on_the_server(made, tmp_path):
    where = replace(moved(made, tmp_path), vectors=place_in(tmp_path).vectors)
    build(where)
    there = replace(where, vectors=made.vectors)
    with pytest.raises(IndexUnusableError, match="run: ownrig index build"):
        searcher(there).search("noisy PC", limit=1)


def test_a_server_that_is_not_there_is_named_and_nothing_is_built(made):
    gone = replace(made, vectors=ServerVectors("http://127.0.0.1:9", allow_affected=True))
    with pytest.raises(VectorServerError, match=r"http://127.0.0.1:9 cannot be used .*unset OWNRIG_CHROMA_URL"):
        build(gone)
    tried = []
    guides = LazyGuides(lambda: raising(VectorServerError("no server")), lambda: tried.append(1))
    assert guides.explain(None, clause=None, page=None, beside=False).reason == "no server"  # type: ignore[arg-type]
    assert not tried


def raising(error: Exception):
    raise error


def test_packing_needs_the_vectors_here(made, tmp_path):
    for act in (lambda: pack(made, tmp_path), lambda: unpack(made, tmp_path / "x.tar.gz")):
        with pytest.raises(RequestError, match="unset OWNRIG_CHROMA_URL"):
            act()
