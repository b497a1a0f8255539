"""The owner's view: the token, the report, what must be taken back, pins and blocks, and the read-only switch."""

import dataclasses
import json
import time

import httpx
import pytest
from sqlalchemy import select, update

from assistant.domain.answer import Answer
from assistant.domain.question import Settled
from assistant.storage.decided import Desk
from assistant.storage.store import Store
from assistant.storage.tables import answers
from tests.service.conftest import PASSAGE, running

TOKEN = "correct-horse-battery"
AUTH = {"Authorization": f"Bearer {TOKEN}"}
FITS = "Will Qwen3 8B fit on an RTX 3060 12GB?"
UNKNOWN = "Will Zork 9B fit on an RTX 3090?"
EXPLAIN = "How does the KV cache grow?"


@pytest.fixture
def owned(make_app):
    """A client of a service whose questions are kept and whose owner has a token."""
    with (
        running(make_app(admin_token=TOKEN, keep_questions=True)) as url,
        httpx.Client(base_url=url, timeout=20) as opened,
    ):
        yield opened


def ask(client, question):
    return client.post("/api/ask", json={"question": question}).json()


def decide(client, target, name, decision, **more):
    return client.post(
        "/api/admin/decide", json={"target": target, "id": name, "decision": decision} | more, headers=AUTH
    )


ROUTES = [("GET", "report"), ("GET", "retractions"), ("GET", "decisions"), ("POST", "decide"), ("POST", "read-only")]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_token_in_the_settings_there_is_no_owners_view(client, method, path):
    response = client.request(method, f"/api/admin/{path}", headers=AUTH, json={} if method == "POST" else None)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert client.get("/admin").status_code == 404


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}])
def test_a_missing_or_wrong_token_opens_nothing(owned, method, path, header):
    response = owned.request(method, f"/api/admin/{path}", headers=header, json={} if method == "POST" else None)
    assert (response.status_code, response.json()["code"]) == (401, "not_allowed")


def test_guessing_the_token_is_limited(make_app):
    app = make_app(admin_token=TOKEN, rate_per_minute=3, limit_loopback=True)
    with running(app) as url, httpx.Client(base_url=url) as client:
        codes = [
            client.get("/api/admin/report", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(5)
        ]
        assert codes == [401, 401, 401, 429, 429]
        assert client.get("/api/admin/report", headers=AUTH).status_code == 200


def test_the_page_holds_no_data_and_no_cookie(owned):
    ask(owned, FITS)
    page = owned.get("/admin")
    assert page.status_code == 200
    assert FITS not in page.text
    assert "set-cookie" not in page.headers
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert owned.get("/static/admin.js").status_code == 200


def test_the_report_counts_what_was_asked_and_how_it_went(owned):
    first = ask(owned, FITS)
    ask(owned, FITS)
    for question in (UNKNOWN, "Will Zork 9B fit on a 4090?", "Can I run Blorp 70B?"):
        ask(owned, question)
    owned.post("/api/feedback", json={"answer": first["id"], "vote": -1, "reason": "wrong_number"})
    report = owned.get("/api/admin/report", headers=AUTH).json()
    assert report["answers"] == 5
    assert report["complete"] is True
    assert report["by_status"]["answered"] == 2
    assert report["cached"] == 1
    assert report["votes"] == {"up": 0, "down": 1}
    assert report["reasons"] == {"wrong_number": 1}
    assert sum(report["by_kind"].values()) == 5
    assert report["unanswered"] == sum(gap["count"] for gap in report["gaps"]) == 3
    (facts,) = (one for one in report["latency"] if one["part"] == "facts")
    assert facts["count"] == 5
    assert sum(facts["histogram"]) == 5
    assert 0 < facts["p50"] <= facts["p95"] + 0.01 <= facts["p99"] + 0.02


def test_questions_that_mean_alike_are_put_together(owned):
    for question in (
        "Will Zork 9B fit on an RTX 3090?",
        "Does Zork 9B fit on an RTX 3090 card?",
        "Which paint is for walls?",
    ):
        ask(owned, question)
    gaps = owned.get("/api/admin/report", headers=AUTH).json()["gaps"]
    assert gaps[0]["count"] == 2
    assert all("Zork" in one for one in gaps[0]["questions"])


def test_without_kept_questions_the_report_says_why_nothing_is_grouped(make_app):
    with running(make_app(admin_token=TOKEN)) as url, httpx.Client(base_url=url, timeout=20) as client:
        ask(client, UNKNOWN)
        report = client.get("/api/admin/report", headers=AUTH).json()
        assert (report["unanswered"], report["gaps"]) == (1, [])
        assert "OWNRIG_KEEP_QUESTIONS" in report["gaps_note"]


@pytest.mark.parametrize("days", ["0", "31", "x"])
def test_days_out_of_reach_are_refused(owned, days):
    assert owned.get(f"/api/admin/report?days={days}", headers=AUTH).status_code == 422


def test_answers_with_a_value_that_changed_are_to_be_taken_back(owned, tmp_path):
    said = ask(owned, FITS)
    ask(owned, "Will Qwen3 14B fit on an RTX 3090?")
    assert owned.get("/api/admin/retractions", headers=AUTH).json() == {"retractions": []}
    _change(tmp_path, said["id"], "total_memory", 1)
    (found,) = owned.get("/api/admin/retractions", headers=AUTH).json()["retractions"]
    assert found["answer"] == said["id"]
    (changed,) = found["changed"]
    assert (changed["metric"], changed["said"]) == ("total_memory", 1)
    assert changed["now"] > 10**9


def _change(folder, answer, metric, value):
    """Make a kept answer say another value, as if the catalog had changed since."""
    store = Store.open("", folder, keep_questions=True)
    with store.engine.begin() as connection:
        body = json.loads(connection.execute(select(answers.c.body).where(answers.c.id == answer)).scalar_one())
        next(fact for fact in body["facts"] if fact["metric"] == metric)["value"] = value
        connection.execute(update(answers).where(answers.c.id == answer).values(body=json.dumps(body)))
    store.close()


def test_a_blocked_answer_is_taken_back_and_can_be_given_again(owned):
    said = ask(owned, FITS)["id"]
    assert decide(owned, "answer", said, "block", note="wrong").status_code == 200
    gone = owned.get(f"/api/answers/{said}")
    assert (gone.status_code, gone.json()["code"]) == (410, "taken_back")
    assert owned.get(f"/a/{said}").status_code == 410
    assert ask(owned, FITS)["cached"] is False
    decide(owned, "answer", said, "clear")
    assert owned.get(f"/api/answers/{said}").status_code == 200


@pytest.mark.parametrize(
    ("target", "name"),
    [("passage", PASSAGE.id), ("guide", "guides/kv-cache-and-context"), ("guide", "kv-cache-and-context")],
)
def test_a_blocked_text_is_not_quoted(owned, target, name):
    assert "The KV cache grows" in ask(owned, EXPLAIN)["text"]
    assert decide(owned, target, name, "block").status_code == 200
    assert "The KV cache grows" not in ask(owned, EXPLAIN)["text"]
    decide(owned, target, name, "clear")
    assert "The KV cache grows" in ask(owned, EXPLAIN)["text"]


def test_a_blocked_guide_is_not_summarised(owned):
    decide(owned, "guide", "used-cards", "block")
    assert owned.get("/api/guides/used-cards/summary").status_code == 410


def test_a_pinned_answer_is_given_for_its_question(owned, tmp_path):
    said = ask(owned, FITS)
    _change(tmp_path, said["id"], "weights", 7)
    assert decide(owned, "answer", said["id"], "pin").status_code == 200
    again = ask(owned, f"  {FITS} ")
    assert again["id"] != said["id"]
    assert again["cached"] is True
    assert next(fact["value"] for fact in again["facts"] if fact["metric"] == "weights") == 7
    decide(owned, "answer", said["id"], "clear")
    assert next(fact["value"] for fact in ask(owned, FITS)["facts"] if fact["metric"] == "weights") != 7


def test_a_pin_lapses_when_the_catalog_is_another(owned, tmp_path):
    said = ask(owned, FITS)["id"]
    store = Store.open("", tmp_path, keep_questions=True)
    receipt = store.receipt(said)
    assert isinstance(receipt.answer, Answer)
    older = dataclasses.replace(receipt.answer.digests, corpus="older")
    store.keep(dataclasses.replace(receipt.answer, id="f" * 32, digests=older), Settled())
    store.close()
    assert decide(owned, "answer", "f" * 32, "pin").status_code == 200
    assert owned.get("/api/admin/report", headers=AUTH).json()["lapsed"] == ["f" * 32]
    assert ask(owned, FITS)["digests"]["corpus"] != "older"


@pytest.mark.parametrize(
    ("target", "name", "decision", "status"),
    [
        ("answer", "0" * 32, "pin", 404), ("answer", "0" * 32, "block", 404), ("guide", "used-cards", "pin", 422),
        ("answer", "x y", "block", 422), ("cat", "x", "block", 422), ("guide", "", "block", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_refused(owned, target, name, decision, status):
    assert decide(owned, target, name, decision).status_code == status


def test_an_answer_whose_question_was_not_kept_cannot_be_pinned(make_app):
    with running(make_app(admin_token=TOKEN)) as url, httpx.Client(base_url=url, timeout=20) as client:
        response = decide(client, "answer", ask(client, FITS)["id"], "pin")
        assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_read_only_answers_and_keeps_nothing(owned):
    before = ask(owned, FITS)["id"]
    assert owned.post("/api/admin/read-only", json={"on": True, "reason": "moving"}, headers=AUTH).status_code == 200
    answer = ask(owned, "Will Qwen3 14B fit on an RTX 3090?")
    assert answer["status"] == "answered"
    assert owned.post("/api/feedback", json={"answer": before, "vote": 1}).status_code == 503
    assert owned.get("/readyz").json()["parts"]["database"] == "read-only: nothing is kept"
    assert owned.get("/api/admin/report", headers=AUTH).json()["answers"] == 1
    owned.post("/api/admin/read-only", json={"on": False}, headers=AUTH)
    assert owned.post("/api/feedback", json={"answer": before, "vote": 1}).status_code == 200


def test_another_worker_follows_within_a_second(owned, tmp_path):
    said = ask(owned, FITS)["id"]
    store = Store.open("", tmp_path, keep_questions=True)
    Desk(store.engine).decide("answer", said, "block", None)  # as another process does
    store.close()
    time.sleep(1.1)
    assert owned.get(f"/api/answers/{said}").status_code == 410


def test_without_a_database_nothing_can_be_decided(make_app):
    with running(make_app(admin_token=TOKEN, store=None)) as url, httpx.Client(base_url=url) as client:
        for path in ("report", "retractions", "decisions"):
            assert client.get(f"/api/admin/{path}", headers=AUTH).status_code == 503
        assert client.post("/api/admin/read-only", json={"on": True}, headers=AUTH).status_code == 503
