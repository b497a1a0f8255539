"""A text as clauses: what each says, whether it denies it, and the words of it that must not be exchanged."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.verifier.cues import ABSOLUTE, DEGREE

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9(\"'`])|\n+")
_CLAUSE = re.compile(
    r"[;:()]|,(?!\d)| - |\b(?:but|while|whereas|although|though|because|since|so that|so|which|when|unless|if|even)\b"
    r"|\band (?=not\b)"
    r"|\bthat (?=(?:does|do|is|are|can|will)(?:n't| not)\b)"
    r"|\band (?=(?:does|do|did|is|are|can|will|has|have|was|were)(?:n't| not)\b)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\bnot\b(?! (?:only|just)\b)|n't\b|\bno\b(?! (?:more|less) than)|\bnever\b|\bneither\b|\bwithout\b|\bcannot\b"
    r"|\bnone\b|\bhardly\b",
    re.IGNORECASE,
)
_REFERS = re.compile(r"^\W*(?:it|its|that|this|they|their|these|those)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z0-9'_-]*[a-z0-9]|\d[\d.,]*\d|\d", re.IGNORECASE)
# Words that a passage must have as they are: figures, also in words, and what is called the most of its kind.
_SPECIFIC = re.compile(
    r"\d|^(?:hal(?:f|ves)|twice|double|triple|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)s?|two"
    r"|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|hundreds?|thousands?|dozens?|best|worst"
    r"|(?:fast|slow|large|small|bigg|high|low|new|old|long|short|wide|cheap|heavi|light)e?st)$"
)
_ENDINGS = ("ingly", "able", "edly", "ings", "ing", "ies", "ied", "er", "est", "es", "ed", "ly", "s")
_LEFT = 4  # letters that a stem keeps
_IRREGULAR = {
    "left": "leave", "held": "hold", "kept": "keep", "ran": "run", "bigger": "big", "got": "get", "began": "begin",
    "longer": "long", "length": "long", "larger": "large", "fewer": "few", "easier": "easy", "gpus": "gpu",
    "license": "licenc", "licenses": "licenc", "splits": "split", "used": "use", "using": "use", "uses": "use",
    "running": "run", "slowly": "slow", "slower": "slow", "slows": "slow", "best": "good", "better": "good",
    "bits": "bit", "tokens": "token", "layers": "layer", "caches": "cache", "says": "say", "means": "mean",
    "moves": "move", "moved": "move", "costs": "cost", "takes": "take", "gets": "get", "saves": "save", "makes": "make",
    "cards": "card", "add": "add", "adds": "add", "added": "add", "adding": "add", "fits": "fit", "fitted": "fit",
    "fitting": "fit", "cuts": "cut", "sees": "see", "tried": "try", "tries": "try", "freed": "free", "frees": "free",
    "drew": "draw", "drawn": "draw", "gave": "give", "given": "give", "took": "take", "taken": "take", "wrote": "write",
    "written": "write", "sold": "sell", "chose": "choose", "chosen": "choose", "spread": "spread", "lost": "lose",
    "loses": "lose", "came": "come", "went": "go", "goes": "go", "cheaper": "cheap", "dropped": "drop", "drops": "drop",
}  # fmt: skip
_EMPTY_TEXT = """
    a an the and or for are was is were be been being am has have had having its it this that these those with from than
    then them they there here what who how where why can will would could should may might does do did no not but also
    too very just into onto over your you our out per about some such of to in on at by as up i we us me my his her
    each every all any one both either neither nor if so because since while whereas although though which when even
    unless after before between across through during again once still yet well now only own same get got getting go
    keep mind aware remember note know that's it's there's here's isn't doesn't don't can't won't aren't wasn't didn't
    somewhere anyway course simply basically actually really quite rather bit little lot reason moment point place
    especially mostly mainly generally usually probably maybe perhaps certainly need needs needed must require requires
    required want wants like likes way ways thing things kind sort case cases part parts however therefore thus hence
    expect sure please worth look looks looking see check make makes yes without cannot never more most less least their
    other others another tell tells say says give gives mean means serve serves help helps yourself itself themselves
    linked connected exist exists else either
"""
_EMPTY = frozenset(_EMPTY_TEXT.split())
# Words of one line say the same here.
_SAME = """
    grow bigger larger increase rise expand growth
    split divide distribute spread
    store hold save
    start begin
    allow permit let
    use activate active read
    double twice
    busy work run
    below under
    usual normal ordinary typical
    notice see
    card gpu
    loss drop
    available support offer run
    add combine sum
    list catalog
    fix option choice
    input prompt
    long context conversation
    licence terms
    size memory
    two second pair
    print show publish
    change raise move
    mixture-of-experts moe
    handle run
    shrink smaller reduce cut lower
    notice visible obvious apparent
    fine good okay
    quality precision accuracy
    first start begin starting
    easy simple
    share common
    ordinary normal plain
    remain leave left
    part portion fraction some
    guess estimate approximation
    limit cap bound
    buy purchase buying
    shop store retailer
    weekly week
    lay store keep
    whole entire complete
    usual default typical
    depend vary
    condition term rule restriction
    notice copyright
    permit allow
    own specific additional
    connector plug cable
    check verify confirm
    lowering lower reduce
    session chat conversation
    cooling cooler fan
    chip machine
    pool share
    kernel option setting
    block group chunk
    decode generate write
    conventional ordinary classic
    support run work
    step pass
    compute calculation
"""
_SAID_OTHERWISE = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bat any (?:moment|time|point)\b|\bat once\b", "at a time"),
        (r"\b(?:whatever|regardless of|no matter|independent(?:ly)? of|irrespective of)\b", "not depend on"),
        (r"\bnothing (?:else|more)\b", "only"),
        (r"\bcom(?:es?|ing) on top(?: of)?\b|\bon top of (?:it|that|this)\b", "add"),
        (r"\ball the time\b", "constantly"),
    )
)
_PARTIAL = re.compile(r"\b(?:some|few|part|parts|partly|a fraction)\b", re.IGNORECASE)
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


@dataclass(frozen=True)
class Clause:
    """Content stems of a clause; words of degree, numbers and names with digits, absolutes, and whether it denies."""

    stems: frozenset[str]
    degrees: frozenset[str]
    exact: frozenset[str]
    absolute: frozenset[str]
    denies: bool
    partial: bool  # speaks of a part of something, as "only" does

    def has(self, stem: str) -> bool:
        """Whether the clause has a word or one that says the same."""
        kinds = _KINDS.get(stem, _NONE)
        return stem in self.stems or any(_KINDS.get(one, _NONE) & kinds for one in self.stems | self.exact)


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of one sentence, those without content left out."""
    pieces = (piece for piece in _CLAUSE.split(text) if piece and piece.strip())
    return tuple(clause for clause in map(_clause, pieces) if clause.stems or clause.exact or clause.denies)


@lru_cache(maxsize=512)  # the passages of many answers are the same few
def sentences_of(text: str) -> tuple[tuple[Clause, ...], ...]:
    """The sentences of a text as clauses; what begins with a pronoun has the words of the sentence before as well."""
    sentences: list[tuple[Clause, ...]] = []
    for sentence in _SENTENCE.split(text):
        found = clauses_of(sentence)
        if sentences and sentences[-1] and found and _REFERS.match(sentence):
            before = sentences[-1]
            shared = frozenset().union(*(one.stems for one in before if not one.denies))
            first = replace(found[0], exact=found[0].exact | before[-1].exact)
            found = tuple(replace(one, stems=one.stems | shared) for one in (first, *found[1:]))
        sentences.append(found)
    return tuple(sentences)


def empty(word: str) -> bool:
    """Whether a word says nothing of what a sentence is about."""
    return word in _EMPTY


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without its ending."""
    word = word.lower().strip("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (_LEFT if ending != "s" else _LEFT - 1):
            return _DOUBLED.sub(r"\1", word[: -len(ending)].rstrip("e"))
    return word.rstrip("e") if len(word) > _LEFT else word


_NONE: frozenset[int] = frozenset()
_LINES = tuple(frozenset(map(stem, line.split())) for line in _SAME.strip().splitlines())
_KINDS = {word: frozenset(at for at, line in enumerate(_LINES) if word in line) for word in frozenset().union(*_LINES)}


def _clause(text: str) -> Clause:
    for pattern, instead in _SAID_OTHERWISE:
        text = pattern.sub(instead, text)
    words = [match[0].lower() for match in _WORD.finditer(text)]
    stems = frozenset(one for word in words if word not in _EMPTY and (one := stem(word)) not in _EMPTY)
    degrees = frozenset(stem(match.lower()) for match in DEGREE.findall(text)) - _EMPTY_STEMS
    specific = frozenset(stem(word) for word in words if _SPECIFIC.search(word))
    absolute = {match.lower() for match in ABSOLUTE.findall(text)} - {"must"}  # as "have to", "need"
    denies = len(_NEGATION.findall(text)) % 2 == 1
    return Clause(stems - specific, degrees, specific, frozenset(absolute), denies, bool(_PARTIAL.search(text)))


_EMPTY_STEMS = frozenset({"need", "must", "most", "many", "much", "little", "often", "usual", "cannot", "less", "more"})
