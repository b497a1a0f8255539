"""Questions about memory with the shipped catalog: published figures, and what must hold of every record."""

from dataclasses import replace

import pytest

from assistant.domain.quantity import GB, GIB, MIB
from assistant.errors import RequestError
from assistant.lookups.files import Wanted, as_model, choose_file, shape_of
from assistant.lookups.memory import Hardware, Request, Settings, answer, job_of
from assistant.lookups.shelf import Shelf
from assistant.vram.assess import assess
from assistant.vram.loads import whole_loads


@pytest.fixture(scope="module")
def shelf(catalog):
    return Shelf(catalog)


def weighed(catalog, model, file_mib, settings, hardware):
    """Whole-process figures were published for files of known size: the catalog's header with that size."""
    record = catalog.models[model]
    shape = shape_of(record)
    made = as_model(record, choose_file(record, Wanted()), shape)
    host = made.weights.host
    size = round(file_mib * MIB) + (0 if shape.tied else host)
    weights = replace(made.weights, device=round(file_mib * MIB))
    made = replace(made, file=replace(made.file, bytes=size, error=0), weights=weights)
    return job_of(catalog, made, settings, hardware)


def test_gemma_4_12b_with_four_slots_takes_what_nvidia_smi_showed(catalog):
    # 8 GB laptop chip: 6,390 MiB of weights, 833 MiB of cache; 7,522 MiB in nvidia-smi.
    run = Settings(context=8192, kv_k="q8_0", kv_v="q8_0", slots=4)
    (load,) = whole_loads(weighed(catalog, "gemma-4-12b", 6390, run, Hardware(("rtx-4060-laptop",))))
    assert (load.buffers.kv_full + load.buffers.kv_sliding) / MIB == pytest.approx(833, abs=1)
    assert load.low <= 7522 * MIB <= load.high


def test_qwen3_coder_next_takes_what_a_strix_halo_showed(catalog):
    # 34,280.9 MiB of weights, 131,072 tokens, 4 slots: the driver's count rose by 38,319 MiB.
    run = Settings(context=131072, slots=4)
    machine = Hardware(machine="framework-desktop-395", memory_gb=128)
    (load,) = whole_loads(weighed(catalog, "qwen3-coder-next", 34280.9, run, machine))
    assert load.buffers.kv_full == 3072 * MIB
    assert load.low <= 38319 * MIB <= load.high


def test_qwen3_32b_on_three_cards_takes_about_36_gib(shelf):
    (found,) = answer(
        shelf,
        Request("qwen3-32b", "Q6_K", settings=Settings(context=32768), hardware=Hardware(("rtx-3090",) * 3)),
    )
    assert found.total.low <= 36 * GIB
    assert found.total.high >= 35 * GIB
    assert found.verdict == "fits"


@pytest.mark.parametrize("context", [8192, 10240, 12288])
def test_nemotron_labs_diffusion_8b_in_bf16_is_shown_without_a_verdict(shelf, context):
    hardware = Hardware(("rtx-4090",))
    (found,) = answer(
        shelf, Request("nemotron-labs-diffusion-8b", settings=Settings(context=context), hardware=hardware)
    )
    assert found.file.bytes == pytest.approx(16.98 * GB)
    assert 18.5 * GB <= found.total.expected <= 19.5 * GB
    assert (found.verdict, found.plan, found.commands) == (None, None, ())
    assert any("not a GGUF" in line for line in found.assumptions)


def test_a_model_released_in_mxfp4_is_taken_in_it_and_others_in_q4_k_m(shelf):
    assert answer(shelf, Request("gpt-oss-20b"))[0].quant == "MXFP4"
    assert answer(shelf, Request("qwen3-32b"))[0].quant == "Q4_K_M"


@pytest.mark.parametrize(
    ("engine", "slots", "unified"),
    [(None, 1, True), ("ollama", 1, True), ("llama-cli", 1, True), ("llama-server", 4, True), ("lm-studio", 4, True)],
)
def test_presets(shelf, engine, slots, unified):
    found = answer(shelf, Request("qwen3-8b", settings=Settings(engine=engine)))[0]
    assert (found.slots, found.unified, found.engine) == (slots, unified, engine or "ollama")


def test_both_files_are_shown_where_they_differ_in_the_verdict(shelf):
    request = Request("qwen3.6-35b-a3b", hardware=Hardware(("rx-7900-xtx",)))
    first, second = answer(shelf, request)
    assert first.file.name.startswith("bartowski/")
    assert second.file.name == "qwen3.6:35b"
    assert first.verdict != second.verdict
    assert any(f"With {second.file.name}" in line for line in first.assumptions)


def test_ollama_by_name_or_tag_means_its_file(shelf):
    by_name = answer(shelf, Request("qwen3-14b", settings=Settings(engine="ollama")))[0]
    by_tag = answer(shelf, Request("qwen3-14b", tag="qwen3:14b"))[0]
    assert by_name.file == by_tag.file
    assert by_name.commands[-1] == "ollama run qwen3:14b"


def test_the_default_context_is_the_native_one_if_that_is_smaller(shelf):
    assert answer(shelf, Request("qwen3-8b"))[0].context == 8192
    assert answer(shelf, Request("llama-2-7b"))[0].context == 4096


@pytest.mark.parametrize(
    ("hardware", "message"),
    [
        (Hardware(("rtx-3090",), machine="dgx-spark"), "not two of them"),
        (Hardware(("rtx-3090",), memory_gb=24), "not two of them"),
        (Hardware(machine="macbook-air-m2"), "say which"),
        (Hardware(("nothing",)), "unknown graphics card"),
    ],
)
def test_hardware_that_contradicts_itself_is_refused(shelf, hardware, message):
    with pytest.raises(RequestError, match=message):
        answer(shelf, Request("qwen3-8b", hardware=hardware))


def test_a_mac_is_judged_under_macos_and_its_memory_is_its_ram(shelf):
    hardware = Hardware(machine="mac-studio-m4-max-40core", memory_gb=64, ram_gib=8)
    found = answer(shelf, Request("qwen3-8b", hardware=hardware))[0]
    assert (found.os, found.ram_bytes) == ("macos", 64 * GIB)


SHELF = [
    Hardware(),
    Hardware(("rtx-3060-12gb",)),
    Hardware(("rx-7900-xtx", "rtx-4090")),
    Hardware(("arc-b580",), ram_gib=16),
    Hardware(memory_gb=16, system="windows"),
    Hardware(machine="raspberry-pi-5", memory_gb=8),
    Hardware(machine="dgx-spark"),
]


@pytest.mark.parametrize("hardware", SHELF, ids=lambda h: "+".join(h.gpus) or h.machine or f"{h.memory_gb}")
def test_every_model_can_be_weighed_on_everything(shelf, catalog, hardware):
    for record in catalog.models.values():
        found = answer(shelf, Request(record.id, hardware=hardware))[0]
        runs = "yes" in (record.runtime.ollama, record.runtime.llama_cpp)
        has_device = bool(hardware.gpus or hardware.machine or hardware.memory_gb)
        assert found.total.low <= found.total.expected <= found.total.high, record.id
        assert (found.verdict is not None) == (runs and has_device), record.id
        assert (found.plan is not None) == (found.verdict == "partial"), record.id
        assert bool(found.commands) == (runs and found.verdict != "no"), record.id


def test_every_file_of_every_model_can_be_weighed(catalog):
    for record in catalog.models.values():
        shape = shape_of(record)
        for file in record.files:
            job = job_of(catalog, as_model(record, file, shape), Settings(), Hardware(("rtx-4090",)))
            weights = assess(job).loads[0].weights
            assert 0 < weights <= file.bytes * (2 if shape.tied else 1), (record.id, file.quant)
