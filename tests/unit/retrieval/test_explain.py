"""When guides answer, and what is named when they do not."""

import pytest

from assistant.domain.facts import Passage
from assistant.domain.question import Part, Question
from assistant.retrieval.explain import Answering, GuideReader
from assistant.retrieval.fusion import Fusion

TEXT = "The KV cache grows with the context. A longer context therefore needs more memory than a short one does."
RULE = Answering(-1.0, 2.0, 0.0, 0.0, 0.3, 0.0, 0.5, -0.9)


class Ranker:
    """Two chunks of two guides; how close the question is, is given."""

    def __init__(self, close: float) -> None:
        self.close = close
        self.asked: list[str] = []

    def scores(self, question, limit):
        self.asked.append(question)
        return {"guides/kv#a": self.close, "guides/fans#b": self.close / 2}, {"guides/kv#a": 1.0}

    def passage(self, identity):
        return Passage(identity, identity, "Section", f"/{identity}", TEXT)

    def closeness(self, question, identity):
        return (self.close, self.close, self.close)


def reader(close):
    return GuideReader(Ranker(close), Fusion("weighted", 0.5, 10), RULE, "1234")


def asked(text="why is the context so costly", language="en"):
    return Question(text, text, language, (Part("guide"),))


def test_close_passages_answer():
    said = reader(0.8).explain(asked())
    assert said.excerpts[0].text in TEXT
    assert said.index == "1234"
    assert [one.id for one in said.passages] == ["guides/kv#a", "guides/fans#b"]


def test_passages_that_are_not_close_enough_are_only_named():
    said = reader(0.4).explain(asked())
    assert said.excerpts == ()
    assert [one.id for one in said.nearest] == ["guides/kv#a", "guides/fans#b"]


def test_far_ones_are_not_even_named():
    said = reader(0.01).explain(asked())
    assert (said.excerpts, said.nearest) == ((), ())


@pytest.mark.parametrize(("close", "spoken"), [(0.6, False), (0.8, True)])
def test_beside_facts_more_is_asked_for(close, spoken):
    assert bool(reader(close).explain(asked(), beside=True).excerpts) is spoken


def test_another_language_is_judged_more_kindly():
    assert not reader(0.45).explain(asked()).excerpts
    assert reader(0.45).explain(asked("warum ist das so", "de")).excerpts


def test_only_the_clause_is_searched_where_there_is_one():
    one = reader(0.8)
    one.explain(asked(), clause="what is a cache")
    assert one.guides.asked == ["what is a cache"]


def test_the_page_a_question_is_asked_on_comes_first_among_near_equals():
    one = reader(0.8)
    lifted = one.explain(asked(), page="fans").passages[0].id
    assert lifted == "guides/kv#a"  # far behind stays behind
    near = GuideReader(_Equal(0.8), one.fusion, RULE, "1234")
    assert near.explain(asked(), page="fans").passages[0].id == "guides/fans#b"
    assert near.explain(asked()).passages[0].id == "guides/kv#a"


class _Equal(Ranker):
    def scores(self, question, limit):
        return {"guides/kv#a": 0.8, "guides/fans#b": 0.79, "guides/z#c": 0.2}, {}


def test_a_term_that_no_passage_has_is_not_explained_by_another():
    assert reader(0.8).explain(asked("what does the jinja template do")).excerpts == ()
    assert reader(0.8).explain(asked("what is the kv cahce")).excerpts
