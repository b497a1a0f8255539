"""Whether a passage says what a sentence says: its words, its denials and its absolutes, nothing more."""

import re

from assistant.verifier.cues import ABSOLUTE, DEGREE, NEGATION
from assistant.verifier.ledger import Ledger

ENOUGH = 0.75  # of the sentence's words, counted in the passage; in one of its sentences, with neighbours, 0.6
NEAR = 0.6
_WORD = re.compile(r"[a-z][a-z'-]{2,}|\d[\d.,]*")
_EMPTY = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "its",
        "this",
        "that",
        "these",
        "those",
        "with",
        "from",
        "than",
        "then",
        "them",
        "they",
        "there",
        "here",
        "which",
        "what",
        "who",
        "how",
        "when",
        "where",
        "why",
        "can",
        "will",
        "would",
        "could",
        "should",
        "may",
        "might",
        "does",
        "did",
        "not",
        "but",
        "also",
        "too",
        "very",
        "just",
        "into",
        "onto",
        "over",
        "your",
        "you",
        "our",
        "out",
        "all",
        "each",
        "per",
        "one",
        "two",
        "about",
        "some",
        "such",
        "more",
        "most",
    ]
)
_FIRST = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(\"'`])|\n+")


def entailed(text: str, ledger: Ledger) -> str | None:
    """Return the id of a passage that carries a sentence word for word, near enough; None if none does."""
    words = _stems(text)
    if len(words) < 3:  # noqa: PLR2004 - too few to tell
        return None
    denied, absolute = len(NEGATION.findall(text)), _absolutes(text)
    for passage in ledger.evidence.passages:
        whole = _stems(passage.text)
        if len(words & whole) < ENOUGH * len(words) or not _numbers(text) <= _numbers(passage.text):
            continue
        for sentence in _FIRST.split(passage.text):
            here = _stems(sentence)
            alike = len(words & here) >= NEAR * len(words)
            if (
                alike
                and denied % 2 == len(NEGATION.findall(sentence)) % 2
                and absolute <= _absolutes(passage.text)
                and _degrees(text) <= _degrees(sentence)
            ):
                return passage.id
    return None


def _stems(text: str) -> set[str]:
    words = (word for word in _WORD.findall(text.lower()) if word not in _EMPTY)
    return {_stem(word) for word in words}


def _stem(word: str) -> str:
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:  # noqa: PLR2004 - a stem keeps four letters
            return word[: -len(ending)]
    return word


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


def _absolutes(text: str) -> set[str]:
    return {match.lower() for match in ABSOLUTE.findall(text)}


def _degrees(text: str) -> set[str]:
    return {_stem(match.lower()) for match in DEGREE.findall(text)}
