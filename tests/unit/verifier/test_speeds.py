"""A speed is said as it was measured, or not at all."""

from dataclasses import replace

import pytest

from tests.unit.verifier.workshop import OTHER, only, plus, row

RUNS = "the RTX 4090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s"


@pytest.mark.parametrize(
    "text",
    [
        f"With batching {RUNS}.",
        f"{RUNS} in theory.",
        f"{RUNS} for three users.",
        f"Owners report that {RUNS}.",
        f"You would expect that {RUNS}.",
        f"{RUNS} after an overclock.",
        f"{RUNS} under duress.",
        f"{RUNS}, which is superb.",
        "The RTX 4090 is blazing fast with Llama 3.1 8B Q4_K_M at 113.5 tok/s.",
        "The RTX 4090 does not run Llama 3.1 8B Q4_K_M at 113.5 tok/s.",
        "The RTX 4090 does at least 113.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does up to 113.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does between 113.5 tok/s and 113.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does between 100 and 127 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does from 113.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does 100-127 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does 100 to 127 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does 13.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 does 113 tokens per minute on Llama 3.1 8B Q4_K_M.",
        "A card does 113.5 tok/s on Llama 3.1 8B Q4_K_M.",
        "The RTX 4090 reaches 140 tok/s on Llama 3.1 8B [P3].",
        "Some owners say the RTX 4090 reaches 140 tok/s.",
        "It is blazing fast.",
        "The RTX 4090 feels snappy.",
    ],
)
def test_other_words_around_a_speed_are_withheld(text, said):
    assert said(text) == []


def undated(*facts):
    return replace(only(), facts=tuple(replace(one, date=None) for one in facts))


TWO = (row("F1", 113.5), row("F2", 87.2, device=OTHER))


def test_faster_in_words_is_looked_up(said):
    rows = undated(*TWO)
    true, false = "The RTX 4090 is faster than the RTX 3090.", "The RTX 3090 is faster than the RTX 4090."
    assert said(true, rows) == [true]
    assert said(false, rows) == []
    assert said(true, undated(TWO[0])) == []
    assert said("The RTX 3090 is slower than the RTX 4090.", rows) != []
    assert said("The RTX 4090 is slower than the RTX 3090.", rows) == []


def test_rows_of_different_tests_are_not_compared_in_words(said):
    true = "The RTX 4090 is faster than the RTX 3090."
    assert said(true, undated(TWO[0], row("F2", 87.2, device=OTHER, depth=8192))) == []
    assert said(true, undated(TWO[0], row("F2", 87.2, device=OTHER, quant="Q8_0"))) == []
    assert said(true, undated(*TWO, row("F3", 71.4, quant="Q8_0"))) == []  # two values, and which is meant is open


def test_the_fastest_is_the_fastest_of_the_rows(said):
    rows = undated(*TWO)
    true = "The RTX 4090 is the fastest at 113.5 tok/s."
    assert said(true, rows) == [true]
    assert said("The RTX 3090 is the fastest at 87.2 tok/s.", rows) == []
    assert said("The RTX 3090 is the slowest at 87.2 tok/s.", rows) != []
    assert said("The RTX 4090 is the slowest at 113.5 tok/s.", rows) == []
    assert said(true) == []  # over rows of several models


def test_a_row_on_the_processor_is_said_with_it(said):
    slow = plus(row("F60", 6.3, placement="cpu"))
    assert said("On the CPU Llama 3.1 8B Q4_K_M runs at 6.3 tok/s.", slow) != []
    assert said("The RTX 4090 runs Llama 3.1 8B Q4_K_M at 6.3 tok/s.", slow) == []
    assert said("On the GPU and not the CPU Llama 3.1 8B Q4_K_M runs at 6.3 tok/s.", slow) == []


def test_a_row_behind_a_context_is_said_with_it(said):
    deep = plus(row("F60", 95.1, depth=32768))
    assert said("At a 32k context the RTX 4090 runs Llama 3.1 8B Q4_K_M at 95.1 tok/s.", deep) != []
    assert said("At an 8k context the RTX 4090 runs Llama 3.1 8B Q4_K_M at 95.1 tok/s.", deep) == []


def test_backends_of_two_clauses_are_kept_apart(said):
    both = plus(row("F60", 101.9, backend="Vulkan"))
    text = "The RTX 4090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s with CUDA and at 101.9 tok/s with Vulkan."
    assert said(text, both) == [text]
    assert said(text.replace("113.5", "x").replace("101.9", "113.5").replace("x", "101.9"), both) == []


def test_a_speed_is_of_the_test_that_is_named(said):
    rows = plus(row("F60", 110.2, test="tg512"))
    true = "The RTX 4090 runs Llama 3.1 8B Q4_K_M at 110.2 tok/s in tg512."
    assert said(true, rows) == [true]
    assert said("The RTX 4090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s in tg512.", rows) == []


def test_a_speed_is_of_the_engine_that_is_named(said):
    rows = plus(row("F60", 99.9, engine="Ollama"))
    true = "In Ollama the RTX 4090 runs Llama 3.1 8B Q4_K_M at 99.9 tok/s."
    assert said(true, rows) == [true]
    assert said("In Ollama the RTX 4090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s.", rows) == []
