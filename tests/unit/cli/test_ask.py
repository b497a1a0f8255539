"""`ownrig ask` as a process: what it prints, and that no input ends in a traceback."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OWNRIG = Path(sys.executable).parent / "ownrig"
FIT = "Will Qwen3 8B fit on an RTX 3060 12GB?"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


def ask(data, *arguments, stdin=b"", **environment):
    return subprocess.run(
        [OWNRIG, "ask", *arguments],
        input=stdin, capture_output=True, check=False, cwd=data,
        env={"PATH": os.environ["PATH"], "OWNRIG_DATA_DIR": str(data), **environment},
    )  # fmt: skip


def test_a_question_is_answered_with_sources_and_assumptions(data):
    done = ask(data, FIT)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert text.startswith("**Yes, it fits.** Qwen3 8B at Q4_K_M")
    assert "Assumed:" in text
    assert "Sources:" in text
    assert done.stderr == b""


def test_dash_reads_standard_input_and_json_prints_one_answer(data):
    done = ask(data, "--json", "-", stdin=FIT.encode())
    answer = json.loads(done.stdout)
    assert (answer["question"], answer["status"], answer["estimate"]["verdict"]) == (FIT, "answered", "fits")


def test_a_named_conversation_remembers(data):
    ask(data, "--conversation", "../../etc/x y", FIT)
    done = ask(data, "--json", "--conversation", "../../etc/x y", "and on a 4090?")
    answer = json.loads(done.stdout)
    assert answer["conversation"] == "../../etc/x y"
    assert {(e["model"], e["devices"][0]["id"]) for e in answer["estimates"]} == {("qwen3-8b", "rtx-4090")}
    assert [path.suffix for path in (data / "conversations").iterdir()] == [".json"]


@pytest.mark.parametrize(
    ("stdin", "message"),
    [
        pytest.param(b"", "the question is empty", id="empty"),
        pytest.param(b" \t\n\x00\x1b ", "the question is empty", id="only control characters"),
        pytest.param("\u200b\u2060\ufeff".encode(), "the question is empty", id="only invisible characters"),
        pytest.param(b"a" * 10_000, "10,000 characters; at most 2,000", id="too long"),
    ],
)
def test_what_cannot_be_a_question_is_refused_in_one_line(data, stdin, message):
    done = ask(data, "-", stdin=stdin)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert message in done.stderr.decode()
    assert done.stdout == b""


MESSY = [
    b"Will Qwen3 8B\x00 fit\x1b[31m on an RTX 3060 12GB?\x07",
    "W\u200bill Qwen3\u00a08B \u202efit\u202c on an RTX 3060 12GB?".encode(),
    b"**Will** `Qwen3 8B` <b>fit</b> on an [RTX 3060 12GB](javascript:alert(1))?",
    b"<script>alert('x')</script> Will Qwen3 8B fit on an RTX 3060 12GB?",
    b"\xff\xfe Will Qwen3 8B fit on an RTX 3060 12GB?",
    "Qwen3 8B が RTX 3060 12GB に入る？ 🤔".encode(),
]


@pytest.mark.parametrize("stdin", MESSY)
def test_markup_control_characters_and_other_scripts_do_not_hide_the_question(data, stdin):
    done = ask(data, "--json", "-", stdin=stdin)
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert answer["estimate"]["verdict"] == "fits"
    assert not set("\x00\x1b\x07\u202e\u200b") & set(answer["text"])


def test_an_argument_that_is_not_utf8_is_read_all_the_same(data):
    done = ask(data, b"Will Qwen3 8B fit on an RTX 3060 12GB? \xff")
    assert done.returncode == 0, done.stderr.decode()


def test_an_unknown_setting_is_named(data):
    done = ask(data, FIT, OWNRIG_SITEURL="x")
    assert done.returncode == 2
    assert "unknown setting 'OWNRIG_SITEURL'" in done.stderr.decode()


def test_a_data_folder_that_cannot_be_written_costs_only_time(data, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    done = ask(data, "--conversation", "c", FIT, OWNRIG_DATA_DIR=str(blocked))
    assert done.returncode == 0, done.stderr.decode()


def test_a_broken_catalog_names_file_item_and_field(data, tmp_path):
    for name in ("assistant", "corpus", "prompts", "index"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("store", "__pycache__"))
    gpus = tmp_path / "corpus" / "catalog" / "gpus.yaml"
    gpus.write_text(gpus.read_text(encoding="utf-8").replace("tdp_w: 350", "tdp_w: plenty", 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", FIT], cwd=tmp_path, capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], "OWNRIG_DATA_DIR": str(data)},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    for part in ("gpus.yaml", "tdp_w", "plenty"):
        assert part in done.stderr.decode()
