"""A number of a card is no amount because a unit follows somewhere behind it."""

import pytest

from assistant.entities.index import NameIndex
from assistant.entities.understand import understand


@pytest.mark.parametrize(
    "text",
    ["mistral small 3.2 on 4060 ti 16gb q4 tokens/s", "4060 ti 16gb tokens per second", "4060ti 16 GB token speed?"],
)
def test_a_size_between_a_card_and_a_unit_keeps_the_card(catalog, text):
    devices = understand(text, NameIndex.build(catalog)).devices
    assert [one.candidates for one in devices] == [("rtx-4060-ti-16gb",)]


@pytest.mark.parametrize("text", ["qwen3 8b with 4060 tokens of context", "4090 tokens per minute on my laptop"])
def test_an_amount_stays_an_amount(catalog, text):
    assert not understand(text, NameIndex.build(catalog)).devices
