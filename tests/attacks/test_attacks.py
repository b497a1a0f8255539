"""The short form of `make attack`: nothing leaks, true twins pass, chunks do not matter."""

import pytest

from tests.attacks.adapter import verify
from tests.attacks.groups import SEED, TITLES, classes
from tests.attacks.properties import PROPERTIES, unequal_chunks
from tests.attacks.run import report, run_group, run_property
from tests.attacks.trial import trials

MOST_WITHHELD = 0.02


@pytest.mark.parametrize("group", TITLES)
def test_no_attack_is_released_and_its_true_twin_is(group):
    row = run_group(verify, group, attacks=150, controls=100)
    assert not row.leaks, report([row], 3)
    assert len(row.withheld) <= MOST_WITHHELD * row.controls, report([row], 3)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_draft_is_withheld_when_its_evidence_is_changed(name):
    row = run_property(verify, name, controls=12)
    assert not row.leaks, report([row], 3)


@pytest.mark.parametrize("group", TITLES)
def test_the_units_do_not_depend_on_the_chunks(group):
    for expected in ("withhold", "release"):
        for trial in trials(classes(group), 24, SEED, expected):
            assert unequal_chunks(verify, trial) == [], trial.draft
