"""Whether a passage says what a sentence says: its words or ones that say the same, its denials, nothing more."""

import re
from collections.abc import Sequence

from assistant.verifier.clauses import Clause, clauses_of, stem
from assistant.verifier.cues import FIELD, NEGATION
from assistant.verifier.ledger import Ledger

ENOUGH = 0.75  # of a clause's content words, found in one sentence of the passage
_ASSENT = re.compile(
    r"^\W*(?P<word>yes|yep|yeah|right|correct|exactly|indeed|nope|no(?=\W*[,.:;!]|\W*$)|not (?:quite"
    r"|really|exactly))\b[,.:;! ]*",
    re.IGNORECASE,
)
_NO = re.compile(r"no", re.IGNORECASE)
_ONLY = "only"
# Verbs on which a statement turns: without them the same words may say the contrary.
_PIVOTS = """
    depend vary grow shrink double halve increase decrease reduce lower raise slow speed limit allow permit forbid need
    require support lack help hurt improve worsen share split lose gain drop keep remove cost save exceed match beat
    equal differ change stay add subtract prevent cause
"""
_PIVOTAL = frozenset(map(stem, _PIVOTS.split()))
_NAMED = frozenset({"nvlink", "bridg", "pcie", "gguf", "sysctl", "vllm", "sglang"})  # either needed, or there, or not
# What everything here is about.
_GENERAL = frozenset(["model", "card", "gpu", "pair", "two", "machin", "licenc", "row", "figur", "verdict"])


def entailed(text: str, ledger: Ledger) -> str | None:
    """Return the id of a passage that carries a sentence; None if none does.

    Figures and names of products that something else carries are to be taken out of the text before.
    """
    answer = _ASSENT.match(text)
    rest = text[answer.end() :] if answer else text
    wanted = clauses_of(rest)
    if sum(map(_weight, wanted)) < 2:  # noqa: PLR2004 - too few words to tell
        return None
    if answer and not _agrees(answer["word"], rest):
        return None
    for passage in ledger.evidence.passages:
        said = ledger.clauses_of(passage)
        if all(_carried(clause, said) for clause in wanted):
            return passage.id
    return None


def _weight(clause: Clause) -> int:
    """How much a clause says; that something with a name of its own is denied says enough: "no NVLink is needed"."""
    named = any(word in _NAMED for word in clause.stems)
    return len(clause.stems) + len(clause.exact) + len(clause.absolute) + (clause.denies and named)


def _agrees(word: str, rest: str) -> bool:
    """A "no" goes before what denies or restricts, a "yes" before what does not."""
    if word.lower().startswith("not"):
        return True  # "not quite: ..." only turns to what follows
    denies = bool(NEGATION.search(rest)) or _ONLY in rest.lower()
    return denies if _NO.match(word) else not NEGATION.search(rest)


def _carried(clause: Clause, said: Sequence[Sequence[Clause]]) -> bool:
    return any(_says(sentence, clause) for sentence in said)


def _says(sentence: Sequence[Clause], clause: Clause) -> bool:
    """Whether a sentence has the words of a clause, none of them where it denies what the clause does not."""
    if not any(clause.exact <= one.exact and all(map(one.has, clause.degrees)) for one in sentence):
        return False
    limits = {_ONLY} if any(one.partial for one in sentence) else set()
    if not clause.absolute <= limits.union(*(one.absolute for one in sentence)):
        return False
    missing = 0.0
    for word in clause.stems:
        places = [one for one in sentence if one.has(word)]
        if places and not any(one.denies == clause.denies for one in places):
            return False
        if not places:
            if word in clause.degrees or word in _PIVOTAL or (FIELD.match(word) and word not in _GENERAL):
                return False
            missing += 0.5 if word in _GENERAL else 1
    return missing <= (1 - ENOUGH) * len(clause.stems)
