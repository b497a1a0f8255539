"""What devices offer, held against totals and free memory that were seen on real ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.quantity import GIB, MIB
from assistant.vram.devices import SYSTEMS, Device
from assistant.vram.usable import usable
from tests.unit.vram.sample_jobs import card

SEEN_BY_CUDA_ON_LINUX = [
    pytest.param(12, 12288, None, 11909, id="RTX 3060 12GB"),
    pytest.param(12, 12282, None, 11873, id="RTX 4070"),
    pytest.param(16, None, None, 15841, id="RTX 5060 Ti 16GB"),
    pytest.param(24, 24576, None, 24111, id="RTX 3090"),
    pytest.param(24, 24564, None, 24080, id="RTX 4090"),
    pytest.param(32, 32607, None, 32106, id="RTX 5090"),
    pytest.param(96, 97887, None, 97247, id="RTX PRO 6000"),
    pytest.param(8, 8188, None, 7745, id="8 GB laptop chip"),
    pytest.param(8, None, None, 7745, id="8 GB laptop chip, nominal size only"),
    pytest.param(12, None, None, 11873, id="RTX 4070, nominal size only"),
    pytest.param(24, None, None, 24080, id="RTX 4090, nominal size only"),
]


@pytest.mark.parametrize(("gb", "reported", "runtime", "seen"), SEEN_BY_CUDA_ON_LINUX)
def test_the_rule_for_linux_does_not_exceed_what_cuda_shows(gb, reported, runtime, seen):
    device = card(gb, reported=reported and reported * MIB, runtime=runtime)
    total = usable(device, "linux-headless").expected / MIB
    assert seen * 0.98 <= total <= seen * 1.0005


@pytest.mark.parametrize(
    ("gb", "reported", "seen"), [(8, 8192, 8105), (11, None, 11165), (6, None, 6063)], ids=["1080", "1080 Ti", "1060"]
)
def test_pascal_cards_hide_little(gb, reported, seen):
    device = card(gb, architecture="Pascal", reported=reported and reported * MIB)
    assert seen - 25 <= usable(device, "linux-headless").expected / MIB <= seen


def test_a_runtime_total_that_was_seen_is_taken_as_it_is():
    found = usable(card(24, reported=24576 * MIB, runtime=24126 * MIB), "linux")
    assert found.expected == 24126 * MIB - round(0.35 * GIB)
    assert "24,126 MiB seen by the CUDA runtime" in found.source


def test_a_runtime_total_read_on_windows_is_not_taken_for_linux():
    device = card(16, reported=16380 * MIB, runtime=16379 * MIB)
    assert usable(device, "linux-headless").expected == 15880 * MIB
    assert usable(device, "windows").high == 16379 * MIB - GIB


@pytest.mark.parametrize(
    ("gb", "reported", "free"),
    [(12, 12288, 11245), (16, 16311, 15159), (16, 16376, 15035), (24, 24576, 23332), (32, 32607, 30991)],
)
def test_free_memory_seen_on_windows_lies_in_the_range_and_the_expected_value_is_not_above_it(gb, reported, free):
    found = usable(card(gb, reported=reported * MIB), "windows")
    assert found.expected <= free * MIB <= found.high


@pytest.mark.parametrize(("gb", "seen"), [(12, 12272), (16, 16368), (16, 16304), (32, 32752)])
def test_amd_drivers_keep_little(gb, seen):
    device = card(gb, maker="amd", backend="rocm")
    found = usable(device, "linux-headless")
    assert found.expected <= seen * MIB <= found.high


@pytest.mark.parametrize(
    ("ram", "older", "newer"),
    [(16, 10922.67, 12124), (32, 21845.34, None), (48, None, 37739), (96, 73728, None), (128, 98304, 110100)],
)
def test_a_mac_offers_the_metal_limit_and_more_on_newer_systems(ram, older, newer):
    device = Device("mac", "Mac", "apple", "metal", ram * GIB, shared=True)
    found = usable(device, "macos")
    if older is not None:
        assert found.expected == pytest.approx(older * MIB, rel=0.001)
    if newer is not None:
        assert found.high == pytest.approx(newer * MIB, rel=0.01)


def test_shared_memory_of_an_amd_chip_depends_on_system_and_kernel_option():
    seen = Device("strix", "Strix", "amd", "vulkan", 128 * GIB, observed=124 * GIB, shared=True)
    unseen = Device("strix", "Strix", "amd", "vulkan", 64 * GIB, shared=True)
    assert (usable(seen, "linux").low, usable(seen, "linux").expected) == (64 * GIB, 124 * GIB)
    assert usable(seen, "windows").expected == 96 * GIB
    assert usable(unseen, "linux").expected == 32 * GIB


devices = st.builds(
    Device,
    id=st.just("d"),
    name=st.just("d"),
    maker=st.sampled_from(["nvidia", "amd", "intel", "apple", "unknown"]),
    backend=st.just("cuda"),
    nominal=st.integers(1, 512).map(lambda gb: gb * GIB),
    architecture=st.sampled_from(["", "Pascal", "Ada Lovelace"]),
    shared=st.booleans(),
)


@given(devices, st.sampled_from(SYSTEMS))
def test_low_expected_and_high_are_in_order_and_within_the_box(device, system):
    found = usable(device, system)
    assert 0 <= found.low <= found.expected <= found.high <= device.nominal
    assert found.source
