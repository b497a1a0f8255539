"""`ownrig vram` as a whole process, and its lines at any width."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.vram_bar import PLAIN_SIGNS, SIGNS, bar
from assistant.cli.vram_text import report
from assistant.domain.estimate import Estimate
from assistant.vram.estimate import estimate
from tests.unit.vram.sample_jobs import card, job

HEADER = {
    "label": "Tiny", "gguf_arch": "llama", "tied_embeddings": False,
    "header": {
        "context_length": 8192, "embedding_length": 2048, "block_count": 16, "feed_forward_length": 8192,
        "attention.head_count": 32, "attention.head_count_kv": 8, "vocab_size": 128256,
    },
}  # fmt: skip
ESTIMATE_FIELDS = set(Estimate.__dataclass_fields__)


def ownrig(*arguments, **environment):
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "vram", *arguments]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ".", **environment}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


@pytest.fixture
def header_file(tmp_path):
    file = tmp_path / "header.json"
    file.write_text(json.dumps([HEADER]))
    return str(file)


def test_json_is_one_estimate_with_all_its_fields(header_file):
    done = ownrig("--header", header_file, "--file-bytes", "900000000", "--memory-gb", "8", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert set(found) == ESTIMATE_FIELDS
    assert (found["model"], found["verdict"], found["file"]["bytes"]) == ("Tiny", "fits", 900000000)


def test_text_for_a_pipe_has_no_colour_and_fits_into_80_columns(header_file):
    done = ownrig("--header", header_file, "--file-bytes", "900000000", "--gpu", "rtx-3090", "--gpu", "rtx-3090")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert done.stdout.startswith("Tiny, 8,192 tokens on 2 x rtx-3090\nFits: ")
    lines = done.stdout.splitlines()
    commands = lines.index("Commands")
    assert all(len(line) <= 80 for line in lines[:commands])
    assert lines[commands + 1].startswith("  llama-server -m Tiny.gguf -c 8192 -ngl 17 ")


def test_an_output_without_unicode_gets_plain_signs(header_file):
    done = ownrig("--header", header_file, "--file-bytes", "900000000", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "  # weights" in done.stdout


BAD = [
    pytest.param([], "say which model", id="nothing"),
    pytest.param(["--model", "rtx-3090x"], "unknown model 'rtx-3090x'", id="unknown model"),
    pytest.param(["--model", "llama-3.1-8"], "did you mean llama-3.1-8b", id="near model"),
    pytest.param(["--model", "llama-3.1-8b", "--gpu", "rtx-9999"], "unknown graphics card", id="unknown card"),
    pytest.param(["--model", "llama-3.1-8b", "--machine", "cray"], "unknown machine", id="unknown machine"),
    pytest.param(["--model", "llama-3.1-8b", "--quant", "Q9"], "it has Q4_K_M", id="unknown quant"),
    pytest.param(["--model", "llama-3.1-8b", "--header", "x"], "not both", id="model and header"),
    pytest.param(["--model", "llama-3.1-8b", "--file-bytes", "5"], "goes with --header", id="model and size"),
    pytest.param(["--header", "x"], "needs --file-bytes", id="header without size"),
    pytest.param(["--header", "/no/such", "--file-bytes", "5"], "cannot read '/no/such'", id="no such file"),
    pytest.param(["--header", sys.executable, "--file-bytes", "5"], "", id="a binary"),
    pytest.param(["--model", "llama-3.1-8b", "--context", "-1"], "--context", id="negative context"),
    pytest.param(["--model", "llama-3.1-8b", "--context", "99999999999"], "--context", id="absurd context"),
    pytest.param(["--model", "llama-3.1-8b", "--slots", "0"], "--slots", id="no slots"),
    pytest.param(["--model", "llama-3.1-8b", "--ram-gib", "nan"], "--ram-gib", id="not a number"),
    pytest.param(["--model", "llama-3.1-8b", "--kv-k", "q9"], "--kv-k", id="unknown cache type"),
    pytest.param(
        ["--model", "llama-3.1-8b", "--kv-v", "q8_0", "--flash-attention", "off"], "without flash attention", id="V"
    ),
    pytest.param(
        ["--model", "llama-3.1-8b", "--gpu", "rtx-3090", "--memory-gb", "8"], "not two of them", id="two devices"
    ),
    pytest.param(["--model", "llama-3.1-8b", "--bogus"], "--bogus", id="unknown option"),
    pytest.param(["llama-3.1-8b"], "llama-3.1-8b", id="a bare word"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input_is_one_line_and_code_2(arguments, message):
    done = ownrig(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("ownrig: ")
    assert done.stderr.count("\n") == 1
    assert message in done.stderr


def test_help_names_every_option_of_the_contract():
    done = ownrig("--help")
    assert done.returncode == 0
    options = (
        "model header file-bytes quant context gpu machine memory-gb ram-gib kv-k kv-v flash-attention slots "
        "unified no-unified ubatch outputs swa-full engine os json"
    )
    assert [name for name in options.split() if f"--{name}" not in done.stdout] == []


ESTIMATES = [
    estimate(job("llama", card(24))),
    estimate(job("qwen3moe", card(8))),
    estimate(job("gemma3", card(12), card(12), card(8, "small"), slots=4)),
    estimate(job("qwen35")),
]


@given(st.sampled_from(ESTIMATES), st.integers(1, 200), st.sampled_from([SIGNS, PLAIN_SIGNS]))
def test_no_line_but_a_command_is_wider_than_the_terminal(found, columns, signs):
    lines = ["".join(text for text, _ in line) for line in report((found,), columns, signs)]
    width = max(columns, 40)
    wide = [line for line in lines if len(line) > width]
    assert all(line[2:] in found.commands or " " not in line.strip() for line in wide)


@given(st.sampled_from(ESTIMATES), st.integers(40, 120))
def test_the_bar_shows_parts_in_proportion(found, width):
    row, *_ = bar(found, width, PLAIN_SIGNS)
    text = "".join(piece for piece, _ in row)
    need = sum(text.count(sign) for sign in PLAIN_SIGNS)
    limit = sum(device.usable_bytes * device.count for device in found.devices)
    cells = min(100, width) - 3
    assert need == pytest.approx(found.total.expected / max(found.total.expected, limit) * cells, abs=1)
    if limit:
        before = text.index("|") - 2
        assert before == pytest.approx(limit / max(found.total.expected, limit) * cells, abs=1)


def test_the_verdict_sentence_says_how_much_is_left_or_missing():
    lines = ["".join(text for text, _ in line) for found in ESTIMATES for line in report((found,), 200, SIGNS)]
    said = [line for line in lines if " needed (" in line]
    assert [line.partition(":")[0] for line in said[:3]] == ["Fits", "Partial, it does not go on whole", "Fits"]
    assert said[3].endswith("No device given, so no verdict.")
    assert "to spare" in said[0]
    assert "too much" in said[1]
    assert "on the fullest card" in said[2]


def test_two_estimates_follow_one_another():
    lines = ["".join(text for text, _ in line) for line in report((ESTIMATES[0], ESTIMATES[1]), 80, SIGNS)]
    assert "With the other file" in lines
