"""Per-layer embeddings (Gemma 3n, Gemma 4 E models): a small vector per token and layer, added at its end."""

from assistant.vram.graph.build import F32, Build
from assistant.vram.graph.embedding import embedded
from assistant.vram.graph.tensors import Axis, Tensor, view


class PerLayer:
    """The vectors of all layers, made when the first layer asks for them and kept to the end."""

    def __init__(self, b: Build) -> None:
        self._b = b
        self._width = b.shape.per_layer_embedding // b.shape.n_layers
        wide = ((Axis.TOKENS, F32 * b.shape.per_layer_embedding),)
        if b.options.backend == "gpu":  # the host looks up and scales
            self._looked_up = b.graph.over(b.input("per layer", wide))
            self.embedded = b.input("embedded", b.rows(b.shape.n_embd))
        else:
            self.embedded = embedded(b)
            looked_up = b.graph.new(wide, b.input("tokens per layer", b.rows(1)))
            self._looked_up = b.graph.over(view(looked_up))
        self._all: Tensor | None = None

    def apply(self, x: Tensor, *, last: bool = False) -> Tensor:
        """What the layer's vector adds to `x`."""
        b = self._b
        gate = b.graph.new(b.rows(self._width), x)
        mine = self._everything()
        if last:
            small = b.graph.new(b.rows(self._width), view(mine), b.chosen())
            gate = b.graph.over(gate, small)
        else:
            gate = b.graph.over(gate, view(mine))
        return b.graph.over(b.graph.new(b.rows(b.shape.n_embd), gate))

    def _everything(self) -> Tensor:
        if self._all is None:
            b, wide = self._b, self._looked_up.size
            projected = b.graph.new(wide, self.embedded)
            normed = b.graph.new(wide, view(projected))
            self._all = b.graph.new(wide, view(b.graph.over(normed, self._looked_up)))
        return self._all
