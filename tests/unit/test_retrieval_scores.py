"""Scores of rankings, against values computed by hand."""

import math

import pytest

from assistant.errors import RequestError
from assistant.evaluation.retrieval_bench import Judgements, measure_ranking, read_judgements
from assistant.evaluation.retrieval_scores import found, ndcg


@pytest.mark.parametrize(
    ("ranked", "grades", "score"),
    [
        (["a", "b"], {"a": 1}, 1.0),
        (["b", "a"], {"a": 1}, 1 / math.log2(3)),
        (["x", "y"], {"a": 1}, 0.0),
        (["a", "x", "b"], {"a": 1, "b": 1}, (1 + 0.5) / (1 + 1 / math.log2(3))),
        (["b", "a"], {"a": 2, "b": 1}, (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        ([], {"a": 1}, 0.0),
        (["a"], {}, 0.0),
        (["x"] * 10 + ["a"], {"a": 1}, 0.0),
    ],
)
def test_ndcg_is_the_discounted_gain_over_the_best_possible(ranked, grades, score):
    assert ndcg(ranked, grades, 10) == pytest.approx(score)


def test_found_looks_no_deeper_than_told():
    assert found(["x", "a"], {"a"}, 2)
    assert not found(["x", "a"], {"a"}, 1)


def test_beir_files_are_read_and_measured(tmp_path):
    (tmp_path / "corpus.jsonl").write_text('{"_id": "1", "title": "T", "text": "one"}\n{"_id": "2", "text": "two"}\n')
    (tmp_path / "queries-test.jsonl").write_text('{"_id": "q", "text": "which"}\n{"_id": "r", "text": "unjudged"}\n')
    (tmp_path / "qrels-test.tsv").write_text("query-id\tcorpus-id\tscore\nq\t2\t1\n")
    judgements = read_judgements(tmp_path, "test")
    assert judgements == Judgements((("1", "T", "one"), ("2", "", "two")), (("q", "which"),), {"q": {"2": 1}})
    figures = measure_ranking(judgements, lambda _, limit: ["1", "2"][:limit])
    assert (figures.questions, figures.ndcg_at_10) == (1, pytest.approx(1 / math.log2(3)))


def test_a_folder_without_the_split_is_refused(tmp_path):
    with pytest.raises(RequestError, match="'train'"):
        read_judgements(tmp_path, "train")
