"""The graph of an attention block (`build_attn` and relatives of llama.cpp's `llama-graph.cpp`)."""

from collections.abc import Callable
from functools import partial

from assistant.vram.graph.build import F16, F32, I64, ROTATED, Build
from assistant.vram.graph.tensors import Axis, Size, Tensor, View, view
from assistant.vram.layers import Attention

Part = Tensor | View


def attend(b: Build, a: Attention, x: Tensor) -> Callable[[], Part]:
    """The attention itself; what it returns computes the rest up to the concatenated heads."""
    if a.latent:
        heads = _latent(b, a, x)
        return lambda: heads
    full, q, k, v = _projections(b, a, x)
    if a.owns_cache:
        _store(b, a, k, v)
    if b.options.flash_attention:
        mixed: Part = b.graph.new(b.rows(a.heads * a.head_v) + _unpacked(b, a), view(q), b.mask(a))
    else:
        mixed = _plain(b, a, q)
    return partial(_finished, b, a, full, mixed)


def project(b: Build, heads: Callable[[], Part]) -> Tensor:
    """The output projection."""
    return b.graph.new(b.rows(b.shape.n_embd), heads())


def _finished(b: Build, a: Attention, full: Tensor, mixed: Part) -> Part:
    """Values turned back if they were rotated, then the gate."""
    if b.options.flash_attention:
        mixed = view(mixed)
        if b.rotates(a.head_v, quantized=b.options.quantized_v):
            mixed = view(b.graph.new(b.rows(a.heads * a.head_v), _rotation_v(b, a), mixed))
    if not a.gated:
        return mixed
    gate = b.graph.new(b.rows(a.heads * a.head_v), view(full))
    return b.graph.over(mixed, gate) if isinstance(mixed, Tensor) else b.graph.over(gate, mixed)


def _projections(b: Build, a: Attention, x: Tensor) -> tuple[Tensor, Part, Part, Part]:
    """Queries, keys and values, rotated where they are; the raw query projection comes first."""
    if b.traits.fused_qkv:
        fused = b.graph.new(b.rows(a.heads * a.head_k + a.k_width + a.v_width), x)
        q = _placed(b, a, view(fused), a.heads)
        k = _placed(b, a, view(fused), a.kv_heads)
        return fused, q, k, _rotated_v(b, a, view(fused))
    raw = b.graph.new(b.rows(a.heads * a.head_k * (2 if a.gated else 1)), x)
    q = _placed(b, a, view(raw), a.heads)
    if not a.owns_cache:
        return raw, q, q, q
    if b.shape.slides:
        k = _keys(b, a, x)
        return raw, q, k, _values(b, a, x)
    v = _values(b, a, x)
    return raw, q, _keys(b, a, x), v


def _keys(b: Build, a: Attention, x: Tensor) -> Part:
    return _placed(b, a, view(b.graph.new(b.rows(a.k_width), x)), a.kv_heads)


def _values(b: Build, a: Attention, x: Tensor) -> Part:
    v: Part = view(b.graph.new(b.rows(a.v_width), x))
    if b.traits.v_norm:
        v = b.graph.new(b.rows(a.v_width), v)
    return _rotated_v(b, a, v)


def _placed(b: Build, a: Attention, part: Part, heads: int) -> Part:
    """Queries or keys with rotary positions (normed heads take them in place).

    Where keys are quantized both are multiplied by a Hadamard matrix besides.
    """
    if b.traits.rope:
        part = b.graph.new(b.rows(heads * a.head_k), part, b.positions())
    if not b.rotates(a.head_k, quantized=b.options.quantized_k):
        return part
    width = ROTATED
    while a.head_k % (2 * width) == 0:
        width *= 2
    matrix = b.input(f"rotation k {a.sliding}", ((Axis.ONE, width * width * F32),))
    return b.graph.new(b.rows(heads * a.head_k), matrix, view(part))


def _rotated_v(b: Build, a: Attention, part: Part) -> Part:
    if not b.rotates(a.head_v, quantized=b.options.quantized_v):
        return part
    return b.graph.new(b.rows(a.v_width), _rotation_v(b, a), view(part))


def _rotation_v(b: Build, a: Attention) -> Tensor:
    return b.input(f"rotation v {a.sliding}", ((Axis.ONE, ROTATED * ROTATED * F32),))


def _store(b: Build, a: Attention, k: Part, v: Part) -> None:
    tokens = Axis.TOKENS
    b.graph.into_cache(view(k), b.input(f"cells k {a.sliding}", ((tokens, I64),)))
    # Without flash attention V is stored transposed, value by value.
    each = 1 if b.options.flash_attention else b.shape.v_width_max
    b.graph.into_cache(view(v), b.input(f"cells v {a.sliding}", ((tokens, I64 * each),)))


def _unpacked(b: Build, a: Attention) -> Size:
    """CUDA unpacks quantized keys and values of the whole cache to 16 bits, behind the result."""
    if b.options.backend != "gpu" or b.options.era == "4227c9be4":
        return ()
    width = a.k_width if b.options.quantized_k else 0
    if b.options.quantized_v and not a.latent:
        width += a.v_width
    axis = Axis.SLIDING_CELLS if a.sliding else Axis.FULL_CELLS
    return ((axis, F16 * width),) if width else ()


def _plain(b: Build, a: Attention, q: Part) -> Tensor:
    axis = Axis.SLIDING_SCORES if a.sliding else Axis.FULL_SCORES
    scores = b.graph.new(((axis, F32 * a.heads),), view(q))
    scores = b.graph.over(scores, b.mask(a))
    mixed = b.graph.new(b.rows(a.heads * a.head_v), scores)
    return b.graph.new(b.rows(a.heads * a.head_v), view(mixed))


def _latent(b: Build, a: Attention, x: Tensor) -> Part:
    """Latent attention with absorbed projections: keys of one compressed head, values a part of them."""
    rope = a.head_k - a.latent
    narrow = b.graph.new(b.rows(a.q_rank), x) if a.q_rank else x
    q = b.graph.new(b.rows(a.heads * (a.nope + rope)), narrow)
    absorbed = b.graph.new(b.rows(a.heads * a.latent), view(q))
    q_rope = b.graph.new(b.rows(a.heads * rope), view(q), b.positions())
    queries = b.graph.new(b.rows(a.heads * a.head_k), view(absorbed), q_rope)
    packed = b.graph.new(b.rows(a.head_k), x)
    normed = b.graph.new(b.rows(a.latent), view(packed))
    k_rope = b.graph.new(b.rows(rope), view(packed), b.positions())
    keys = b.graph.new(b.rows(a.head_k), view(normed), k_rope)
    b.graph.into_cache(view(keys), b.input("cells k False", ((Axis.TOKENS, I64),)))
    if b.options.era == "4227c9be4":
        each = 1 if b.options.flash_attention else b.shape.v_width_max
        b.graph.into_cache(view(normed), b.input("cells v False", ((Axis.TOKENS, I64 * each),)))
    return _latent_flash(b, a, queries) if b.options.flash_attention else _latent_plain(b, a, queries)


def _latent_flash(b: Build, a: Attention, queries: Tensor) -> Part:
    mixed = b.graph.new(b.rows(a.heads * a.latent) + _unpacked(b, a), view(queries), b.mask(a))
    values = b.graph.new(b.rows(a.heads * a.value), view(mixed))
    return view(b.graph.new(b.rows(a.heads * a.value), view(values)))


def _latent_plain(b: Build, a: Attention, queries: Tensor) -> Tensor:
    stored = b.options.era == "4227c9be4"  # values had a cache of their own
    copied = () if stored else (b.graph.new(((Axis.FULL_CELLS, F16 * a.latent),)),)
    scores = b.graph.new(((Axis.FULL_SCORES, F32 * a.heads),), view(queries))
    scores = b.graph.over(scores, b.mask(a))
    mixed = b.graph.new(b.rows(a.heads * a.latent), *copied, scores)
    values = b.graph.new(b.rows(a.heads * a.value), mixed)
    return b.graph.new(b.rows(a.heads * a.value), view(values))
