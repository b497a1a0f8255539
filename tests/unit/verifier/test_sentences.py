"""The same units whatever the chunks; nothing is lost; what looks like an end is not always one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verifier.sentences import Splitter, split

PIECES = [
    "It needs 7.5 GB. ", "Use e.g. Ollama. ", "Yes! ", "a [F1]. ", "- one\n- two\n\n",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "```\ncode. Here.\n```\n", "# Head\n\n", "Here:\n", "v1.2. ",
    "It is 3.", "\n\n", "GB/s. It ", "**Bold**\n", "1. ", "x. [F2]",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("It needs 7.5 GB. That is all.", ["It needs 7.5 GB. ", "That is all."]),
        ("Use e.g. Ollama. Fine.", ["Use e.g. Ollama. ", "Fine."]),
        ("It runs. [F1] Next one.", ["It runs. [F1] ", "Next one."]),
        ("It runs [F1]. Next.", ["It runs [F1]. ", "Next."]),
        ("Bandwidth is 360 GB/s. It is old.", ["Bandwidth is 360 GB/s. ", "It is old."]),
        ("It draws 115 W. I can say that.", ["It draws 115 W. ", "I can say that."]),
        ("Parts:\n- a\n- b\n\nNext.", ["Parts:\n- a\n- b\n\n", "Next."]),
        ("| a |\n|---|\n| 1 |\n\nNext.", ["| a |\n|---|\n| 1 |\n\n", "Next."]),
        ("# Head\n\nFirst. Second.", ["# Head\n\nFirst. ", "Second."]),
        ("```\na. B\n```\nNext.", ["```\na. B\n```\n", "Next."]),
        ("No end", ["No end"]),
        ("approx. 5 GB", ["approx. 5 GB"]),
        ("", []),
    ],
)
def test_units(text, units):
    assert split(text) == units


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.integers(1, 9))
def test_the_same_units_in_any_chunks_and_nothing_lost(text, size):
    whole = split(text)
    assert "".join(whole) == text
    splitter = Splitter()
    streamed = [unit for at in range(0, len(text), size) for unit in splitter.feed(text[at : at + size])]
    assert streamed + splitter.flush() == whole


@given(st.text(max_size=60), st.integers(1, 5))
def test_any_text_is_cut_alike_in_any_chunks(text, size):
    splitter = Splitter()
    streamed = [unit for at in range(0, len(text), size) for unit in splitter.feed(text[at : at + size])]
    streamed += splitter.flush()
    assert streamed == split(text)
    assert "".join(streamed) == text


def test_a_unit_without_end_is_capped():
    assert max(map(len, split("word " * 5000))) < 5000
