"""Passages are cut into pieces that stand in them word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.units import units

TEXT = """A card has 24 GB. It is fast, e.g. for 8B models. Its bandwidth is 936.2 GB/s.

Two ways are open:

- Buy a second card.
- Rent nothing.

| Card | GB |
| RTX 3090 | 24 |

```
ollama ps
```

The guide Used cards shows more."""


def texts(text):
    return [unit.text for unit in units(text)]


def test_sentences_end_where_the_next_begins_with_a_capital():
    assert texts(TEXT)[:3] == [
        "A card has 24 GB.",
        "It is fast, e.g. for 8B models.",
        "Its bandwidth is 936.2 GB/s.",
    ]


def test_a_line_that_ends_in_a_colon_goes_with_its_list():
    assert "Two ways are open:\n\n- Buy a second card.\n- Rent nothing." in texts(TEXT)


def test_tables_and_code_are_whole():
    assert "| Card | GB |\n| RTX 3090 | 24 |" in texts(TEXT)
    assert "```\nollama ps\n```" in texts(TEXT)


def test_a_sentence_that_needs_the_one_before_leans_on_it():
    leans = {unit.text: unit.leans for unit in units(TEXT)}
    assert leans["It is fast, e.g. for 8B models."]
    assert not leans["A card has 24 GB."]


def test_a_pointer_to_another_guide_is_known():
    assert [unit.text for unit in units(TEXT) if unit.points] == ["The guide Used cards shows more."]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_of_nothing_there_are_none(text):
    assert units(text) == ()


@given(st.text(alphabet="AbC. \n|-`*1:", max_size=80))
def test_every_unit_stands_in_the_text_in_order(text):
    end = 0
    for unit in units(text):
        assert text[unit.start : unit.end] == unit.text
        assert unit.start >= end
        end = unit.end
