"""Sizes, prices, dates and what is computed from them: a true figure beside one that is off."""

from dataclasses import replace

import pytest

from tests.unit.verifier.workshop import WORKSHOP, fact, plus


def test_a_passage_carries_a_figure_in_its_own_words_only(said):
    assert said("Each token adds 128 KiB to the cache.") != []
    assert said("Each token adds 256 KiB to the cache.") == []
    assert said("Every prompt costs 128 KiB.") == []
    assert said("The RTX 3090 idles at 21 W.") != []
    assert said("The RTX 4090 idles at 21 W.") == []


@pytest.mark.parametrize("text", ["The link is a 12Gb bus.", "The offset is 1.45e2 here.", "The link has 10^9 steps."])
def test_what_cannot_be_read_is_carried_by_nothing(text, said):
    passage = replace(WORKSHOP.passages[1], text=text)
    assert said(text, replace(WORKSHOP, passages=(passage,))) == []


def test_a_card_of_several_sizes_has_the_size_of_its_name(said):
    cards = plus(
        fact("F60", "tdp", 170, "W", device="rtx-3060-12gb"), fact("F61", "tdp", 160, "W", device="rtx-3060-8gb")
    )
    assert said("The RTX 3060 12GB draws 170 W.", cards) != []
    assert said("The RTX 3060 8GB draws 170 W.", cards) == []


@pytest.mark.parametrize("value", ["6.1", "6.2"])
def test_no_figure_of_the_estimator_is_moved(value, said):
    assert bool(said(f"The total is {value} GiB.")) == (value == "6.1")
