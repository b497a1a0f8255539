"""The one module of the trials that knows the verifier."""

import json
from functools import cache
from typing import Any

from assistant.assemble import open_names
from assistant.settings import Settings
from assistant.verifier.ledger import read_evidence
from assistant.verifier.verify import units_json
from assistant.verifier.verify import verify as verified


def verify(draft: str, evidence: dict[str, Any], chunk: int | None = None) -> dict[str, Any]:
    """Return what `ownrig verify --json` prints for a draft and an evidence file."""
    units = verified(draft, read_evidence(json.dumps(evidence).encode()), _names(), chunk=chunk)
    result: dict[str, Any] = json.loads(units_json(units))
    return result


@cache
def _names() -> Any:
    """The reader of names over the shipped catalog, opened once."""
    return open_names(Settings.read())
