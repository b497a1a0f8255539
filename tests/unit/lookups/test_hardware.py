"""Cards and machines of the catalog as devices."""

import pytest

from assistant.corpus.records import GpuRecord, MachineRecord
from assistant.domain.quantity import GIB, MIB
from assistant.errors import RequestError
from assistant.lookups.hardware import bare_card, card, cards_by_size, find_gpu, find_machine, machine, system_of


def gpu(name, gb=16, **changes):
    given = {
        "id": name, "name": name.upper(), "vendor": "nvidia", "form": "desktop", "architecture": "Ada Lovelace",
        "memory_gb": gb, "memory_mib_reported": None, "memory_type": "GDDR6", "memory_bus_bits": 128,
        "bandwidth_gb_s": 288, "tdp_w": 165, "launch": None, "msrp_usd": None, "status": None,
        "software": "CUDA compute capability 8.9", "sources": [],
    } | changes  # fmt: skip
    return GpuRecord.model_validate(given)


def box(**changes):
    given = {
        "id": "box", "name": "Box", "vendor": "Maker", "chip": "Chip", "memory_kind": "unified",
        "memory": [{"memory_gb": gb, "gpu_usable_gib": None, "msrp_usd": None} for gb in (16, 32)],
        "bandwidth_gb_s": 100, "gpu_cores": [10], "gpu_cores_kind": "Apple GPU cores", "gpu_usable_note": None,
        "power_w": None, "launch": None, "status": None, "os": "macOS", "sources": [],
    } | changes  # fmt: skip
    return MachineRecord.model_validate(given)


@pytest.mark.parametrize(
    ("changes", "backend"),
    [
        ({}, "cuda"),
        ({"vendor": "amd", "software": "ROCm target gfx1100; on Ollama's ROCm list for Linux"}, "rocm"),
        ({"vendor": "amd", "software": "Not on Ollama's ROCm card list (Vulkan)"}, "vulkan"),
        ({"vendor": "intel", "software": "oneAPI / SYCL, OpenVINO, Vulkan"}, "sycl"),
    ],
)
def test_the_backend_follows_maker_and_software(changes, backend):
    assert card(gpu("x", **changes)).backend == backend


def test_sizes_become_bytes():
    device = card(gpu("x", 16, memory_mib_reported=16380, memory_mib_runtime=15900))
    assert (device.nominal, device.reported, device.runtime) == (16 * GIB, 16380 * MIB, 15900 * MIB)
    assert bare_card(24).nominal == 24 * GIB


@pytest.mark.parametrize(
    ("cores", "backend"),
    [("Apple GPU cores", "metal"), ("CUDA cores", "cuda"), ("RDNA 3.5 compute units", "vulkan"), (None, "cpu")],
)
def test_a_machine_is_driven_by_what_its_cores_are(cores, backend):
    assert machine(box(gpu_cores_kind=cores), 16).backend == backend


def test_a_machine_of_several_sizes_must_be_told_which():
    with pytest.raises(RequestError, match="sold with 16, 32 GB; say which"):
        machine(box())
    with pytest.raises(RequestError, match="not sold with 24 GB"):
        machine(box(), 24)


def test_a_machine_of_one_size_needs_no_telling():
    one = [{"memory_gb": 128, "gpu_usable_gib": 119.7, "msrp_usd": None}]
    assert machine(box(memory=one)).observed == round(119.7 * GIB)


@pytest.mark.parametrize(
    ("os", "asked", "system"),
    [
        ("macOS", None, "macos"), ("macOS", "windows", "macos"), ("DGX OS (Linux)", None, "linux"),
        ("Windows or Linux", None, "linux"), ("Windows or Linux", "windows", "windows"),
        ("Windows on Arm", None, "windows"),
    ],
)  # fmt: skip
def test_a_machine_is_judged_under_its_own_system(os, asked, system):
    assert system_of(box(os=os), asked) == system


def test_cards_are_ordered_by_size_then_still_made_then_price_then_id():
    shelf = [
        gpu("dear", 8, msrp_usd=500), gpu("cheap", 8, msrp_usd=200), gpu("unpriced", 8), gpu("a-small", 4),
        gpu("made", 8, msrp_usd=400, status="current"), gpu("server", 2, form="datacenter"),
        gpu("notebook", 2, form="laptop"), gpu("pro", 8, form="workstation", msrp_usd=300),
    ]  # fmt: skip
    assert [device.id for device in cards_by_size(shelf)] == [
        "a-small", "made", "cheap", "pro", "dear", "unpriced",
    ]  # fmt: skip


def test_unknown_names_are_answered_with_near_ones():
    gpus = {name: gpu(name) for name in ("rtx-4060-ti-8gb", "rtx-4060-ti-16gb", "rtx-3060-ti")}
    with pytest.raises(RequestError, match="did you mean rtx-4060-ti-8gb, rtx-4060-ti-16gb, rtx-3060-ti"):
        find_gpu(gpus, "rtx-4060-ti")
    with pytest.raises(RequestError, match=r"unknown machine 'cray'$"):
        find_machine({"box": box()}, "cray")
    assert find_gpu(gpus, "rtx-3060-ti").id == "rtx-3060-ti"
