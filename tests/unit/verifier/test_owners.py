"""Whose value it is: each true sentence beside the same figure said of something else."""

from dataclasses import replace

import pytest

from tests.unit.verifier.workshop import CARD, LARGE, OTHER, WORKSHOP, need, plus


@pytest.mark.parametrize(
    "text",
    [
        "The RTX 4090 Laptop draws 450 W.",
        "The RTX 4090 laptop has 24 GB.",
        "The RTX 4090 D has 24 GB.",
        "The Zotac RTX 4090 has 24 GB.",
        "The RTX 4095 has 24 GB.",
        "The RTX 4090 24 GB 48 GB draws 450 W.",
        "The RTX 4090 draws 450 W, and the latter has 24 GB.",
        "The RTX 4090 draws 450 W, like the RTX 4080.",
    ],
)
def test_another_product_gets_nothing(text, said):
    assert said(text) == []


SPOKEN = [
    ("The RTX 3090 has 24 GB of VRAM.", "It draws 350 W.", "It draws 450 W."),
    ("Qwen3 32B has 32.8 billion parameters.", "Its weights take 18.4 GiB.", "Its weights take 4.6 GiB."),
    ("At 32k Llama 3.1 8B Q4_K_M needs 10.2 GiB in total.", "The cache takes 4.2 GiB.", "The cache takes 1.0 GiB."),
    ("At Q8_0 the weights of Llama 3.1 8B take 8.0 GiB.", "Its weights take 8.0 GiB.", "Its weights take 4.6 GiB."),
    ("Two RTX 4090 run Qwen3 32B Q4_K_M at 61.8 tok/s.", "They generate 61.8 tok/s.", "They generate 113.5 tok/s."),
]  # fmt: skip


@pytest.mark.parametrize(("first", "true", "false"), SPOKEN)
def test_what_is_not_named_is_what_was_spoken_of(first, true, false, said):
    assert said(f"{first} {true}") == [first, true]
    assert said(f"{first} {false}") == [first]


def test_a_pronoun_does_not_bind_past_what_was_withheld(said):
    assert said("The RTX 3090 has 1,936 GB/s of bandwidth. It draws 450 W.") == []
    assert said("The RTX 4090 draws 450 W. The RTX 3090 draws 351 W. It has 1,008 GB/s.") == [
        "The RTX 4090 draws 450 W."
    ]


def test_that_does_not_refer_to_what_was_withheld(said):
    true = "The RTX 4090 draws 450 W and the RTX 3090 draws 350 W."
    assert said(f"{true} That is a difference of 100 W.") == [true, "That is a difference of 100 W."]
    assert said(f"{true} That is a difference of 90 W.") == [true]
    assert said(f"{true} That is 78 % of it.") == [true, "That is 78 % of it."]
    assert said(f"{true} The RTX 4090 has 999 GB/s. That is 78 % of it.") == [true]


def test_a_unit_without_a_name_does_not_forget_what_was_spoken_of(said):
    draft = "The RTX 3090 draws 350 W. Try it with your own documents first. It has 936 GB/s of bandwidth."
    assert len(said(draft)) == 3


def test_the_settled_model_is_meant_where_none_is_named(said):
    assert said("The weights take 4.6 GiB.") == ["The weights take 4.6 GiB."]
    other = replace(WORKSHOP, settled=replace(WORKSHOP.settled, model=LARGE))
    assert said("The weights take 4.6 GiB.", other) == []
    assert said("The weights take 18.4 GiB.", other) == ["The weights take 18.4 GiB."]


def test_the_context_of_a_clause_counts_there(said):
    text = "The total of Llama 3.1 8B Q4_K_M is 6.1 GiB at 8k and 10.2 GiB at 32k."
    assert said(text) == [text]
    assert said(text.replace("6.1", "10.3").replace("10.2", "6.1")) == []


def test_memory_is_that_of_the_device_it_was_computed_for(said):
    more = plus(need("F60", "total_memory", 7.7, device=OTHER))
    assert said("Llama 3.1 8B Q4_K_M needs 7.7 GiB in total on the RTX 3090.", more) != []
    assert said("Llama 3.1 8B Q4_K_M needs 7.7 GiB in total on the RTX 4090.", more) == []
    assert CARD != OTHER
