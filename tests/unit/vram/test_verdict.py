"""Contract part 2, case by case, and what must hold of every assessment."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.quantity import GIB
from assistant.vram.assess import assess
from assistant.vram.loads import whole_loads
from assistant.vram.run import KV_TYPES
from assistant.vram.verdict import stands
from tests.unit.vram.sample_jobs import HEADERS, card, job


@pytest.mark.parametrize(
    ("expected", "high", "limit", "verdict"),
    [
        pytest.param(9.0, 9.5, 10, "fits", id="a GiB to spare"),
        pytest.param(9.0, 10.0, 10, "fits", id="exactly a GiB, high exactly at the limit"),
        pytest.param(9.01, 9.5, 10, "tight", id="under a GiB to spare"),
        pytest.param(9.0, 10.01, 10, "tight", id="the range reaches over"),
        pytest.param(10.0, 11.0, 10, "tight", id="exactly at the limit"),
        pytest.param(10.01, 11.0, 10, "over", id="more than there is"),
    ],
)
def test_the_rule(expected, high, limit, verdict):
    assert stands(round(expected * GIB), round(high * GIB), round(limit * GIB)) == verdict


def test_without_a_device_there_is_no_verdict_and_no_margin():
    found = assess(job("llama"))
    assert (found.verdict, found.margin, found.plan) == (None, None, None)
    assert found.total.expected > 4 * GIB


def test_a_model_that_no_engine_runs_has_its_memory_but_no_verdict():
    asked = job("llama", card(24))
    found = assess(replace(asked, model=replace(asked.model, runs=False)))
    assert found.verdict is None
    assert found.total == assess(asked).total


def test_weights_that_are_not_gguf_lie_on_the_device_whole():
    asked = job("llama", card(24))
    other = replace(asked, model=replace(asked.model, gguf=False))
    assert whole_loads(other)[0].weights == asked.model.file.bytes
    assert whole_loads(asked)[0].weights < asked.model.file.bytes


def test_weights_that_are_not_gguf_are_all_counted_on_several_cards_too():
    asked = job("llama", card(24), card(24, "other"))
    other = replace(asked, model=replace(asked.model, gguf=False))
    assert sum(load.weights for load in whole_loads(other)) == asked.model.file.bytes


def test_on_a_processor_the_embeddings_count_once_and_there_is_no_plan():
    board = card(8, backend="cpu", maker="unknown", shared=True)
    asked = job("gemma3", board, context=131072)
    assert whole_loads(asked)[0].weights == asked.model.file.bytes
    assert assess(asked).verdict == "no"


def test_the_rounding_of_a_file_widens_the_range_on_both_sides():
    exact = job("llama", card(24))
    rounded = replace(exact, model=replace(exact.model, file=replace(exact.model.file, error=54_000_000)))
    wide, narrow = assess(rounded).total, assess(exact).total
    assert wide.expected == narrow.expected
    assert wide.low < narrow.low
    assert wide.high > narrow.high


def test_a_shape_with_gaps_has_a_wider_range():
    known = job("llama", card(24))
    guessed = replace(known, model=replace(known.model, confidence="C"))
    assert assess(guessed).total.low < assess(known).total.low
    assert assess(guessed).total.high > assess(known).total.high


def test_on_several_cards_the_rule_holds_on_each():
    asked = job("llama", card(24, "big"), card(2, "small"), context=131072)
    found = assess(asked)
    fullest = min(offer.expected - load.expected for load, offer in zip(found.loads, found.offers, strict=True))
    assert found.margin == fullest
    assert found.verdict != "fits"
    assert sum(offer.expected for offer in found.offers) > found.total.expected  # the sum alone would do


runs = st.fixed_dictionaries(
    {
        "context": st.integers(1, 131072),
        "kv_k": st.sampled_from(KV_TYPES),
        "kv_v": st.sampled_from(KV_TYPES),
        "slots": st.integers(1, 8),
        "unified": st.booleans(),
        "ubatch": st.sampled_from([1, 16, 64, 512, 2048]),
        "swa_full": st.booleans(),
    }
)
archs = st.sampled_from(sorted(HEADERS))
sizes = st.lists(st.sampled_from([6, 8, 12, 16, 24, 48]), min_size=0, max_size=4)


def needs(asked):
    found = whole_loads(asked)
    return [load.expected for load in found] + [load.high for load in found]


def never_less(more, less):
    assert all(x >= y for x, y in zip(needs(more), needs(less), strict=True))


# A small step can let the allocator use a hole it missed before, in llama.cpp as here (docs/estimator.md, Limits).
@given(archs, sizes, runs, st.integers(8192, 65536))
def test_more_context_never_needs_less(arch, cards, run, more):
    asked = job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(cards)), **run)
    never_less(replace(asked, run=replace(asked.run, context=asked.run.context + more)), asked)


@given(archs, sizes, runs, st.integers(1, 8))
def test_more_unified_slots_never_need_less(arch, cards, run, more):
    asked = job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(cards)), **run | {"unified": True})
    never_less(replace(asked, run=replace(asked.run, slots=asked.run.slots + more)), asked)


@given(archs, sizes, runs)
def test_more_bits_in_the_cache_never_need_less_cache(arch, cards, run):
    order = ["q4_0", "q4_1", "q5_0", "q5_1", "q8_0", "f16", "f32"]
    asked = job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(cards)), **run)
    caches = [
        sum(load.buffers.kv_full + load.buffers.kv_sliding for load in whole_loads(step))
        for step in (replace(asked, run=replace(asked.run, kv_k=kind, kv_v=kind)) for kind in order)
    ]
    assert caches == sorted(caches)


@given(archs, sizes, runs, st.integers(2**20, 10**10))
def test_more_weights_never_need_less(arch, cards, run, more):
    devices = [card(gb, f"c{i}") for i, gb in enumerate(cards)]
    _, _, size = HEADERS[arch]
    never_less(job(arch, *devices, size=size + more, **run), job(arch, *devices, size=size, **run))


@given(archs, sizes.filter(lambda cards: len(cards) > 1), runs)
def test_cards_together_never_need_less_than_one(arch, cards, run):
    devices = [card(gb, f"c{i}") for i, gb in enumerate(cards)]
    together = whole_loads(job(arch, *devices, **run))
    for device in devices:
        (alone,) = whole_loads(job(arch, device, **run))
        assert sum(load.weights for load in together) == alone.weights
        assert sum(load.buffers.compute for load in together) >= alone.buffers.compute
        assert sum(load.expected for load in together) >= alone.expected
        assert sum(load.high for load in together) >= alone.high


@given(archs, sizes, runs)
def test_the_expected_value_lies_in_the_range_on_every_card(arch, cards, run):
    for load in whole_loads(job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(cards)), **run)):
        assert load.low <= load.expected <= load.high
