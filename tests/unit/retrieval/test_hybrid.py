"""A search gives the cards of what is named, then passages of different guides, and never more than asked for."""

import pytest

from assistant.domain.facts import Passage
from assistant.domain.question import ModelMention, Part, Question, UnknownName
from assistant.retrieval.fusion import Fusion
from assistant.retrieval.hybrid import HybridSearcher, page_of


class FixedRanker:
    """The same scores for every question; remembers what it was asked."""

    def __init__(self, dense: dict[str, float], words: dict[str, float]) -> None:
        self.dense, self.words = dense, words
        self.asked: list[str] = []

    def scores(self, question: str, limit: int) -> tuple[dict[str, float], dict[str, float]]:
        self.asked.append(question)
        return self.dense, self.words

    def passage(self, identity: str) -> Passage | None:
        known = identity in self.dense or identity in self.words
        return Passage(identity, "title", "section", None, "text") if known else None


def question(text: str) -> Question:
    models = (ModelMention("M1", (0, 2), ("m1",)),) if text.startswith("M1") else ()
    unknown = (UnknownName("M9", (0, 2), "model"),) if text.startswith("M9") else ()
    return Question(text, text, "en", (Part("guide"),), models=models, unknown=unknown)


@pytest.fixture
def searcher() -> HybridSearcher:
    guides = FixedRanker({"guides/a#1": 0.9, "guides/a#2": 0.8, "guides/b#1": 0.5}, {"guides/b#1": 2.0})
    cards = FixedRanker({"models/m1": 0.9, "models/m2": 0.5}, {})
    return HybridSearcher(guides, cards, question, Fusion("weighted", 0.6, 100))


def test_passages_come_best_first_and_from_different_guides_first(searcher):
    found = searcher.search("what is it", limit=3)
    assert [passage.id for passage in found] == ["guides/a#1", "guides/b#1", "guides/a#2"]


def test_the_named_card_comes_before_all_passages_and_counts_as_one(searcher):
    assert [passage.id for passage in searcher.search("M1?", limit=2)] == ["models/m1", "guides/a#1"]


@pytest.mark.parametrize("limit", [0, 1, 2, 9])
def test_never_more_than_asked_for(searcher, limit):
    assert len(searcher.search("M1?", limit=limit)) <= limit


def test_related_cards_are_shown_only_where_no_product_is_named(searcher):
    assert [hit.passage.id for hit in searcher.find("which one", 3).related] == ["models/m1", "models/m2"]
    assert searcher.find("M1?", 3).related == ()
    assert (searcher.find("M9?", 3).related, searcher.find("M9?", 3).cards) == ((), ())


def test_a_hit_tells_what_can_be_compared_between_questions(searcher):
    best, second, _ = searcher.passages("what", 3)
    assert (best.similarity, best.words) == (0.9, 0.0)
    assert (second.similarity, second.words) == (0.5, 2.0)


def test_an_empty_question_finds_nothing(searcher):
    assert searcher.search("  ", limit=5) == ()


@pytest.mark.parametrize(
    ("identity", "page"),
    [("guides/a#b~2", "guides/a"), ("guides/a~2", "guides/a"), ("gpus/rtx-3090", "gpus/rtx-3090")],
)
def test_a_chunk_knows_its_page(identity, page):
    assert page_of(identity) == page
