"""True sentences beside false ones that break a single rule: `pairs.yaml`."""

from pathlib import Path

import pytest
import yaml

PAIRS = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))
CASES = [pytest.param(one["released"], one["withheld"], id=one["rule"]) for group in PAIRS.values() for one in group]


@pytest.mark.parametrize(("true", "false"), CASES)
def test_the_true_sentence_is_released_and_the_false_one_is_not(true, false, said):
    assert said(true) != []
    assert said(false) == []
