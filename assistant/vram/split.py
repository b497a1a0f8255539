"""Which layer goes on which device, as llama.cpp's layer split decides it.

A model of L layers has L + 1 slots, the last being the output matrix. `-ngl N` puts the last N slots on the
devices, shared out by the cumulative share of free memory (`load_tensors` in `src/llama-model.cpp`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Part:
    """The slots of one device: layers `first` to `last` (exclusive), and whether it holds the output."""

    first: int
    last: int
    output: bool

    @property
    def empty(self) -> bool:
        """Whether nothing lies on the device."""
        return self.first == self.last and not self.output


def share_out(layers: int, free: Sequence[int], slots: int | None = None) -> tuple[Part, ...]:
    """Split the last `slots` of `layers` + 1 slots (all by default) by the free memory of the devices."""
    wanted = layers + 1 if slots is None else max(0, min(slots, layers + 1))
    start = layers + 1 - wanted
    total = sum(free) or 1
    shares = [part / total for part in accumulate(free)]
    owner = [min(bisect_right(shares, i / wanted), len(free) - 1) for i in range(wanted)]
    parts = []
    for device in range(len(free)):
        begin = start + sum(1 for index in owner if index < device)
        end = begin + owner.count(device)
        output = end == layers + 1 and end > begin
        parts.append(Part(min(begin, layers), min(end, layers), output))
    return tuple(parts)
