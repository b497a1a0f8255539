"""Evidence as lines a small model can read: `[F1] total memory: 20.6 GiB (Qwen3 32B, Q4_K_M, RTX 3090)`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.domain.facts import Evidence, Fact, Passage, Subject
from assistant.domain.quantity import tokens
from assistant.prompting.neutral import neutral

MOST_FACTS = 40
# What is worth telling where there are more facts than a small model can hold.
TELLING = frozenset({
    "decode_speed", "prefill_speed", "speed_ratio", "total_memory", "usable_memory", "verdict", "max_context",
    "file_size", "vram", "bandwidth", "launch_msrp", "tdp",
})  # fmt: skip
NAMES = {"launch_msrp": "launch price", "tdp": "board power", "vram": "memory", "margin": "memory left free"}


@dataclass(frozen=True)
class Marked:
    """Evidence under short ids, in the order of the prompt; `own` maps them back."""

    evidence: Evidence
    own: Mapping[str, str]


def marked(evidence: Evidence, passages: int) -> Marked:
    """Give short ids to the facts worth telling and to the first so many passages."""
    facts = tuple(replace(fact, id=f"F{n}") for n, fact in enumerate(_told(evidence.facts), start=1))
    found = tuple(replace(one, id=f"P{n}") for n, one in enumerate(evidence.passages[:passages], start=1))
    own = {new.id: old.id for new, old in zip(facts, _told(evidence.facts), strict=True)}
    own |= {new.id: old.id for new, old in zip(found, evidence.passages, strict=False)}
    return Marked(Evidence(facts, found), own)


def _told(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    if len(facts) <= MOST_FACTS:
        return facts
    return tuple(fact for fact in facts if fact.metric in TELLING)[:MOST_FACTS]


def fact_lines(facts: Iterable[Fact], name: Callable[[str], str], printed: Callable[[Fact], str]) -> Iterator[str]:
    """Write a line per fact: id, metric, value with unit, and whose it is."""
    for fact in facts:
        what = NAMES.get(fact.metric, fact.metric.replace("_", " "))
        whose = ", ".join(_subject(fact.subject, name))
        test = f"; test {fact.test}" if fact.test else ""
        yield f"[{fact.id}] {what}: {printed(fact)}" + (f" ({whose}{test})" if whose else "")


def passage_lines(passages: Iterable[Passage]) -> Iterator[str]:
    """Write a block per passage: id, where it stands, its words."""
    for one in passages:
        yield f"[{one.id}] {neutral(one.title)}, {neutral(one.section)}: {neutral(one.text, one_line=True)}"


def _subject(subject: Subject, name: Callable[[str], str]) -> Iterator[str]:
    if subject.model:
        yield name(subject.model)
    if subject.quant:
        yield subject.quant
    if subject.device:
        yield f"{subject.device_count} x " * ((subject.device_count or 1) > 1) + name(subject.device)
    if subject.context:
        yield tokens(subject.context)
    if subject.kv_type and subject.kv_type != "f16":
        yield f"KV cache {subject.kv_type}"
