"""The verdict rule of contract part 2, for one device and for all."""

from collections.abc import Sequence
from typing import Literal

from assistant.domain.quantity import GIB
from assistant.vram.loads import Load
from assistant.vram.usable import Usable

MARGIN = GIB  # what `fits` leaves free; also what llama.cpp's own fitting leaves on each device

Standing = Literal["fits", "tight", "over"]
_ORDER: tuple[Standing, ...] = ("fits", "tight", "over")


def standing(load: Load, offer: Usable) -> Standing:
    """How one device's need stands against what it offers."""
    return stands(load.expected, load.high, offer.expected)


def stands(expected: int, high: int, limit: int) -> Standing:
    """The rule itself, in bytes."""
    if expected <= limit - MARGIN and high <= limit:
        return "fits"
    return "tight" if expected <= limit else "over"


def worst(loads: Sequence[Load], offers: Sequence[Usable]) -> Standing:
    """The rule holds on every device that has something to hold."""
    found = [standing(load, offer) for load, offer in zip(loads, offers, strict=True) if not load.part.empty]
    return max(found, key=_ORDER.index, default="fits")
