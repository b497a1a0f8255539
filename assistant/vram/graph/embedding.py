"""Where a graph begins: the rows of the embedding table, and what a mixed batch needs besides."""

from assistant.vram.graph.build import I64, Build
from assistant.vram.graph.feed_forward import combine
from assistant.vram.graph.tensors import Axis, Tensor


def embedded(b: Build) -> Tensor:
    """The stream that the first layer here reads: looked-up rows, or what another device hands over."""
    if b.options.first > 0:
        return _handed_over(b)
    width = b.rows(b.shape.n_embd)
    on_host = b.options.backend == "cpu"
    x = b.graph.new(width, b.input("tokens", b.rows(1))) if on_host else b.input("embedded", width)
    if on_host:
        unused = b.input("embeddings given", width)
        unused.kept = True
        b.graph.into_cache(unused)
    _mix(b, on_host=on_host)
    if b.traits.scales_embedding == "no":
        return x
    if b.traits.scales_embedding == "rows" and b.options.era == "b11549":
        return b.graph.over(x, b.input("row scales", b.rows(1)))
    return b.graph.over(x)


def _handed_over(b: Build) -> Tensor:
    """The stream after the layer before, which lies elsewhere.

    Sums are computed with the norm that follows, so their operands are copied over. From system memory that
    goes back to the last matrix: outputs of experts come over one by one.
    """
    width = b.rows(b.shape.n_embd)
    if not b.traits.norm_before:
        return b.graph.over(b.input("embedded", width))
    before = b.shape.layers[b.options.first - 1].feed_forward
    if b.options.copies > 1 or before is None or not before.experts or before.dense:
        total = b.input("embedded", width)
    elif before.shared_width:
        total = b.graph.over(b.input("embedded", width), b.input("shared", width))
    else:
        outer = b.input("outputs of experts", b.rows(before.used * b.shape.n_embd))
        total = combine(b, before, outer, b.input("weights of experts", b.rows(before.used)))
    return b.graph.over(total, b.input("residual", width))


def _mix(b: Build, *, on_host: bool) -> None:
    """Since October 2026 a batch may mix tokens and embeddings; the branch is reserved, used or not."""
    if b.options.era != "b11549":
        return
    width = b.rows(b.shape.n_embd)
    slots = b.input("slots", ((Axis.TOKENS, I64),))
    looked_up = b.graph.new(width, b.input("mixed tokens", b.rows(1))) if on_host else None
    mixed = b.graph.new(width, *((slots,) if on_host else ()), b.input("mixed", width))
    mixed.kept = True  # its last form is a view that nothing reads, so ggml never frees it
    b.graph.into_cache(looked_up or b.input("looked up", width), slots, mixed)
