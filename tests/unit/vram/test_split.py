"""The layer split, as llama.cpp's loader decides it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.quantity import GIB
from assistant.vram.split import Part, share_out


@pytest.mark.parametrize(
    ("layers", "free", "slots", "parts"),
    [
        pytest.param(32, [24], None, [Part(0, 32, True)], id="one card takes all"),
        # Public log of Qwen3-30B-A3B on two equal cards: KV 1600 and 1472 MiB, 64 MiB per layer.
        pytest.param(48, [1, 1], None, [Part(0, 25, False), Part(25, 48, True)], id="two equal cards"),
        pytest.param(32, [24, 8], None, [Part(0, 25, False), Part(25, 32, True)], id="by share of free memory"),
        pytest.param(32, [24], 1, [Part(32, 32, True)], id="-ngl 1 is the output alone"),
        pytest.param(32, [24], 11, [Part(22, 32, True)], id="-ngl counts from the end"),
        pytest.param(32, [24], 99, [Part(0, 32, True)], id="more than there is means all"),
        pytest.param(32, [24], 0, [Part(32, 32, False)], id="-ngl 0 puts nothing on the card"),
        pytest.param(4, [1, 0], None, [Part(0, 4, True), Part(4, 4, False)], id="a full card gets nothing"),
    ],
)
def test_slots_are_shared_out_by_free_memory(layers, free, slots, parts):
    assert list(share_out(layers, free, slots)) == parts


@given(
    st.integers(1, 130),
    st.lists(st.integers(1, 96 * GIB), min_size=1, max_size=6),
    st.integers(0, 140),
)
def test_every_slot_lies_on_exactly_one_device(layers, free, slots):
    parts = share_out(layers, free, slots)
    wanted = min(slots, layers + 1)
    held = [i for part in parts for i in range(part.first, part.last)]
    assert held == list(range(layers - max(wanted - 1, 0), layers))
    assert sum(part.output for part in parts) == (wanted > 0)
