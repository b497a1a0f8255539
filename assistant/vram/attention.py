"""Attention fields of a header: head counts and widths per layer, and which layers slide."""

from assistant.vram import architectures as arch_rules
from assistant.vram.header import Header
from assistant.vram.layers import Attention


def sliding_layers(fields: Header, run: int, recurrent: tuple[bool, ...]) -> tuple[int, tuple[bool, ...]]:
    """The window in tokens (0: none) and, per layer, whether it slides."""
    none = (False,) * run
    window = fields.count("attention.sliding_window", 0)
    pattern = arch_rules.PATTERNS.get(fields.arch)
    if pattern:
        window = pattern.fixed or window or (0 if pattern.needs_window else pattern.window)
    if not window or fields.arch in arch_rules.IGNORES_WINDOW:
        return 0, none
    listed = fields.fields.get("attention.sliding_window_pattern")
    if isinstance(listed, list):
        return window, tuple(bool(x) for x in fields.per_layer("attention.sliding_window_pattern", 0, run))
    if fields.arch in arch_rules.ALL_SLIDE:
        return window, tuple(not r for r in recurrent)
    if pattern is None and listed is None:
        return 0, none
    period = fields.count("attention.sliding_window_pattern", pattern.period if pattern else 0)
    full = 0 if pattern and pattern.dense_first else period - 1
    return window, tuple(period == 0 or i % period != full for i in range(run))


def read_attention(fields: Header, run: int, sliding: tuple[bool, ...]) -> tuple[Attention | None, ...]:
    """One attention block per layer; None where a layer has no key-value heads.

    Raises:
        ShapeError: head counts or widths are missing or malformed.
    """
    heads = fields.per_layer("attention.head_count", 0, run)
    kv_heads = _kv_heads(fields, run, heads)
    widths = _head_widths(fields, max(heads, default=0))
    owners = _cache_owners(fields, run)
    latent = _latent(fields)
    return tuple(
        Attention(
            heads=heads[i],
            kv_heads=kv_heads[i],
            head_k=widths[2 * sliding[i]],
            head_v=widths[2 * sliding[i] + 1],
            sliding=sliding[i],
            owns_cache=i < owners,
            gated=fields.arch in arch_rules.GATED_ATTENTION,
            **latent,
        )
        if kv_heads[i]
        else None
        for i in range(run)
    )


def _kv_heads(fields: Header, run: int, heads: tuple[int, ...]) -> tuple[int, ...]:
    if "attention.head_count_kv" not in fields:
        return heads
    return fields.per_layer("attention.head_count_kv", 0, run)


def _head_widths(fields: Header, heads: int) -> tuple[int, int, int, int]:
    """K and V width of one head in full layers, then in sliding ones."""
    if heads == 0:
        return 0, 0, 0, 0
    even = fields.need("embedding_length") // heads
    k, v = fields.count("attention.key_length", even), fields.count("attention.value_length", even)
    return (
        k,
        v,
        fields.count("attention.key_length_swa", k),
        fields.count("attention.value_length_swa", v),
    )


def _cache_owners(fields: Header, run: int) -> int:
    """How many layers, from the first, own a cache."""
    fixed = arch_rules.OWN_CACHE_FROM_START.get(fields.arch)
    if fixed is not None:
        return fixed
    return run - fields.count("attention.shared_kv_layers", 0)


def _latent(fields: Header) -> dict[str, int]:
    """Latent attention applies when the file has the split key-value matrices (`key_length_mla`)."""
    if not fields.count("attention.key_length_mla", 0):
        return {}
    rope = fields.count("rope.dimension_count", 0)
    return {
        "latent": fields.need("attention.kv_lora_rank"),
        "q_rank": fields.count("attention.q_lora_rank", 0),
        "nope": fields.need("attention.key_length_mla") - rope,
        "value": fields.need("attention.value_length_mla"),
    }
