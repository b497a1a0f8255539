"""A question worded otherwise keeps its subject, verdict, status and refusals.

About 400 cases by default; `pytest tests/metamorphic -m "slow or not slow"` runs all of them, and
`python tests/metamorphic/generate.py --show all` prints the rates and every failure.
"""

from functools import cache

import pytest

from assistant.assemble import open_catalog
from assistant.settings import Settings
from tests.metamorphic.generate import Case, Judge, cases, sample

SAMPLE = 400


@cache
def every() -> tuple[Case, ...]:
    return tuple(cases(open_catalog(Settings.read({}))))


def parameters(chosen):
    return [pytest.param(case, id=case.id) for case in chosen]


@pytest.fixture(scope="module")
def court(assistant) -> Judge:
    return Judge(assistant)


@pytest.mark.parametrize("case", parameters(sample(list(every()), SAMPLE)))
def test_sampled_wordings_keep_subject_and_verdict(court, case):
    assert not court.failure(case), court.failure(case)


@pytest.mark.slow
@pytest.mark.parametrize("case", parameters(every()))
def test_all_wordings_keep_subject_and_verdict(court, case):
    assert not court.failure(case), court.failure(case)


def test_cases_are_many_and_cover_the_whole_catalog(catalog):
    bases = {case.base.text: case.base for case in every()}
    assert len(every()) >= 2000
    assert len(bases) >= 120
    named = {item for base in bases.values() for thing in base.named for item in thing.ids}
    assert {catalog.gpus[item].vendor for item in named & set(catalog.gpus)} == {"nvidia", "amd", "intel"}
    assert {catalog.gpus[item].form for item in named & set(catalog.gpus)} >= {"desktop", "laptop", "datacenter"}
    developers = {model.developer for model in catalog.models.values()}
    assert {catalog.models[item].developer for item in named & set(catalog.models)} == developers


def test_the_same_catalog_gives_the_same_cases(catalog):
    assert tuple(cases(catalog)) == every()
