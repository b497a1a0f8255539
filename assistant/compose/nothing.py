"""Leads for what cannot be answered: each says what is missing and what can be asked instead."""

from collections.abc import Iterator

from assistant.compose.lines import Line
from assistant.domain.answer import Refusal
from assistant.domain.findings import Nothing

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
        near = "\n".join(f"- {n.label}{f': {n.differs}' if n.differs else ''}" for n in part.refusal.nearest)
        yield Line(f"{NEAREST[part.refusal.code]}:\n\n{near}")


NEAREST = {
    "unknown_model": "The nearest names in the catalog",
    "unknown_device": "The nearest names in the catalog",
    "no_verified_speed": "The nearest verified rows",
    "not_in_corpus": "What there is",
    "catalog_only": "What there is",
    "no_current_price": "What there is",
    "out_of_scope": "What there is",
}


def _refused(refusal: Refusal, topic: str | None) -> str:
    match refusal.code:
        case "unknown_model":
            return f'The catalog has no model called "{refusal.subject}", so nothing is computed for it.'
        case "unknown_device":
            return f'The catalog has no card or machine called "{refusal.subject}", so nothing is computed for it.'
        case "no_verified_speed":
            return f"There is no verified speed for {refusal.subject}, and none is estimated."
        case "catalog_only":
            return f"Neither Ollama nor llama.cpp runs {refusal.subject}, so there is no verdict."
        case "no_current_price":
            return f"Today's price of {refusal.subject} is not known here; only launch prices are, with their dates."
        case "out_of_scope":
            return f"Not covered here: {topic or 'this subject'}. {COVERED}"
        case "not_in_corpus":
            return (
                f"The catalog has nothing on {refusal.subject}, so there is no answer to give. "
                "A guide may speak about it; answers do not draw on the guides yet."
            )
