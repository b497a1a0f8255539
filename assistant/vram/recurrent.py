"""Recurrent fields of a header: which layers keep a state, and how large it is per sequence.

Sizes: `llama_hparams::n_embd_r` and `n_embd_s` of llama.cpp, commit 0c1e57098.
"""

from assistant.vram import architectures as arch_rules
from assistant.vram.header import Header
from assistant.vram.layers import Recurrent

_KDA_KERNEL = 4  # the convolution assumed by llama.cpp when a KDA header names none
_RWKV_SHIFTS = 2  # token shifts kept per layer unless the header says otherwise


def recurrent_layers(fields: Header, run: int) -> tuple[bool, ...]:
    """Per layer, whether it keeps a recurrent state.

    In this order: a list in the header, an interval of full-attention layers, architectures where every
    layer does both, and else the layers without key-value heads (and without a listed feed-forward block).
    """
    state = read_recurrent(fields)
    if state is None:
        return (False,) * run
    listed = fields.fields.get("attention.recurrent_layers")
    if isinstance(listed, list):
        return tuple(bool(x) for x in fields.per_layer("attention.recurrent_layers", 0, run))
    default = arch_rules.DEFAULT_INTERVAL.get(fields.arch, 0)
    interval = fields.count("full_attention_interval", default)
    if interval:
        return tuple((i + 1) % interval != 0 for i in range(run))
    if fields.arch in arch_rules.PARALLEL_HYBRID:
        return (True,) * run
    return _without_heads(fields, run)


def _without_heads(fields: Header, run: int) -> tuple[bool, ...]:
    heads = fields.per_layer("attention.head_count", 0, run)
    kv = fields.per_layer("attention.head_count_kv", 0, run) if "attention.head_count_kv" in fields else heads
    width = fields.per_layer("feed_forward_length", 0, run)
    listed = isinstance(fields.fields.get("feed_forward_length"), list)
    return tuple(kv[i] == 0 and not (listed and width[i]) for i in range(run))


def read_recurrent(fields: Header) -> Recurrent | None:
    """The state of one recurrent layer; None for a model without any.

    Raises:
        ShapeError: a state-space field is missing or malformed.
    """
    width = fields.count("embedding_length", 0)
    if cache := fields.count("shortconv.l_cache", 0):
        return Recurrent("shortconv", width * (cache - 1), 0, inner=width, conv_kernel=cache)
    if head := fields.count("wkv.head_size", 0):
        return Recurrent("other", fields.count("token_shift_count", _RWKV_SHIFTS) * width, width * head)
    if head := fields.count("kda.head_dim", 0):
        heads = max(fields.per_layer("attention.head_count", 0, 1))
        kernel = fields.count("ssm.conv_kernel", _KDA_KERNEL) or _KDA_KERNEL
        return Recurrent("other", 3 * (kernel - 1) * heads * head, head * head * heads)
    if not fields.count("ssm.inner_size", 0):
        return None
    return _state_space(fields)


def _state_space(fields: Header) -> Recurrent:
    inner, size = fields.need("ssm.inner_size"), fields.need("ssm.state_size")
    groups, kernel = fields.count("ssm.group_count", 0), fields.count("ssm.conv_kernel", 0)
    delta = fields.arch in arch_rules.DEFAULT_INTERVAL or "full_attention_interval" in fields
    return Recurrent(
        kind="delta" if delta else "mamba2" if groups else "mamba",
        conv_state=max(kernel - 1, 0) * (inner + 2 * groups * size),
        state=size * inner,
        inner=inner,
        state_size=size,
        groups=groups,
        conv_kernel=kernel,
        dt_rank=fields.count("ssm.time_step_rank", 0),
    )
