"""The graph of a feed-forward block: dense, or a mixture of experts (`build_ffn`, `build_moe_ffn`)."""

from assistant.vram.graph.build import Build
from assistant.vram.graph.tensors import Tensor, view
from assistant.vram.layers import FeedForward

# CUDA fuses the weighted sum of this many experts and keeps their outputs alive for it.
FUSED_EXPERTS = range(2, 33)


def dense(b: Build, x: Tensor, width: int, *, gate: bool) -> Tensor:
    """A block of two or three matrices."""
    if not gate:
        inner = b.graph.new(b.rows(width), x)
    elif b.traits.fused_gate_up:
        inner = b.graph.new(b.rows(width), b.graph.new(b.rows(2 * width), x))
    else:
        gates = b.graph.new(b.rows(width), x)
        ups = b.graph.new(b.rows(width), x)
        inner = b.graph.new(b.rows(width), gates, ups)
    return b.graph.new(b.rows(b.shape.n_embd), inner)


def experts(b: Build, f: FeedForward, x: Tensor, route: tuple[Tensor, Tensor] | None = None) -> Tensor:
    """The weighted sum of the chosen experts; `route` if the router read something else than `x`."""
    chosen, weights = route or choose(b, f, x)
    outer = _run_experts(b, f, x, chosen)
    if not b.traits.expert_scale:
        return combine(b, f, outer, weights)
    scales = b.graph.new(b.rows(f.used), b.graph.new(b.rows(f.experts)), view(chosen))
    scaled = _times(b, outer, scales, fused=_fuses(b, f))
    return _sum(b, f, b.graph.over(scaled, view(weights)), (outer, weights, scales))


def combine(b: Build, f: FeedForward, outer: Tensor, weights: Tensor) -> Tensor:
    """Weigh the experts' outputs and add them up."""
    return _sum(b, f, _times(b, outer, weights, fused=_fuses(b, f)), (outer, weights))


def _sum(b: Build, f: FeedForward, weighted: Tensor, held: tuple[Tensor, ...]) -> Tensor:
    total = b.graph.new(b.rows(b.shape.n_embd), view(weighted), view(weighted))
    for _ in range(f.used - 2):
        total = b.graph.over(total, view(weighted))
    if _fuses(b, f):
        b.graph.hold(*held)
    return total


def shared(b: Build, f: FeedForward, x: Tensor, total: Tensor) -> Tensor:
    """Add the experts that every token passes through."""
    if not f.shared_width:
        return total
    extra = dense(b, x, f.shared_width, gate=f.gate)
    if b.traits.shared_gate:
        extra = b.graph.over(extra, b.graph.new(b.rows(1), x))
    return b.graph.over(total, extra)


def _fuses(b: Build, f: FeedForward) -> bool:
    return b.options.backend == "gpu" and b.options.era != "4227c9be4" and f.used in FUSED_EXPERTS


def _times(b: Build, outer: Tensor, weights: Tensor, *, fused: bool) -> Tensor:
    """Experts times weights: over the experts, unless a fused kernel still needs them."""
    if fused:
        return b.graph.new(outer.size, outer, view(weights))
    return b.graph.over(outer, view(weights))


def _run_experts(b: Build, f: FeedForward, x: Tensor, chosen: Tensor) -> Tensor:
    inner = b.rows(f.used * f.expert_width)
    ids = view(chosen)
    if not f.gate:
        mixed = b.graph.new(inner, view(x), ids)
    elif b.traits.fused_experts:
        both = b.graph.new(b.rows(2 * f.used * f.expert_width), view(x), ids)
        mixed = b.graph.new(inner, view(both))
    else:
        gates = b.graph.new(inner, view(x), ids)
        mixed = b.graph.new(inner, gates, b.graph.new(inner, view(x), ids))
    return b.graph.new(b.rows(f.used * b.shape.n_embd), mixed, ids)


def choose(b: Build, f: FeedForward, x: Tensor) -> tuple[Tensor, Tensor]:
    """Which experts each token goes to, and with what weights."""
    scores = b.graph.new(b.rows(f.experts), x)
    if f.sigmoid:
        biased = b.graph.new(b.rows(f.experts), view(scores))
        ranked = _grouped(b, f, biased) if f.groups > 1 else b.graph.new(b.rows(f.experts), biased)
    else:
        ranked = b.graph.new(b.rows(f.experts), scores)
    weights = b.graph.new(b.rows(f.used), view(scores), view(ranked))
    if b.traits.late_gating:
        weights = b.graph.new(b.rows(f.used), view(weights))
    if b.traits.weights_normed if f.normed is None else f.normed:
        total = b.graph.new(b.rows(1), view(weights))
        weights = b.graph.new(b.rows(f.used), view(weights), total)
        if f.scaled:
            weights = b.graph.new(b.rows(f.used), view(weights))
    return ranked, weights


def _grouped(b: Build, f: FeedForward, biased: Tensor) -> Tensor:
    """Groups of experts are ranked first, by their two best; the rest are masked out."""
    ranked = b.graph.new(b.rows(f.experts), view(biased))
    best = b.graph.new(b.rows(2 * f.groups), view(biased), view(ranked))
    sums = b.graph.new(b.rows(f.groups), view(best))
    order = b.graph.new(b.rows(f.groups), view(sums))
    kept = b.graph.new(b.rows(f.experts // f.groups * f.groups_used), view(biased), view(order))
    masked = b.graph.new(b.rows(f.experts), view(biased))
    b.graph.into_cache(kept, view(order), masked)
    return b.graph.new(b.rows(f.experts), view(masked))
