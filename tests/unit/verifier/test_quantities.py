"""How quantities are written, and what is not read as one."""

import pytest

from assistant.verifier.normalise import normalise
from assistant.verifier.quantities import GIB, quantities


def read(text):
    return [(one.kind, one.value) for one in quantities(normalise(text).text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5.82 GiB", [("bytes", pytest.approx(5.82 * GIB))]),
        ("6.25 GB", [("bytes", 6.25e9)]),
        ("1,008 GB/s", [("bandwidth", 1008)]),
        ("145 t/s", [("speed", 145)]),
        ("145 tokens per second", [("speed", 145)]),
        ("5,554.5 tok/s", [("speed", 5554.5)]),
        ("$1,599", [("price", 1599)]),
        ("349 USD", [("price", 349)]),
        ("450 W", [("power", 450)]),
        ("117B parameters", [("params", 117e9)]),
        ("8.03 billion parameters", [("params", pytest.approx(8.03e9))]),
        ("128k tokens", [("context", 131072)]),
        ("30%", [("percent", 30)]),
        ("six times", [("factor", 6)]),
        ("a third", [("percent", pytest.approx(100 / 3))]),
        ("two cards", [("count", 2)]),
        ("1.45e2 tok/s", [("unknown", 1.45), ("unknown", 2)]),
        ("one-four-five tok/s", [("unknown", 10)]),
        ("\u20ac1,599", [("unknown", 1599)]),
        ("640 Gb/s", [("unknown", 640)]),
        ("1\u200b4\u00ad5 tok/s", [("speed", 145)]),
        ("nothing here", []),
    ],
)
def test_read(text, found):
    assert read(text) == found


@pytest.mark.parametrize(("text", "date"), [("in July 2023", "2023-07"), ("on 12 October 2022", "2022-10-12"),
                                             ("since 2024", "2024"), ("2025-03-14", "2025-03-14")])  # fmt: skip
def test_dates(text, date):
    assert [one.date for one in quantities(text)] == [date]


def test_words_before_a_value_are_kept_with_it():
    (about,) = quantities("about 5 GiB")
    (bound,) = quantities("at least 140 tok/s")
    assert (about.about, about.bound, bound.bound) == (True, "", "at least")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("\u4e00\u767e tok/s", "wrong_language"),
        ("![alt](x.png)", "unparsed"),
        ("[a](https://example.org)", "bad_link"),
        ("see attacker.test", "bad_link"),
        ("<span title='1'>x</span>", "unparsed"),
        ("1\ufe0f\u20e34", None),
        ('{"tps": 145}', "unparsed"),
        ("plain text", None),
    ],
)
def test_what_a_reader_would_see_otherwise_is_named(text, problem):
    assert normalise(text).problem == problem
