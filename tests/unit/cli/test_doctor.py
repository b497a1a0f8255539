"""`ownrig doctor`: a line per thing, with what mends it."""

import dataclasses

import pytest

from assistant.cli.doctor import examined
from assistant.settings import Settings
from tests.ollama_server import serving


def lines(settings):
    return {line.what: line for line in examined(settings)}


def test_catalog_and_data_are_looked_at_and_a_missing_index_names_its_command(tmp_path):
    found = lines(Settings(data_dir=tmp_path, model="none"))
    assert [found[what].state for what in ("data", "catalog", "index", "model")] == ["ok", "ok", "mend", "ok"]
    assert "ownrig index build" in found["index"].says


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    found = lines(Settings(data_dir=tmp_path / "file" / "data", model="none"))
    assert found["data"].state == "mend"
    assert "OWNRIG_DATA_DIR" in found["data"].says


@pytest.mark.parametrize(
    ("options", "model", "state", "says"),
    [
        ({}, "", "ok", "qwen3:4b-instruct at http://127.0.0.1:"),
        ({"version": "0.9.9"}, "", "mend", "older than 0.17.1 (CVE-2026-7482)"),
        ({"models": ("llama3.2:latest",)}, "", "mend", "run: ollama pull qwen3:4b-instruct"),
        ({"models": ("llama3.2:latest",)}, "llama3.2", "ok", "llama3.2 at"),
    ],
)
def test_the_model_server_is_asked(tmp_path, options, model, state, says):
    with serving(**options) as server:
        found = lines(Settings(data_dir=tmp_path, ollama_host=server.url, model=model))["model"]
    assert found.state == state
    assert says in found.says


def test_nothing_listening_is_a_note_unless_somebody_set_it_up(tmp_path):
    with serving() as server:
        url = server.url
    gone = Settings(data_dir=tmp_path, ollama_host=url)
    assert lines(gone)["model"].state == "mend"
    assert "ollama serve" in lines(gone)["model"].says
    assert lines(dataclasses.replace(gone, model="openai:gpt"))["model"].state == "note"
