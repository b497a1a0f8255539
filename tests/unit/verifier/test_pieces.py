"""Tables, lists, headings, code, citations, marks: every piece is read, and what is read is what is shown."""

import pytest

from assistant.verifier.normalise import normalise, plain
from assistant.verifier.parts import pieces
from assistant.verifier.verify import verify
from tests.unit.verifier.workshop import WORKSHOP


@pytest.mark.parametrize(
    "text",
    [
        "```\nThe RTX 4090 does 140 tok/s.\n```",
        "```\nollama ps\nThe RTX 4090 does 140 tok/s.\n```",
        "Run this:\n\n```\nollama run llama3.1:8b\n113.5 tok/s\n```",
        "The RTX 4090 draws 450 W ```\n140 tok/s\n```",
        "<b>The RTX 4090 draws 450 W.</b>",
        "The RTX 4090 draws 450 W <!-- 140 tok/s -->.",
        "The RTX 4090 draws 450 W ![x](y).",
        "The RTX 4090 draws 450 W ([more](https://a.example)).",
        "The RTX 4090 draws 450 W, see www.example.com.",
        "The RTX 4090 draws ~~451~~ 450 W.",
        "The RTX 4090 draws 450 W[^1].",
        "The RTX 4090 draws $\\frac{900}{2}$ W.",
        "The RTX 4090 draws 450 W ####.",
        "The RTX 4090 draws 450 W \u2588\u2588.",
        "The RTX 4090 draws 450 W \U0001f525.",
        "The RTX 4090 draws \u0664\u0665\u0660 W.",
        "The RTX 4090 draws \u0417 450 W.",
        '{"power": 450}',
        "The card draws {F99}.",
        "[F14]",
        "RTX 4090: 113.5 tok/s.",
    ],
)
def test_what_cannot_be_read_by_rule_is_withheld(text, said):
    assert said(text) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The RTX 4090 draws &#52;50 W.", "The RTX 4090 draws 450 W."),
        ("The RTX 4090 draws \uff14\uff15\uff10 W.", "The RTX 4090 draws 450 W."),
        ("The RTX 4090 draws 4\u200b50 W.", "The RTX 4090 draws 450 W."),
        ("The RTX 4090 draws 4\u030150 W.", "The RTX 4090 draws 450 W."),
        ("The RTX 4090 draws 450\u00a0W.", "The RTX 4090 draws 450 W."),
        ("The RTX 4090 draws \\450 W.", None),
        ("The RTX 4090 draws 450 W\\!", "The RTX 4090 draws 450 W!"),
        ("The card\u2019s power is 450 W.", "The card's power is 450 W."),
        ("The card draws {F14}.", "The card draws 450 W."),
        ("The card has {F10} and launched at {F16}.", "The card has 24 GB and launched at $1,599."),
    ],
)
def test_what_was_checked_is_what_is_shown(written, shown, said):
    assert said(written) == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("One sentence.", ["One sentence."]),
        ("## Head\nBelow.", ["Head:", "Below."]),
        ("Lead in GB:\n- one: 24\n- two: 16", ["Lead in GB:", "- one: 24 GB", "- two: 16 GB"]),
        ("First. second.", ["First.", "second."]),
        ("| Card | Power (W) |\n|---|---|\n| A | 1 |\n| B | 2 |", ["A power (W): 1 W", "B power (W): 2 W"]),
        ("| Card | Quant | tok/s |\n|---|---|---|\n| A | Q4 | 3 |", ["A Q4 tok/s: 3 tok/s"]),
        ("| | A |\n|---|---|\n| Power (W) | 3 |", ["Power (W) A: 3 W"]),
        ("| Context | Total (GiB) |\n|---|---|\n| 8,192 | 6 |", ["8,192 tokens total (GiB): 6 GiB"]),
        ("| Card | Context | W |\n|---|---|---|\n| A | 8,192 | 6 |", ["A 8,192 tokens W: 6 W"]),
    ],
)
def test_cells_are_read_with_their_heads(text, read):
    assert list(pieces(text)) == read


@pytest.mark.parametrize("table", ["| a |\n|---|\n| 1 |", "| a | b |\n|---|---|", "| a | b |\n|---|---|\n| 1 |"])
def test_a_table_that_does_not_agree_is_an_error(table):
    with pytest.raises(ValueError, match="rows do not agree"):
        list(pieces(table))


def test_marks_of_emphasis_carry_no_words():
    assert plain("**a** _b_ ***c*** `d` 2*3*4 x_y_z") == "a b c d 2*3*4 x_y_z"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("Caf\u00e9 costs", None), ("\u03c0", "wrong_language"), ("\u2713 \u2728", "unparsed"),
     ("see a.example", "bad_link"), ("~~x~~", "unparsed"), ("a[^1]", "unparsed"), ("{F1}", None),
     ("{F1234}", "unparsed")],
)  # fmt: skip
def test_why_a_text_cannot_be_read(text, problem):
    assert normalise(text).problem == problem


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ("1 " * 201, "unparsed"),
        ("The RTX 4090 draws " + " W and ".join("450" for _ in range(45)) + " W.", "unparsed"),
        ("The RTX 4099 draws 450 W.", "unknown_name"),
        ("The RTX 4090 draws 451 W.", "unsupported_number"),
        ("The RTX 3090 draws 450 W.", "wrong_subject"),
        ("The RTX 4090 does 999 tok/s.", "unverified_speed"),
        ("Qwen3 32B Q8_0 fits on the RTX 4090.", "contradicts_verdict"),
        ("[F14]", "empty"),
    ],
)
def test_the_code_says_why(draft, code, names):
    assert [unit.code for unit in verify(draft, WORKSHOP, names)] == [code]


def test_claims_and_citations_are_told(names):
    (unit,) = verify("The RTX 4090 draws 450 W and has 24 GB [F14].", WORKSHOP, names)
    assert [claim.text for claim in unit.claims] == ["450 W", "24 GB"]
    assert unit.cites == ("F14", "F10")
    (kept,) = verify("The RTX 4090 draws 451 W.", WORKSHOP, names)
    assert [claim.text for claim in kept.claims] == ["451 W"]
    assert kept.text == "The RTX 4090 draws 451 W."
