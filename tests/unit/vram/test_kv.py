"""Cache and state sizes: figures read in public logs and papers, and the rules behind them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.vram.buffers import buffers
from assistant.vram.kv import row_bytes
from assistant.vram.place import Place
from assistant.vram.run import KV_TYPES, Run
from tests.unit.vram.headers import shape_of

MIB = 2**20
MODELS = ("Llama-3.1-8B", "Gemma-3-12B", "Gemma-4-31B", "gpt-oss-20b", "Qwen3.6-27B", "DeepSeek-V2-Lite",
          "Granite-4.0-H-Tiny", "LFM2-1.2B", "Gemma-3n-E4B")  # fmt: skip


@pytest.mark.parametrize(
    ("label", "run", "full", "sliding", "state"),
    [
        pytest.param("Llama-3.1-8B", Run(512), 64.0, 0, 0, id="log: Llama-3 8B at 512"),
        pytest.param("Qwen3-4B", Run(4096), 576.0, 0, 0, id="log: Qwen3-4B at 4096"),
        pytest.param(
            "Qwen3.6-27B", Run(131072, "q8_0", "q8_0", slots=4), 4352.0, 0, 598.5, id="log: Qwen3.6-27B, 4 slots"
        ),
        pytest.param("gpt-oss-20b", Run(32768), 768.0, 18.0, 0, id="window of 128"),
        pytest.param("gpt-oss-20b", Run(32768, slots=4), 768.0, 24.0, 0, id="four slots share the context"),
        pytest.param("gpt-oss-20b", Run(32768, slots=4, unified=False), 768.0, 72.0, 0, id="four slots apart"),
        pytest.param("Gemma-3-12B", Run(32768), 2048.0, 480.0, 0, id="Gemma 3"),
        pytest.param("Gemma-3-12B", Run(32768, swa_full=True), 2048.0, 10240.0, 0, id="full-size window"),
        pytest.param("Gemma-3n-E4B", Run(32768), 256.0, 32.0, 0, id="log: Gemma 3n caches 4 full layers"),
        pytest.param("Phi-3-mini-4k", Run(4096), 1536.0, 0, 0, id="Phi-3's window is ignored"),
        pytest.param("DeepSeek-V3-671B", Run(32768), 2196.0, 0, 0, id="latent attention keeps keys only"),
    ],
)
def test_known_sizes(label, run, full, sliding, state):
    got = buffers(shape_of(label), run, Place(backend="cpu"))
    assert (got.kv_full / MIB, got.kv_sliding / MIB, got.recurrent / MIB) == (full, sliding, pytest.approx(state))


def test_the_output_buffer_is_one_row_per_slot_on_the_host():
    got = buffers(shape_of("Llama-3.1-8B"), Run(512))
    assert round(got.output_host / MIB, 2) == 0.49
    assert round(buffers(shape_of("Qwen3.6-27B"), Run(512, slots=4)).output_host / MIB, 2) == 3.79


def test_values_are_padded_to_the_widest_layer_without_flash_attention():
    shape = shape_of("Gemma-4-31B")  # full layers: 4 heads of 512; sliding ones: 16 of 256
    plain = buffers(shape, Run(8192, flash_attention=False))
    assert plain.kv_full * 2 * 2048 == buffers(shape, Run(8192)).kv_full * (2048 + 4096)


def test_the_build_of_2025_keeps_values_of_latent_attention_and_does_not_divide_hybrids():
    old, now = Place(era="4227c9be4"), Place()
    run = Run(8192, slots=4, unified=False)
    latent, hybrid = shape_of("DeepSeek-V2-Lite"), shape_of("Granite-4.0-H-Tiny")
    assert buffers(latent, run, old).kv_full * 576 == buffers(latent, run, now).kv_full * (576 + 512)
    assert buffers(hybrid, run, old).kv_full == 4 * buffers(hybrid, run, now).kv_full


@pytest.mark.parametrize("kind", KV_TYPES)
def test_a_row_takes_what_its_blocks_take(kind):
    assert row_bytes(kind, 64) == 2 * row_bytes(kind, 32)


contexts, slots = st.integers(1, 262144), st.integers(1, 8)
runs = st.builds(
    Run,
    context=contexts,
    flash_attention=st.booleans(),
    slots=slots,
    unified=st.booleans(),
    ubatch=st.sampled_from([32, 512, 2048]),
)
shapes = st.sampled_from(MODELS).map(shape_of)


def caches(shape, run):
    got = buffers(shape, run, Place(backend="cpu"))
    return got.kv_full + got.kv_sliding + got.recurrent


@given(shapes, runs, st.integers(1, 65536))
def test_more_context_never_needs_less_cache(shape, run, more):
    assert caches(shape, replace(run, context=run.context + more)) >= caches(shape, run)


@given(shapes, runs)
def test_more_slots_never_need_less_cache(shape, run):
    shared = replace(run, unified=True)
    assert caches(shape, replace(shared, slots=run.slots + 1)) >= caches(shape, shared)


@given(shapes, runs)
def test_more_bits_never_need_less_cache(shape, run):
    order = ("q4_0", "q5_0", "q5_1", "q8_0", "f16", "f32")
    sizes = [caches(shape, replace(run, kv_k=kind, kv_v=kind)) for kind in order]
    assert sizes == sorted(sizes)


@given(shapes, runs)
def test_a_window_never_needs_more_than_the_whole_context(shape, run):
    assert caches(shape, replace(run, swa_full=True)) >= caches(shape, run)


@given(shapes, runs, st.data())
def test_cards_together_hold_the_same_cache_as_one(shape, run, data):
    cut = data.draw(st.integers(0, len(shape.layers)))
    parts = [Place(layers=range(cut)), Place(layers=range(cut, len(shape.layers)))]
    whole = buffers(shape, run)
    got = [buffers(shape, run, part) for part in parts]
    assert sum(part.kv_full for part in got) == whole.kv_full
    assert sum(part.kv_sliding for part in got) == whole.kv_sliding
    assert sum(part.recurrent for part in got) == whole.recurrent
