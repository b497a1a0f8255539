"""Slips of the pen in a question, mended by the words the corpus has: the embedder knows words, not letters."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from assistant.index.words import LONG_WORD, SHORTEST_SLIP, STOPWORDS

_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\S+")
FOREIGN = 0.5  # share of unknown words from which a question is taken to be in another language, not misspelt


class Spelling:
    """The words of a corpus. Words with digits and short words are never changed, as in the ranking of words.

    Nor are those of which `is_word` says that the embedder has them whole: "posts" is no slip of "costs".
    """

    def __init__(self, texts: Iterable[str], is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        counts = Counter(word for text in texts for word in _LETTERS.findall(text.casefold()))
        self._known = counts.keys() | STOPWORDS
        often = sorted(counts, key=lambda word: (-counts[word], word))
        self._meant = [word for word in often if len(word) >= SHORTEST_SLIP - 1]

    def mended(self, text: str) -> str:
        """Return the text with each word that is at one slip from a known one (two from eight letters on) replaced.

        A text mostly of unknown words is returned as it is.
        """
        words = [word.casefold() for word in _LETTERS.findall(text)]
        unknown = sum(word not in self._known for word in words)
        if not unknown or unknown > FOREIGN * len(words):
            return text
        return _TOKEN.sub(lambda token: _LETTERS.sub(self._mend, token[0]) if _plain(token[0]) else token[0], text)

    def _mend(self, found: re.Match[str]) -> str:
        word = found[0].casefold()
        if word in self._known or len(word) < SHORTEST_SLIP or self._is_word(word):
            return found[0]
        from rapidfuzz.distance import OSA  # noqa: PLC0415
        from rapidfuzz.process import extractOne  # noqa: PLC0415

        reach = 2 if len(word) >= LONG_WORD else 1
        near = extractOne(word, self._meant, scorer=OSA.distance, score_cutoff=reach)
        return str(near[0]) if near else found[0]


def _plain(token: str) -> bool:
    """Whether a token is words only: names with digits, paths and options stay as they are."""
    return not any(letter.isdigit() or letter in "_/=" for letter in token)
