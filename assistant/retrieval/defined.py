"""Step 3f: a question for the meaning of a term is answered by what defines it, and only by what has the term."""

import re

from rapidfuzz.distance import OSA

from assistant.domain.facts import Passage

_ASKS_FOR_TERM = re.compile(
    r"^\W*(?:(?:and|so|ok|hi|please)\W+)*what(?:'s|s|\s+(?:exactly )?(?:is|are|does|do))\s+"
    r"(?!(?:the |an? )?(?:you\b|best\b|cheapest\b|fastest\b|difference\b|point\b|catch\b|good\b|right\b|it\b|this\b"
    r"|my\b))(?:the |an? )?"
    r"(?P<term>[^?,;:]{2,80}?)(?:\s+(?:actually )?(?:means?|stands? for|do|does|for|good for|used for|exactly)\b.*"
    r"|\s+(?:and|when|if|that)\s.*"
    r"|\s+(?:in (?:simple|plain|short|easy|other|layman\S*|a few)|like i|for (?:a )?beginner)\b.*|\W*)$",
    re.IGNORECASE,
)
_LLM = re.compile(r"\bllm(?=s?\b)")
REACH = 80  # characters in which the subject of a sentence stands
_ARTICLES = frozenset({"a", "an", "the"})
_NO_VERB = frozenset(
    ("in", "on", "of", "for", "with", "at", "and", "or", "to", "from", "by", "as", "that", "which", "when", "if")
)
_MEANS = frozenset({"is", "means", "refers", "stands"})
_WORD = re.compile(r"[^\W_]+(?:[._][^\W_]+)*")
_NO_TERM = """
the a an of and or is are do does mean it its this that these those my your i you s in on inside for with from at by to
"""
_EMPTY = frozenset(_NO_TERM.split())
LONG_WORD = 8  # letters, from which two slips are read (contract 5)
SHORT_WORD = 5  # letters, below which no slip is read
ENOUGH = 0.5  # of the term's words


def term_of(question: str) -> tuple[str, ...]:
    """Return the words of the term whose meaning is asked; empty for every other question."""
    found = _ASKS_FOR_TERM.match(question)
    words = _WORD.findall(_LLM.sub("language model", found["term"].lower())) if found else []
    return tuple(word for word in words if word not in _EMPTY)


def has_term(term: tuple[str, ...], passage: Passage) -> bool:
    """Whether a passage, headings included, has at least half of the words; endings and slips do not count."""
    there = set(_WORD.findall(f"{passage.title} {passage.section} {passage.text}".lower()))
    return sum(any(_same(word, other) for other in there) for word in term) >= ENOUGH * len(term)


def definition(term: tuple[str, ...], heading: str, text: str) -> float:
    """How much of a definition a unit is, from 0 to 1.5.

    A half if it begins with the term as its subject, a half more if it goes on to say what that is ("TERM is …",
    "A TERM keeps …", not "TERMs are still early"), and a half if its heading is the term's.
    """
    return 0.5 * (defines(term, text) + says_what(term, text) + titles(term, heading))


def defines(term: tuple[str, ...], text: str) -> bool:
    """Whether a text begins with the term as its subject: "A KV cache is …", "Prefill reads …"."""
    words = [word for word in _WORD.findall(text[:REACH].lower()) if word not in _ARTICLES]
    begins = _all_same(term, words[: len(term)])
    return begins and len(words) > len(term) and words[len(term)] not in _NO_VERB


def says_what(term: tuple[str, ...], text: str) -> bool:
    """Whether a text that begins with the term says what one of it is or does."""
    words = _WORD.findall(text[:REACH].lower())
    one = words[:1] in (["a"], ["an"])
    rest = [word for word in words if word not in _ARTICLES][len(term) :]
    verb = rest[0] if rest else ""
    return defines(term, text) and (verb in _MEANS or (one and verb.endswith("s")))


def titles(term: tuple[str, ...], heading: str) -> bool:
    """Whether a heading is the term: "KV cache", "What the KV cache is"."""
    return _all_same(term, _content(heading.removeprefix("What ")))


def _all_same(term: tuple[str, ...], words: list[str]) -> bool:
    return bool(term) and len(term) == len(words) and all(map(_same, term, words))


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def _same(word: str, other: str) -> bool:
    if word == other:
        return True
    if any(letter.isdigit() for letter in word + other) or min(len(word), len(other)) < SHORT_WORD:
        return word.rstrip("s") == other.rstrip("s")
    shared = min(len(word), len(other))
    stem = shared >= SHORT_WORD and word[: shared - 1] == other[: shared - 1]
    return stem or OSA.distance(word, other, score_cutoff=2) <= (2 if len(word) >= LONG_WORD else 1)
