"""What a library name of Ollama without a tag serves: one model, found under that name, and shown by a source."""

from pathlib import Path

import pytest
import yaml

from assistant.corpus.catalog import load_catalog
from assistant.corpus.check_tags import check_latest
from assistant.corpus.records import ModelRecord, OllamaLatest
from assistant.paths import data_root
from tools.facts.latest import load_latest
from tools.import_facts import main

FACTS = Path(__file__).parents[2] / "data" / "facts"
SHIPPED = load_catalog(data_root() / "corpus" / "catalog").models.values()
LATEST = OllamaLatest(name="qwen3", source_url="https://example.org/tags", basis="digest", as_of="2027-01-02")


def qwen3(size: str, **changed: object) -> ModelRecord:
    model = next(model for model in SHIPPED if model.id == f"qwen3-{size}")
    return model.model_copy(update={"ollama_latest": None, **changed})


def renamed(**fields: str) -> OllamaLatest:
    return LATEST.model_copy(update=fields)


@pytest.mark.parametrize(
    ("models", "said"),
    [
        ([qwen3("8b", ollama_latest=LATEST), qwen3("14b")], []),
        ([qwen3("8b", ollama_latest=LATEST), qwen3("14b", ollama_latest=LATEST)],
         ["'qwen3' is also qwen3-14b", "'qwen3' is also qwen3-8b"]),
        ([qwen3("8b", ollama_latest=renamed(name="qwen3.5"))], ["'qwen3.5', but its tags are of qwen3"]),
        ([qwen3("8b", ollama_latest=LATEST, ollama_tag=None, files=())],
         ["'qwen3', but its tags are of no library name"]),
        ([qwen3("8b", ollama_latest=LATEST), qwen3("14b", ollama_tag="qwen3")],
         ["has the tag 'qwen3', which serves qwen3-8b"]),
        ([qwen3("8b", ollama_latest=LATEST), qwen3("14b", ollama_tag="qwen3:latest")],
         ["has the tag 'qwen3', which serves qwen3-8b"]),
        ([qwen3("8b", ollama_latest=LATEST, ollama_tag="qwen3")], []),
        ([qwen3("8b", ollama_latest=renamed(source_url="a friend"))], ["'a friend' is not an address"]),
    ],
)  # fmt: skip
def test_a_library_name_serves_one_model_that_has_tags_of_it(models, said):
    assert [problem.message for problem in check_latest(models)] == said


@pytest.mark.parametrize("wrong", [{"name": "qwen3:8b"}, {"name": ""}, {"basis": "memory"}, {"as_of": "lately"}])
def test_a_latest_is_a_bare_name_with_its_basis_and_day(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        OllamaLatest(**{**LATEST.model_dump(), **wrong})


def test_the_shipped_catalog_says_exactly_what_the_sources_show():
    shown = {each["name"]: each["model"] for each in load_latest() if each["model"]}
    assert {model.ollama_latest.name: model.id for model in SHIPPED if model.ollama_latest} == shown


def test_each_name_was_looked_up_once_and_is_one_of_the_catalog():
    tags = {tag for m in SHIPPED for tag in (m.ollama_tag, *(file.ollama_tag for file in m.files)) if tag}
    names = [each["name"] for each in load_latest()]
    assert sorted(names) == sorted({*names} & {tag.split(":")[0] for tag in tags})


def import_with(tmp_path: Path, **names: object) -> Path:
    source = {"source_url": "https://example.org/tags", "as_of": "2027-01-02", "basis": "size"}
    overlay = tmp_path / "latest.yaml"
    overlay.write_text(yaml.safe_dump([{**source, "names": [{"name": "tern", "tag": "8b", **names}]}]))
    assert main([str(FACTS), "--out", str(tmp_path / "out"), "--latest", str(overlay)]) == 0
    return tmp_path / "out"


@pytest.mark.parametrize("tag", ["8b", "8b-q8_0", "8b-q4_0"])
def test_the_importer_joins_it_to_the_model_that_has_the_tag(tmp_path, tag):
    models = load_catalog(import_with(tmp_path, model="tern-8b", tag=tag)).models
    assert models["tern-8b"].ollama_latest == OllamaLatest(
        name="tern", source_url="https://example.org/tags", basis="size", as_of="2027-01-02"
    )
    assert models["tern-8b-2507"].ollama_latest is None


def test_importing_it_again_changes_no_byte(tmp_path):
    before = {file.name: file.read_bytes() for file in import_with(tmp_path, model="tern-8b").iterdir()}
    assert {file.name: file.read_bytes() for file in import_with(tmp_path, model="tern-8b").iterdir()} == before


def test_a_served_model_outside_the_catalog_is_written_to_none(tmp_path):
    models = load_catalog(import_with(tmp_path, model=None, tag="70b")).models
    assert not any(model.ollama_latest for model in models.values())


def test_a_model_that_left_the_facts_is_printed(tmp_path, capsys):
    import_with(tmp_path, model="tern-70b")
    assert "ollama_latest: tern: no model tern-70b" in capsys.readouterr().out


@pytest.mark.parametrize("entry", [{"model": "tern-8b", "tag": "7b-q8_0"}, {"model": "tern-8b-2507"}])
def test_a_tag_that_the_model_does_not_have_stops_the_import(tmp_path, entry):
    with pytest.raises(ValueError, match="is not the one tag of tern-8b"):
        import_with(tmp_path, **entry)
