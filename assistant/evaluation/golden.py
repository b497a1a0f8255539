"""Golden cases: what is asked, and what every right answer must and must not contain (contract 7)."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from assistant.domain.answer import RefusalCode, Status
from assistant.domain.estimate import Verdict
from assistant.domain.facts import Metric, Subject, Unit
from assistant.errors import GoldenError

CaseId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedFact(_Strict):
    """A fact that must be there. Parts of the subject not named are free. `tolerance` is relative; 0 means equal."""

    metric: Metric
    subject: Subject = Subject()
    value: float | str | None = None
    unit: Unit | None = None
    tolerance: float = 0.0


class ForbiddenFact(_Strict):
    """A fact that must not be there."""

    metric: Metric
    subject: Subject = Subject()


class ExpectedEstimate(_Strict):
    """An estimate that must be there, with one of the verdicts; null means no verdict."""

    model: str
    device: str | None = None
    quant: str | None = None
    verdict: tuple[Verdict | None, ...]


class ExpectedCitations(_Strict):
    """Ids that must, or must not, be cited, and those of which at least one must be; a page also by its passages."""

    must: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


class Expect(_Strict):
    """What holds of the last answer of a case. Lists of statuses and verdicts name the allowed ones.

    An option is expected by words that one of the offered questions contains.
    """

    status: tuple[Status, ...]
    verdict: tuple[Verdict | None, ...] = ()
    facts: tuple[ExpectedFact, ...] = ()
    no_facts: tuple[ForbiddenFact, ...] = ()
    estimates: tuple[ExpectedEstimate, ...] = ()
    refusals: tuple[RefusalCode, ...] = ()
    entities: dict[
        Literal["models", "devices", "quants", "contexts", "kind", "language"], tuple[str | int, ...] | str
    ] = {}
    options: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    citations: ExpectedCitations = ExpectedCitations()


class Case(_Strict):
    """One golden case: a question, or turns of a conversation of which the last is judged."""

    id: CaseId
    question: str | None = None
    turns: tuple[str, ...] = ()
    page: str | None = None
    tags: tuple[str, ...] = ()
    expect: Expect
    why: str

    @model_validator(mode="after")
    def _one_form(self) -> "Case":
        if (self.question is None) == (not self.turns):
            raise ValueError("give either question or turns")
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """The texts to ask, in order."""
        return self.turns if self.question is None else (self.question,)


_CASES = TypeAdapter(tuple[Case, ...])


def golden_schema() -> dict[str, object]:
    """Return the JSON schema of a golden file, as frozen in `tests/golden/schema.json`."""
    return _CASES.json_schema()


def load_cases(paths: list[Path]) -> tuple[Case, ...]:
    """Read golden files (a folder means all `*.yaml` in it), in the order given.

    Raises:
        GoldenError: a file is missing or malformed, or an id occurs twice; names file, case and field.
    """
    files = [f for path in paths for f in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    if not files:
        raise GoldenError(f"no golden files under {', '.join(map(str, paths))}")
    cases = tuple(case for file in files for case in _load(file))
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise GoldenError(f"case {case.id!r} occurs twice")
        seen.add(case.id)
    return cases


def _load(file: Path) -> tuple[Case, ...]:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise GoldenError(f"{file}: {error}") from error
    try:
        return _CASES.validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = first["loc"]
        number = place[0] if place and isinstance(place[0], int) else None
        case = raw[number].get("id", number) if number is not None and isinstance(raw[number], dict) else number
        raise GoldenError(f"{file}: case {case}: {'.'.join(map(str, place[1:]))}: {first['msg']}") from error
