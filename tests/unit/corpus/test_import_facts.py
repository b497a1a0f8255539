"""The importer on a dozen invented facts: what comes out, that it comes out the same again, and hand edits."""

import shutil
from pathlib import Path

import pytest

from assistant.corpus.catalog import Catalog, load_catalog
from tools.import_facts import main

FACTS = Path(__file__).parents[2] / "data" / "facts"


def run(out: Path, facts: Path = FACTS) -> int:
    return main([str(facts), "--out", str(out)])


@pytest.fixture(name="out")
def imported(tmp_path: Path) -> Path:
    assert run(tmp_path / "catalog") == 0
    return tmp_path / "catalog"


@pytest.fixture(name="catalog")
def read(out: Path) -> Catalog:
    return load_catalog(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1))


def changed_facts(tmp_path: Path, name: str, old: str, new: str) -> Path:
    facts = tmp_path / "facts"
    shutil.copytree(FACTS, facts)
    edit(facts / name, old, new)
    return facts


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("plain", {"metric": "decode", "placement": "gpu", "model": "tern-8b", "devices": ("gull-16gb",),
                   "build": "982e3472", "device_memory_gb": 16, "limits": (), "unresolved": None}),
        ("combined", {"metric": "mixed"}),
        ("cpu", {"placement": "cpu", "limits": ("4 CPU threads",), "device_memory_gb": 16}),
        ("split", {"placement": "partial", "limits": ("20 of 32 layers on the GPU",)}),
        ("too-large", {"placement": "gpu"}),
        ("drafted", {"speculative": True, "speculative_note": "draft-mtp n=2"}),
        ("no-release", {"model": None, "unresolved": "label 'llama 7B Q4_0' does not say which release"}),
        ("unknown-card", {"devices": (), "limits": ("host-limited: card on a Raspberry Pi",),
                          "unresolved": "hardware gull-on-raspberry-pi-5 is not in the catalog"}),
        ("by-alias", {"model": "tern-8b-2507"}),
        ("limited", {"gpu_count": 2, "limits": ("power limit 150 W",), "date": None}),
        ("wall", {"metric": "wall", "engine": "ollama", "reproducible": False}),
        ("cores", {"gpu_cores": 10, "device_memory_gb": 16}),
    ],
)  # fmt: skip
def test_each_kind_of_row_is_typed(catalog, row, fields):
    record = next(each for each in catalog.benchmarks if each.id == row)
    assert {name: getattr(record, name) for name in fields} == fields


def test_a_file_that_does_not_fit_the_card_is_oversubscribed(tmp_path):
    facts = changed_facts(tmp_path, "models.yaml", "file_gb: 8.541, file_bytes: 8541000000", "file_gb: 8.7")
    assert run(tmp_path / "catalog", facts) == 0
    rows = load_catalog(tmp_path / "catalog").benchmarks
    large = next(row for row in rows if row.id == "too-large")
    assert large.placement == "oversubscribed"
    assert "larger than the memory of the card" in large.limits[0]


def test_nothing_of_the_facts_is_lost(catalog):
    model = catalog.models["tern-8b"]
    assert [(file.quant, file.size_bytes, file.size_gb_error) for file in model.files] == [
        ("Q4_K_M", None, 0.05),
        ("Q8_0", 8541000000, None),
    ]
    assert model.sources[0].cites == "https://example.org/config"
    assert model.sources[1].basis == "derived"
    assert catalog.models["tern-8b-2507"].uncertain == ("released",)
    assert catalog.models["tern-8b-2507"].sources[0].opened is False
    assert catalog.machines["nest-mini"].sources[0].basis == "package"
    assert [(each.memory_gb, each.gpu_usable_gib, each.msrp_usd) for each in catalog.machines["nest-mini"].memory] == [
        (16, 10.67, 599),
        (32, None, None),
    ]
    assert {claim.figure for claim in catalog.claims} == {"~900 tok/s", "2x"}


def test_a_known_header_is_taken_and_another_derived_with_its_gaps_named(catalog):
    known, derived = catalog.models["tern-8b"].gguf, catalog.models["tern-8b-2507"].gguf
    assert (known.exact, derived.exact) == (True, False)
    assert "rope.freq_base" not in known.header, "the same filler in every row of the header list"
    assert derived.gaps == ("context_length: not stated", "tied_embeddings: not stated")


def test_a_name_that_two_items_answer_to_becomes_ambiguous_on_both(catalog):
    for model in catalog.models.values():
        assert "TERN-8B" not in model.aliases
        assert "tern 8b" not in model.aliases
        assert {name.lower().replace("-", " ") for name in model.ambiguous_aliases} >= {"tern 8b"}


def test_what_could_not_be_joined_is_printed(tmp_path, capsys):
    run(tmp_path)
    printed = capsys.readouterr().out
    assert "gguf-headers: Lost: no model lost-1b" in printed
    assert "benchmarks: unknown-card: hardware gull-on-raspberry-pi-5 is not in the catalog" in printed
    assert "rows by metric: decode 10, mixed 1, wall 1" in printed


def test_running_again_changes_no_byte(out):
    before = contents(out)
    assert run(out) == 0
    assert contents(out) == before


def test_refreshed_facts_change_only_the_item_they_are_about(tmp_path, out):
    before = contents(out)
    facts = changed_facts(tmp_path, "gpus.yaml", "msrp_usd: 199", "msrp_usd: 189")
    assert run(out, facts) == 0
    after = contents(out)
    assert {name for name in before if before[name] != after[name]} == {"gpus.yaml", "imported.json"}
    assert after["gpus.yaml"] == before["gpus.yaml"].replace(b"msrp_usd: 199", b"msrp_usd: 189")


def test_a_hand_edit_survives_word_for_word_with_its_comment(out, capsys):
    edit(out / "gpus.yaml", "  tdp_w: 200\n", "  tdp_w: 210  # measured at home\n")
    before = (out / "gpus.yaml").read_text()
    assert run(out) == 0
    assert (out / "gpus.yaml").read_text() == before
    assert "gpus.yaml: gull-16gb: edited by hand, kept" in capsys.readouterr().out


def test_a_hand_edit_whose_facts_change_too_is_a_conflict_that_shows(tmp_path, out, capsys):
    edit(out / "gpus.yaml", "msrp_usd: 199", "msrp_usd: 209")
    facts = changed_facts(tmp_path, "gpus.yaml", "msrp_usd: 199", "msrp_usd: 189")
    assert run(out, facts) == 1
    assert load_catalog(out).gpus["gull-8gb"].msrp_usd == 209
    assert "gpus.yaml: gull-8gb: CONFLICT" in capsys.readouterr().out


def test_an_item_added_by_hand_stays_and_one_removed_by_hand_stays_out(out, capsys):
    text = (out / "gpus.yaml").read_text()
    second = text.index("- id: gull-8gb")
    (out / "gpus.yaml").write_text(text[:second] + text[second:].replace("gull-8gb", "my-card").replace("Gull", "My"))
    assert run(out) == 0
    assert list(load_catalog(out).gpus) == ["gull-16gb", "my-card"]
    printed = capsys.readouterr().out
    assert "gpus.yaml: gull-8gb: removed by hand, stays out" in printed
    assert "gpus.yaml: my-card: added or edited by hand, not in the facts, kept" in printed


def test_an_item_that_left_the_facts_leaves_the_catalog(tmp_path, out, capsys):
    facts = changed_facts(tmp_path, "gpus.yaml", "- id: gull-8gb", "- id: gull-8gb-new")
    assert run(out, facts) == 0
    assert list(load_catalog(out).gpus) == ["gull-16gb", "gull-8gb-new"]
    assert "gpus.yaml: gull-8gb: no longer in the facts, removed" in capsys.readouterr().out


def test_a_test_name_without_a_rule_stops_the_import(tmp_path):
    facts = changed_facts(tmp_path, "benchmarks.yaml", "test: tg128", "test: a new benchmark")
    with pytest.raises(ValueError, match=r"no rule in row_rules\.METRIC for the test 'a new benchmark'"):
        run(tmp_path / "catalog", facts)
