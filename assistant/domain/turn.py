"""One turn of a conversation: what arrives at the answer path, and the events that leave it."""

from dataclasses import dataclass
from typing import Literal

from assistant.domain.answer import Answer, Citation, Clarify, Refusal, Sentence
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact
from assistant.domain.question import Question, Settled

Step = Literal["searching", "waiting", "writing"]


@dataclass(frozen=True)
class Turn:
    """A question as it arrives. `before` is what the conversation has settled, `page` the guide it is asked on.

    `model` says whether a language model may be asked for an explanation.
    """

    id: str
    text: str
    conversation: str | None = None
    before: Settled | None = None
    page: str | None = None
    model: bool = True


@dataclass(frozen=True)
class FactsFound:
    """The lead and what carries it; leaves before retrieval and generation."""

    lead: str
    facts: tuple[Fact, ...]
    estimates: tuple[Estimate, ...]
    refusals: tuple[Refusal, ...]
    assumptions: tuple[str, ...]
    citations: tuple[Citation, ...]
    clarify: Clarify | None


@dataclass(frozen=True)
class Begun:
    """Something slower than a lookup begins, so that a reader knows what is waited for."""

    step: Step


@dataclass(frozen=True)
class Released:
    """One verified sentence behind the lead; `n` counts from 1."""

    n: int
    sentence: Sentence


@dataclass(frozen=True)
class Held:
    """The verifier held sentences back; what they said is never sent."""

    code: str
    count: int = 1


@dataclass(frozen=True)
class Noted:
    """Something went wrong behind the facts; the answer is complete without it. `message` is for the reader."""

    code: str
    message: str
    retryable: bool = False


@dataclass(frozen=True)
class Finished:
    """The whole answer, and the question as it was read, for the next turn."""

    answer: Answer
    question: Question


Event = FactsFound | Begun | Released | Held | Noted | Finished
