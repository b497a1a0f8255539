"""Cards one could buy: the room each has for a model, so that the smallest that holds one is found by comparing.

What a model needs on a card is the same on all cards but for the backend's own memory; so that, and the margin of
`fits`, are taken off what each card offers once, and a job is weighed once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vram.devices import Device, System
from assistant.vram.job import Job
from assistant.vram.loads import load
from assistant.vram.overhead import overhead
from assistant.vram.split import Part
from assistant.vram.usable import usable
from assistant.vram.verdict import MARGIN


@dataclass(frozen=True)
class Need:
    """What a whole job needs on one device beside the backend's own memory: expected, and at the most."""

    expected: int
    most: int


@dataclass(frozen=True)
class Room:
    """What is left on a device for weights, caches and buffers: expected with the margin of `fits`, and at the most."""

    expected: int
    most: int

    def holds(self, need: Need) -> bool:
        """Whether the job fits."""
        return need.expected <= self.expected and need.most <= self.most


def room_on(device: Device, system: System) -> Room:
    """Return the room of a device under an operating system."""
    low, high = overhead(device)
    offered = usable(device, system).expected
    return Room(offered - MARGIN - (low + high) // 2, offered - high)


def need_on(job: Job, device: Device) -> Need:
    """Return the need of the whole job on a device; the same on all devices of one `kind_of`."""
    found = load(job, device, Part(0, job.model.shape.n_layers, output=True), sharing=1)
    backend = (found.overhead_low + found.overhead_high) // 2
    return Need(found.expected - backend, found.high - found.overhead_high)


def kind_of(device: Device) -> str:
    """What of a device decides a need, apart from its size and the backend's own memory."""
    return device.backend if device.backend in ("cpu", "metal") else "gpu"


class Shop:
    """Cards in the order they should be offered, with the room each has under an operating system."""

    def __init__(self, cards: Sequence[Device]) -> None:
        self.cards = tuple(cards)
        self._rooms: dict[System, tuple[tuple[Device, Room], ...]] = {}

    def smallest(self, job: Job) -> str | None:
        """Return the first card that fits the whole job alone; None if none does."""
        if not self.cards:
            return None
        need = need_on(job, self.cards[0])
        return next((card.id for card, room in self.rooms(job.system) if room.holds(need)), None)

    def rooms(self, system: System) -> tuple[tuple[Device, Room], ...]:
        """Return all cards with their room; a card in a PC is never under macOS."""
        under: System = "linux" if system == "macos" else system
        if under not in self._rooms:
            self._rooms[under] = tuple((card, room_on(card, under)) for card in self.cards)
        return self._rooms[under]
