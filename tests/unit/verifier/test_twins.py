"""True sentences beside false ones that differ in one thing: an owner, a direction, a bound, a figure."""

from pathlib import Path

import pytest
import yaml

from assistant.verifier.ledger import read_evidence
from assistant.verifier.verify import verify

DATA = Path(__file__).parents[2] / "data"
TWINS = [
    (group["evidence"], pair["true"], pair["false"])
    for group in yaml.safe_load((DATA / "twins.yaml").read_text(encoding="utf-8"))
    for pair in group["pairs"]
]


def _shown(evidence, text, names):
    file = read_evidence((DATA / "drafts" / "evidence" / f"{evidence}.json").read_bytes())
    return all(unit.released for unit in verify(text, file, names))


@pytest.mark.parametrize(("evidence", "true", "false"), TWINS)
def test_a_true_sentence_is_released_and_its_false_twin_is_not(evidence, true, false, names):
    assert _shown(evidence, true, names)
    assert not _shown(evidence, false, names)
