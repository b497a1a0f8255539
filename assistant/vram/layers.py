"""The parts of one transformer layer that decide its memory. Widths are counts of values, not bytes."""

from dataclasses import dataclass
from typing import Literal

RecurrentKind = Literal["mamba", "mamba2", "delta", "shortconv", "other"]


@dataclass(frozen=True)
class Attention:
    """One attention block. `owns_cache` is false where the layer reads another layer's keys and values.

    With `latent` (multi-head latent attention) the cache holds one compressed row per token: keys only,
    `head_k` wide, of which the first `latent` values serve as V. `nope` and `value` are then the widths of
    one head before compression.
    """

    heads: int
    kv_heads: int
    head_k: int
    head_v: int
    sliding: bool = False
    owns_cache: bool = True
    gated: bool = False
    latent: int = 0
    q_rank: int = 0
    nope: int = 0
    value: int = 0

    @property
    def k_width(self) -> int:
        """Values of K per token."""
        return self.kv_heads * self.head_k

    @property
    def v_width(self) -> int:
        """Values of V per token as the graph sees them; see `latent` for what the cache holds."""
        return self.kv_heads * self.head_v


@dataclass(frozen=True)
class Recurrent:
    """One block with a fixed-size state: `conv_state` and `state` are float32 values per sequence."""

    kind: RecurrentKind
    conv_state: int
    state: int
    inner: int = 0
    state_size: int = 0
    groups: int = 0
    conv_kernel: int = 0
    dt_rank: int = 0

    @property
    def conv_width(self) -> int:
        """Channels that go through the convolution."""
        return self.inner + 2 * self.groups * self.state_size


@dataclass(frozen=True)
class FeedForward:
    """One feed-forward block: a dense one, experts, or both. `gate` tells whether it has a gate matrix.

    Of the router: `sigmoid` scores (with a bias that only ranks), chosen weights `normed` (None: the header does
    not say) and `scaled`, experts ranked within `groups`.
    """

    dense: int = 0
    experts: int = 0
    used: int = 0
    expert_width: int = 0
    shared_width: int = 0
    gate: bool = True
    sigmoid: bool = False
    normed: bool | None = None
    scaled: bool = False
    groups: int = 0
    groups_used: int = 0


@dataclass(frozen=True)
class Layer:
    """One layer. A part that is None is absent; a layer that is stored but never run has none."""

    attention: Attention | None
    recurrent: Recurrent | None
    feed_forward: FeedForward | None
