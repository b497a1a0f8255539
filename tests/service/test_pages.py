"""Every citation leads to a page that has the place it names; lists, data and pages for machines."""

import csv
import html
import io
import re

import httpx
import pytest

from assistant.corpus.cards import benchmark_card
from assistant.corpus.guides import load_guides
from assistant.lookups.speeds import sayable
from assistant.paths import data_root
from assistant.web.browse import _csv
from tests.service.conftest import running

GUIDES = load_guides(data_root() / "corpus")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_every_section_and_question_of_a_guide_is_an_anchor_once(client, guide):
    page = client.get(f"/{guide.id}")
    assert page.status_code == 200
    ids = re.findall(r'id="([^"]+)"', page.text)
    wanted = [section.anchor for section in guide.sections if section.heading] + [entry.anchor for entry in guide.faq]
    assert set(wanted) <= set(ids)
    assert len(ids) == len(set(ids))
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_every_card_that_can_be_cited_is_a_page(client, catalog):
    names = [f"models/{one}" for one in catalog.models] + [f"gpus/{one}" for one in catalog.gpus]
    names += [f"machines/{one}" for one in catalog.machines] + [
        f"benchmarks/{row.id}" for row in catalog.benchmarks[::40]
    ]
    assert [name for name in names if client.get(f"/{name}").status_code != 200] == []


@pytest.mark.parametrize(
    "question",
    [
        "Will Qwen3 32B fit on an RTX 3090?", "Does Llama 3.3 70B fit on 2x 3090 with 16k context and a q8_0 cache?",
        "Does gpt-oss 20B fit on a Mac mini M4 with 24 GB?", "Will Qwen3 14B fit on 12 GB?",
        "can I run qwen3 8b with 32gb ram and no gpu", "How much memory does Qwen3 8B need?",
        "Does qwen3:14b fit on a 4070 in ollama with 4 parallel users on windows?",
        "How fast is gpt-oss 20B on an RTX 3090?",
        "What can I run on an RTX 4060 Ti 16GB?", "5070 Ti or 4080 Super for Gemma 3 27B?",
    ],
)  # fmt: skip
def test_every_citation_of_an_answer_leads_to_what_it_quotes(client, question):
    answer = client.post("/api/ask", json={"question": question}).json()
    assert answer["citations"]
    for citation in answer["citations"]:
        page = client.get(citation["url"])
        assert page.status_code == 200, citation["url"]
        if citation["kind"] == "estimate":
            text = re.sub(r"<[^>]+>", "", page.text).replace("&#39;", "'").replace("&amp;", "&")
            assert citation["quote"] in text, citation


def test_lists_filter_sort_page_and_come_as_csv(client):
    first = client.get(
        "/api/gpus", params={"vendor": "nvidia", "sort": "memory_gb", "order": "desc", "limit": 3}
    ).json()
    assert [row["vendor"] for row in first["items"]] == ["nvidia"] * 3
    sizes = [row["memory_gb"] for row in first["items"]]
    assert sizes == sorted(sizes, reverse=True)
    assert first["next"] == 3
    assert client.get("/api/gpus", params={"limit": 500}).json()["next"] is None
    rows = list(csv.DictReader(io.StringIO(client.get("/api/benchmarks?format=csv&limit=5").text)))
    assert len(rows) == 5
    assert rows[0]["sayable"] in ("True", "False")
    refused = client.get("/api/gpus", params={"colour": "red"})
    assert refused.status_code == 404
    assert "memory_gb" in refused.json()["message"]


def test_a_list_that_did_not_change_is_not_sent_again(client):
    tag = client.get("/api/models").headers["etag"]
    assert client.get("/api/models", headers={"If-None-Match": tag}).status_code == 304


def test_cells_that_a_spreadsheet_would_run_are_quoted():
    text = _csv([{"id": "=1+1", "name": "@x", "list": ["-a"], "number": -5}])
    assert next(csv.DictReader(io.StringIO(text))) == {"id": "'=1+1", "name": "'@x", "list": '["-a"]', "number": "-5"}


def test_the_estimator_takes_every_input_and_names_what_is_wrong(client):
    query = {"model": "qwen3-32b", "quant": "Q4_K_M", "context": 16384, "gpu": ["rtx-3090", "rtx-3090"], "kv_k": "q8_0",
             "kv_v": "q8_0", "slots": 2, "ubatch": 256, "engine": "llama-server", "os": "windows"}  # fmt: skip
    estimate = client.get("/api/vram", params=query).json()
    assert estimate["context"] == 16384
    assert estimate["devices"][0]["count"] == 2
    assert (estimate["kv_k"], estimate["slots"], estimate["os"]) == ("q8_0", 2, "windows")
    assert client.get("/api/vram", params={"model": "qwen3-32b", "context": "many"}).status_code == 422
    assert client.get("/api/vram", params={"model": "qwen3-32b", "kontext": 5}).status_code == 422


def test_names_are_suggested_and_questions_of_the_page(client):
    found = client.get("/api/suggest", params={"q": "rtx 30", "page": "used-cards"}).json()
    assert any(one["id"] == "gpus/rtx-3090" for one in found["names"])
    assert found["questions"]
    assert all("?" in question for question in found["questions"])


def test_pages_for_machines_and_readers(client):
    assert "/guides/used-cards" in client.get("/llms.txt").text
    assert len(client.get("/llms-full.txt").text) > 100_000
    assert "Disallow: /a/" in client.get("/robots.txt").text
    privacy = client.get("/privacy").text
    assert "No cookies" in privacy
    assert "without the text of questions" in privacy


def test_privacy_follows_the_settings(make_app):
    with running(make_app(keep_questions=True)) as url:
        assert "are masked" in httpx.get(f"{url}/privacy").text


def test_a_page_says_no_speed_without_the_conditions_of_its_row(client, catalog):
    rows = [row for row in catalog.benchmarks if sayable(row) and row.placement == "partial" and row.model]
    assert rows
    for row in rows[:10]:
        text = html.unescape(client.get(f"/models/{row.model}").text)
        (line,) = [one for one in text.split("<li>") if benchmark_card(row).lines[0] in one][:1]
        assert "part of the model in system RAM" in line


def test_a_page_shows_no_row_that_may_not_be_said(client, catalog):
    unsaid = [row for row in catalog.benchmarks if not sayable(row) and row.model][:40]
    said = {benchmark_card(row).lines[0] for row in catalog.benchmarks if sayable(row)}
    for row in unsaid:
        line = benchmark_card(row).lines[0]
        assert line in said or line not in html.unescape(client.get(f"/models/{row.model}").text)
