"""What a KV cache takes in another type: its blocks have a fixed size, so code computes it from the f16 cache."""

import re
from collections.abc import Iterator, Mapping

from assistant.verifier.ledger import Ledger, Record, close
from assistant.verifier.quantities import Quantity, quantities
from assistant.verifier.scene import Scene, same_context
from assistant.vram.kv import BLOCK_BYTES

_BYTES: Mapping[str, int] = dict[str, int](BLOCK_BYTES.items())
_TYPE = re.compile(r"\bq(?:8_0|5_1|5_0|4_1|4_0)\b", re.IGNORECASE)
_CACHE = re.compile(r"\bcaches?\b|\bKV\b|\bK and V\b", re.IGNORECASE)
_SAVES = re.compile(
    r"\bsav\w+|\bfree\w*|\bless\b(?! than)|\bshrinks?\b|\breduc\w+|\bcuts?\b|\bsmaller\b", re.IGNORECASE
)
_OF_FULL = re.compile(r"\bof (?:the )?(?:f16|fp16|full|that|it|this|size|memory|usual|default)\b", re.IGNORECASE)


def cache_type(text: str) -> str | None:
    """Return the one quantized cache type that a text names; None without one or with several."""
    named = {match[0].lower() for match in _TYPE.finditer(text)}
    return named.pop() if len(named) == 1 else None


def in_type(quantity: Quantity, scene: Scene, ledger: Ledger, models: tuple[str, ...]) -> Iterator[tuple[Record, ...]]:
    """Yield the f16 cache from which a size, a saving or a share follows by the type that the words name.

    Source of the sizes: bytes per block of 32 values, `assistant/vram/kv.py`.
    """
    named = cache_type(scene.text) or (None if scene.before.gap else scene.before.cache)
    if (
        named is None
        or named not in ledger.words
        or not (_CACHE.search(scene.text) or _TYPE.search(scene.text) or scene.before.cache == named)
    ):
        return
    share = _BYTES[named] / _BYTES["f16"]
    for record in ledger.records:
        if record.metric == "kv_cache" and _of_scene(record, scene, models):
            saves = bool(_SAVES.search(scene.text))
            if (
                quantity.kind == "bytes"
                and _stated(record, scene, ledger)
                and close(record.value * (1 - share if saves else share), quantity)
            ):
                yield (record,)
            if quantity.kind == "percent" and _OF_FULL.search(scene.text) and close(100 * share, quantity):
                yield (record,)


def _stated(record: Record, scene: Scene, ledger: Ledger) -> bool:
    """Whether the f16 cache was said before, or in the same sentence, or by a passage: else a saving is of nothing."""
    said = record.fact.id in scene.before.recent and not scene.before.gap
    written = (
        one for passage in ledger.evidence.passages for _, found in ledger.sentences_of(passage) for one in found
    )
    return said or any(record.equals(one) for one in (*quantities(scene.text, scene.taken), *written))


def _of_scene(record: Record, scene: Scene, models: tuple[str, ...]) -> bool:
    """Whether a cache is that of the model and the context spoken of, in f16."""
    subject = record.subject
    usual = scene.before.context or scene.asked.context or scene.settled.context
    said: list[int | None] = [count for _, count in scene.contexts] or [usual]
    right = any(one is None or subject.context is None or same_context(one, subject.context) for one in said)
    return (subject.kv_type or "f16") == "f16" and subject.model in models and right
