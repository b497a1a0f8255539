"""`make ask` hands over any text untouched (contract 8)."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TEXTS = [
    "I have $800 to spend: what fits in 24 GB?",
    "$(rm -rf /tmp/nothing) `id` ${HOME} $$ $",
    'He said "16 GB" isn\'t enough; is it?',
    "a; b && c | d > /tmp/e < f # g",
    "back\\slash \\n %s %d 100% *",
    "zwei 3090 für Qwen3 32B – reicht das? ",
    "first line\nsecond line",
    "!history !! ~ ~root",
]


@pytest.fixture
def echoing_bin(tmp_path):
    """A folder whose `ownrig` prints the question it was given, byte for byte."""
    command = tmp_path / "ownrig"
    command.write_text('#!/bin/sh\n[ "$1 $2" = "ask -" ] && cat\n', encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return tmp_path


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_arrives_as_it_was_typed(text, echoing_bin):
    asked = subprocess.run(
        ["make", "-s", "ask", f"Q={text}", f"BIN={echoing_bin}", "--assume-old=.venv/.ready"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
    )
    assert asked.stdout.decode() == text, asked.stderr.decode()
