"""Leads for what cannot be answered: each says what is missing and what can be asked instead."""

from collections.abc import Iterator

from assistant.compose.lines import Line
from assistant.domain.answer import Nearest, Refusal, RefusalCode
from assistant.domain.explained import NotSearched
from assistant.domain.findings import THIS_QUESTION, Nothing

COVERED = (
    "I cover hardware for running language models at home: whether a model fits, how much memory it takes, "
    "and what the catalog knows about models, cards and machines."
)
THANKED = "You are welcome. Ask again whenever a model, a card or a machine is in question."
GREETING = f"Hello. {COVERED} Ask, for example: Will Qwen3 8B fit on an RTX 3060 12GB?"


def nothing_lines(part: Nothing) -> Iterator[Line]:
    """Write a refusal, a topic outside, or a greeting."""
    if part.refusal is None:
        yield Line(THANKED if part.topic == "thanks" else GREETING)
        return
    yield Line(_refused(part.refusal, part.topic))
    if part.refusal.nearest:
        near = "\n".join(f"- {_near(n, part.refusal.code)}" for n in part.refusal.nearest)
        yield Line(f"{NEAREST[part.refusal.code]}:\n\n{near}")


def not_searched_lines(part: NotSearched) -> Iterator[Line]:
    """Say that the guides could not be asked."""
    yield Line(f"The guides could not be searched: {part.reason}.")


def _near(near: Nearest, code: RefusalCode) -> str:
    if code == "not_in_corpus":  # guides, whose titles may be questions
        return f"{near.label} ({near.differs})" if near.differs else near.label
    return f"{near.label}: {near.differs}" if near.differs else near.label


NEAREST = {
    "unknown_model": "The nearest names in the catalog",
    "unknown_device": "The nearest names in the catalog",
    "no_verified_speed": "The nearest verified rows",
    "not_in_corpus": "The nearest guides",
    "catalog_only": "What there is",
    "no_current_price": "What there is",
    "out_of_scope": "What there is",
}


REFUSED: dict[RefusalCode, str] = {
    "unknown_model": 'The catalog has no model called "{subject}", so nothing is computed for it.',
    "unknown_device": 'The catalog has no card or machine called "{subject}", so nothing is computed for it.',
    "no_verified_speed": "There is no verified speed for {subject}, and none is estimated.",
    "catalog_only": "Neither Ollama nor llama.cpp runs {subject}, so there is no verdict.",
    "no_current_price": "Today's price of {subject} is not known here; only launch prices are, with their dates.",
    "out_of_scope": f"Not covered here: {{subject}}. {COVERED}",
    "not_in_corpus": "The catalog has nothing on {subject}, so there is no answer to give.",
}


def _refused(refusal: Refusal, topic: str | None) -> str:
    if refusal.code == "not_in_corpus" and refusal.subject == THIS_QUESTION:
        return "Neither the guides nor the catalog answer this question."
    return REFUSED[refusal.code].format(subject=topic or refusal.subject)
