"""Two rankings become one by rules that can be computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import Fusion, fuse, lift, spread

SCORES = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0, 1, allow_subnormal=False))


def weighted(weight: float, share: float = 0.0, chunks: int = 1) -> Fusion:
    return Fusion("weighted", weight, 100, share, chunks)


def test_cosines_are_stretched_and_words_are_shares_of_the_best():
    fused = fuse({"a": 0.9, "b": 0.5, "c": 0.1}, {"b": 4.0, "d": 1.0}, weighted(0.5))
    assert fused == [("b", pytest.approx(0.75)), ("a", 0.5), ("d", pytest.approx(0.125)), ("c", 0.0)]


def test_rank_fusion_counts_places_from_one():
    fused = dict(fuse({"a": 0.9, "b": 0.5}, {"b": 4.0}, Fusion("rank", 0.5, 100)))
    assert fused == {"a": pytest.approx(0.5 / 61), "b": pytest.approx(0.5 / 62 + 0.5 / 61)}


@pytest.mark.parametrize(("weight", "first"), [(1.0, "a"), (0.0, "b")])
def test_the_weight_decides_between_the_rankings(weight, first):
    assert fuse({"a": 0.9, "b": 0.1}, {"b": 2.0, "a": 1.0}, weighted(weight))[0][0] == first


def test_equal_scores_are_ordered_by_id():
    assert [one for one, _ in fuse({"b": 0.5, "a": 0.5}, {}, weighted(0.5))] == ["a", "b"]


@given(SCORES, SCORES, st.floats(0, 1))
def test_every_id_is_kept_once_with_a_score_between_0_and_1(dense, words, weight):
    fused = fuse(dense, words, weighted(weight))
    assert sorted(one for one, _ in fused) == sorted(dense.keys() | words.keys())
    assert all(0 <= score <= 1 for _, score in fused)
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


def test_a_page_that_speaks_of_it_throughout_is_lifted_over_one_good_chunk():
    ranked = [("x1", 1.0), ("y1", 0.9), ("y2", 0.9)]
    lifted = lift(ranked, lambda one: one[0], weighted(0.5, share=0.5, chunks=2))
    assert lifted == [("y1", pytest.approx(1.35)), ("y2", pytest.approx(1.35)), ("x1", pytest.approx(1.25))]


def test_without_a_share_nothing_is_lifted():
    ranked = [("x1", 1.0), ("y1", 0.5)]
    assert lift(ranked, lambda one: one[0], weighted(0.5)) == ranked


def test_the_first_places_show_different_pages_and_nothing_is_lost():
    ranked = [("x1", 5.0), ("x2", 4.0), ("y1", 3.0), ("x3", 2.0), ("z1", 1.0)]
    assert [one for one, _ in spread(ranked, lambda one: one[0], 2)] == ["x1", "y1", "x2", "x3", "z1"]
