"""The service as processes: several workers on one database, one killed with feedback in flight, and a real SIGTERM."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from assistant.storage.store import Store
from assistant.storage.tables import feedback

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB?"
NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
READY_S = 90  # on a busy machine; usually a few seconds
# A service without guides: what is under test is processes, not answers.
SERVE = """
import sys
from dataclasses import replace
from assistant.settings import Settings
from assistant.web.app import create_app, opened_store
from assistant.web.world import open_world
import assistant.web.run as run

def app():
    world = open_world(Settings.read(), with_model=False)
    return create_app(replace(world, assistant=replace(world.assistant, guides=None)), opened_store(world))
"""


@contextmanager
def served(folder, workers):
    """Run the service in processes of its own; yields its address and the process that was started."""
    (folder / "served.py").write_text(SERVE)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "served:app", "--factory", "--port", str(port), "--log-level", "error",
               "--workers", str(workers), "--timeout-graceful-shutdown", "10"]  # fmt: skip
    environment = {**os.environ, "OWNRIG_DATA_DIR": str(folder / "data"), "OWNRIG_MODEL": "none",
                   "PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd())])}  # fmt: skip
    process = subprocess.Popen(command, env=environment)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process)
        yield url, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(20)


def _wait(url, process):
    end = time.monotonic() + READY_S
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the service did not start")


def ask(client, question=QUESTION):
    return client.post("/api/ask", json={"question": question}).json()


def votes(folder):
    store = Store.open("", folder / "data", keep_questions=False)
    with store.engine.connect() as connection:
        found = dict(connection.execute(select(feedback.c.answer, feedback.c.vote)).all())
    store.close()
    return found


def children(pid):
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def vote_for(url, answers, confirmed):
    """Vote for answers, each over a connection of its own, perhaps to another worker; keep which were confirmed."""
    for answer in answers:
        try:
            with httpx.Client(base_url=url, timeout=20) as client:
                if client.post("/api/feedback", json={"answer": answer, "vote": 1}).status_code == 200:
                    confirmed.add(answer)
        except httpx.HTTPError:
            continue


@NEEDS_PROC
def test_a_worker_killed_with_feedback_in_flight_loses_none_that_was_confirmed(tmp_path):
    confirmed = set()
    with served(tmp_path, 2) as (url, process):
        with httpx.Client(base_url=url, timeout=20) as client:
            questions = [f"Will Qwen3 8B fit on an RTX 3060 12GB with {1024 + n} tokens?" for n in range(60)]
            answers = [ask(client, question)["id"] for question in questions]
        voters = [threading.Thread(target=vote_for, args=(url, answers, confirmed)) for _ in range(4)]
        for one in voters:
            one.start()
        while len(confirmed) < 5:
            time.sleep(0.01)
        os.kill(children(process.pid)[0], signal.SIGKILL)
        for one in voters:
            one.join(60)
        _wait(url, process)
        with httpx.Client(base_url=url, timeout=20) as client:
            assert ask(client)["status"] == "answered"
    kept = votes(tmp_path)
    assert confirmed <= kept.keys()
    assert len(confirmed) >= len(answers) // 2


@NEEDS_PROC
def test_a_conversation_goes_on_at_another_worker(tmp_path):
    with served(tmp_path, 2) as (url, _):
        with httpx.Client(base_url=url, timeout=20) as client:
            conversation = ask(client)["conversation"]
        for _ in range(6):  # each over a connection of its own
            with httpx.Client(base_url=url, timeout=20) as client:
                body = {"question": "And on an RTX 3090?", "conversation": conversation}
                answer = client.post("/api/ask", json=body).json()
            assert answer["conversation"] == conversation
            assert "Qwen3 8B" in answer["lead"]


def test_sigterm_lets_what_was_begun_finish(tmp_path):
    with served(tmp_path, 1) as (url, process):
        found, broken = [], []

        def several():
            for n in range(500):
                try:
                    with httpx.Client(base_url=url, timeout=20) as client:
                        found.append(ask(client, f"Will Qwen3 14B fit on an RTX 3090 with {1024 + n} tokens?"))
                except httpx.ConnectError:
                    return  # nobody listens any more
                except httpx.HTTPError as error:
                    broken.append(error)

        asking = threading.Thread(target=several)
        asking.start()
        with httpx.Client(base_url=url, timeout=20) as client:
            answer = ask(client)["id"]
            assert client.post("/api/feedback", json={"answer": answer, "vote": -1}).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0 or process.returncode == -signal.SIGTERM
        asking.join(20)
    assert votes(tmp_path) == {answer: -1}
    assert broken == []
    assert found
    assert all(one["status"] == "answered" for one in found)


OPEN = """
import sys, time
from pathlib import Path
from assistant.storage.store import Store
print("there", flush=True)
sys.stdin.readline()
print(Store.open("", Path(sys.argv[1]), keep_questions=False).counts()["answers"])
"""


def test_workers_that_start_together_make_the_tables_once(tmp_path):
    command = [sys.executable, "-c", OPEN, str(tmp_path)]
    started = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    for one in started:
        assert one.stdout.readline() == "there\n"
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    assert [one.communicate(timeout=60)[0] for one in started] == ["0\n"] * 5
