"""Where the verdict turns: longest context, largest file, mildest cache type, smallest card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from assistant.domain.estimate import Flips
from assistant.vram.assess import verdict_of
from assistant.vram.commands import OLLAMA_KV_TYPES
from assistant.vram.job import Job, Model
from assistant.vram.kv import BLOCK, BLOCK_BYTES
from assistant.vram.run import KvType
from assistant.vram.shop import Shop
from assistant.vram.verdict import Standing

CONTEXT_STEP = 256  # llama.cpp pads every cache to this many tokens
# Mildest first. iq4_nl is as large as q4_0.
QUANTIZED: tuple[KvType, ...] = ("q8_0", "q5_1", "q5_0", "q4_1", "q4_0")


@dataclass(frozen=True)
class Choices:
    """What else could be taken: files of the same model, largest first, and cards to buy, smallest first."""

    files: tuple[Model, ...] = ()
    shop: Shop | None = None


def find_flips(job: Job, choices: Choices) -> Flips:
    """The flips of a job. Those that need a device are null without one; nothing flips without a verdict."""
    if not job.model.runs:
        return Flips()
    card = choices.shop.smallest(job) if choices.shop else None
    if not job.devices:
        return Flips(smallest_gpu=card)
    now = verdict_of(job)
    return Flips(
        max_context_fits=longest_context(job, ("fits",)),
        max_context_tight=longest_context(job, ("fits", "tight")),
        best_quant=largest_file(job, choices.files),
        kv_type=None if now == "fits" else mildest_kv(job),
        smallest_gpu=card,
    )


def longest_context(job: Job, wanted: Sequence[Standing]) -> int | None:
    """The longest context, a multiple of 256 up to the native one, that stands as wanted; None if none does.

    The need never falls with the context, so bisection finds the very step where the verdict changes.
    """
    steps = (job.model.shape.context_native or 0) // CONTEXT_STEP

    def holds(step: int) -> bool:
        return verdict_of(replace(job, run=replace(job.run, context=step * CONTEXT_STEP))) in wanted

    if steps == 0 or not holds(1):
        return None
    if holds(steps):
        return steps * CONTEXT_STEP
    low, high = 1, steps - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low * CONTEXT_STEP


def largest_file(job: Job, files: Iterable[Model]) -> str | None:
    """The quantization of the first file, largest first, that fits at this context."""
    return next((file.quant for file in files if verdict_of(replace(job, model=file)) == "fits"), None)


def mildest_kv(job: Job) -> KvType | None:
    """The cache type with the most bits, below the present one, with which the job fits.

    V can only be quantized under flash attention; a type stores 32 values together, so a head must divide.
    """
    run = job.run
    if not run.flash_attention or not _divides(job):
        return None
    allowed = OLLAMA_KV_TYPES if job.engine == "ollama" else get_args(KvType)
    now = max(BLOCK_BYTES[run.kv_k], BLOCK_BYTES[run.kv_v])
    for kind in QUANTIZED:
        if kind in allowed and BLOCK_BYTES[kind] < now:
            milder = replace(job, run=replace(run, kv_k=kind, kv_v=kind))
            if verdict_of(milder) == "fits":
                return kind
    return None


def _divides(job: Job) -> bool:
    kinds = (layer.attention for layer, _ in job.model.shape.kinds)
    heads = [attention for attention in kinds if attention is not None and attention.owns_cache]
    return all(a.head_k % BLOCK == 0 and a.head_v % BLOCK == 0 for a in heads)
