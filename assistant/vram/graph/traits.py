"""How llama.cpp builds the graph of an architecture, where that changes what the allocator sees.

Source: `src/models/*.cpp` and `src/llama-graph.cpp` of llama.cpp (October 2026). An architecture that is not
listed is taken to be built like Llama, with what its header fields add. Norms, biases and scales are computed
in place and do not appear.
"""

from dataclasses import dataclass
from typing import Literal

from assistant.vram.place import Era

Scaling = Literal["no", "once", "rows"]


@dataclass(frozen=True)
class Traits:
    """What the code of an architecture decides.

    - `scales_embedding`: whether the looked-up rows are scaled on the device, by one factor or row by row.
    - `norm_before`: whether attention and feed-forward read a normed copy of the stream.
    - `late_gating`: softmax over the chosen experts only.
    - `weights_normed`: whether the chosen experts' weights are normed if the header does not say.
    - `repeats_keys`: queries and keys of a delta net are repeated for every head.
    - `residual_first`: whether the stream is the first operand of the residual sums (attention,
      feed-forward); a sum is written over its first operand.
    - `positions`: coordinates per token.
    - `selects_behind`: the rows for logits are picked behind the last layer or norm, not within the last
      layer; `selects_within_since` names the build that changed this.
    """

    scales_embedding: Scaling = "no"
    norm_before: bool = True
    rope: bool = True
    fused_qkv: bool = False
    fused_gate_up: bool = False
    v_norm: bool = False
    late_gating: bool = False
    weights_normed: bool = True
    shared_gate: bool = False
    fused_experts: bool = False
    expert_scale: bool = False
    repeats_keys: bool = False
    positions: int = 1
    selects_behind: Literal["", "layers", "norm"] = ""
    selects_within_since: Era | None = None
    residual_first: tuple[bool, bool] = (False, False)


TRAITS: dict[str, Traits] = {
    "deepseek2": Traits(weights_normed=False),
    "gemma3": Traits(scales_embedding="rows"),
    "gemma3n": Traits(scales_embedding="rows", v_norm=True),
    "gemma4": Traits(
        selects_behind="norm",
        selects_within_since="b11549",
        scales_embedding="rows",
        v_norm=True,
        fused_experts=True,
        expert_scale=True,
    ),
    "glm4": Traits(fused_gate_up=True),
    "glm4moe": Traits(weights_normed=False),
    "gpt-oss": Traits(selects_behind="layers", late_gating=True, weights_normed=False),
    "granitehybrid": Traits(scales_embedding="once", rope=False),
    "lfm2": Traits(residual_first=(True, True)),
    "lfm2moe": Traits(residual_first=(True, True)),
    "nemotron_h": Traits(selects_behind="norm", selects_within_since="b11549", rope=False),
    "nemotron_h_moe": Traits(selects_behind="norm", selects_within_since="b11549", rope=False, weights_normed=False),
    "olmo2": Traits(norm_before=False),
    "olmoe": Traits(weights_normed=False),
    "phi3": Traits(fused_qkv=True, fused_gate_up=True, residual_first=(False, True)),
    "qwen2moe": Traits(shared_gate=True, weights_normed=False),
    "qwen2vl": Traits(positions=4),
    "qwen35": Traits(selects_behind="norm", selects_within_since="b11549", positions=4),
    "qwen35moe": Traits(selects_behind="norm", selects_within_since="b11549", shared_gate=True, positions=4),
    "qwen3vl": Traits(positions=4),
    "qwen3vlmoe": Traits(positions=4),
    "qwen3next": Traits(selects_behind="norm", selects_within_since="b11549", shared_gate=True, repeats_keys=True),
}


def traits_of(arch: str) -> Traits:
    """The traits of an architecture; those of Llama for one that is not listed."""
    return TRAITS.get(arch, Traits())
