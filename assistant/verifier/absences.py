"""What a sentence says the evidence lacks: "no speed for the 3090 here". Looked up like everything else."""

import re

from assistant.verifier.ledger import Ledger, Record, same_quant
from assistant.verifier.scene import Scene, same_context

_LACKS = re.compile(
    r"\b(?:do|does|can|could)(?:n't| not) (?:have|give|offer|say|tell|know|list|print|show|find)\b"
    r"|\bcannot (?:give|say|tell)\b"
    r"|\bthere(?:'s| is| are| was| were) no(?:t any)?\b"
    r"|\bno (?:\w+[ -]){0,5}(?:is|are|was|were) (?:available|listed|given|known|here)\b"
    r"|\b(?:have|has|with|but|and|,) no\b|^\W*no (?:verified|measured)\b"
    r"|\b(?:is|are|was|were)(?:n't| not) (?:listed|available|given|covered|measured|verified|known"
    r"|in (?:the|this|our|my))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\bonly\b|\bjust\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;:]|,(?!\d)|\b(?:but|though|although|and no|and not)\b", re.IGNORECASE)
# What is spoken of, by its words; the first that fits counts.
_OF: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\bprompts?\b|\bprefill\b|\bpp ?\d+|\binput\b", re.IGNORECASE), ("prefill_speed",)),
    (re.compile(r"\bgenerat\w+|\bdecod\w+|\btg ?\d+|\boutput\b", re.IGNORECASE), ("decode_speed",)),
    (re.compile(r"\bspeeds?\b|\btok/s\b|\btokens per second\b|\bhow fast\b|\brows?\b|\bmeasure\w*|\bbenchmark\w*",
                re.IGNORECASE), ("decode_speed", "prefill_speed")),
    (re.compile(r"\bverdicts?\b", re.IGNORECASE), ("verdict", "total_memory")),
    (re.compile(r"\bestimates?\b|\bmemory (?:figure|number|value|estimate|total|need)s?\b", re.IGNORECASE),
     ("total_memory", "verdict")),
    (re.compile(r"\bprices?\b|\bmsrp\b", re.IGNORECASE), ("launch_msrp",)),
    (re.compile(r"\bpower\b|\btdp\b", re.IGNORECASE), ("tdp",)),
    (re.compile(r"\bfile sizes?\b|\bfiles?\b", re.IGNORECASE), ("file_size",)),
)  # fmt: skip
_BEYOND = re.compile(
    r"\b(?:below|under|above|over|other than|except|besides|(?:small|larg|low|high)er than) $", re.IGNORECASE
)
_SINGLE = re.compile(r"\b(?:single|one)[ -](?:card|gpu)\b|\bone\b", re.IGNORECASE)
_TWO = re.compile(r"\btwo\b|\bboth\b|\bpair\b", re.IGNORECASE)


def absence(scene: Scene, ledger: Ledger) -> bool | None:
    """Whether what a sentence says is lacking is so; None if it says nothing of the kind."""
    if not _LACKS.search(scene.text):
        return None
    right = False
    at = 0
    for piece in [*_CLAUSE.finditer(scene.text), None]:
        end = piece.start() if piece else len(scene.text)
        start, at = at, piece.end() if piece else end
        clause = scene.text[max(0, start - (4 if start else 0)) : end]
        metrics = next((metrics for pattern, metrics in _OF if pattern.search(clause)), None)
        if metrics is None:
            continue
        lacks, there = bool(_LACKS.search(clause)), bool(_records(metrics, clause, scene, ledger))
        if not lacks and not _ONLY.search(clause):
            return None  # it says more than what is there and what is not
        if lacks == there:
            return False
        right = right or lacks
    return True if right else None


def _records(metrics: tuple[str, ...], clause: str, scene: Scene, ledger: Ledger) -> list[Record]:
    """The records of these metrics for everything that is named, or else spoken of."""
    devices = {one for named in scene.devices for one in named.ids} or set(scene.before.devices or scene.asked.devices)
    named = {one for named in scene.models for one in named.ids}
    models = named or ({scene.before.model} if scene.before.model else set(scene.asked.models))
    quants = {quant for _, quant in scene.quants}
    beyond = bool(quants) and bool(_BEYOND.search(scene.text[: scene.quants[0][0][0]]))
    contexts = [count for _, count in scene.contexts]
    found = []
    for record in ledger.records:
        subject = record.subject
        suits = (
            record.metric in metrics
            and (not devices or subject.device is None or subject.device in devices)
            and (not models or subject.model is None or subject.model in models)
            and (not quants or subject.quant is None or any(same_quant(q, subject.quant) for q in quants) != beyond)
            and (not contexts or subject.context is None or any(same_context(c, subject.context) for c in contexts))
        )
        if suits and _count_suits(clause, subject.device_count or 1):
            found.append(record)
    return found


def _count_suits(clause: str, count: int) -> bool:
    if _SINGLE.search(clause) and not _TWO.search(clause):
        return count == 1
    return True
