"""Step 3: question → passages, by meaning and by words. Satisfies the port `Searcher` of the answer path."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.facts import Passage
from assistant.domain.question import Question
from assistant.retrieval.expand import expanded
from assistant.retrieval.fusion import Fusion, Scores, fuse, lift, spread
from assistant.retrieval.named import named_cards

NAMED_CARDS = 2  # at most among the passages of an answer: facts about them are looked up anyway
RELATED_CARDS = 5
PAGES_FIRST = 5  # different guides in the first places; then the best guide speaks again


class Ranker(Protocol):
    """Ranks the chunks of one kind."""

    def scores(self, question: str, limit: int) -> tuple[Scores, Scores]:
        """Return cosine similarity and word scores by id, at most `limit` of each."""
        ...

    def passage(self, identity: str) -> Passage | None:
        """Return a chunk by id as a passage; None if there is none."""
        ...


@dataclass(frozen=True)
class Hit:
    """A passage found. `score` orders the hits of one question; `similarity` is the cosine, None if out of reach.

    `words` is the score of the words. Only `similarity` and `words` can be compared between questions.
    """

    passage: Passage
    score: float
    similarity: float | None
    words: float


@dataclass(frozen=True)
class Found:
    """Passages of guides and pages, best first; the cards of products named; cards that are merely related."""

    passages: tuple[Hit, ...]
    cards: tuple[Passage, ...]
    related: tuple[Hit, ...]


@dataclass(frozen=True)
class HybridSearcher:
    """Finds by meaning and by words at once. `read` reads the names in a question."""

    guides: Ranker
    cards: Ranker
    read: Callable[[str], Question]
    fusion: Fusion

    def search(self, question: str, *, limit: int) -> tuple[Passage, ...]:
        """Return at most `limit` passages: the cards of products named, then guides and pages, best first."""
        read = self.read(question)
        cards = self._named(read)[: min(NAMED_CARDS, limit)]
        hits = self._hits(self.guides, read, limit - len(cards))
        return (*cards, *(hit.passage for hit in hits))

    def find(self, question: str, limit: int) -> Found:
        """Return everything that a search shows; related cards only where no product is named."""
        read = self.read(question)
        names = read.models or read.devices or read.unknown
        related = () if names else self._hits(self.cards, read, RELATED_CARDS)
        return Found(self._hits(self.guides, read, limit), self._named(read), related)

    def passages(self, question: str, limit: int) -> tuple[Hit, ...]:
        """Return at most `limit` passages of guides and pages, best first."""
        return self._hits(self.guides, self.read(question), limit)

    def _named(self, question: Question) -> tuple[Passage, ...]:
        found = (self.cards.passage(one) for one in named_cards(question))
        return tuple(card for card in found if card)

    def _hits(self, ranker: Ranker, question: Question, limit: int) -> tuple[Hit, ...]:
        if limit <= 0 or not question.normalized.strip():
            return ()
        ranked, dense, words = rank(ranker, expanded(question), self.fusion)
        hits = []
        for one, score in spread(ranked, page_of, PAGES_FIRST)[:limit]:
            passage = ranker.passage(one)
            if passage:
                hits.append(Hit(passage, score, dense.get(one), words.get(one, 0.0)))
        return tuple(hits)


def rank(ranker: Ranker, text: str, fusion: Fusion) -> tuple[list[tuple[str, float]], Scores, Scores]:
    """Rank the chunks of one kind: ids with their fused score, best first; then the cosines and the word scores."""
    dense, words = ranker.scores(text, fusion.candidates)
    return lift(fuse(dense, words, fusion), page_of, fusion), dense, words


def page_of(identity: str) -> str:
    """The guide, page or card that a chunk belongs to: its id without anchor and number."""
    return identity.partition("#")[0].partition("~")[0]
