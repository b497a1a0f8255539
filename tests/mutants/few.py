"""A few generated attacks and true twins, for the suite that has to notice a mutant of the ledger.

No file of `make test`: `tests/attacks` tries more of the same. `tools/kill_suite.py` names this file.
"""

import pytest

from tests.attacks.adapter import verify
from tests.attacks.groups import TITLES
from tests.attacks.judge import leaks, withheld
from tests.mutants.trials import few


@pytest.mark.parametrize("group", TITLES)
def test_attacks_are_withheld(group):
    assert [trial.draft for trial in few(group)[0] if leaks(trial, verify(trial.draft, trial.evidence))] == []


@pytest.mark.parametrize("group", TITLES)
def test_true_twins_are_released(group):
    assert [trial.draft for trial in few(group)[1] if withheld(verify(trial.draft, trial.evidence))] == []
