"""The compute buffer: figures of public logs, llama.cpp's own dry runs, bounds, and what a run changes."""

import csv
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.vram.buffers import buffers
from assistant.vram.compute import compute_bytes
from assistant.vram.place import WHOLE, Place
from assistant.vram.run import Run
from assistant.vram.shape import read_shape
from assistant.vram.simulation import shorten
from tests.unit.vram.headers import shape_of

MIB = 2**20
AUGUST_2025, OCTOBER_1 = Place(era="4227c9be4"), Place(era="0c1e57098")
# Reservations of llama.cpp itself: its dry run, built from source, with a stand-in device that sizes tensors
# as CUDA does. Build b11549 stands for source b11434 with the row selection of b11549.
DRY_RUNS = Path(__file__).parents[2] / "data" / "llama-cpp-dry-runs.csv"
DRY_RUNS_2025 = Path(__file__).parents[2] / "data" / "llama-cpp-dry-runs-2025.csv"


def mib(label, run, place=WHOLE):
    return buffers(shape_of(label), run, place).compute / MIB


@pytest.mark.parametrize(
    ("label", "run", "place", "logged"),
    [
        pytest.param("Llama-3.1-8B", Run(512, outputs=512), AUGUST_2025, 258.50, id="Llama-3 8B, CUDA"),
        pytest.param("Llama-3.1-8B", Run(512, outputs=512), OCTOBER_1, 258.50, id="Llama-3 8B, 2026"),
        pytest.param("Qwen3-4B", Run(4096, outputs=512), AUGUST_2025, 301.75, id="Qwen3-4B, CUDA"),
        pytest.param("Qwen3-8B", Run(32768, outputs=512), AUGUST_2025, 304.75, id="Qwen3-8B, ROCm"),
        pytest.param("Llama-3.2-3B", Run(131072, outputs=512), AUGUST_2025, 408.01, id="Llama-3.2-3B, ROCm"),
        pytest.param(
            "Llama-3.1-8B", Run(16384, ubatch=1024, outputs=1024), AUGUST_2025, 613.01, id="Llama-3.1-8B, Vulkan"
        ),
        pytest.param(
            "gpt-oss-20b", Run(131072, ubatch=2048, outputs=2048), AUGUST_2025, 1672.08, id="gpt-oss-20b, Metal"
        ),
    ],
)  # fmt: skip
def test_public_logs_are_met(label, run, place, logged):
    assert mib(label, run, place) == pytest.approx(logged, abs=0.02)


@pytest.mark.parametrize(
    ("label", "run", "measured"),
    [
        ("Llama-3.1-8B", Run(8192, outputs=512), 290.5),
        ("Llama-3.1-8B", Run(8192), 124),
        ("Gemma-3-12B", Run(8192, outputs=512), 551.7),
        ("Gemma-3-12B", Run(8192), 129.5),
        ("Llama-3.1-8B", Run(131072), 244),
        ("Llama-3.1-8B", Run(131072, "q8_0", "q8_0"), 680),
        ("Gemma-3-12B", Run(131072), 250),
        ("Gemma-3-12B", Run(131072, "q8_0", "q8_0"), 1200),
    ],
)
def test_what_outputs_and_quantized_caches_cost(label, run, measured):
    assert mib(label, run) == pytest.approx(measured, abs=1)


def test_several_cards_hold_four_copies_of_the_inputs_each():
    run = Run(32768, outputs=512)
    assert mib("Llama-3.1-70B", run) == pytest.approx(346.5, abs=0.1)
    first = Place(layers=range(41), output=False, devices=2)
    second = Place(layers=range(41, 80), devices=2)
    assert mib("Llama-3.1-70B", run, first) == pytest.approx(552, abs=0.1)
    assert mib("Llama-3.1-70B", run, second) == pytest.approx(522.5, abs=0.1)


def dry_runs(path=DRY_RUNS):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def asked(line):
    run = Run(
        context=int(line["context"]), kv_k=line["kv_k"], kv_v=line["kv_v"],
        flash_attention=line["flash_attention"] == "on", slots=int(line["slots"]),
        unified=line["unified"] == "1", ubatch=int(line["ubatch"]), outputs=int(line["outputs"]),
        swa_full=line["swa_full"] == "1",
    )  # fmt: skip
    return run, Place(backend=line["backend"], era=line["build"])


@pytest.mark.parametrize("label", sorted({line["model"] for line in dry_runs()}))
def test_dry_runs_of_every_architecture_are_met_to_the_byte(label):
    for line in dry_runs():
        if line["model"] == label:
            run, place = asked(line)
            got = buffers(shape_of(label), run, place)
            assert got.compute == int(line["compute_bytes"]), line
            assert got.kv_full + got.kv_sliding + got.recurrent == int(line["context_bytes"]), line


@pytest.mark.parametrize("line", dry_runs(DRY_RUNS_2025), ids=lambda line: f"{line['model']}-{line['context']}")
def test_dry_runs_of_august_2025_are_met_to_what_the_log_prints(line):
    run, place = asked(line)
    got = buffers(shape_of(line["model"]), run, place)
    assert got.compute / MIB == pytest.approx(float(line["compute_mib"]), abs=0.006)
    assert (got.kv_full + got.kv_sliding) / MIB == pytest.approx(float(line["context_mib"]), abs=0.006)


def test_there_are_dry_runs_of_all_kinds():
    lines = dry_runs()
    assert len({line["model"] for line in lines}) == 31
    assert {(line["build"], line["backend"]) for line in lines} == {
        (build, backend) for build in ("b11549", "0c1e57098") for backend in ("gpu", "cpu")
    }


labels = st.sampled_from(sorted({line["model"] for line in dry_runs()}))
runs = st.builds(
    Run,
    context=st.integers(1, 131072),
    kv_k=st.sampled_from(["f16", "q8_0", "q4_0"]),
    kv_v=st.just("f16"),
    flash_attention=st.booleans(),
    slots=st.integers(1, 8),
    unified=st.booleans(),
    ubatch=st.sampled_from([1, 64, 512, 2048]),
    outputs=st.sampled_from([None, 1, 4096]),
)


@given(labels, runs, st.sampled_from([WHOLE, OCTOBER_1, AUGUST_2025, Place(backend="cpu")]))
def test_the_estimate_lies_in_its_range(label, run, place):
    got = compute_bytes(shape_of(label), run, place)
    assert 0 <= got.low <= got.expected <= got.high


@given(labels, runs.filter(lambda run: run.ubatch >= 64))
def test_one_build_needs_no_more_than_holes_over_the_bound_of_another(label, run):
    shape = shape_of(label)
    assert compute_bytes(shape, run, OCTOBER_1).low <= compute_bytes(shape, run, WHOLE).high


# The buffer itself may shrink by a quarter when a little more fits a hole that less did not (llama.cpp reserves
# 131 MiB for Qwen3-30B-A3B with 11968 tokens in four slots and a q8_0 cache, 94 MiB with 24318). What is in use at
# once does not.
@given(labels, runs.filter(lambda run: run.ubatch >= 64), st.integers(1, 65536))
def test_more_context_never_has_less_in_use(label, run, more):
    less = compute_bytes(shape_of(label), run, WHOLE)
    grown = compute_bytes(shape_of(label), replace(run, context=run.context + more), WHOLE)
    assert grown.low >= less.low
    assert grown.high >= less.low


@given(labels, runs.filter(lambda run: run.ubatch >= 64), st.integers(16384, 65536))
def test_more_context_needs_more_memory_whatever_the_buffer_does(label, run, more):
    less = buffers(shape_of(label), run)
    grown = buffers(shape_of(label), replace(run, context=run.context + more))
    assert total(grown) >= total(less)


def total(found):
    return found.kv_full + found.kv_sliding + found.recurrent + found.compute


@given(labels, runs)
def test_a_larger_micro_batch_never_has_less_in_use(label, run):
    less = compute_bytes(shape_of(label), run, WHOLE)
    grown = compute_bytes(shape_of(label), replace(run, ubatch=2 * run.ubatch), WHOLE)
    assert grown.low >= less.low


@given(labels, runs, st.data())
def test_a_card_with_all_layers_needs_no_less_than_one_with_a_part(label, run, data):
    shape = shape_of(label)
    cut = data.draw(st.integers(1, len(shape.layers) - 1))
    part = compute_bytes(shape, run, Place(layers=range(cut), output=False))
    assert part.low <= compute_bytes(shape, run, WHOLE).high


def test_an_unknown_architecture_is_built_like_llama():
    header = {"block_count": 32, "embedding_length": 4096, "feed_forward_length": 14336, "vocab_size": 128256,
              "attention.head_count": 32, "attention.head_count_kv": 8}  # fmt: skip
    assert buffers(read_shape("unheard-of", header, tied=False), Run()).compute / MIB == pytest.approx(124, abs=1)


@pytest.mark.parametrize(("count", "left"), [(3, 3), (4, 4), (5, 5), (6, 4), (31, 5), (80, 4)])
def test_repeated_layers_are_left_out_by_twos(count, left):
    layer = shape_of("Llama-3.1-8B").layers[0]
    assert len(shorten((layer,) * count)) == left


@pytest.mark.parametrize("label", ["Gemma-3-12B", "Nemotron-3-Nano-30B-A3B", "GLM-4.5-Air", "Qwen3.6-27B"])
def test_leaving_layers_out_keeps_all_kinds_and_the_ends(label):
    layers = shape_of(label).layers
    left = shorten(layers)
    assert set(left) == set(layers)
    assert (left[0], left[-1]) == (layers[0], layers[-1])


def test_a_thousand_estimates_take_under_a_second():
    shapes = [shape_of(label) for label in ("Llama-3.1-8B", "Qwen3-30B-A3B", "Gemma-3-12B", "gpt-oss-20b")]
    started = time.perf_counter()
    for step in range(250):
        for shape in shapes:
            buffers(shape, Run(context=4096 + 256 * step))
    assert time.perf_counter() - started < 1
