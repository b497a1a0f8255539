"""What a device offers, and which verdicts cannot be excluded for a total."""

from typing import Any

from oracle.memory import GIB, MIB, Span

GUARD = 0.7 * GIB  # nearer than this to a boundary, the verdicts on both sides are allowed
SYSTEM_RAM = 8 * GIB  # what a desktop and the engine may hold of the RAM that a partial plan wants


def usable(device: dict[str, Any], memory_gb: int | None, *, windows: bool) -> Span:
    """What is left of a card after the desktop, or of a machine's shared memory for its GPU."""
    if "memory_gb_options" in device:
        return _machine(device, _size(device, memory_gb))
    nominal = device["memory_gb"] * GIB
    if windows:  # 1.0 to 1.6 GiB are gone at the start
        return Span(nominal - 1.6 * GIB, nominal - 1.3 * GIB, nominal - 1.0 * GIB)
    if seen := device.get("memory_mib_runtime"):
        low = mid = high = seen * MIB
    elif device["vendor"] == "nvidia":  # 0.966 to 0.989 of the printed size on the cards that were read
        low, mid, high = 0.966 * nominal, 0.972 * nominal, 0.989 * nominal
    else:
        low, mid, high = nominal - 80 * MIB, nominal - 48 * MIB, nominal - 16 * MIB
    return Span(low - 0.5 * GIB, mid - 0.35 * GIB, high - 0.2 * GIB)


def _size(machine: dict[str, Any], memory_gb: int | None) -> int:
    options = machine["memory_gb_options"]
    size = memory_gb or options[0]
    if size not in options or (memory_gb is None and len(options) > 1):
        raise ValueError(f"{machine['id']} comes with {options} GB: say which")
    return int(size)


def _machine(machine: dict[str, Any], size: int) -> Span:
    seen = machine["gpu_usable_gib_observed"].get(str(size))
    if machine["vendor"] == "Apple":  # two thirds, from 48 GB three quarters; newer systems give a tenth more
        mid = seen or size * (2 / 3 if size <= 36 else 3 / 4)
        return Span(mid * GIB, mid * GIB, mid * 1.12 * GIB)
    mid = seen or 0.85 * size
    floor = 0.5 * size if "Strix Halo" in machine.get("ambiguous_aliases", []) else 0.85 * mid
    return Span(floor * GIB, mid * GIB, 0.97 * size * GIB)


def shared_pool(device: dict[str, Any], memory_gb: int | None) -> int | None:
    """Bytes of all memory of a machine whose GPU shares it; null for a card."""
    return _size(device, memory_gb) * GIB if "memory_gb_options" in device else None


def overhead(device: dict[str, Any]) -> Span:
    """Driver context and pools. The facts do not count a card's processors, so the span is wide."""
    if device["vendor"] == "nvidia":
        return Span(0.12 * GIB, 0.32 * GIB, 0.62 * GIB)
    if device["vendor"] == "Apple":
        return Span(0.0, 0.1 * GIB, 0.3 * GIB)
    return Span(0.02 * GIB, 0.25 * GIB, 0.6 * GIB)


def share(parts: Span, work: float, layers: int, count: int) -> Span:
    """One card's part of weights and caches, with its own compute buffer.

    Layers are not divided, and the last card holds the output matrix as well.
    """
    uneven = 0.0 if count == 1 else parts.mid / layers + 0.4 * GIB
    part = Span(parts.low / count, parts.mid / count + uneven / 2, parts.high / count + uneven)
    return part + Span(0.85 * work, work, 1.35 * work + 32 * MIB)


def verdicts(total: Span, offer: Span, overflow: float, spare: float) -> list[str]:
    """The verdicts that cannot be excluded.

    `overflow` is what would have to lie in system memory, `spare` what there is of it. The margin is `GUARD`, or
    half of both spans where that is wider.
    """
    guard = max(GUARD, (total.high - total.low + offer.high - offer.low) / 2)
    room = offer.mid - total.mid
    allowed = []
    if room - GIB > -guard:
        allowed.append("fits")
    if -guard < room < GIB + guard:
        allowed.append("tight")
    if room < guard:
        allowed += ["partial"] if overflow < spare else []
        allowed += ["no"] if overflow > spare - SYSTEM_RAM else []
    return allowed
