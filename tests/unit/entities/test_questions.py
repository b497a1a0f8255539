"""The written questions are read as written down beside them."""

import pytest

from tests.unit.entities.readings import differences, written


@pytest.mark.parametrize("case", written("questions.yaml"), ids=lambda case: case["q"])
def test_a_written_question_is_read_as_noted(case, read):
    assert differences(read(case["q"]), case) == {}


def test_every_kind_is_among_the_written_questions():
    kinds = {kind for case in written("questions.yaml") for kind in case["kind"]}
    assert kinds == {
        "fits", "memory", "max_context", "best_quant", "what_runs", "what_needed", "speed", "compare",
        "specification", "recommend", "upgrade", "disk_size", "price_now", "guide", "out_of_scope", "greeting",
    }  # fmt: skip


def test_of_the_questions_put_aside_at_least_nine_in_ten_are_read_as_noted(read):
    cases = written("questions-held-out.yaml")
    right = [case["q"] for case in cases if not differences(read(case["q"]), case)]
    assert len(right) >= 0.9 * len(cases)
