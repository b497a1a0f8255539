"""The graph of a recurrent block: Mamba, gated delta net, short convolution.

Sources: `mamba-base.cpp`, `delta-net-base.cpp`, `qwen3next.cpp`, `lfm2.cpp` in `src/models` of llama.cpp.
"""

from assistant.vram.graph.build import F32, Build
from assistant.vram.graph.tensors import Axis, Size, Tensor, View, view
from assistant.vram.layers import Recurrent


def read_convolution(b: Build, r: Recurrent) -> Tensor:
    """Fetch the convolution's state of every sequence."""
    return _fetched(b, r.conv_state)


def _fetched(b: Build, width: int) -> Tensor:
    """The states of all sequences; those that the micro-batch does not touch are written back unchanged."""
    state = b.graph.new(((Axis.SLOTS, F32 * width),), b.states())
    b.graph.into_cache(view(state) if b.options.era == "b11549" else _untouched(b, width))
    return state


def _untouched(b: Build, width: int) -> Tensor:
    """A gather of its own, of no rows when memory is reserved; until October 2026 there always was one."""
    rows = 1 if b.options.era == "b11549" else 0
    size = ((Axis.SLOTS, F32 * width * rows), (Axis.ONE, -F32 * width * rows))
    return b.graph.new(size, b.states("spare"))


def mamba_scan(b: Build, r: Recurrent, x: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The state-space scan; returns what the rest needs: projection, convolved input, scanned output."""
    packed = b.graph.new(b.rows(r.conv_width + r.inner + r.dt_rank), x)
    mixed = _convolved(b, r, state, view(packed))
    step = b.graph.new(b.rows(r.dt_rank), view(packed))
    size = (*b.rows(r.inner), (Axis.SLOTS, F32 * r.state))
    scanned = b.graph.new(size, view(mixed), step, b.states("main"))
    b.graph.into_cache(_untouched(b, r.state))
    b.graph.into_cache(view(scanned))
    return packed, mixed, scanned


def mamba_rest(b: Build, r: Recurrent, packed: Tensor, mixed: Tensor, scanned: Tensor) -> Tensor:
    """Skip connection, gate, norm and output projection."""
    gate = b.graph.new(b.rows(r.inner), view(packed))
    skip = b.graph.new(b.rows(r.inner), view(mixed))
    skip = b.graph.over(skip, view(scanned))
    gated = b.graph.new(b.rows(r.inner), gate, skip)
    normed = b.graph.new(b.rows(r.inner), view(gated))
    return b.graph.new(b.rows(b.shape.n_embd), view(normed))


def delta(b: Build, r: Recurrent, x: Tensor) -> View:
    """A gated delta net."""
    state = read_convolution(b, r)
    packed = b.graph.new(b.rows(r.conv_width), x)
    joined = _joined(b, r, r.conv_width, state, view(packed))
    memory = _fetched(b, r.state)
    mixed = b.graph.new(b.rows(r.conv_width), joined)
    q, k = _heads(b, r, mixed), _heads(b, r, mixed)
    decay, beta = _gates(b, r, x)
    size = (*b.rows(r.inner), (Axis.SLOTS, F32 * r.state))
    scanned = b.graph.new(size, q, k, view(mixed), decay, beta, view(memory))
    b.graph.into_cache(view(scanned))
    normed = b.graph.new(b.rows(r.inner), view(scanned))
    gate = b.graph.new(b.rows(r.inner), view(b.graph.new(b.rows(r.inner), x)))
    normed = b.graph.over(normed, gate)
    return view(b.graph.new(b.rows(b.shape.n_embd), view(normed)))


def short_convolution(b: Build, r: Recurrent, x: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
    """Projection and the joined input of a short convolution; the rest is `short_rest`."""
    packed = b.graph.new(b.rows(3 * r.inner), view(x))
    gated = b.graph.new(b.rows(r.inner), view(packed))
    return packed, _joined(b, r, r.inner, state, view(gated))


def short_rest(b: Build, r: Recurrent, packed: Tensor, joined: Tensor) -> View:
    """Convolve, gate, project."""
    mixed = b.graph.new(b.rows(r.inner), joined)
    mixed = b.graph.over(mixed, view(packed))
    return view(b.graph.new(b.rows(b.shape.n_embd), mixed))


def _convolved(b: Build, r: Recurrent, state: Tensor, part: View) -> Tensor:
    return b.graph.new(b.rows(r.conv_width), _joined(b, r, r.conv_width, state, part))


def _joined(b: Build, r: Recurrent, width: int, state: Tensor, part: View) -> Tensor:
    """The kept columns of each sequence followed by the new ones; the last columns are kept in turn."""
    size: Size = (*b.rows(width), (Axis.SLOTS, F32 * width * max(r.conv_kernel - 1, 0)))
    joined = b.graph.new(size, view(state), part)
    b.graph.into_cache(view(joined))
    return joined


def _heads(b: Build, r: Recurrent, mixed: Tensor) -> Tensor | View:
    normed = b.graph.new(b.rows(r.groups * r.state_size), view(mixed))
    if not b.traits.repeats_keys:
        return normed
    return view(b.graph.new(b.rows(r.inner), view(normed)))


def _gates(b: Build, r: Recurrent, x: Tensor) -> tuple[View, Tensor | View]:
    """Decay and strength of each head's update."""
    if b.traits.repeats_keys:
        both = b.graph.new(b.rows(2 * r.dt_rank), x)
        decay = b.graph.new(b.rows(r.dt_rank), view(both))
        return view(decay), view(b.graph.new(b.rows(r.dt_rank), view(both)))
    decay = b.graph.new(b.rows(r.dt_rank), view(b.graph.new(b.rows(r.dt_rank), x)))
    beta = b.graph.new(b.rows(r.dt_rank), view(b.graph.new(b.rows(r.dt_rank), x)))
    return view(decay), beta
