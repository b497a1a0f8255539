"""The list of slips stays true to the source, and the slips by rule are the ones that are meant."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tools.kill_suite import LEDGER, ROOT
from tools.mutants import changed, lost, read
from tools.operators import changes

FILE = Path("x.py")


def test_every_slip_of_the_list_can_be_made():
    assert list(lost(read())) == []
    assert len({one.name for one in read()}) == len(read()) >= 36


@pytest.mark.parametrize("mutant", read(), ids=lambda one: one.name)
def test_a_slip_is_python(mutant):
    for text in changed(mutant).values():
        ast.parse(text)


def test_a_slip_whose_text_is_gone_is_named():
    gone = replace(read()[0], old="no such text")
    assert [line.split(":")[0] for line in lost((gone,))] == [gone.name]


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("a < b", {"(a <= b)", "(a >= b)"}),
        ("a in b", {"(a not in b)"}),
        ("a and b", {"(a or b)", "(a)", "(b)"}),
        ("not a", {"(a)"}),
        ("x = 2", {"x = 3", "x = 1"}),
        ("x = True", {"x = False"}),
        ("def f():\n    return a", {"def f():\n    return None"}),
        ("def f():\n    g()\n    x = a", {"def f():\n    pass\n    x = a", "def f():\n    g()\n    pass"}),
        ("re.compile('a', re.IGNORECASE)", {"re.compile('a')", "pass"}),
        ("any(a for a in b if a)", {"all((a for a in b if a))", "any(a for a in b)", "pass"}),
        ("a if b else c", {"(a)", "(c)"}),
        ("a + b", {"(a - b)"}),
        ("f'{a + b}'", set()),
    ],
)
def test_changes(source, made):
    assert {one.applied(source) for one in changes(FILE, source)} == made


def test_a_change_is_told_with_its_place():
    change = changes(FILE, "a = '\u00e9'\nb = c < d")[0]
    assert str(change) == "x.py:2: c < d -> (c <= d)"


def test_all_changes_of_the_ledger_are_python():
    for file in sorted((ROOT / LEDGER).glob("*.py"))[:6]:
        source = file.read_text(encoding="utf-8")
        for change in changes(file, source)[::20]:
            ast.parse(change.applied(source))
