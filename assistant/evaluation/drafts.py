"""Natural drafts with a label per unit: how much true text the ledger releases, and whether false text slips through.

A folder holds `drafts.jsonl`, `{id, evidence, question, draft, units[{text, truth, kind}]}` a line, and the evidence
files it names. `truth` is `true`, `false` or `no_claim`. The units of the label and of the ledger may be cut
differently: a labelled unit counts as released if the ledger's unit around its middle is.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from assistant.errors import RequestError
from assistant.verifier.ledger import EvidenceFile, NameReader, read_evidence
from assistant.verifier.sentences import split
from assistant.verifier.verify import verify

Truth = Literal["true", "false", "no_claim"]


@dataclass(frozen=True)
class Labelled:
    """One unit with what a careful editor says of it."""

    text: str
    truth: Truth
    kind: str = ""


@dataclass(frozen=True)
class Draft:
    """One draft; `evidence` is the path of its file within the folder."""

    id: str
    evidence: str
    question: str
    draft: str
    units: tuple[Labelled, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a labelled unit; `code` why it was withheld, None if it was released."""

    draft: str
    unit: Labelled
    code: str | None


def read_drafts(folder: Path) -> Iterator[tuple[Draft, EvidenceFile]]:
    """Yield every draft with its evidence.

    Raises:
        RequestError: a file is missing or not in that form; the message names it.
    """
    try:
        lines = (folder / "drafts.jsonl").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            draft = _draft(f"{folder.name}/drafts.jsonl: line {number}", line)
            evidence = read_evidence((folder / draft.evidence).read_bytes())
            yield draft, replace(evidence, question=draft.question)
    except OSError as error:
        raise RequestError(f"{str(folder)!r} is not a folder of drafts: {error}") from error


def _draft(place: str, line: str) -> Draft:
    try:
        return TypeAdapter(Draft).validate_json(json.dumps(_with_words(json.loads(line))))
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise RequestError(f"{place}: {error}") from error


def _with_words(row: dict[str, object]) -> dict[str, object]:
    """Labels as words; some files write true and false as JSON does."""
    units = [{**unit, "truth": str(unit["truth"]).lower()} for unit in row["units"]]  # type: ignore[attr-defined]
    return {**row, "units": units}


def measure_drafts(folder: Path, names: NameReader) -> tuple[Outcome, ...]:
    """Check every draft of a folder."""
    return tuple(one for draft, evidence in read_drafts(folder) for one in _outcomes(draft, evidence, names))


def _outcomes(draft: Draft, evidence: EvidenceFile, names: NameReader) -> Iterator[Outcome]:
    ends, at = [], 0
    for raw, unit in zip(split(draft.draft), verify(draft.draft, evidence, names), strict=True):
        at += len(raw)
        ends.append((at, unit))
    start = 0
    for labelled in draft.units:
        middle = start + len(labelled.text.rstrip()) // 2
        start += len(labelled.text)
        unit = next(unit for end, unit in ends if middle < end)
        yield Outcome(draft.id, labelled, None if unit.released else unit.code)


def draft_lines(outcomes: tuple[Outcome, ...], *, withheld: bool) -> Iterator[str]:
    """The table per kind, then every false unit released, and (if asked) every true one withheld."""
    for truth in ("true", "no_claim", "false"):
        of_it = [one for one in outcomes if one.unit.truth == truth]
        yield f"{truth:<9} released {_share(of_it)}"
        kinds = Counter(one.unit.kind for one in of_it)
        yield from (f"    {kind:<12} {_share([o for o in of_it if o.unit.kind == kind])}" for kind in sorted(kinds))
    for one in outcomes:
        if one.unit.truth == "false" and one.code is None:
            yield f"RELEASED {one.draft}: {' '.join(one.unit.text.split())}"
        elif withheld and one.unit.truth != "false" and one.code:
            yield f"withheld {one.draft} ({one.code}): {' '.join(one.unit.text.split())}"


def _share(outcomes: list[Outcome]) -> str:
    released = sum(one.code is None for one in outcomes)
    return f"{released:4} of {len(outcomes):4}  {released / len(outcomes):.3f}" if outcomes else "none"
