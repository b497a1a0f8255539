"""What a slip in the ledger would let through and no other test sees; found by making such slips."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.verifier.ledger import read_evidence
from assistant.verifier.normalise import normalise
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


def test_a_figure_of_another_quantization_is_not_carried(codes):
    assert codes("e08", "The Q4_K_M file is 42.52 GB.") == [None]
    assert codes("e08", "The Q8_0 file is 42.52 GB.") == ["wrong_subject"]


def test_a_model_named_only_in_comparison_is_not_the_one_spoken_of(codes):
    said = (
        "Qwen2.5-Coder 32B has nearly 33 billion parameters. Its Q4_K_M file is 2.2 times as big as that of the 14B. "
    )
    assert codes("e25", said + "In Q4_K_M it's 19.86 GB.") == [None, None, None]
    assert codes("e25", said + "In Q8_0 it's 15.68 GB.")[2] is not None


def test_what_two_cards_do_is_not_said_of_one(codes):
    question = "How fast is Llama 3 70B on a 3090?"
    assert codes("e09", "Two RTX 3090s run Llama 3 70B Q4_K_M at 16.57 tok/s.", question) == [None]
    assert codes("e09", "One RTX 3090 runs Llama 3 70B Q4_K_M at 16.57 tok/s.", question) == ["wrong_subject"]
    assert codes("e09", "The RTX 3090 runs Llama 3 70B Q4_K_M at 16.57 tok/s.", question) == ["wrong_subject"]


@pytest.mark.parametrize(
    "words",
    ["People report 221.95 tok/s on the RTX 4090.", "The RTX 4090 should do 221.95 tok/s.",
     "With batching the RTX 4090 does 221.95 tok/s.", "Newer drivers bring 221.95 tok/s on the RTX 4090.",
     "With newer builds the RTX 4090 does 221.95 tok/s."],
)  # fmt: skip
def test_what_is_expected_or_heard_is_no_row(codes, words):
    assert codes("e03", "The RTX 4090 does 221.95 tok/s with gpt-oss-20b.") == [None]
    assert codes("e03", words) == ["unverified_speed"]


def test_both_means_both(codes):
    assert codes("e26", "Both cards have 16 GB.") == [None]
    assert codes("e26", "Both cards have 448 GB/s of bandwidth.") == ["wrong_subject"]


def test_a_launch_price_is_no_price_of_today(codes):
    assert codes("e02", "The RTX 4060 launched at $299.") == [None]
    assert codes("e02", "The RTX 4060 sells for $299 today.")[0] is not None
    assert codes("e02", "A used RTX 4060 goes for $299 now.")[0] is not None


def test_the_test_that_is_named_is_that_of_the_row(codes):
    assert codes("e03", "The RTX 4090 does 221.95 tok/s in tg128 with gpt-oss-20b.") == [None]
    assert codes("e03", "The RTX 4090 does 221.95 tok/s in pp512 with gpt-oss-20b.") == ["unverified_speed"]


def test_speeds_of_different_models_make_no_ratio(codes):
    assert codes("e11", "gpt-oss-20b on one card is about 1.45 times as fast as gpt-oss-120b on two.")[0] is not None


@pytest.mark.parametrize(
    ("written", "seen"),
    [("\uff15\uff10\uff10 tok/s", "500 tok/s"), ("&#53;00 tok/s", "500 tok/s"), ("5&#x30;0&nbsp;tok/s", "500 tok/s")],
)
def test_the_text_is_read_as_a_reader_sees_it(written, seen):
    assert normalise(written).text == seen


def test_speeds_written_beside_a_ratio_must_be_rows_that_may_be_compared(codes):
    question = "gpt-oss 20B or 120B on the R9700?"
    rows = "gpt-oss-20b on one R9700 is at 133.92 tok/s, and gpt-oss-120b on two of them at 92.08 tok/s"
    assert codes("e11", f"{rows}.", question) == [None]
    assert codes("e11", f"{rows}, so about 45% faster.", question)[0] is not None
    assert codes("e11", f"{rows}. That is about 45% faster.", question)[1] is not None


@pytest.mark.parametrize(
    ("command", "stands"),
    [
        ("ollama run llama3.1:8b", True), ("llama-server -m model.gguf -c 8192 -ngl 99", True),
        ("ollama run llama3.1:8b\nollama ps", True), ("echo 500 tok/s", False),
        ("ollama run llama3.1:8b 500 tok/s", False),
        ("ollama run llama3.1:8b 'the 3060 does a lot'", False),
        ("RTX 3060: 500", False), ("ollama run zork9:9b 24 GB", False),
    ],
)  # fmt: skip
def test_a_code_block_holds_commands_and_nothing_else(codes, command, stands):
    (code,) = codes("e01", f"```\n{command}\n```")
    assert (code is None) is stands
