"""What every part of a graph is built with: the shape, the run's kind, shared inputs, sizes by row."""

from dataclasses import dataclass, field

from assistant.vram.graph.tensors import Axis, Graph, Size, Tensor, View, root
from assistant.vram.graph.traits import Traits
from assistant.vram.layers import Attention
from assistant.vram.place import Backend, Era
from assistant.vram.shape import Shape

F32, F16, I32, I64 = 4, 2, 4, 8
ROTATED = 64  # heads of a multiple of this width are rotated before they are quantized


@dataclass(frozen=True)
class Options:
    """The kind of run: everything that changes which tensors there are, not how large they are."""

    flash_attention: bool
    quantized_k: bool
    quantized_v: bool
    backend: Backend
    era: Era
    first: int  # layers on the device
    last: int
    output: bool
    copies: int  # of every input


@dataclass
class Build:
    """One graph under construction. `tokens` is the axis rows are counted on: outputs at the very end."""

    shape: Shape
    traits: Traits
    options: Options
    graph: Graph = field(default_factory=Graph)
    tokens: Axis = Axis.TOKENS
    _inputs: dict[str, Tensor] = field(default_factory=dict)
    _masks: dict[Axis, Tensor] = field(default_factory=dict)

    def rows(self, width: int, item: int = F32) -> Size:
        """The size of `width` values for each token."""
        return ((self.tokens, width * item),)

    def input(self, name: str, size: Size) -> Tensor:
        """An input of the graph; the same one for the same name."""
        if name not in self._inputs:
            copies = self.options.copies
            self._inputs[name] = Tensor(size, is_input=True, copies=copies, kept=copies > 1)
        return self._inputs[name]

    def positions(self) -> Tensor:
        """The tokens' positions."""
        return self.input("positions", ((Axis.TOKENS, I32 * self.traits.positions),))

    def chosen(self) -> Tensor:
        """Which rows become logits."""
        return self.input("outputs", ((Axis.OUTPUTS, I32),))

    def states(self, which: str = "all") -> Tensor:
        """Which states are read: `all`, those of the micro-batch (`main`), or the others (`spare`).

        Before October 2026 `all` was read as `main`.
        """
        new = self.options.era == "b11549"
        if self.options.backend == "cpu":  # views of one input, no copies
            return self.input("states", ((Axis.SLOTS, I32),))
        if which == "spare":
            return self.input("states spare", ((Axis.SLOTS, I32 * new), (Axis.ONE, -I32 * new)))
        name = which if new else "main"
        return self.input(f"states {name}", ((Axis.SLOTS, I32),))

    def mask(self, attention: Attention) -> Tensor:
        """The mask of a layer's cache; in 2025 it came in 32 bits and was narrowed on the device."""
        axis = Axis.SLIDING_SCORES if attention.sliding else Axis.FULL_SCORES
        narrow = self.options.flash_attention
        if not (narrow and self.options.era == "4227c9be4"):
            return self.input(f"mask {axis}", ((axis, F16 if narrow else F32),))
        if axis not in self._masks:
            self._masks[axis] = self.graph.new(((axis, F16),), self.input(f"mask {axis}", ((axis, F32),)))
        return self._masks[axis]

    def rotates(self, width: int, *, quantized: bool) -> bool:
        """Whether heads of this width are multiplied by a Hadamard matrix before they are stored (since 2026)."""
        return quantized and width % ROTATED == 0 and self.options.era != "4227c9be4"

    def selects_behind(self) -> str:
        """Where the rows for logits are picked: empty for within the last layer."""
        changed = self.traits.selects_within_since
        return "" if changed == self.options.era else self.traits.selects_behind

    def select_outputs(self, part: Tensor | View) -> Tensor:
        """The rows of a tensor that become logits."""
        ((_, width),) = root(part).size
        return self.graph.new(((Axis.OUTPUTS, width),), part, self.chosen())
