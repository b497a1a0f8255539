"""A model header read into the shape the estimator computes with.

Field rules follow llama.cpp's loader (`src/llama-model.cpp`, `src/models/*.cpp`, commit 0c1e57098); what it
fixes per architecture in code is in `architectures.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from typing_extensions import override

from assistant.corpus.records import HeaderValue
from assistant.vram import architectures as arch_rules
from assistant.vram.attention import read_attention, sliding_layers
from assistant.vram.header import Header
from assistant.vram.layers import FeedForward, Layer
from assistant.vram.recurrent import read_recurrent, recurrent_layers

_SIGMOID = 2  # llama.cpp's LLAMA_EXPERT_GATING_FUNC_TYPE_SIGMOID


@dataclass(frozen=True)
class Shape:
    """What decides the memory of a model. `gaps` says what had to be assumed."""

    arch: str
    n_layers: int
    n_embd: int
    n_vocab: int
    context_native: int | None
    tied: bool
    layers: tuple[Layer, ...]
    window: int
    per_layer_embedding: int = 0
    gaps: tuple[str, ...] = ()

    @override
    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # Shapes are keys of caches; hashing dozens of layers each time would cost more than the look-up.
        return hash((self.arch, self.n_embd, self.n_vocab, self.tied, self.window, self.layers))

    @cached_property
    def distinct(self) -> tuple[Layer, ...]:
        """Each distinct layer once, in order of first occurrence."""
        return tuple(dict.fromkeys(self.layers))

    @cached_property
    def _numbers(self) -> tuple[int, ...]:
        index = {layer: number for number, layer in enumerate(self.distinct)}
        return tuple(index[layer] for layer in self.layers)

    @cached_property
    def kinds(self) -> tuple[tuple[Layer, int], ...]:
        """Each distinct layer with how often it occurs."""
        return self._count(self._numbers)

    def kinds_at(self, layers: range | None) -> tuple[tuple[Layer, int], ...]:
        """The same for a range of layer numbers; None means all."""
        return self.kinds if layers is None else self._count(self._numbers[layers.start : layers.stop])

    def _count(self, numbers: tuple[int, ...]) -> tuple[tuple[Layer, int], ...]:
        return tuple((layer, n) for i, layer in enumerate(self.distinct) if (n := numbers.count(i)))

    @cached_property
    def recurrent(self) -> bool:
        """Whether any layer keeps a recurrent state."""
        return any(layer.recurrent is not None for layer in self.distinct)

    @cached_property
    def slides(self) -> bool:
        """Whether any layer has a sliding-window cache."""
        return any(layer.attention is not None and layer.attention.sliding for layer in self.distinct)

    @cached_property
    def v_width_max(self) -> int:
        """The widest V row of all layers."""
        return max((a.v_width for layer in self.distinct if (a := layer.attention)), default=0)


def read_shape(arch: str, header: Mapping[str, HeaderValue], *, tied: bool | None) -> Shape:
    """Read a header (keys without the architecture prefix). An unknown `arch` is read by its fields alone.

    Raises:
        ShapeError: a field without which nothing can be computed is missing or malformed; names the field.
    """
    fields = Header(arch, header)
    stored = fields.need("block_count")
    run = stored - fields.count("nextn_predict_layers", 0)
    recurrent = recurrent_layers(fields, run)
    window, sliding = sliding_layers(fields, run, recurrent)
    return Shape(
        arch=arch,
        n_layers=stored,
        n_embd=fields.need("embedding_length"),
        n_vocab=fields.need("vocab_size"),
        context_native=fields.count("context_length", 0) or None,
        tied=bool(tied),
        layers=_layers(fields, run, recurrent, sliding) + (Layer(None, None, None),) * (stored - run),
        window=window,
        per_layer_embedding=fields.count("embedding_length_per_layer_input", 0) * stored,
        gaps=_gaps(fields, tied=tied, sliding=any(sliding)),
    )


def _layers(fields: Header, run: int, recurrent: tuple[bool, ...], sliding: tuple[bool, ...]) -> tuple[Layer, ...]:
    attention = read_attention(fields, run, sliding)
    state = read_recurrent(fields)
    feed_forward = _feed_forward(fields, run)
    parallel = fields.arch in arch_rules.PARALLEL_HYBRID
    return tuple(
        Layer(
            attention=None if recurrent[i] and not parallel else attention[i],
            recurrent=state if recurrent[i] else None,
            feed_forward=feed_forward[i],
        )
        for i in range(run)
    )


def _feed_forward(fields: Header, run: int) -> tuple[FeedForward | None, ...]:
    """Dense, expert or no block per layer, by the rules of the loader."""
    dense = fields.per_layer("feed_forward_length", 0, run)
    experts = fields.count("expert_count", 0)
    lead = fields.count("leading_dense_block_count", 0)
    step = fields.count("interleave_moe_layer_step", 1) or 1
    beside = fields.arch in arch_rules.DENSE_BESIDE_EXPERTS
    gate = fields.arch not in arch_rules.NO_GATE
    listed = isinstance(fields.fields.get("feed_forward_length"), list)
    used = fields.per_layer("expert_used_count", 0, run)
    width = fields.per_layer("expert_feed_forward_length", 0, run)
    router = _router(fields)

    def block(i: int) -> FeedForward | None:
        if listed and dense[i] == 0:
            return None
        if experts == 0 or i < lead or (i + 1) % step:
            return FeedForward(dense=dense[i], gate=gate) if dense[i] else None
        expert_width = width[i] or dense[i]
        return FeedForward(
            dense=dense[i] if beside else 0,
            experts=experts,
            used=used[i],
            expert_width=expert_width,
            shared_width=_shared_width(fields, expert_width),
            gate=gate,
            **router,
        )

    return tuple(block(i) for i in range(run))


class _Router(TypedDict):
    sigmoid: bool
    normed: bool | None
    scaled: bool
    groups: int
    groups_used: int


def _router(fields: Header) -> _Router:
    """How the router scores, as far as the header tells."""
    normed = fields.fields.get("expert_weights_norm")
    default = _SIGMOID if fields.arch in arch_rules.SIGMOID_ROUTER else 0
    return {
        "sigmoid": fields.count("expert_gating_func", default) == _SIGMOID,
        "normed": bool(normed) if normed is not None else None,
        "scaled": fields.fields.get("expert_weights_scale", 1.0) not in (0.0, 1.0),
        "groups": fields.count("expert_group_count", 0),
        "groups_used": fields.count("expert_group_used_count", 0),
    }


def _shared_width(fields: Header, expert_width: int) -> int:
    """The width of all shared experts together."""
    count = fields.count("expert_shared_count", 0)
    width = fields.count("expert_shared_feed_forward_length", 0)
    return width or count * expert_width


def _gaps(fields: Header, *, tied: bool | None, sliding: bool) -> tuple[str, ...]:
    gaps = []
    if tied is None:
        gaps.append("tied embeddings not stated: assumed untied")
    window = fields.count("attention.sliding_window", 0)
    if window and not sliding and fields.arch not in arch_rules.IGNORES_WINDOW:
        gaps.append("which layers slide is not known for this architecture: assumed none")
    pattern = arch_rules.PATTERNS.get(fields.arch)
    if pattern and pattern.required and not window:
        gaps.append("attention.sliding_window missing")
    layered = ("attention.head_count_kv", "full_attention_interval", "attention.recurrent_layers")
    if fields.arch in arch_rules.NON_UNIFORM and not any(
        key in fields and not (key == layered[0] and not isinstance(fields.fields[key], list)) for key in layered
    ):
        gaps.append("which layers are recurrent is not in the header")
    return tuple(gaps)
