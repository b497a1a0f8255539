"""What an answer consists of (contract 7), and the events in which it arrives."""

from dataclasses import dataclass
from typing import Literal

from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact

Status = Literal["answered", "refused", "unknown", "clarify", "out_of_scope"]
RefusalCode = Literal[
    "no_verified_speed", "catalog_only", "unknown_model", "unknown_device", "no_current_price",
    "out_of_scope", "not_in_corpus",
]  # fmt: skip
Origin = Literal["lead", "model", "passage"]


@dataclass(frozen=True)
class Sentence:
    """One released unit of text; `evidence` holds the ids of the facts or passages that carry it."""

    text: str
    origin: Origin
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A numbered source; `quote` is a substring of the text of what it cites."""

    n: int
    id: str
    kind: Literal["model", "gpu", "machine", "benchmark", "estimate", "guide", "page"]
    title: str
    url: str | None
    quote: str


@dataclass(frozen=True)
class Nearest:
    """Something close to what was refused, and what differs."""

    label: str
    differs: str
    fact: str | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a part of the question was not answered."""

    code: RefusalCode
    subject: str
    nearest: tuple[Nearest, ...] = ()


@dataclass(frozen=True)
class Option:
    """One reading to choose, as a complete question."""

    label: str
    question: str


@dataclass(frozen=True)
class Clarify:
    """A question back to the reader."""

    question: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Withheld:
    """How many sentences the verifier held back, by code; their text is never sent."""

    code: str
    count: int


@dataclass(frozen=True)
class Engine:
    """Who wrote the sentences: code alone, or a model behind the verifier."""

    kind: Literal["composed", "model"]
    model: str | None = None


@dataclass(frozen=True)
class Digests:
    """What the answer was made from; null where that part took no part."""

    corpus: str
    index: str | None = None
    prompt: str | None = None
    model: str | None = None


@dataclass(frozen=True)
class Timings:
    """Milliseconds since the question arrived."""

    facts: float
    retrieval: float | None
    first_sentence: float | None
    total: float


@dataclass(frozen=True)
class Answer:
    """One whole answer. `text` is everything a reader sees."""

    id: str
    conversation: str | None
    question: str
    language: str
    kind: str
    status: Status
    text: str
    lead: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    facts: tuple[Fact, ...]
    estimate: Estimate | None
    estimates: tuple[Estimate, ...]
    refusals: tuple[Refusal, ...]
    clarify: Clarify | None
    assumptions: tuple[str, ...]
    followups: tuple[str, ...]
    withheld: tuple[Withheld, ...]
    engine: Engine
    digests: Digests
    timings_ms: Timings
    cached: bool
