"""Cards one could buy: the room each has for a model, so that the smallest that holds one is found by comparing.

What a model needs on a card is the same on all cards but for the backend's own memory; so that, and the margin of
`fits`, are taken off what each card offers once, and a job is weighed once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vram.devices import Device, System
from assistant.vram.job import Job
from assistant.vram.loads import Load, load
from assistant.vram.overhead import overhead
from assistant.vram.split import Part
from assistant.vram.usable import usable
from assistant.vram.verdict import MARGIN


@dataclass(frozen=True)
class Room:
    """What is left on a card for weights, caches and buffers: expected with the margin, and at the most."""

    card: str
    expected: int
    most: int


class Shop:
    """Cards in the order they should be offered, with the room each has under an operating system."""

    def __init__(self, cards: Sequence[Device]) -> None:
        self.cards = tuple(cards)
        self._rooms: dict[System, tuple[Room, ...]] = {}

    def smallest(self, job: Job) -> str | None:
        """Return the first card that fits the whole job alone; None if none does."""
        if not self.cards:
            return None
        whole = Part(0, job.model.shape.n_layers, output=True)
        need = load(job, self.cards[0], whole, sharing=1)
        expected, most = _without_overhead(need)
        rooms = self._rooms_under("linux" if job.system == "macos" else job.system)
        return next((room.card for room in rooms if expected <= room.expected and most <= room.most), None)

    def _rooms_under(self, system: System) -> tuple[Room, ...]:
        if system not in self._rooms:
            self._rooms[system] = tuple(_room(card, system) for card in self.cards)
        return self._rooms[system]


def _room(card: Device, system: System) -> Room:
    low, high = overhead(card)
    offered = usable(card, system).expected
    return Room(card.id, offered - MARGIN - (low + high) // 2, offered - high)


def _without_overhead(need: Load) -> tuple[int, int]:
    return need.expected - (need.overhead_low + need.overhead_high) // 2, need.high - need.overhead_high
