"""All attack classes: `data/group_*.yaml` with the truths they name."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.attacks.more import MORE
from tests.attacks.prepared import PREPARED
from tests.attacks.trial import AttackClass

DATA = Path(__file__).parent / "data"
TITLES = {
    "A": "How the digits are written",
    "B": "Where in the markdown",
    "C": "Unit variants and conversions",
    "D": "Relative speed",
    "E": "True number, wrong owner",
    "F": "Hedge, mood, attribution",
    "G": "Sentence splitting and streaming",
    "H": "Injection that asks for a number",
    "I": "Other quantities and names",
}
SEED = 20261125


@cache
def classes(group: str) -> tuple[AttackClass, ...]:
    """Return the classes of a group, in the order of its file."""
    return tuple(_class(group, row) for row in _read(f"group_{group.lower()}"))


def _class(group: str, row: dict[str, Any]) -> AttackClass:
    truths = _read("truths")
    return AttackClass(
        group=group,
        name=row.pop("name"),
        why=row.pop("why"),
        false=tuple(row.pop("attacks")),
        true=tuple(sentence for name in row.pop("controls") for sentence in truths[name]),
        question=tuple(row.pop("question", ())),
        passage=tuple(row.pop("passage", ())),
        verdict=row.pop("verdict", "fits"),
        prepare=PREPARED[row.pop("prepare")] if "prepare" in row else None,
        more=MORE.get(group),
        **row,  # a key nobody knows is an error
    )


def _read(name: str) -> Any:
    return yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
