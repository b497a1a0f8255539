"""Tensors of a compute graph: how large they are as a function of the run, and who reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

Term = tuple["Axis", int]
Size = tuple[Term, ...]  # the sum of bytes per unit of an axis

FLAT = "flat"


class Axis(IntEnum):
    """What a size grows with. A run gives each a number (see `axes` in `buffer.py`)."""

    ONE = 0
    TOKENS = 1  # tokens of a micro-batch
    OUTPUTS = 2  # logits rows
    SLOTS = 3
    FULL_CELLS = 4  # cached tokens of all streams, full attention
    SLIDING_CELLS = 5
    FULL_SCORES = 6  # tokens of a micro-batch times cached tokens of their stream
    SLIDING_SCORES = 7


@dataclass(eq=False, slots=True)
class Tensor:
    """A tensor of its own; `reads` are the tensors it is computed from.

    `in_place` allows the allocator to overwrite a source of the same size and layout. An `external` one is
    written into memory that exists already (the caches). A `kept` one is never freed; of inputs
    there may be several `copies`, so that the next micro-batch can be fed while one is computed.
    """

    size: Size
    layout: str = FLAT
    reads: tuple["Tensor | View", ...] = ()
    in_place: bool = False
    external: bool = False
    is_input: bool = False
    copies: int = 1
    kept: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class View:
    """The same memory under another shape. It cannot be overwritten in place."""

    of: Tensor


@dataclass
class Graph:
    """Tensors in the order in which they are computed."""

    nodes: list[Tensor] = field(default_factory=list)

    def new(self, size: Size, *reads: "Tensor | View", layout: str = FLAT) -> Tensor:
        """A tensor that needs memory of its own."""
        return self._add(Tensor(size, layout, reads))

    def over(self, first: "Tensor | View", *others: "Tensor | View", layout: str | None = None) -> Tensor:
        """An elementwise result as large as `first`; it may take the place of a source it is last to read."""
        root = first.of if isinstance(first, View) else first
        return self._add(Tensor(root.size, layout or root.layout, (first, *others), in_place=True))

    def into_cache(self, *reads: "Tensor | View") -> None:
        """A write into memory outside the graph."""
        self._add(Tensor((), FLAT, reads, external=True))

    def hold(self, *reads: "Tensor | View") -> None:
        """Keep tensors alive up to here (a backend asks for it when it fuses operations)."""
        self._add(Tensor((), FLAT, reads, external=True))

    def _add(self, tensor: Tensor) -> Tensor:
        self.nodes.append(tensor)
        return tensor


def view(tensor: "Tensor | View") -> View:
    """The tensor under another shape."""
    return tensor if isinstance(tensor, View) else View(tensor)


def root(tensor: "Tensor | View") -> Tensor:
    """The tensor whose memory is read."""
    return tensor.of if isinstance(tensor, View) else tensor


def inputs_of(nodes: Sequence[Tensor]) -> list[Tensor]:
    """The inputs among the sources, in the order in which the graph first reads them."""
    found: dict[int, Tensor] = {}
    for node in nodes:
        for source in node.reads:
            tensor = root(source)
            if tensor.is_input:
                found.setdefault(id(tensor), tensor)
    return list(found.values())
