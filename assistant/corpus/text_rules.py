"""What no text of the corpus may hold: characters nobody sees, marks of chat templates, orders to a model.

Whoever writes or imports a text meets these rules; so what is quoted, or shown to a model as evidence, is what a reader
sees and no more.
"""

import html
import re
import unicodedata

# Categories of characters that show nothing: format, control, private, not assigned, surrogates, enclosing marks.
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Me"})
# Letters and marks that show nothing all the same: fillers, joiners, an empty braille cell, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_TEMPLATE = re.compile(
    r"<\|[^|\n]{1,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|\[[FP]\d{1,3}(?:\s*,\s*[FP]\d{1,3})*\]"
    r"|\{F\d{1,3}\}"
)
_ROLE = re.compile(r"^\W{0,4}(?:system|assistant|user|human|developer|tool)\W{0,3}:(?!\w)", re.IGNORECASE)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b(?: (?:all|any|of|every|each)\b)*"
    r" (?:the|your|these|those|its|my|previous|prior|above|earlier|preceding|foregoing)\b[^.\n]{0,30}"
    r"\b(?:rules?|instructions?|prompts?|guidelines?|polic(?:y|ies)|restrictions?|limits)\b"
    r"|\byou are (?:now |from now on )?(?:an? |the )?(?:\w+ )?(?:ai|assistant|language model|chatbot|dan)\b"
    r"|\b(?:as|dear) (?:an? )?(?:ai|assistant|language model),? you (?:must|should|have to|will)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]*`")


def complaint(line: str) -> str | None:
    """Return what a line of text holds that it may not, as half a sentence; None if nothing.

    Marks of chat templates may stand in code spans, where a guide shows them.
    """
    seen = html.unescape(line)
    if (unseen := unseen_in(seen)) is not None:
        return f"holds U+{ord(unseen):04X}, which hides or reorders text"
    plain = _CODE.sub("", seen)
    if mark := _TEMPLATE.search(plain):
        return f"holds {mark[0]!r}, a mark of chat templates or citations"
    if role := _ROLE.match(plain):
        return f"begins with {role[0].strip()!r}, as a turn of a chat does"
    if order := _ORDER.search(unicodedata.normalize("NFKC", seen)):
        return f"reads like an order to a model: {order[0]!r}"
    return None


def unseen_in(text: str) -> str | None:
    """Return the first character that shows nothing, line ends and tabs aside; None without one."""
    if text.isascii() and text.isprintable():
        return None
    if blank := _BLANK.search(text):
        return blank[0]
    return next((one for one in text if one not in "\n\t" and unicodedata.category(one) in _UNSEEN), None)
