"""Sentences that once got through."""

import pytest

MENDED = {
    "a table of nothing but key columns": "| Card | Model |\n|---|---|\n| RTX 4090 | 999 tok/s on Qwen3 32B |",
    "a multiple of models the wrong way": "Llama 3.1 8B has four times as many parameters as Qwen3 32B.",
    "power at idle": "The RTX 4090 idles at 450 W.",
    "a figure of a passage beside two of its empty words": "Each layer adds 128 KiB of noise.",
    "a license with a model's name in it": "The license of Qwen3 32B is the Llama 3.1 Community License.",
}


@pytest.mark.parametrize("text", MENDED.values(), ids=MENDED)
def test_what_once_leaked_is_withheld(text, said):
    assert said(text) == []


def test_its_does_not_mean_the_settled_model_behind_a_withheld_one(said):
    assert said("Qwen3 32B has 33.8 billion parameters. Its weights take 4.6 GiB.") == []


def test_they_are_two_cards(said):
    first = "Two RTX 4090 run Qwen3 32B Q4_K_M at 61.8 tok/s."
    assert said(f"{first} They do 38.6 tok/s on Qwen3 32B.") == [first]
