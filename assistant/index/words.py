"""Words: BM25 over stems. Names such as `q4_k_m` and `rtx 3090` count as they are written."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.index.recipe import WordsRecipe

if TYPE_CHECKING:
    import bm25s  # type: ignore[import-untyped]
    import Stemmer  # type: ignore[import-not-found]

SHORTEST_SLIP = 5  # letters; shorter words have too many neighbours
LONG_WORD = 8  # letters, from which on two slips are read (contract 5)

_WORD = re.compile(r"\w+(?:[._]\w+)*")

# The usual English function words and question words; they carry no subject.
_FUNCTION_WORDS = """
a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my no not
of on or our should so such than that the their then there these they this those to was we were what when where which
while who why will with would you your
whats hows wheres whos thats theres dont doesnt isnt arent cant wont im ive youre
"""
STOPWORDS = frozenset(_FUNCTION_WORDS.split())


class Words:
    """Ranks chunks by the words they share with a question."""

    def __init__(self, ranker: "bm25s.BM25", recipe: WordsRecipe) -> None:
        self._ranker = ranker
        self._recipe = recipe

    @classmethod
    def build(cls, texts: Sequence[tuple[str, str]], recipe: WordsRecipe) -> "Words":
        """Index (heading, text) pairs; a heading counts `title_times` times beside the text."""
        import bm25s  # noqa: PLC0415 - numpy and numba are slow to import

        ranker = bm25s.BM25(method="lucene", k1=recipe.k1, b=recipe.b)
        stems = [stems_of(heading, recipe.language) * recipe.title_times + stems_of(text, recipe.language)
                 for heading, text in texts]  # fmt: skip
        ranker.index(stems, show_progress=False)
        return cls(ranker, recipe)

    @classmethod
    def load(cls, folder: Path, recipe: WordsRecipe) -> "Words":
        """Read what `save` wrote."""
        import bm25s  # noqa: PLC0415

        return cls(bm25s.BM25.load(folder, load_corpus=False, show_progress=False), recipe)

    def save(self, folder: Path) -> None:
        """Write the ranking's data into a folder."""
        self._ranker.save(folder, show_progress=False)

    def rank(self, question: str, limit: int) -> dict[int, float]:
        """Return the positions of at most `limit` texts that share a word with the question, with their scores."""
        import numpy as np  # noqa: PLC0415

        stems = [stem for word in stems_of(question, self._recipe.language) if (stem := self._known(word))]
        if not stems:
            return {}
        scores = self._ranker.get_scores(stems)
        limit = min(limit, len(scores))
        best = np.argpartition(-scores, limit - 1)[:limit]
        return {int(at): float(scores[at]) for at in best if scores[at] > 0}

    def _known(self, stem: str) -> str | None:
        """The stem if some text has it, else the one it is most likely a slip of, else None.

        Words of letters only: digits and suffixes are never guessed (contract 5), nor are short words.
        """
        if stem in self._ranker.vocab_dict:
            return stem
        if len(stem) < SHORTEST_SLIP or not stem.isalpha():
            return None
        from rapidfuzz.distance import OSA  # noqa: PLC0415
        from rapidfuzz.process import extractOne  # noqa: PLC0415

        reach = 2 if len(stem) >= LONG_WORD else 1
        found = extractOne(stem, self._slips, scorer=OSA.distance, score_cutoff=reach)
        return str(found[0]) if found else None

    @cached_property
    def _slips(self) -> list[str]:
        """Stems that a slip may have meant, the most frequent first, so that they win among equals."""
        vocabulary: dict[str, int] = self._ranker.vocab_dict
        starts = self._ranker.scores["indptr"]
        often = {stem: int(starts[at + 1] - starts[at]) for stem, at in vocabulary.items() if stem.isalpha()}
        return sorted((stem for stem in often if len(stem) >= SHORTEST_SLIP - 1), key=lambda stem: (-often[stem], stem))


def stems_of(text: str, language: str) -> list[str]:
    """The stems of a text in order, function words left out; `q4_k_m` and `3.2` are one word each."""
    words = [word for word in _WORD.findall(text.casefold()) if word not in STOPWORDS]
    stems: list[str] = _stemmer(language).stemWords(words)
    return stems


@lru_cache(maxsize=4)
def _stemmer(language: str) -> "Stemmer.Stemmer":
    import Stemmer  # noqa: PLC0415

    return Stemmer.Stemmer(language)
