"""Any text is read, in bounded time, the same way each time."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.entities.follow import settle
from assistant.entities.index import NameIndex
from assistant.entities.normalise import MAX_CHARACTERS, normalise
from assistant.entities.understand import understand
from tests.unit.entities.readings import catalog, index, written

_TEXT = """
qwen3 llama 3.1 8b 70B rtx 3090 4070 ti super xt 24 GB gb GiB 32k tokens context 2x two dual laptop Q4_K_M q8_0 kv cache
ollama run hf.co/ : / - _ + ( ) , . ? $ 800 mac mini M4 pro max 128 how fast does it fit on a and what about tok/s vram
ram with or vs the 4 parallel users 9999999999999 0 1e9 ☃ 动 𝟛 ½ ®
"""
WORDS = [*_TEXT.split(), "\u200b", "\u202e", "\n"]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)))
def test_no_text_makes_the_reader_fail(text):
    question = understand(text, index())
    assert question.parts
    for mention in (*question.models, *question.devices):
        assert mention.candidates
        assert question.normalized[slice(*mention.span)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=2, max_size=4))
def test_no_conversation_makes_the_reader_fail(turns):
    before = None
    for turn in turns:
        question = understand(turn, index(), before)
        before = settle(question, before)
        assert question.parts


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_cleaned_text_is_one_printable_line_without_doubled_spaces(text):
    clean = normalise(text)
    assert clean.isprintable()
    assert clean == " ".join(clean.split(" ")).strip()
    assert "  " not in clean


LONG = {
    "letters": "a" * 10_000,
    "digits": "9" * 10_000,
    "short numbers": "100 " * 2_500,
    "commas": "1," * 5_000,
    "cards": "3090 " * 2_000,
    "multipliers": "2x" * 5_000,
    "models": "qwen3-" * 1_700,
    "sizes": "24 gb " * 1_700,
    "names beside sizes": "on my zorbla Frobnix 24GB " * 400,
    "quants": "q4_k_m " * 1_450,
    "tags": "a:b " * 2_500,
    "addresses": "hf.co/a/b " * 1_000,
    "brackets": "(" * 10_000,
    "angle brackets": "<a" * 5_000,
    "marks": "a\u0301" * 5_000,
    "questions": "how many what is " * 600,
    "modal verbs": "is can does " * 800,
    "symbols": (string.punctuation + " ") * 300,
    "dashes": "\u2014" * 10_000,
    "ligatures": "\ufdfa" * 10_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_ten_thousand_characters_of_anything_are_read_in_bounded_time(text):
    start = time.perf_counter()
    question = understand(text, index())
    assert time.perf_counter() - start < 1.5  # ten times what the slowest needs on two slow cores
    assert len(question.normalized) <= MAX_CHARACTERS


def test_a_question_takes_a_few_milliseconds_at_most():
    texts = [case["q"] for case in written("questions.yaml")]
    seconds = sum(quickest(text, {"": index()})[""] for text in texts)
    assert seconds / len(texts) < 0.003


def test_the_time_does_not_grow_with_the_catalog():
    """Three catalogs in one take no longer to ask: names are looked up, not compared one by one."""
    small = index()
    entries = {f"{key}zz{copy}": entry for copy in range(3) for key, entry in small.entries.items()}
    large = NameIndex(**{**vars(small), "entries": {**small.entries, **entries}})
    texts = [case["q"] for case in written("questions.yaml")]
    best = {"small": 0.0, "large": 0.0}
    for text in texts:
        for name, seconds in quickest(text, {"small": small, "large": large}).items():
            best[name] += seconds
    assert best["large"] < 1.5 * best["small"]


def quickest(text: str, by_name: dict[str, NameIndex]) -> dict[str, float]:
    """The shortest of several readings of a text with each index, in turn: other load spares one of them."""
    times: dict[str, list[float]] = {name: [] for name in by_name}
    for _ in range(7):
        for name, names in by_name.items():
            start = time.perf_counter()
            understand(text, names)
            times[name].append(time.perf_counter() - start)
    return {name: min(measured) for name, measured in times.items()}


def test_the_index_is_built_the_same_way_each_time():
    first, second = NameIndex.build(catalog()), NameIndex.build(catalog())
    assert list(first.entries.items()) == list(second.entries.items())
    assert first.tags == second.tags
