"""What must not change when a question is only worded otherwise."""

from dataclasses import dataclass, replace
from typing import Any

from assistant.domain.answer import Answer
from assistant.domain.question import Question

Parts = frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class Outcome:
    """Status, refusals and everything the answer is about. `facts` hold metric, subject and value."""

    status: str
    refusals: frozenset[str]
    options: frozenset[str]
    estimates: Parts
    facts: Parts

    def without_files(self) -> "Outcome":
        """What stays when another file of the same model is meant: an Ollama tag names the one Ollama serves."""
        estimates = frozenset((model, context) for model, _, _, context, *_ in self.estimates)
        return replace(self, estimates=estimates, facts=frozenset((model,) for _, model, *_ in self.facts))

    def without_ratios(self) -> "Outcome":
        """What stays when the two sides of a comparison are swapped."""
        return replace(self, facts=frozenset(fact for fact in self.facts if fact[0] != "speed_ratio"))

    def difference(self, other: "Outcome") -> str:
        """Both outcomes where they differ, for a reader of a failing test."""
        lines = []
        for field in ("status", "refusals", "options", "estimates", "facts"):
            mine, theirs = getattr(self, field), getattr(other, field)
            if mine != theirs and isinstance(mine, str):
                lines.append(f"{field}: base {mine!r}, variant {theirs!r}")
            elif mine != theirs:
                lines.append(f"{field}: only base {_few(mine - theirs)}, only variant {_few(theirs - mine)}")
        return "\n".join(lines)


def outcome(answer: Answer) -> Outcome:
    """Reduce an answer to what its question settles."""
    return Outcome(
        answer.status,
        frozenset(refusal.code for refusal in answer.refusals),
        frozenset(option.label for option in answer.clarify.options) if answer.clarify else frozenset(),
        frozenset(
            (e.model, e.quant, tuple((d.id, d.count) for d in e.devices), e.context, e.kv_k, e.verdict)
            for e in answer.estimates
        ),
        frozenset(
            (f.metric, f.subject.model, f.subject.quant, f.subject.device, f.subject.device_count,
             f.subject.memory_gb, f.subject.context, f.value, f.unit)
            for f in answer.facts
        ),
    )  # fmt: skip


def read_ids(question: Question) -> frozenset[frozenset[str]]:
    """The ids each name was read as."""
    return frozenset(frozenset(mention.candidates) for mention in (*question.models, *question.devices))


def _few(parts: frozenset[Any]) -> str:
    shown = sorted(map(str, parts))[:3]
    return "; ".join(shown) + (f"; … {len(parts)} in all" if len(parts) > len(shown) else "") or "nothing"
