"""The verdict on guides and pages, kept beside them: which statements are not quoted, for exactly this corpus.

Judging 29 texts takes about ten seconds, and a fresh checkout would pay them to learn what the last check had said.
`corpus/held.json` holds the digest of what was judged; it counts only while guides, pages and catalog have that
digest. `ownrig corpus check` judges anew each time and fails if the file says something else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.contradictions import Report

FILE = "held.json"


@dataclass(frozen=True)
class Held:
    """`corpus` is the digest of guides, pages and catalog; `left_out` the statements of each text not to be quoted."""

    corpus: str
    left_out: Mapping[str, tuple[str, ...]]

    def of(self, guide: str) -> frozenset[str]:
        """The statements of one guide that disagree."""
        return frozenset(self.left_out.get(guide, ()))


def held_of(corpus: str, reports: Iterable[Report]) -> Held:
    """What a check found."""
    left = {report.guide: tuple(one.statement.raw for one in report.open) for report in reports if report.open}
    return Held(corpus, left)


def read_held(folder: Path) -> Held | None:
    """What the last check found; None if there is no such file or it cannot be read, so that all is judged anew."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        left = {str(guide): tuple(map(str, raws)) for guide, raws in found["left_out"].items()}
        return Held(str(found["corpus"]), left)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_held(folder: Path, held: Held) -> None:
    """Write the file anew."""
    text = json.dumps({"corpus": held.corpus, "left_out": held.left_out}, indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
