"""The graph of Gemma 3n: four parallel streams, predicted before each layer and corrected after it.

Source: `src/models/gemma3n.cpp` of llama.cpp.
"""

from collections.abc import Sequence

from assistant.vram.graph.attention import attend, project
from assistant.vram.graph.build import Build
from assistant.vram.graph.per_layer import PerLayer
from assistant.vram.graph.tensors import Axis, Tensor, view
from assistant.vram.layers import FeedForward, Layer

STREAMS = 4  # altup.num_inputs
SPARSE_LAYERS = 10  # layers whose activations are thinned out, fixed in code
LAUREL_RANK = 64  # width of the low-rank detour beside attention


def run(b: Build, layers: Sequence[Layer]) -> None:
    """Everything from the embedded tokens to the logits."""
    per_layer = PerLayer(b)
    x = per_layer.embedded
    streams = b.graph.new(b.rows(STREAMS * b.shape.n_embd), x, _rescaled(b, _repeated(b, x), x))
    for number, layer in enumerate(layers):
        streams = _layer(b, layer, streams, per_layer, sparse=number < SPARSE_LAYERS)
    if b.options.output:
        _logits(b, streams)


def _repeated(b: Build, x: Tensor) -> Tensor:
    wide = b.rows((STREAMS - 1) * b.shape.n_embd)
    return b.graph.new(wide, b.graph.new(wide, x))


def _rescaled(b: Build, wide: Tensor, x: Tensor, *, whole: bool = True) -> Tensor:
    """Bring streams to the magnitude of `x`."""
    square = b.graph.over(x) if whole else b.graph.new(b.rows(b.shape.n_embd), view(x))
    target = b.graph.new(b.rows(1), square)
    scaled = b.graph.over(wide, target)
    own = b.graph.new(b.rows(STREAMS - 1), b.graph.over(wide))
    return b.graph.over(scaled, own)


def _layer(b: Build, layer: Layer, streams: Tensor, per_layer: PerLayer, *, sparse: bool) -> Tensor:
    if layer.attention is None or layer.feed_forward is None:
        return streams
    predicted = _predicted(b, streams)
    x = b.graph.new(b.rows(b.shape.n_embd), view(predicted))
    heads = attend(b, layer.attention, x)
    mixed = b.graph.over(b.graph.over(project(b, heads)), view(predicted))
    detour = b.graph.new(b.rows(b.shape.n_embd), b.graph.new(b.rows(LAUREL_RANK), x))
    mixed = b.graph.over(mixed, b.graph.over(detour, x))
    out = b.graph.over(_feed_forward(b, layer.feed_forward, b.graph.over(mixed), sparse=sparse), mixed)
    return _corrected(b, predicted, out, per_layer)


def _predicted(b: Build, streams: Tensor) -> Tensor:
    wide = b.rows(STREAMS * b.shape.n_embd)
    turned = b.graph.new(wide, view(streams))
    active = b.graph.new(b.rows(b.shape.n_embd), view(streams))
    routed = b.graph.new(b.rows(STREAMS), active)
    weights = b.graph.new(b.rows(STREAMS * STREAMS), routed)
    mixed = b.graph.new(wide, turned, view(weights))
    return b.graph.over(b.graph.new(wide, view(mixed)), streams)


def _feed_forward(b: Build, f: FeedForward, x: Tensor, *, sparse: bool) -> Tensor:
    ups = b.graph.new(b.rows(f.dense), x)
    gates = b.graph.new(b.rows(f.dense), x)
    if sparse:
        mean = b.graph.new(b.rows(1), gates)
        spread = b.graph.new(b.rows(1), b.graph.over(gates, mean))
        gates = b.graph.over(gates, b.graph.over(mean, spread))
    return b.graph.over(b.graph.new(b.rows(b.shape.n_embd), b.graph.over(ups, gates)))


def _corrected(b: Build, predicted: Tensor, out: Tensor, per_layer: PerLayer) -> Tensor:
    width = b.shape.n_embd
    news = b.graph.new(b.rows(STREAMS * width), b.graph.over(out, view(predicted)))
    routed = b.graph.new(b.rows(STREAMS), b.graph.over(out))
    weights = b.graph.new(b.rows(STREAMS), routed)
    news = b.graph.over(news, b.graph.new(b.rows(STREAMS), view(weights)))
    corrected = b.graph.over(news, predicted)
    extra = per_layer.apply(b.graph.new(b.rows(width), view(corrected)))
    rest = b.graph.new(b.rows((STREAMS - 1) * width), view(corrected), extra)
    return b.graph.new(b.rows(STREAMS * width), view(corrected), rest)


def _logits(b: Build, streams: Tensor) -> None:
    wide = b.graph.new(b.rows((STREAMS - 1) * b.shape.n_embd), view(streams))
    wide = _rescaled(b, wide, streams, whole=False)
    merged = b.graph.new(b.rows(b.shape.n_embd), view(streams), view(wide))
    merged = b.graph.over(b.graph.over(merged, view(wide)), view(wide))
    x = b.graph.over(b.select_outputs(merged))
    b.tokens = Axis.OUTPUTS
    b.graph.new(b.rows(b.shape.n_vocab), x)
