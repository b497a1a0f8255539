"""The whole graph of a model: inputs, layers, logits."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from assistant.vram.graph import altup
from assistant.vram.graph.attention import attend, project
from assistant.vram.graph.build import Build, Options
from assistant.vram.graph.embedding import embedded
from assistant.vram.graph.feed_forward import choose, dense, experts, shared
from assistant.vram.graph.per_layer import PerLayer
from assistant.vram.graph.recurrent import (
    delta,
    mamba_rest,
    mamba_scan,
    read_convolution,
    short_convolution,
    short_rest,
)
from assistant.vram.graph.tensors import Axis, Tensor, View
from assistant.vram.graph.traits import traits_of
from assistant.vram.layers import FeedForward, Layer, Recurrent
from assistant.vram.shape import Shape

# What is left of a block; computed when its result is needed.
Rest = Callable[[], Tensor | View]

# Layers whose state is fetched before the rest of the layer above is computed.
_READS_AHEAD = ("mamba", "mamba2", "shortconv")


def build_graph(shape: Shape, options: Options, layers: Sequence[Layer]) -> list[Tensor]:
    """The nodes of a graph over `layers`, which may be fewer than the model has."""
    build = Build(shape, traits_of(shape.arch), options)
    if shape.arch == "gemma3n":
        altup.run(build, layers)
    else:
        _run(build, layers)
    return build.graph.nodes


def _run(b: Build, layers: Sequence[Layer]) -> None:
    per_layer = PerLayer(b) if b.shape.per_layer_embedding else None
    x = per_layer.embedded if per_layer else embedded(b)
    state = _ahead(b, layers[0]) if layers else None
    behind = b.selects_behind()
    for number, layer in enumerate(layers):
        last = number == len(layers) - 1 and b.options.output and not behind
        steps = _layer(b, layer, x, state, last=last)
        next(steps)
        state = _ahead(b, layers[number + 1]) if number + 1 < len(layers) else None
        x = next(steps)
        if per_layer:
            x = b.graph.over(x, per_layer.apply(x, last=last))
    if b.options.output:
        _logits(b, x, behind)


def _logits(b: Build, x: Tensor, behind: str) -> None:
    """The last norm and the output matrix. What rows are picked from behind the layers is kept as a result."""
    if behind == "norm":
        x = b.graph.over(x)
    if behind:
        x.kept = True
        x = b.select_outputs(x)
        b.tokens = Axis.OUTPUTS
    if behind != "norm":
        x = b.graph.over(x)
    b.graph.new(b.rows(b.shape.n_vocab), x)


def _ahead(b: Build, layer: Layer) -> Tensor | None:
    if layer.recurrent is None or layer.recurrent.kind not in _READS_AHEAD:
        return None
    return read_convolution(b, layer.recurrent)


def _layer(b: Build, layer: Layer, x: Tensor, state: Tensor | None, *, last: bool) -> Iterator[Tensor]:
    """One layer in two steps: what llama.cpp puts in order at once, then what follows when it is asked for."""
    mixed = _mixer(b, layer, x, state)
    if layer.feed_forward is not None and layer.feed_forward.experts:
        return _expert_steps(b, layer.feed_forward, x, mixed, last=last)
    return _dense_steps(b, layer.feed_forward, x, mixed, last=last)


def _dense_steps(b: Build, f: FeedForward | None, x: Tensor, mixed: Rest | None, *, last: bool) -> Iterator[Tensor]:
    yield x
    first_attention, first_dense = b.traits.residual_first
    if mixed is not None:
        x = _residual(b, mixed, x, first=first_attention, last=last)
    if f is not None:
        normed = _normed(b, x)
        rest = partial(dense, b, normed, f.dense, gate=f.gate)
        x = _residual(b, rest, x, first=first_dense, last=last and mixed is None)
    yield x


def _expert_steps(b: Build, f: FeedForward, x: Tensor, mixed: Rest | None, *, last: bool) -> Iterator[Tensor]:
    if mixed is not None:
        x = _residual(b, mixed, x, first=b.traits.residual_first[0], last=last)
    if f.dense:
        rest = _both(b, f, x)
    else:
        normed = _normed(b, x)
        rest = partial(shared, b, f, normed, experts(b, f, normed))
    yield x
    yield _residual(b, rest, x, first=b.traits.residual_first[1], last=last and mixed is None)


def _both(b: Build, f: FeedForward, x: Tensor) -> Rest:
    """Experts and a dense block side by side, each behind a norm of its own; the router has a third."""
    route = choose(b, f, b.graph.over(x))
    total = experts(b, f, b.graph.over(x), route)

    def rest() -> Tensor:
        beside = b.graph.over(dense(b, b.graph.over(x), f.dense, gate=f.gate))
        return b.graph.over(beside, b.graph.over(total))

    return rest


def _residual(b: Build, rest: Rest, x: Tensor, *, first: bool, last: bool) -> Tensor:
    """Add what `rest` computes to the stream; in the last layer only for the rows that become logits."""
    if last and first:
        x = b.select_outputs(x)
    out = rest()
    if last:
        out = b.select_outputs(out)
        x = x if first else b.select_outputs(x)
        b.tokens = Axis.OUTPUTS
    return b.graph.over(x, out) if first else b.graph.over(out, x)


def _normed(b: Build, x: Tensor) -> Tensor:
    return b.graph.over(x) if b.traits.norm_before else x


def _mixer(b: Build, layer: Layer, x: Tensor, state: Tensor | None) -> Rest | None:
    """Attention or a recurrent block up to where it pauses; None where a layer has neither."""
    if layer.recurrent is not None and state is not None:
        return _stateful(b, layer.recurrent, _normed(b, x), state)
    if layer.recurrent is not None:
        out = delta(b, layer.recurrent, _normed(b, x))
        return lambda: out
    if layer.attention is not None:
        return partial(project, b, attend(b, layer.attention, _normed(b, x)))
    return None


def _stateful(b: Build, r: Recurrent, x: Tensor, state: Tensor) -> Rest:
    if r.kind == "shortconv":
        return partial(short_rest, b, r, *short_convolution(b, r, x, state))
    return partial(mamba_rest, b, r, *mamba_scan(b, r, x, state))
