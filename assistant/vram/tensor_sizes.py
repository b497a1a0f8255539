"""How many values the matrices of one layer hold, by its shape."""

from assistant.vram.layers import Attention, FeedForward, Layer, Recurrent


def layer_values(layer: Layer, width: int) -> int:
    """Values in the matrices of a layer; norms and biases are left out (under 0.1 %)."""
    total = 0
    if layer.attention is not None:
        total += _attention(layer.attention, width)
    if layer.recurrent is not None:
        total += _recurrent(layer.recurrent, width)
    if layer.feed_forward is not None:
        total += _shared(layer.feed_forward, width)
    return total + expert_values(layer, width)


def expert_values(layer: Layer, width: int) -> int:
    """The part of them that experts hold (`ffn_*_exps`)."""
    block = layer.feed_forward
    if block is None:
        return 0
    return block.experts * _matrices(block) * width * block.expert_width


def _matrices(block: FeedForward) -> int:
    return 3 if block.gate else 2


def _shared(block: FeedForward, width: int) -> int:
    router = block.experts * width
    return _matrices(block) * width * (block.dense + block.shared_width) + router


def _attention(a: Attention, width: int) -> int:
    if not a.latent:
        query = a.heads * a.head_k * (2 if a.gated else 1)
        cache = (a.k_width + a.v_width) if a.owns_cache else 0
        return width * (query + cache + a.heads * a.head_v)
    query = a.heads * (a.nope + a.head_k - a.latent)
    q = a.q_rank * (width + query) if a.q_rank else width * query
    return q + width * a.head_k + a.heads * a.latent * (a.nope + a.value) + a.heads * a.value * width


def _recurrent(r: Recurrent, width: int) -> int:
    if r.kind == "shortconv":
        return 4 * width * width
    if r.kind == "delta":
        return width * (r.conv_width + 2 * r.inner + 2 * r.dt_rank)
    if r.kind == "mamba":
        return width * 3 * r.inner + r.inner * (2 * r.dt_rank + 2 * r.state_size)
    return width * (r.conv_width + 2 * r.inner + r.dt_rank)
