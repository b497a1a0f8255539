"""The judged questions of tests/data/retrieval keep their form, their spread and their split."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import yaml

from assistant.corpus.catalog import load_catalog
from assistant.paths import data_root

FILE = Path(__file__).resolve().parents[1] / "data" / "retrieval" / "domain.yaml"
QUESTIONS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
KINDS = {"plain", "misspelt", "near_miss", "entity", "outside"}
KEYS = {"id", "question", "guides", "about", "kind", "split"}
NAMED = {"near_miss", "entity"}

GUIDES = [
    "what-are-diffusion-language-models",
    "how-much-vram-do-you-need",
    "quantization-and-q4-k-m",
    "kv-cache-and-context",
    "quantized-kv-cache",
    "mixture-of-experts-and-offload",
    "nvidia-amd-intel",
    "apple-silicon-unified-memory",
    "strix-halo-dgx-spark-mini-pcs",
    "used-cards",
    "two-or-more-cards",
    "laptops",
    "ollama-from-zero",
    "ollama-llama-cpp-lm-studio-vllm",
    "ollama-context-length",
    "slots-and-parallel-users",
    "local-coding-assistants",
    "budget-builds",
    "reading-speed-claims",
    "prefill-and-decode",
    "vision-models",
    "power-heat-noise",
    "what-bandwidth-decides",
    "glossary",
]
PAGES = ["about", "how-benchmarks-are-verified", "independence-and-affiliates", "data-accuracy", "open-data"]


def split_of(question: str) -> str:
    digest = hashlib.sha256(question.encode()).hexdigest()
    return "choose" if int(digest[:8], 16) % 10 < 6 else "report"


def of_kind(kind: str) -> list[dict]:
    return [case for case in QUESTIONS if case["kind"] == kind]


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["id"])
def test_a_question_has_every_key_of_its_kind_and_no_other(case):
    assert case["kind"] in KINDS
    assert set(case) == KEYS | ({"entity"} if case["kind"] in NAMED else set())
    assert all(isinstance(case[key], str) and case[key] == case[key].strip() != "" for key in KEYS - {"guides"})


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["id"])
def test_one_to_three_known_guides_answer_and_none_answers_what_lies_outside(case):
    guides = case["guides"]
    assert len(guides) == len(set(guides))
    assert set(guides) <= {*GUIDES, *PAGES}
    assert len(guides) in ({0} if case["kind"] == "outside" else {1, 2, 3})


def test_the_split_follows_from_the_hash_of_the_question():
    assert [case["id"] for case in QUESTIONS if case["split"] != split_of(case["question"])] == []


@pytest.mark.parametrize("key", ["id", "question"])
def test_nothing_is_there_twice(key):
    seen = Counter(case[key].casefold() for case in QUESTIONS)
    assert [text for text, count in seen.items() if count > 1] == []


def test_a_named_card_is_in_the_catalog():
    catalog = load_catalog(data_root() / "corpus" / "catalog")
    known = {*catalog.models, *catalog.gpus, *catalog.machines}
    assert {case["entity"] for case in of_kind("entity")} <= known
    assert {case["entity"] for case in of_kind("near_miss")} <= known | {"none"}


def test_near_misses_hold_names_inside_and_outside_the_catalog():
    outside = [case["entity"] == "none" for case in of_kind("near_miss")]
    assert min(outside.count(True), outside.count(False)) >= 10


def test_there_are_enough_questions_of_every_kind():
    assert len(QUESTIONS) >= 240
    assert len(of_kind("misspelt")) >= len(QUESTIONS) / 10
    assert len(of_kind("near_miss")) >= len(QUESTIONS) / 10
    assert len(of_kind("outside")) >= 30


@pytest.mark.parametrize(("slug", "least"), [*((slug, 6) for slug in GUIDES), *((slug, 3) for slug in PAGES)])
def test_every_guide_and_page_is_the_best_answer_to_enough_questions(slug, least):
    assert sum(case["guides"][:1] == [slug] for case in QUESTIONS) >= least


@pytest.mark.parametrize("split", ["choose", "report"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_both_splits_hold_every_kind(split, kind):
    assert sum(case["split"] == split for case in of_kind(kind)) >= 10
