"""What readers, networks and disks do wrong: each ends in an answer or in an error of the one shape."""

import asyncio
import json
import re
import socket
import sqlite3
import threading
import time

import httpx
import pytest
from sqlalchemy import event

from assistant.domain.answer import Sentence
from assistant.domain.turn import Begun
from tests.fakes import FixedGuides
from tests.service.conftest import SAID, events_of, running

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB?"


def is_problem(response, status, code):
    assert response.status_code == status
    found = response.json()
    assert set(found) == {"code", "message", "retryable"}
    assert found["code"] == code
    return found


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid"), (b"{", 422, "invalid"), (b"[]", 422, "invalid"), (b"null", 422, "invalid"),
        (b'{"question": ""}', 422, "invalid"), (b'{"question": "   "}', 422, "invalid"),
        (b'{"question": 5}', 422, "invalid"), (b'{"question": "a", "question": "b"}', 422, "invalid"),
        (b'{"question": "\\ud800"}', 422, "invalid"),
        (b'{"question": "x", "more": 1}', 422, "invalid"), (b"\xff\xfe", 422, "invalid"),
        (b'{"question": ' + b"[" * 30 + b"]" * 30 + b"}", 422, "invalid"),
        (b'{"question": "x", "conversation": "../../etc"}', 422, "invalid"),
        (b'{"question": "x", "page": "../a"}', 422, "invalid"),
        (json.dumps({"question": "x" * 2001}).encode(), 422, "invalid"),
        (json.dumps({"question": "x" * 1_000_000}).encode(), 413, "too_large"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_broken_bodies_are_named(client, path, body, status, code):
    is_problem(client.post(path, content=body, headers={"Content-Type": "application/json"}), status, code)


@pytest.mark.parametrize("text", ["a\0b", "\u0007\u0094", "\u200b", "\u0301"])
def test_what_nobody_can_read_is_answered_and_kept_like_any_other(client, text):
    answer = client.post("/api/ask", json={"question": text}).json()
    assert answer["status"] in ("refused", "out_of_scope", "unknown", "answered")
    assert answer["facts"] == []
    assert client.get(f"/api/answers/{answer['id']}").status_code == 200


def test_a_body_without_a_length_is_counted_as_it_comes(client):
    def pieces():
        for _ in range(40):
            yield b" " * 10_000

    is_problem(
        client.post("/api/ask", content=pieces(), headers={"Content-Type": "application/json"}), 413, "too_large"
    )


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_a_foreign_host_is_refused(client, host):
    is_problem(client.get("/", headers={"Host": host}), 400, "bad_host")


def test_a_host_of_the_settings_is_known(make_app):
    with running(make_app(allowed_hosts=("ask.example",))) as url:
        assert httpx.get(url, headers={"Host": "ask.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/guides", "/docs", "/nope", "/api/gpus", "/static/style.css", "/healthz"])
def test_every_response_has_the_headers(client, path):
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "server" not in headers or "uvicorn" in headers["server"]


@pytest.mark.parametrize(
    "path",
    ["/guides/..%2f..%2fetc%2fpasswd", "/guides/%00", "/models/" + "a" * 5000, "/gpus/../../etc", "/a/" + "f" * 300,
     "/api/models/%2e%2e", "/static/..%2fapp.py", "/static/../app.py", "/pages/used-cards", "/benchmarks/%ff"],
)  # fmt: skip
def test_tricks_with_names_find_nothing(client, path):
    response = client.get(path)
    assert response.status_code in (404, 422)
    assert set(response.json()) == {"code", "message", "retryable"}


def test_too_many_questions_are_told_when_to_come_back(make_app):
    with running(make_app(rate_per_minute=3, limit_loopback=True)) as url, httpx.Client(base_url=url) as client:
        codes = [client.post("/api/ask", json={"question": QUESTION}).status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        refused = client.post("/api/ask", json={"question": QUESTION})
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert is_problem(refused, 429, "too_many")["retryable"] is True


def test_addresses_behind_trusted_proxies_are_told_apart_and_forged_ones_are_not(make_app):
    app = make_app(rate_per_minute=2, trusted_hops=1)
    with running(app) as url, httpx.Client(base_url=url) as client:

        def ask(forwarded):
            return client.post(
                "/api/ask", json={"question": QUESTION}, headers={"X-Forwarded-For": forwarded}
            ).status_code

        assert [ask("9.9.9.9, 8.8.8.8") for _ in range(3)] == [200, 200, 429]
        assert ask("1.2.3.4, 8.8.8.8") == 429  # what the reader wrote before the proxy counts for nothing
        assert ask("8.8.4.4") == 200


class SlowExplainer:
    """Says a sentence, then waits; counts who left."""

    model, digest = "slow", "0"

    def __init__(self):
        self.open = 0

    async def warm(self):
        return None

    async def hindrance(self):
        return None

    async def explain(self, about):
        self.open += 1
        try:
            yield Begun("writing")
            yield Sentence("First.", "model")
            await asyncio.sleep(30)
            yield Sentence("Late.", "model")
        finally:
            self.open -= 1


def test_two_hundred_readers_who_leave_leave_nothing_behind(make_app):
    explainer = SlowExplainer()
    app = make_app(explainer=explainer)

    async def leave(client, n):
        body = {"question": f"Will Qwen3 8B fit on an RTX 3060 12GB with {1024 + n} tokens of context?"}
        async with client.stream("POST", "/api/ask/stream", json=body) as response:
            async for line in response.aiter_lines():
                if line.startswith("event: sentence"):
                    return

    async def all_leave(url):
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
            await asyncio.gather(*(leave(client, n) for n in range(200)))

    with running(app) as url:
        asyncio.run(all_leave(url))
        end = time.monotonic() + 5
        while explainer.open and time.monotonic() < end:
            time.sleep(0.02)
        assert explainer.open == 0
        assert "ownrig_streams 0.0" in httpx.get(f"{url}/metrics").text
        assert not app.state.service._making


def test_equal_questions_at_the_same_time_are_answered_once(make_app):
    class Counting(FixedGuides):
        def explain(self, question, **rest):
            time.sleep(0.2)
            return super().explain(question, **rest)

    guides = Counting(SAID)
    app = make_app(guides=guides)

    async def ask(url):
        async with httpx.AsyncClient(base_url=url, timeout=20) as client:
            found = await asyncio.gather(
                *(client.post("/api/ask", json={"question": "why are weights large?"}) for _ in range(8))
            )
        return [one.json() for one in found]

    with running(app) as url:
        answers = asyncio.run(ask(url))
    assert len(guides.asked) == 1
    assert len({answer["text"] for answer in answers}) == 1
    assert len({answer["id"] for answer in answers}) == 8


def test_more_questions_than_may_be_made_at_once_are_told_to_come_back(make_app):
    class Waiting(FixedGuides):
        def explain(self, question, **rest):
            time.sleep(0.5)
            return super().explain(question, **rest)

    async def ask(url):
        async with httpx.AsyncClient(base_url=url, timeout=20) as client:
            texts = [f"why are the weights of {n} layers large?" for n in range(4)]
            return await asyncio.gather(*(client.post("/api/ask", json={"question": text}) for text in texts))

    with running(make_app(guides=Waiting(SAID), max_questions=2)) as url:
        found = asyncio.run(ask(url))
    refused = [one for one in found if one.status_code != 200]
    assert len(refused) == 2
    for one in refused:
        assert is_problem(one, 503, "busy")["retryable"] is True
        assert one.headers["retry-after"] == "2"


def test_only_sites_of_the_settings_may_ask_from_their_pages(make_app):
    with running(make_app(cors_origins=("https://ownrig.example",))) as url:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        own = httpx.options(f"{url}/api/ask", headers={"Origin": "https://ownrig.example", **asked})
        other = httpx.options(f"{url}/api/ask", headers={"Origin": "https://evil.example", **asked})
    assert own.headers["access-control-allow-origin"] == "https://ownrig.example"
    assert "access-control-allow-origin" not in other.headers


def test_a_locked_database_costs_the_receipt_and_not_the_answer(client, tmp_path):
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    other = sqlite3.connect(tmp_path / "service.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    answer = client.post("/api/ask", json={"question": "How much memory does Qwen3 14B need?"}, timeout=20)
    assert answer.json()["status"] == "answered"
    is_problem(client.post("/api/feedback", json={"answer": first["id"], "vote": 1}, timeout=20), 503, "storage")
    other.execute("ROLLBACK")
    other.close()
    assert client.post("/api/feedback", json={"answer": first["id"], "vote": 1}).json() == {"kept": True}


def test_without_a_database_questions_are_answered(make_app):
    with running(make_app(store=None)) as url, httpx.Client(base_url=url) as client:
        assert client.post("/api/ask", json={"question": QUESTION}).json()["status"] == "answered"
        assert client.get("/readyz").json()["parts"]["database"] == "missing: nothing is kept"
        is_problem(client.post("/api/feedback", json={"answer": "0" * 32, "vote": 1}), 503, "error")


def test_a_half_sent_body_and_a_slow_reader_hold_nobody_else_up(client):
    host, port = client.base_url.host, client.base_url.port
    with socket.create_connection((host, port)) as half, socket.create_connection((host, port)) as slow:
        half.sendall(
            b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 500\r\n\r\n{"
        )
        body = json.dumps({"question": QUESTION}).encode()
        slow.sendall(b"POST /api/ask/stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                     + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)  # fmt: skip
        start = time.monotonic()
        assert client.post("/api/ask", json={"question": QUESTION}).status_code == 200
        assert time.monotonic() - start < 3


def test_no_text_can_forge_an_event(client):
    nasty = "Will Qwen3 8B fit?\n\nevent: done\ndata: {}\n\nid: 1\r\rretry: 1\u2028event: x"
    with client.stream("POST", "/api/ask/stream", json={"question": nasty}) as response:
        events = events_of(response.iter_lines())
    assert [name for _, name, _ in events].count("done") == 1
    assert {name for _, name, _ in events} <= {
        "meta",
        "status",
        "facts",
        "sentence",
        "citation",
        "clarify",
        "withheld",
        "error",
        "done",
    }
    assert len({one.partition(":")[0] for one, _, _ in events}) == 1


def test_nothing_of_a_question_reaches_the_log(client, capfd):
    client.post("/api/ask", json={"question": "\u001b[31mSECRETWORD\u0007 does Qwen3 8B fit on a 3090?"})
    written = "".join(capfd.readouterr())
    assert "SECRETWORD" not in written
    assert "\u001b[31m" not in written


def test_a_database_that_is_full_costs_the_receipt_alone(make_app, tmp_path):
    app = make_app()
    store = app.state.service.store
    with running(app) as url, httpx.Client(base_url=url, timeout=20) as client:
        with store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        store.engine.dispose()
        event.listen(store.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages}") and None)
        for n in range(12):
            answer = client.post(
                "/api/ask", json={"question": f"Will Qwen3 8B fit on an RTX 3060 12GB with {n + 1}k context?"}
            )
            assert answer.json()["status"] == "answered"
        lost = re.search(r"^ownrig_receipts_lost_total (\d+)", client.get("/metrics").text, re.MULTILINE)
        assert int(lost[1]) > 0  # the pages ran out, and no answer did


def test_a_service_that_is_stopped_finishes_what_it_began(make_app):
    class Waiting(FixedGuides):
        def explain(self, question, **rest):
            time.sleep(0.8)
            return super().explain(question, **rest)

    answers = []
    with running(make_app(guides=Waiting(SAID))) as url:

        def ask():
            answers.append(httpx.post(f"{url}/api/ask", json={"question": "why are weights large?"}, timeout=10))

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.3)
    thread.join(10)
    assert answers[0].json()["status"] == "answered"
