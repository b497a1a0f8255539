"""How a model is run: the settings that decide cache and compute buffers."""

from dataclasses import dataclass
from typing import Literal, get_args

KvType = Literal["f32", "f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "iq4_nl"]
KV_TYPES: tuple[str, ...] = get_args(KvType)
FULL_KV_TYPES = frozenset({"f32", "f16", "bf16"})


@dataclass(frozen=True)
class Run:
    """Settings of one llama.cpp context; the defaults are those of the contract (part 1).

    `context` is the total the engine is started with, in tokens. `outputs` is the number of logits rows
    reserved; None means one per slot, as llama-server does.
    """

    context: int = 8192
    kv_k: KvType = "f16"
    kv_v: KvType = "f16"
    flash_attention: bool = True
    slots: int = 1
    unified: bool = True
    ubatch: int = 512
    outputs: int | None = None
    swa_full: bool = False

    @property
    def ubatch_used(self) -> int:
        """Tokens per micro-batch: never more than the context."""
        return min(self.ubatch, self.context)

    @property
    def ubatch_counted(self) -> int:
        """The micro-batch that the compute buffer is sized for; smaller ones count as 32 tokens.

        Their buffers are a few MiB, and jump about with which hole the tiniest tensors happen to fit.
        """
        return max(self.ubatch_used, 32)

    @property
    def output_rows(self) -> int:
        """Logits rows reserved, at most one micro-batch."""
        return min(self.ubatch_used, self.slots if self.outputs is None else self.outputs)

    @property
    def quantized(self) -> bool:
        """Whether K or V is stored in a type that attention kernels must unpack."""
        return self.kv_k not in FULL_KV_TYPES or self.kv_v not in FULL_KV_TYPES
