"""Plans for what does not go on the card whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.quantity import GIB, MIB
from assistant.vram.assess import assess
from assistant.vram.loads import split_loads, whole_loads
from assistant.vram.plan import RAM_KEPT, find_offload, find_plan
from assistant.vram.usable import usable
from assistant.vram.verdict import worst
from tests.unit.vram.sample_jobs import card, job


def test_experts_go_before_layers():
    found = assess(job("qwen3moe", card(12)))
    assert found.verdict == "partial"
    assert found.plan.layers_gpu is None
    assert 0 < found.plan.moe_cpu_layers < 48


def test_whole_layers_go_where_there_are_no_experts():
    found = assess(job("llama", card(6), size=8_540_000_000))
    assert found.verdict == "partial"
    assert found.plan.moe_cpu_layers is None
    assert 1 < found.plan.layers_gpu < 33


def test_where_all_experts_are_not_enough_layers_go_as_well():
    found = assess(job("qwen3moe", card(4), context=32768))
    assert found.plan.moe_cpu_layers == 48
    assert 1 < found.plan.layers_gpu < 49


@given(
    st.sampled_from(["llama", "qwen3moe", "gemma3", "qwen35"]),
    st.lists(st.floats(3, 16), min_size=1, max_size=3),
    st.integers(256, 131072),
)
def test_a_plan_goes_on_the_cards(arch, sizes, context):
    asked = job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(sizes)), size=30_000_000_000, context=context)
    found = find_offload(asked)
    offers = [usable(device, asked.system) for device in asked.devices]
    if found is not None:
        assert worst(found.loads, offers) != "over"


@given(st.floats(4, 12), st.integers(256, 32768))
def test_one_layer_more_would_not_go_on(gb, context):
    asked = job("llama", card(gb), size=14_000_000_000, context=context)
    found = find_offload(asked)
    offers = [usable(asked.devices[0], "linux")]
    if found is None or found.slots == 33:
        return
    (more,) = split_loads(asked, slots=found.slots + 1, pipelined=False)
    in_ram = asked.model.weights.per_layer[: 33 - found.slots - 1]
    more = replace(more, copied=max(in_ram, default=0))
    reached = worst(found.loads, offers)
    assert worst([more], offers) in (("tight", "over") if reached == "fits" else ("over",))


@given(st.floats(4, 16))
def test_one_layer_of_experts_less_in_ram_would_not_go_on(gb):
    asked = job("qwen3moe", card(gb))
    plan = find_plan(asked)
    if plan is None or plan.layers_gpu is not None or plan.moe_cpu_layers == 1:
        return
    experts = asked.model.weights.experts_per_layer
    base = whole_loads(asked)[0]
    fewer = base.weights - sum(experts[: plan.moe_cpu_layers - 1])
    more = replace(base, weights=fewer, copied=max(experts))
    reached = worst(find_offload(asked).loads, [usable(asked.devices[0], "linux")])
    stands = worst([more], [usable(asked.devices[0], "linux")])
    assert stands in (("tight", "over") if reached == "fits" else ("over",))


def test_the_ram_of_a_plan_is_what_is_missing_on_the_card():
    asked = job("qwen3moe", card(12))
    plan = find_plan(asked)
    moved = sum(asked.model.weights.experts_per_layer[: plan.moe_cpu_layers])
    host = asked.model.weights.host
    assert moved + host <= plan.ram_bytes <= moved + host + 64 * MIB


def test_layers_in_ram_take_their_cache_with_them():
    asked = job("llama", card(6), size=8_540_000_000, context=32768)
    plan = find_plan(asked)
    in_ram = 33 - plan.layers_gpu
    cache = in_ram * 32768 * 4096
    weights = sum(asked.model.weights.per_layer[:in_ram]) + asked.model.weights.host
    assert cache + weights <= plan.ram_bytes <= cache + weights + 64 * MIB


@pytest.mark.parametrize("size", [50_000_000_000, 400_000_000_000, 1_000_000_000_000])
def test_unknown_ram_is_never_the_reason_for_a_no(size):
    assert assess(job("qwen3moe", card(24), size=size)).verdict == "partial"


@pytest.mark.parametrize(("ram", "verdict"), [(64, "partial"), (16, "no"), (0, "no")])
def test_known_ram_decides(ram, verdict):
    asked = job("qwen3moe", card(12), size=40_000_000_000, ram=ram * GIB, ram_stated=True)
    assert assess(asked).verdict == verdict


def test_ram_is_enough_when_the_plan_and_the_systems_share_go_in():
    asked = job("qwen3moe", card(12))
    need = find_plan(asked).ram_bytes + RAM_KEPT
    assert find_plan(replace(asked, ram=need, ram_stated=True)) is not None
    assert find_plan(replace(asked, ram=need - 1, ram_stated=True)) is None


def test_shared_memory_is_not_counted_twice():
    mac = card(16, maker="apple", backend="metal", shared=True)
    asked = job("llama", mac, size=14_000_000_000, ram=1024 * GIB, ram_stated=True)
    assert assess(asked).verdict == "no"


def test_a_card_too_small_for_one_layer_does_nothing():
    assert assess(job("llama", card(3), size=140_000_000_000)).verdict == "no"


def test_what_fits_has_no_plan():
    assert assess(job("llama", card(24))).plan is None
    assert find_plan(job("llama", card(6), size=8_540_000_000)) is not None
