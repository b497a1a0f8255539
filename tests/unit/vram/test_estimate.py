"""The whole object: contract part 7."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter
from pydantic_core import to_json

from assistant.domain.estimate import Estimate
from assistant.domain.quantity import GIB
from assistant.vram.estimate import estimate
from tests.unit.vram.sample_jobs import card, job

JOBS = [
    pytest.param(job("llama", card(24)), id="fits"),
    pytest.param(job("qwen3moe", card(12)), id="partial"),
    pytest.param(job("gemma3", card(24), card(24, "other"), context=65536, slots=4), id="two cards"),
    pytest.param(job("qwen35"), id="no device"),
]


@pytest.mark.parametrize("asked", JOBS)
def test_the_parts_add_up_to_the_expected_total(asked):
    found = estimate(asked)
    b = found.bytes
    overhead = (b.overhead_low + b.overhead_high) / 2
    parts = b.weights_device + b.kv_full + b.kv_sliding + b.recurrent + b.compute + b.projector + overhead
    assert found.total.expected == pytest.approx(parts, abs=4)


@pytest.mark.parametrize("asked", JOBS)
def test_the_cards_add_up_to_the_total(asked):
    found = estimate(asked)
    if asked.devices:
        assert sum(one.expected for one in found.per_device) == found.total.expected
        assert min(one.margin_bytes for one in found.per_device) == found.margin_bytes
        assert sum(device.count for device in found.devices) == len(asked.devices)


@pytest.mark.parametrize("asked", JOBS)
def test_an_estimate_survives_the_way_through_json(asked):
    found = estimate(asked)
    whole = TypeAdapter(Estimate)
    text = whole.dump_json(found, by_alias=True, indent=2)
    assert text == to_json(found, indent=2)
    assert whole.validate_json(text) == found


def test_cards_of_one_kind_are_counted():
    (device,) = estimate(job("llama", card(12), card(12))).devices
    assert (device.id, device.count) == ("card", 2)


def test_no_commands_for_what_does_not_run():
    asked = job("llama", card(3), size=140_000_000_000)
    assert estimate(asked).verdict == "no"
    assert estimate(asked).commands == ()


def test_a_model_that_no_engine_runs_has_no_verdict_margin_plan_flips_or_commands():
    asked = job("llama", card(24))
    found = estimate(replace(asked, model=replace(asked.model, runs=False)))
    assert (found.verdict, found.margin_bytes, found.plan, found.commands) == (None, None, None, ())
    assert [one.verdict for one in found.per_device] == [None]
    assert found.total.expected > 5 * GIB


def test_windows_is_mentioned_only_where_it_changes_the_verdict():
    assert any("On Windows" in line for line in estimate(job("llama", card(8))).assumptions)
    assert not any("On Windows" in line for line in estimate(job("llama", card(48))).assumptions)


def test_the_range_of_a_machine_is_mentioned_where_it_changes_the_verdict():
    strix = card(64, maker="amd", backend="vulkan", shared=True)
    asked = job("qwen3moe", strix, size=40_000_000_000)
    assert any("With up to 60.0 GiB usable" in line for line in estimate(asked).assumptions)


def test_ram_that_was_not_given_is_named():
    small = estimate(job("qwen3moe", card(12)))
    large = estimate(job("qwen3moe", card(12), size=80_000_000_000))
    assert "System RAM was not given: 32.0 GiB assumed." in small.assumptions
    assert any("more than the 32.0 GiB usually assumed" in line for line in large.assumptions)


def test_lm_studio_is_said_to_keep_full_windows():
    assert any("full length" in line for line in estimate(job("gemma3", card(24), engine="lm-studio")).assumptions)
    assert not any("full length" in line for line in estimate(job("gemma3", card(24))).assumptions)


def test_what_the_reader_left_unsaid_comes_first():
    assert estimate(job("llama"), assumed=("Said first.",)).assumptions[0] == "Said first."
