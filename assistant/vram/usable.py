"""How much of a device's memory a model may use: totals seen by the runtime, less what the system holds.

The expected value is the safe one; `low` and `high` span what was seen. Sources of the constants, unless a
line names its own: start-up lines of llama.cpp and Ollama for 20 cards, collected for this estimator.
"""

from dataclasses import dataclass

from assistant.domain.quantity import GIB, MIB, gib
from assistant.vram.devices import Device, System

# Held by the desktop, GiB as (least, expected, most). Linux: 0.2-0.5 is typical. Windows: free at start on
# RTX 3060, 5060 Ti, 4080 SUPER, 3090 and 5090 was 1.0-1.6 GiB below the total; the most is taken as safe.
HELD: dict[System, tuple[float, float, float]] = {
    "linux": (0.2, 0.35, 0.5),
    "linux-headless": (0.0, 0.0, 0.0),
    "windows": (1.0, 1.6, 1.6),
    "macos": (0.0, 0.0, 0.0),
}
HELD_BY = {
    "linux": "0.35 GiB held by a Linux desktop",
    "linux-headless": "no desktop",
    "windows": "1.6 GiB held by a Windows desktop (1.0-1.6 seen)",
    "macos": "no desktop",
}

# On Linux the CUDA runtime shows less than nvidia-smi: 377-501 MiB less on nine pairs from 12 to 32 GB,
# 640 MiB (0.66 %) on the 96 GB card.
CUDA_HIDDEN, CUDA_HIDDEN_SHARE = 500 * MIB, 0.007
CUDA_HIDDEN_LEAST = 377 * MIB
# Pascal cards show 81, 87 and 99 MiB less than the nominal size (GTX 1060, 1080, 1080 Ti).
PASCAL_HIDDEN, PASCAL_HIDDEN_LEAST = 100 * MIB, 81 * MIB
# Runtime total over nominal size, NVIDIA on Linux: 0.967 at the low end for 12-24 GB, 0.945 seen on an 8 GB
# laptop chip, 0.989 at most.
NVIDIA_SHARE, NVIDIA_SHARE_LEAST, NVIDIA_SHARE_MOST = 0.967, 0.945, 0.989
# A runtime total this close to the nominal size was read on Windows, where the runtime shows all of it.
SEEN_ON_WINDOWS = 0.995
# AMD drivers keep 16-80 MiB (RX 6700 XT, 6800, 6800 XT, 9060 XT, MI50).
AMD_HIDDEN, AMD_HIDDEN_LEAST = 80 * MIB, 16 * MIB
# Intel: 16,225 MB of 16 GiB in llama.cpp's SYCL guide, one card (Arc A770).
INTEL_SHARE = 0.944

# Metal's recommended working set: 2/3 of RAM up to 36 GB, 3/4 above. On newer macOS: 12,124 MiB of 16 GB,
# 37,739 MiB of 48 GB, 110,100 MiB of 128 GB.
APPLE_SMALL = 36 * GIB
APPLE_SHARE_SMALL, APPLE_SHARE_LARGE = 2 / 3, 3 / 4
APPLE_NEWER = ((36 * GIB, 0.74), (96 * GIB, 0.767), (1 << 62, 0.84))
# Shared memory elsewhere. Linux lets an AMD graphics part map half of RAM by default. 4 GiB are left for
# the system. A GB10 box was seen to offer 101 GiB free without a desktop.
GTT_DEFAULT_SHARE = 0.5
SYSTEM_KEEPS = 4 * GIB
GB10_FREE_SHARE = 101 / 128
WINDOWS_CARVE_OUT = 96 / 128
# Nothing was seen for the machine: assumed, and said so.
ASSUMED = (0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Usable:
    """Bytes a model may use, with the words that say where the expected value comes from."""

    low: int
    expected: int
    high: int
    source: str


def usable(device: Device, system: System) -> Usable:
    """Return what the device offers after the desktop under this operating system."""
    if device.shared:
        return _shared(device, system)
    low, expected, high, source = _total(device, windows=system == "windows")
    least, held, most = (round(share * GIB) for share in HELD[system])
    return Usable(
        low=max(0, low - most),
        expected=max(0, expected - held),
        high=max(0, high - least),
        source=f"{source}; {HELD_BY[system]}",
    )


def _total(device: Device, *, windows: bool) -> tuple[int, int, int, str]:
    """Low, expected and high of what the runtime sees, before the desktop."""
    if device.maker == "amd":
        return _amd_total(device)
    if device.maker == "intel":
        share = round(device.nominal * INTEL_SHARE)
        return share, share, device.nominal, f"{gib(share)} by rule, 94 % of the nominal size (Intel)"
    if windows:
        total = device.runtime if _full_size(device) else device.reported
        total = total or device.nominal
        return total, total, total, f"{_mib(total)} in total on Windows"
    return _nvidia_linux_total(device)


def _full_size(device: Device) -> bool:
    return device.runtime is not None and device.runtime >= SEEN_ON_WINDOWS * device.nominal


def _amd_total(device: Device) -> tuple[int, int, int, str]:
    seen = device.runtime or device.reported
    if seen:
        return seen, seen, seen, f"{_mib(seen)} seen by the driver"
    expected = device.nominal - AMD_HIDDEN
    return (
        expected,
        expected,
        device.nominal - AMD_HIDDEN_LEAST,
        f"{_mib(expected)} by rule, nominal less 80 MiB",
    )


def _nvidia_linux_total(device: Device) -> tuple[int, int, int, str]:
    """Also the rule for a bare memory size, as the most careful of the makers' rules that cards obey."""
    if device.runtime and not _full_size(device):
        return (
            device.runtime,
            device.runtime,
            device.runtime,
            f"{_mib(device.runtime)} seen by the CUDA runtime",
        )
    if device.architecture == "Pascal":
        total = device.reported or device.nominal
        return (
            total - PASCAL_HIDDEN, total - PASCAL_HIDDEN, total - PASCAL_HIDDEN_LEAST,
            f"{_mib(total - PASCAL_HIDDEN)} by rule, 100 MiB less than the driver's total (Pascal)",
        )  # fmt: skip
    if device.reported:
        hidden = max(CUDA_HIDDEN, round(device.reported * CUDA_HIDDEN_SHARE))
        total = device.reported - hidden
        source = f"{_mib(total)} by rule, {_mib(hidden)} less than the driver's {_mib(device.reported)}"
        return total, total, device.reported - CUDA_HIDDEN_LEAST, source
    total = min(round(device.nominal * NVIDIA_SHARE), device.nominal - CUDA_HIDDEN)
    low = min(total, round(device.nominal * NVIDIA_SHARE_LEAST))
    high = round(device.nominal * NVIDIA_SHARE_MOST)
    return low, total, high, f"{_mib(total)} by rule, from the nominal {gib(device.nominal)}"


def _shared(device: Device, system: System) -> Usable:
    if device.maker == "apple":
        return _apple(device)
    if device.maker == "amd":
        return _amd_shared(device, system)
    if device.observed:
        kept = device.observed - SYSTEM_KEEPS
        low = min(kept, round(device.nominal * GB10_FREE_SHARE))
        source = f"{gib(device.observed)} seen in total; {gib(SYSTEM_KEEPS)} left for the system, "
        source += f"{gib(low)} free in one report"
        return Usable(low, kept, device.observed, source)
    low, expected, high = (round(share * device.nominal) for share in ASSUMED)
    return Usable(low, expected, high, "assumed three quarters of RAM: no report seen (half to nine tenths)")


def _apple(device: Device) -> Usable:
    share = APPLE_SHARE_SMALL if device.nominal <= APPLE_SMALL else APPLE_SHARE_LARGE
    expected = device.observed or round(device.nominal * share)
    newer = next(part for limit, part in APPLE_NEWER if device.nominal <= limit)
    high = max(expected, round(device.nominal * newer))
    source = f"{gib(expected)} Metal limit" + (" seen" if device.observed else " by rule")
    return Usable(expected, expected, high, f"{source}; newer macOS offers up to {gib(high)}")


def _amd_shared(device: Device, system: System) -> Usable:
    default = round(device.nominal * GTT_DEFAULT_SHARE)
    if system == "windows":
        carved = round(device.nominal * WINDOWS_CARVE_OUT)
        return Usable(default, carved, carved, f"{gib(carved)} set aside for graphics on Windows, the most it allows")
    if device.observed:
        source = f"{gib(device.observed)} seen with the GTT limit raised by a kernel option"
        source += f"; default {gib(default)}"
        return Usable(default, device.observed, device.observed, source)
    high = max(default, device.nominal - SYSTEM_KEEPS)
    return Usable(default, default, high, f"{gib(default)} default GTT limit, half of RAM; a kernel option raises it")


def _mib(size: int) -> str:
    return f"{size / MIB:,.0f} MiB"
