"""Step 3b: the cards of the products a question names, exact names only."""

import re

from assistant.domain.question import DeviceMention, ModelMention, Question

_NUMBER = re.compile(r"[a-z]*\d+[a-z]*")


def named_cards(question: Question) -> tuple[str, ...]:
    """Return the ids of cards in the order of their names, e.g. `gpus/rtx-3090`.

    A name with several readings counts where a number elsewhere in the question is in the id of just one of them
    ("Framework Desktop with the 385 chip"); otherwise, and for names the catalog lacks, there is no card: the card
    of a neighbour would look as though it were meant.
    """
    named: list[ModelMention | DeviceMention] = [*question.models, *question.devices]
    mentions = sorted(named, key=lambda mention: mention.span)
    cards = (_card(mention, question.normalized) for mention in mentions)
    return tuple(dict.fromkeys(card for card in cards if card))


def _card(mention: ModelMention | DeviceMention, text: str) -> str | None:
    one = mention.id or _told_apart(mention, text)
    if one is None:
        return None
    return f"models/{one}" if isinstance(mention, ModelMention) else f"{mention.kind}s/{one}"


def _told_apart(mention: ModelMention | DeviceMention, text: str) -> str | None:
    start, end = mention.span
    numbers = set(_NUMBER.findall(f"{text[:start]} {text[end:]}".lower()))
    fitting = [one for one in mention.candidates if numbers & set(re.split(r"[-.]", one))]
    return fitting[0] if len(fitting) == 1 and not mention.beyond_catalog else None
