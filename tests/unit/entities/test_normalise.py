"""A pasted text is cleaned so that names and numbers look alike."""

import pytest

from assistant.entities.normalise import normalise

CLEAN = [
    ("ＲＴＸ４０９０", "RTX4090"),
    ("RTX™ 4090", "RTX 4090"),
    ("3090\u00a0Ti", "3090 Ti"),
    ("RTX\u200b3090", "RTX3090"),
    ("\u202eRTX 3090\u202c", "RTX 3090"),
    ("3090 × 2", "3090 x 2"),
    ("2*3090", "2x3090"),
    ("**RTX 3090**", "RTX 3090"),
    ("`llama3.1:8b`", "llama3.1:8b"),
    ("[RTX 3090](https://example.org/x)", "RTX 3090"),
    ("<b>RTX</b> 3090", "RTX 3090"),
    ("a &lt; b &amp; c", "a < b & c"),
    ("one\n\n two\tthree", "one two three"),
    ("3090—will it", "3090 - will it"),
    ("l’usage", "l'usage"),
    ("Q\u0336w\u0336e\u0336n3", "Qwen3"),
    ("café", "café"),
    ("ﬁts", "fits"),
    ("٣٠٩٠", "3090"),
    ("\x00\x1b[31mRTX\x07", "[31mRTX"),
    ("поместится ли", "поместится ли"),
    ("能跑吗", "能跑吗"),
    ("नमस्ते", "नमस्ते"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "clean"), CLEAN)
def test_markup_and_invisible_characters_go_and_scripts_stay(text, clean):
    assert normalise(text) == clean


def test_stacked_marks_are_cut_down():
    assert len(normalise("ж" + "\u0301\u0302\u0303\u0304" * 50)) <= 4
