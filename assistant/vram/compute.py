"""The compute buffer of one device: what any allocator needs, what ggml's makes of it, and a bound."""

from dataclasses import dataclass
from functools import lru_cache

from assistant.vram.bound import SMALL, most_bytes
from assistant.vram.place import Place
from assistant.vram.run import Run
from assistant.vram.shape import Shape
from assistant.vram.simulation import simulate


@dataclass(frozen=True)
class Compute:
    """Bytes: what no allocator can do with less than, the expected buffer, an upper bound."""

    low: int
    expected: int
    high: int


@lru_cache(maxsize=4096)
def compute_bytes(shape: Shape, run: Run, place: Place) -> Compute:
    """The compute buffer of the device at `place`."""
    simulated = simulate(shape, run, place)
    high = max(most_bytes(shape, run, place), simulated.reserved + SMALL)
    low = simulated.used - SMALL if run.ubatch_used == run.ubatch_counted else 0
    return Compute(low=max(low, 0), expected=simulated.reserved, high=high)
