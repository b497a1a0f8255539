"""Reading the catalog: what is refused and in which words, and the cache that must never change a result."""

import hashlib
import json
from pathlib import Path

import pytest

from assistant.corpus.catalog import FILES, Catalog, load_catalog
from assistant.errors import CorpusError
from assistant.paths import data_root

CARD = """\
- id: rtx-4090
  name: NVIDIA GeForce RTX 4090
  aliases:
  - RTX 4090
  vendor: nvidia
  form: desktop
  architecture: Ada Lovelace
  memory_gb: 24
  memory_mib_reported: 24564
  memory_type: GDDR6X
  memory_bus_bits: 384
  bandwidth_gb_s: 1008
  tdp_w: 450
  launch: 2022-10
  msrp_usd: 1599
  status: null
  software: CUDA compute capability 8.9
  sources:
  - url: https://example.org/4090
    fields:
    - memory_gb
"""


def catalog_with(folder: Path, text: str | bytes, name: str = "gpus", cache: Path | None = None) -> Catalog:
    catalog = folder / "corpus" / "catalog"
    catalog.mkdir(parents=True, exist_ok=True)
    (catalog / f"{name}.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_catalog(catalog, cache)


def complaint(folder: Path, text: str | bytes) -> str:
    with pytest.raises(CorpusError) as caught:
        _ = catalog_with(folder, text).gpus
    return str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("memory_gb: 24", 'memory_gb: "24GB"'), 'memory_gb: should be a whole number above 0, got "24GB"'),
        (("memory_gb: 24", "memory_gb: 0"), "memory_gb: should be a number above 0, got 0"),
        (("memory_gb: 24", "memory_gb: 24.5"), "memory_gb: should be a whole number above 0, got 24.5"),
        (("bandwidth_gb_s: 1008", "bandwidth_gb_s: fast"),
         'bandwidth_gb_s: should be a number above 0, got "fast"'),
        (("bandwidth_gb_s: 1008", "bandwidth_gb_s: .inf"),
         'bandwidth_gb_s: should be a number above 0, got ".inf"'),
        (("  tdp_w: 450\n", ""), "tdp_w: is missing"),
        (("tdp_w: 450", "tdp_w: null"), "tdp_w: should be a whole number above 0, got null"),
        (("tdp_w: 450", "tpd_w: 450"), "tpd_w: is not a known field; did you mean tdp_w?"),
        (("vendor: nvidia", "vendor: Nvidia"),
         "vendor: should be one of 'nvidia', 'amd', 'intel', got \"Nvidia\""),
        (("launch: 2022-10", "launch: 2022-10-12"), 'launch: should be a month such as 2024-08, got "2022-10-12"'),
        (("launch: 2022-10", "launch: 2022"),
         "launch: should be text (in quotes if it looks like a number), got 2022"),
        (("  - RTX 4090", "  - 4090"),
         "aliases[1]: should be text (in quotes if it looks like a number), got 4090"),
        (("aliases:\n  - RTX 4090", "aliases: RTX 4090"), 'aliases: should be a list, got "RTX 4090"'),
        (("url: https", "link: https"), "sources[1].link: is not a known field"),
        (("sources:\n  - url: https://example.org/4090\n    fields:\n    - memory_gb", "sources: none"),
         'sources: should be a list, got "none"'),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_file_item_field_and_what_belongs_there(tmp_path, wrong, message):
    text = CARD.replace(*wrong)
    assert text != CARD
    lines = complaint(tmp_path, text).splitlines()
    assert f"corpus/catalog/gpus.yaml: rtx-4090: {message}" in lines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CARD + CARD, "corpus/catalog/gpus.yaml: rtx-4090: this id appears twice"),
        (CARD.replace("  tdp_w: 450\n", "  tdp_w: 450\n  tdp_w: 420\n"),
         "corpus/catalog/gpus.yaml, line 14: the key 'tdp_w' appears twice"),
        (CARD.replace("tdp_w: 450", "tdp_w: [450"), "corpus/catalog/gpus.yaml, line 14:"),
        (CARD.replace("  vendor", "\tvendor"), "corpus/catalog/gpus.yaml, line 5:"),
        ("cards:\n  rtx-4090: 24\n", "corpus/catalog/gpus.yaml: should be a list of items"),
        ("- rtx-4090\n", "corpus/catalog/gpus.yaml: item 1 should begin with `- id:`"),
        ("- id: 4090\n", "corpus/catalog/gpus.yaml: item 1 should begin with `- id:`"),
        (b"- id: \xff\n", "corpus/catalog/gpus.yaml"),
    ],
)  # fmt: skip
def test_broken_yaml_is_refused_with_file_and_line(tmp_path, text, message):
    assert complaint(tmp_path, text).startswith(message)


def test_a_missing_file_is_named_and_only_builds_and_workflows_may_be_absent(tmp_path):
    catalog = catalog_with(tmp_path, CARD)
    assert (catalog.builds, catalog.workflows) == ({}, {})
    with pytest.raises(CorpusError, match=r"corpus/catalog/models.yaml: is missing"):
        _ = catalog.models


def test_nothing_is_read_before_it_is_asked_for(tmp_path):
    catalog = catalog_with(tmp_path, "- broken", name="benchmarks")
    (tmp_path / "corpus" / "catalog" / "gpus.yaml").write_text(CARD)
    assert list(catalog.gpus) == ["rtx-4090"]
    with pytest.raises(CorpusError, match="benchmarks"):
        _ = catalog.benchmarks


@pytest.mark.parametrize(
    ("written", "read"),
    [("2022-10", "2022-10"), ("'2022-10'", "2022-10"), ("null", None), ("~", None)],
)
def test_dates_need_no_quotes(tmp_path, written, read):
    text = CARD.replace("launch: 2022-10", f"launch: {written}")
    assert catalog_with(tmp_path, text).gpus["rtx-4090"].launch == read


@pytest.mark.parametrize("word", ["yes", "no", "on", "Off", "2022-10-12", "1e5", "0x18", "010", "982e3472", ".nan"])
def test_words_that_older_yaml_turns_into_values_stay_text(tmp_path, word):
    text = CARD.replace("software: CUDA compute capability 8.9", f"software: {word}")
    assert catalog_with(tmp_path, text).gpus["rtx-4090"].software == word


def test_the_digest_changes_with_every_file(tmp_path):
    catalog = tmp_path / "corpus" / "catalog"
    for name in FILES:
        catalog_with(tmp_path, "[]\n", name=name)
    digests = {load_catalog(catalog).digest}
    for name in FILES:
        (catalog / f"{name}.yaml").write_text("[] # changed\n")
        digests.add(load_catalog(catalog).digest)
    assert len(digests) == len(FILES) + 1
    assert all(len(digest) == 12 and int(digest, 16) >= 0 for digest in digests)


def test_a_warm_cache_is_used_and_gives_the_same_records(tmp_path):
    cache = tmp_path / "cache"
    cold = catalog_with(tmp_path, CARD, cache=cache).gpus
    kept = cache / "gpus.json"
    assert catalog_with(tmp_path, CARD, cache=cache).gpus == cold
    head, body = kept.read_bytes().split(b"\n", 1)
    changed = body.replace(b'"NVIDIA GeForce RTX 4090"', b'"Marked"')
    kept.write_bytes(resealed(head, changed))
    assert catalog_with(tmp_path, CARD, cache=cache).gpus["rtx-4090"].name == "Marked"


def resealed(head: bytes, body: bytes) -> bytes:
    form, source, _ = head.split()
    return b" ".join([form, source, hashlib.sha256(body).hexdigest()[:16].encode()]) + b"\n" + body


def test_changed_yaml_is_read_anew_and_the_cache_keeps_one_file_per_catalog_file(tmp_path):
    cache = tmp_path / "cache"
    _ = catalog_with(tmp_path, CARD, cache=cache).gpus
    dearer = catalog_with(tmp_path, CARD.replace("msrp_usd: 1599", "msrp_usd: 1699"), cache=cache).gpus
    assert dearer["rtx-4090"].msrp_usd == 1699
    assert [file.name for file in cache.iterdir()] == ["gpus.json"]


@pytest.mark.parametrize("damage", ["empty", "cut", "garbled", "other form", "binary", "a folder"])
def test_a_damaged_cache_is_passed_over_in_silence(tmp_path, damage):
    cache = tmp_path / "cache"
    expected = catalog_with(tmp_path, CARD, cache=cache).gpus
    kept = cache / "gpus.json"
    whole = kept.read_bytes()
    kept.unlink()
    if damage == "a folder":
        kept.mkdir()
    else:
        kept.write_bytes({
            "empty": b"",
            "cut": whole[:-20],
            "garbled": whole.replace(b"1599", b"1600"),
            "other form": b"0" + whole[1:],
            "binary": b"\x00\xff" * 100,
        }[damage])  # fmt: skip
    assert catalog_with(tmp_path, CARD, cache=cache).gpus == expected


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    not_a_folder = tmp_path / "file"
    not_a_folder.write_text("")
    assert "rtx-4090" in catalog_with(tmp_path, CARD, cache=not_a_folder / "cache").gpus


def test_a_broken_file_is_never_kept(tmp_path):
    cache = tmp_path / "cache"
    with pytest.raises(CorpusError):
        _ = catalog_with(tmp_path, CARD.replace("tdp_w: 450", "tdp_w: 0"), cache=cache).gpus
    assert not (cache / "gpus.json").exists()


def test_the_shipped_catalog_reads_the_same_with_and_without_cache(tmp_path):
    folder = data_root() / "corpus" / "catalog"
    plain = load_catalog(folder)
    for _ in range(2):
        cached = load_catalog(folder, tmp_path)
        assert cached.models == plain.models
        assert cached.benchmarks == plain.benchmarks
    assert json.loads((tmp_path / "models.json").read_bytes().split(b"\n", 1)[1])


@pytest.mark.parametrize(("name", "first"), [("gpus", "rtx-9090"), ("benchmarks", "llama-3.1-8b-q4-k-m-rtx-9090")])
def test_the_worked_examples_of_the_docs_follow_the_schema(tmp_path, name, first):
    docs = (data_root() / "docs" / "catalog.md").read_text(encoding="utf-8")
    example = next(block for block in docs.split("```yaml\n")[1:] if block.startswith(f"- id: {first}"))
    catalog = catalog_with(tmp_path, example.split("```")[0], name=name)
    items = catalog.gpus.values() if name == "gpus" else catalog.benchmarks
    assert [item.id.startswith(first) for item in items] == [True]
