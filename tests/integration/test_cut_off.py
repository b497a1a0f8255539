"""The main job runs without network and without HOME, and starts nothing heavy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWNRIG = Path(sys.executable).parent / "ownrig"
QUESTION = "Will Qwen3.6 35B-A3B at Q4_K_M fit on a 16 GB RTX 4060 Ti with 32k context?"


def without_network() -> list[str]:
    """The command that cuts the network off, or a skip where the system has none that may be used."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except FileNotFoundError:
            break
    pytest.skip("network namespaces are not available here (they are on Linux)")


def test_the_main_question_is_answered_with_the_network_cut_and_without_home(tmp_path):
    cut = without_network()
    reachable = subprocess.run(
        [*cut, sys.executable, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert reachable.returncode != 0
    done = subprocess.run(
        [*cut, str(OWNRIG), "ask", "--json", QUESTION],
        env={"PATH": os.environ["PATH"], "OWNRIG_DATA_DIR": str(tmp_path / "data")},
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert answer["status"] == "answered"
    assert answer["estimate"]["verdict"] == "partial"


def test_answers_about_memory_import_nothing_heavy():
    code = (
        "import sys; from assistant.cli import run; run(['ask', '--json', sys.argv[1]]);"
        "heavy = {'torch', 'chromadb', 'sentence_transformers', 'langchain_core', 'numpy'} & set(sys.modules);"
        "sys.exit(f'imported {sorted(heavy)}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code, QUESTION], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
