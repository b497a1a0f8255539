"""Flip points lie exactly where the verdict changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.quantity import GIB
from assistant.vram.assess import assess, verdict_of
from assistant.vram.flips import QUANTIZED, Choices, find_flips, longest_context
from assistant.vram.shop import Shop
from tests.unit.vram.sample_jobs import HEADERS, card, job, model

archs = st.sampled_from(sorted(HEADERS))
cards = st.lists(st.floats(3, 48), min_size=1, max_size=3)
runs = st.fixed_dictionaries(
    {
        "kv_k": st.sampled_from(["f16", "q8_0", "q4_0"]),
        "kv_v": st.sampled_from(["f16", "q8_0"]),
        "slots": st.sampled_from([1, 2, 4]),
        "unified": st.booleans(),
        "swa_full": st.booleans(),
        "system": st.sampled_from(["linux", "windows"]),
    }
)


def at(asked, context):
    return verdict_of(replace(asked, run=replace(asked.run, context=context)))


@given(archs, cards, runs, st.sampled_from([("fits",), ("fits", "tight")]))
def test_the_context_flip_is_the_last_step_that_holds(arch, sizes, run, wanted):
    asked = job(arch, *(card(gb, f"c{i}") for i, gb in enumerate(sizes)), **run)
    native = asked.model.shape.context_native
    flip = longest_context(asked, wanted)
    if flip is None:
        assert at(asked, 256) not in wanted
        return
    assert flip % 256 == 0
    assert at(asked, flip) in wanted
    assert flip + 256 > native or at(asked, flip + 256) not in wanted


def test_the_tight_limit_is_never_below_the_fitting_one():
    flips = find_flips(job("llama", card(12)), Choices())
    assert flips.max_context_fits < flips.max_context_tight


def test_without_a_known_native_context_no_longest_context_is_given():
    asked = job("llama", card(24))
    unknown = replace(asked.model, shape=replace(asked.model.shape, context_native=None))
    assert longest_context(replace(asked, model=unknown), ("fits",)) is None


@given(st.floats(4, 40), st.integers(1, 131072))
def test_the_best_file_is_the_largest_that_fits(gb, context):
    files = tuple(
        model("llama", size, quant=name)
        for name, size in (("F16", 16_070_000_000), ("Q8_0", 8_540_000_000), ("Q4_K_M", 4_920_000_000))
    )
    asked = job("llama", card(gb), context=context)
    best = find_flips(asked, Choices(files=files)).best_quant
    fitting = [file.quant for file in files if assess(replace(asked, model=file)).verdict == "fits"]
    assert best == (fitting[0] if fitting else None)


@given(st.sampled_from(["llama", "qwen3moe", "gemma3"]), st.floats(5, 24), st.sampled_from(["ollama", "llama-server"]))
def test_the_cache_type_is_the_mildest_the_engine_has_with_which_it_fits(arch, gb, engine):
    asked = job(arch, card(gb), context=32768, engine=engine)
    kind = find_flips(asked, Choices()).kv_type
    known = ("q8_0", "q4_0") if engine == "ollama" else QUANTIZED
    fitting = [k for k in known if verdict_of(replace(asked, run=replace(asked.run, kv_k=k, kv_v=k))) == "fits"]
    if verdict_of(asked) == "fits":
        assert kind is None
    else:
        assert kind == (fitting[0] if fitting else None)


def test_no_cache_type_is_offered_without_flash_attention():
    asked = job("llama", card(8), context=65536, flash_attention=False)
    assert find_flips(asked, Choices()).kv_type is None


@given(archs, st.integers(256, 131072), st.sampled_from(["f16", "q8_0"]))
def test_the_smallest_card_is_the_first_that_fits_alone(arch, context, kind):
    shelf = tuple(
        card(gb, f"{maker}-{gb}", maker=maker, backend=backend)
        for gb in (6, 8, 12, 16, 24, 32, 48)
        for maker, backend in (("amd", "rocm"), ("nvidia", "cuda"), ("intel", "sycl"), ("amd", "vulkan"))
    )
    asked = job(arch, card(8), context=context, kv_k=kind, kv_v=kind)
    found = find_flips(asked, Choices(shop=Shop(shelf))).smallest_gpu
    fitting = [one.id for one in shelf if verdict_of(replace(asked, devices=(one,))) == "fits"]
    assert found == (fitting[0] if fitting else None)


def test_nothing_flips_for_a_model_that_no_engine_runs():
    asked = job("llama", card(24))
    silent = replace(asked, model=replace(asked.model, runs=False))
    assert find_flips(silent, Choices(shop=Shop((card(24),)))) == find_flips(silent, Choices())
    assert find_flips(silent, Choices()).max_context_fits is None


def test_one_card_is_enough_to_ask_for_a_smaller_one():
    asked = job("llama", card(48))
    shelf = (card(2, "two"), card(8, "eight"), card(24, "twenty-four"))
    assert find_flips(asked, Choices(shop=Shop(shelf))).smallest_gpu == "eight"


@pytest.mark.parametrize("held", [0.35, 1.6])
def test_the_desktop_counts_in_the_flip(held):
    system = "linux" if held == 0.35 else "windows"
    asked = job("llama", card(12), system=system)
    flip = longest_context(asked, ("fits", "tight"))
    other = longest_context(replace(asked, system="linux-headless"), ("fits", "tight"))
    per_token = 128 * 1024 + 1024  # cache of 32 layers in f16, mask of a 512-token batch
    hidden = 0 if system == "linux" else -(500 * 2**20)  # Windows shows the whole card
    assert other - flip == pytest.approx((held * GIB + hidden) / per_token, abs=512)
