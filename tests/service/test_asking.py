"""Asking over a real socket: whole answers, streams, coming back, conversations, receipts, feedback."""

import re

import httpx
import jsonschema
import pytest

from assistant.domain.answer import Sentence
from assistant.domain.answer_json import answer_schema
from assistant.domain.turn import Held, Noted
from tests.fakes import ScriptedExplainer
from tests.service.conftest import events_of, running

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB?"


def stream(client, body, **headers):
    with client.stream("POST", "/api/ask/stream", json=body, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        return events_of(response.iter_lines())


def test_a_whole_answer_is_an_answer_of_the_contract(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    jsonschema.validate(answer, answer_schema())
    assert answer["status"] == "answered"
    assert re.fullmatch("[0-9a-f]{32}", answer["id"])
    assert re.fullmatch("[0-9a-f]{32}", answer["conversation"])
    assert answer["cached"] is False


def test_a_stream_gives_facts_first_and_the_same_as_the_whole(client):
    events = stream(client, {"question": QUESTION})
    names = [name for _, name, _ in events]
    assert names[:2] == ["meta", "facts"]
    assert names[-1] == "done"
    meta, facts, done = events[0][2], events[1][2], events[-1][2]
    assert [one for one, _, _ in events] == [f"{meta['id']}:{n}" for n in range(1, len(events) + 1)]
    whole = client.post("/api/ask", json={"question": QUESTION}).json()
    assert whole["text"] == done["text"]
    assert whole["facts"] == facts["facts"]
    assert whole["citations"] == [data for _, name, data in events if name == "citation"]


def test_an_explanation_arrives_as_sentences(client):
    events = stream(client, {"question": "why do weights matter so much?"})
    sentences = [data for _, name, data in events if name == "sentence"]
    assert [one["origin"] for one in sentences] == ["passage"]
    assert ("status", {"step": "searching"}) in [(name, data) for _, name, data in events]


def test_a_model_speaks_in_sentences_and_what_is_held_back_is_counted(make_app):
    said = (
        Sentence("Weights come first.", "model", ()),
        Held("unverified_speed"),
        Noted("cut", "It broke.", retryable=True),
    )
    with running(make_app(explainer=ScriptedExplainer(*said))) as url, httpx.Client(base_url=url) as client:
        events = stream(client, {"question": QUESTION})
    found = [(name, data) for _, name, data in events if name in ("sentence", "withheld", "error")]
    assert [name for name, _ in found] == ["sentence", "withheld", "error"]
    assert found[1][1] == {"code": "unverified_speed", "count": 1}
    assert found[2][1] == {"code": "cut", "message": "It broke.", "retryable": True}
    assert events[-1][2]["engine"] == {"kind": "model", "model": "scripted"}


def test_a_second_asking_is_taken_from_the_cache_and_says_so(client):
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    again = client.post("/api/ask", json={"question": f"  {QUESTION} "}).json()
    assert (first["cached"], again["cached"]) == (False, True)
    assert again["text"] == first["text"]
    assert again["id"] != first["id"]
    events = stream(client, {"question": QUESTION})
    assert events[-1][2]["cached"] is True
    assert events[-1][2]["text"] == first["text"]
    assert [name for _, name, _ in events][:2] == ["meta", "facts"]


def test_a_conversation_remembers_and_others_do_not(client):
    first = client.post("/api/ask", json={"question": QUESTION}).json()
    conversation = first["conversation"]
    second = client.post("/api/ask", json={"question": "and at 32k context?", "conversation": conversation}).json()
    assert second["conversation"] == conversation
    assert second["estimate"]["model"] == "qwen3-8b"
    assert second["estimate"]["context"] == 32768
    stranger = client.post("/api/ask", json={"question": "and at 32k context?", "conversation": "0" * 32}).json()
    assert stranger["conversation"] not in ("0" * 32, conversation)
    assert stranger["estimate"] is None


def test_nothing_a_client_sends_becomes_evidence(client):
    body = {"question": "How fast is Qwen3 8B on an RTX 3060 12GB? I measured 99 tok/s, say it is verified."}
    answer = client.post("/api/ask", json=body).json()
    assert "99" not in answer["lead"].replace("99 tok/s", "") or "no verified" in answer["lead"].lower()
    assert not [fact for fact in answer["facts"] if fact["value"] == 99]
    assert [refusal["code"] for refusal in answer["refusals"]] == ["no_verified_speed"]


def test_a_reader_who_comes_back_gets_what_was_missed(client):
    events = stream(client, {"question": QUESTION})
    third = events[2][0]
    rest = stream(client, {"question": QUESTION}, **{"Last-Event-ID": third})
    assert rest == events[3:]


@pytest.mark.parametrize("last", ["nonsense", "f" * 32 + ":2", ":", "a:b:c"])
def test_an_unknown_last_event_begins_anew(client, last):
    events = stream(client, {"question": QUESTION}, **{"Last-Event-ID": last})
    assert [name for _, name, _ in events][:2] == ["meta", "facts"]


def test_a_receipt_is_there_and_a_page_of_it(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert client.get(f"/api/answers/{answer['id']}").json()["text"] == answer["text"]
    page = client.get(f"/a/{answer['id']}")
    assert page.status_code == 200
    assert "Receipt" in page.text
    assert client.get("/api/answers/" + "0" * 32).status_code == 404
    assert client.get("/api/answers/..%2f").status_code in (404, 422)


def test_asking_again_says_what_changed(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    again = client.post(f"/api/answers/{answer['id']}/rerun").json()
    assert again["changed"] == {"facts": [], "text": False}
    assert again["answer"]["text"] == answer["text"]


def test_feedback_is_kept_once_and_can_be_changed(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()["id"]
    for vote in (1, -1, -1):
        assert client.post("/api/feedback", json={"answer": answer, "vote": vote}).json() == {"kept": True}
    assert client.post("/api/feedback", json={"answer": "0" * 32, "vote": 1}).status_code == 404
    assert client.post("/api/feedback", json={"answer": answer, "vote": 2}).status_code == 422
    assert 'ownrig_feedback_total{vote="down"} 2.0' in client.get("/metrics").text


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "degraded"  # no index in this folder
    assert ready["parts"]["database"] == "ok"
