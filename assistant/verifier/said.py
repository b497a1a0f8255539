"""Figures that a passage carries: the same quantity, in a sentence that speaks of the same things."""

import re

from assistant.verifier.clauses import empty
from assistant.verifier.ledger import Ledger, close
from assistant.verifier.quantities import Quantity
from assistant.verifier.scene import Scene, clause_of, same_context

RANGE = ("from", "between")  # each end is a figure of its own; of a speed, a range is an invention
_RANGE = re.compile(r"\bbetween \d[\d.]*.{0,5} and \d|\d (?:GiB |GB )?(?:to|-) \d", re.IGNORECASE)
_VERSION = re.compile(r" (?:machine|model|version|card|configuration|mac|studio|one|variant|box)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
SHARED_WORDS = 2  # that a clause and the passage's sentence with its figure must have in common


def said_in_passage(quantity: Quantity, scene: Scene, ledger: Ledger) -> str | None:
    """A passage with a sentence that has the same quantity and speaks of the same things."""
    start, end = clause_of(scene.text, quantity.span)
    words = _words(scene.text[start:end])
    ranged = bool(_RANGE.search(scene.text))
    for passage in ledger.evidence.passages:
        before = ""
        for sentence, found in ledger.sentences_of(passage):
            same = (one for one in found if one.kind == quantity.kind and _same_value(one, quantity, ranged=ranged))
            alike = any(_is_label(sentence, one) == _is_label(scene.text, quantity) for one in same)
            around = words if words & _words(sentence) else _words(scene.text)
            if alike and _share(around, sentence, before) and _names_agree(sentence, scene, ledger):
                return passage.id
            before = sentence
    return None


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _share(words: set[str], sentence: str, before: str) -> bool:
    """Whether words are those of a sentence, or of it and the one before it."""
    own = words & _words(sentence)
    shared = own | (words & _words(before))
    content = {word for word in words if not empty(word)}
    telling = 3 * len(shared & content) > len(content) or not content  # more than a third of what it speaks of
    return bool(own) and telling and len(shared) >= min(SHARED_WORDS, len(words))


def _is_label(text: str, quantity: Quantity) -> bool:
    """Whether a size only says which version of a machine is meant: "on the 96 GB machine"."""
    return quantity.kind == "bytes" and bool(_VERSION.match(text, quantity.span[1]))


def _same_value(one: Quantity, other: Quantity, *, ranged: bool) -> bool:
    if one.kind == "date":
        return one.date.startswith(other.date)
    if one.kind == "context":
        return same_context(round(other.value), round(one.value))
    return (not one.bound or (ranged and one.bound in RANGE)) and (
        close(one.value, other) if one.unit == other.unit or one.kind != "bytes" else False
    )


def _names_agree(sentence: str, scene: Scene, ledger: Ledger) -> bool:
    """Whether a passage's sentence names nothing else than what is spoken of."""
    theirs = {one for name in ledger.names.read(sentence) for one in name.ids}
    ours = {one for name in scene.named for one in name.ids}
    spoken: set[str | None] = {*ours} or {
        *scene.before.devices,
        scene.before.model,
        scene.settled.device,
        scene.settled.model,
    }
    return not theirs or any(one in spoken for one in theirs)
