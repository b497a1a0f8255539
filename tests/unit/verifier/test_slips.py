"""What a slip in the ledger would let through and no other test sees; found by making such slips."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.verifier.ledger import read_evidence
from assistant.verifier.verify import verify

EVIDENCE = Path(__file__).parents[2] / "data" / "drafts" / "evidence"


@pytest.fixture
def codes(names):
    def checked(evidence, draft, question=None):
        file = read_evidence((EVIDENCE / f"{evidence}.json").read_bytes())
        units = verify(draft, replace(file, question=question or file.question), names)
        return [unit.code for unit in units]

    return checked


def test_what_stands_in_brackets_is_not_read_past(codes):
    assert codes("e01", "It fits [see the table of the maker].") == ["unparsed"]


def test_nothing_is_computed_over_a_gap(codes):
    said = "The 4090 has 1008 GB/s of bandwidth and the 4080 717 GB/s. "
    assert codes("e24", said + "That's 41% more.") == [None, None]
    assert codes("e24", said + "Both draw 20 W. That's 41% more.")[2] is not None


def test_a_pronoun_means_the_card_spoken_of_and_not_the_one_it_is_compared_with(codes):
    said = "The 3060 has 88 GB/s more bandwidth than the 4060. "
    assert codes("e02", said + "Its bandwidth is 360 GB/s.") == [None, None]
    assert codes("e02", said + "Its board power is 115 W.")[1] == "wrong_subject"


def test_a_bare_yes_must_agree_with_the_verdict(codes):
    assert codes("e10", "Yes.", "Does Llama 3.1 70B fit on a 4090?") == ["contradicts_verdict"]
    assert codes("e10", "No.", "Does Llama 3.1 70B fit on a 4090?") == [None]
    assert codes("e01", "Yes.", "Does Llama 3.1 8B fit on an RTX 3060 12GB?") == [None]
