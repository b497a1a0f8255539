"""What is said in words alone: verdicts, licenses, comparisons, guides, advice."""

import pytest

from tests.unit.verifier.workshop import asking, need, only, plus


def test_comfortable_is_said_where_much_is_left(said):
    text = "Llama 3.1 8B fits comfortably on the RTX 4090."
    assert said(text) == [text]
    assert said(text, only("F23")) == []
    assert said(text, plus(need("F60", "margin", 1.4))) == []
    assert said(text, plus(need("F60", "margin", 2.0))) == [text]


@pytest.mark.parametrize(
    ("question", "text", "right"),
    [
        ("Does Llama 3.1 8B Q4_K_M fit on the RTX 4090?", "Yes.", True),
        ("Does Llama 3.1 8B Q4_K_M fit on the RTX 4090?", "No.", False),
        ("Does it do 113.5 tok/s?", "Yes.", False),
        ("Is Llama 3.1 8B good?", "Yes.", False),
        ("Did it cost $1,599?", "Yes, indeed.", False),
    ],
)
def test_a_bare_yes_agrees_with_the_verdict_that_was_asked_for(question, text, right, said):
    evidence = only("F1", "F16", "F23", question=question)
    assert said(text, evidence) == ([text] if right else [])


def test_a_yes_without_a_verdict_is_withheld(said):
    assert said("Yes.", only("F1", question="Does Llama 3.1 8B fit on the RTX 4090?")) == []


def test_a_yes_is_said_of_all_verdicts_there_are(said):
    assert said("Yes.", asking("Does it fit on the RTX 4090?")) == []
