"""One turn of a conversation: what arrives at the answer path, and the events that leave it."""

from dataclasses import dataclass

from assistant.domain.answer import Answer, Refusal, Sentence
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact
from assistant.domain.question import Question, Settled


@dataclass(frozen=True)
class Turn:
    """A question as it arrives. `before` is what the conversation has settled, `page` the guide it is asked on."""

    id: str
    text: str
    conversation: str | None = None
    before: Settled | None = None
    page: str | None = None


@dataclass(frozen=True)
class FactsFound:
    """The lead and what carries it; leaves before retrieval and generation."""

    lead: str
    facts: tuple[Fact, ...]
    estimates: tuple[Estimate, ...]
    refusals: tuple[Refusal, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Released:
    """One verified sentence behind the lead; `n` counts from 1."""

    n: int
    sentence: Sentence


@dataclass(frozen=True)
class Finished:
    """The whole answer, and the question as it was read, for the next turn."""

    answer: Answer
    question: Question


Event = FactsFound | Released | Finished
