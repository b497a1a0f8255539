"""What a reader may ask next, as complete questions about what was just answered."""

from collections.abc import Iterator

from assistant.domain.findings import Finding, Findings
from assistant.domain.weighed import Fit, LargestContext, Needed, QuantChoice, Runnable, Weighed

MOST = 3


def followups(findings: Findings) -> tuple[str, ...]:
    """Return at most three questions, for the first part that suggests any."""
    asked = [question for part in findings.parts for question in _after(part)]
    return tuple(dict.fromkeys(asked))[:MOST]


def _after(part: Finding) -> Iterator[str]:
    match part:
        case Fit() if part.weighed.estimate.verdict is not None:
            w = part.weighed
            yield f"What is the largest context for {_model(w)} on {w.device}?"
            yield f"Which quantization of {w.model.name} is best for {w.device}?"
            yield f"What can I run on {w.device}?"
        case LargestContext():
            yield f"Which quantization of {part.weighed.model.name} is best for {part.weighed.device}?"
        case QuantChoice() if part.best is not None:
            yield f"What is the largest context for {_model(part.best)} on {part.best.device}?"
        case Runnable() if part.rows:
            yield f"What is the largest context for {_model(part.rows[0])} on {part.device}?"
        case Needed() if part.choices:
            yield f"Will {_model(part.weighed)} fit on {part.choices[0].device} with 32k context?"
        case _:
            return


def _model(w: Weighed) -> str:
    return f"{w.model.name} at {w.estimate.quant}" if w.estimate.quant else w.model.name
