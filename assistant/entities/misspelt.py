"""Step 1g: one misspelt letter in a family name, found by look-up instead of comparing with every name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; a shorter word has too many neighbours that are words of their own
LONG = 8  # from this length on, two letters may differ (contract 5)
LONGEST = 20
_OFFERED_AT = 2  # letters


@dataclass(frozen=True)
class Speller:
    """Family words by what is left of them when one or two letters are dropped."""

    known: frozenset[str]
    shortened: Mapping[str, tuple[str, ...]]

    @classmethod
    def build(cls, words: Iterable[str]) -> "Speller":
        """Index the words of `SHORTEST` letters or more."""
        known = frozenset(word for word in words if SHORTEST <= len(word) <= LONGEST)
        shortened: dict[str, list[str]] = {}
        for word in sorted(known):
            for rest in _shortenings(word, allowed(word)):
                shortened.setdefault(rest, []).append(word)
        return cls(known, {rest: tuple(words) for rest, words in shortened.items()})

    def near(self, word: str) -> tuple[str, ...]:
        """Return the family words within their allowed distance (a swap of neighbours counts one), nearest first."""
        if not SHORTEST - 1 <= len(word) <= LONGEST or word in self.known:
            return ()
        found: dict[str, int] = {}
        for rest in _shortenings(word, 2 if len(word) >= LONG - 1 else 1):
            for candidate in self.shortened.get(rest, ()):
                distance = OSA.distance(word, candidate)
                if distance <= allowed(candidate):
                    found[candidate] = distance
        return tuple(sorted(found, key=lambda candidate: (found[candidate], candidate)))

    def almost(self, word: str) -> bool:
        """Whether a word is two letters off a family word: too far to be read as it, near enough to be offered it."""
        if len(word) <= SHORTEST or word in self.known:
            return False
        return any(
            word[0] == known[0] and OSA.distance(word, known, score_cutoff=_OFFERED_AT) <= _OFFERED_AT
            for known in self.known
            if len(known) > SHORTEST
        )


def allowed(word: str) -> int:
    """Return how many letters of a word may differ."""
    return 2 if len(word) >= LONG else 1


def distance_at_most_one(word: str, other: str) -> bool:
    """Return whether one letter differs, or two neighbours are swapped."""
    return OSA.distance(word, other, score_cutoff=1) <= 1


def _shortenings(word: str, most: int) -> set[str]:
    """The word without any of its letters, up to `most` of them."""
    rests = latest = {word}
    for _ in range(most):
        latest = {rest[:place] + rest[place + 1 :] for rest in latest for place in range(len(rest))}
        rests = rests | latest
    return rests
