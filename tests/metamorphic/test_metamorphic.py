"""A question worded otherwise keeps its subject, verdict, status and refusals.

About 400 cases by default; `pytest tests/metamorphic -m "slow or not slow"` runs all of them, and
`python tests/metamorphic/generate.py --show all` prints the rates and every failure.
"""

import re
from functools import cache

import pytest

from assistant.assemble import open_catalog
from assistant.settings import Settings
from tests.metamorphic.generate import Case, Judge, cases, sample

SAMPLE = 400

# What is known to be wrong: a pattern over "transformation: base => variant", and the fault. A line is deleted when
# its fault is mended; the last test tells which are.
FAULTS = {
    r"best quant of Nemotron-Labs-Diffusion": "choosing among no files at all raises IndexError",
    r"^politeness: .* => .*quick question": "'quick' in a greeting asks for a speed",
    r"^paraphrase: .* => Help me choose a quant": "'help me choose a quant' is not heard as a choice of quantization",
    r"^paraphrase: .* => How much memory bandwidth": "'how much memory bandwidth' adds the amount of memory",
    r"^typo: .*(Jetson|Spark|Framework).* => (?!.*(Jetson (AGX )?Orin|Jetson Thor|X Spark|Framework Desktop))":
        "a misspelt machine is not read, or not said to be",
    r"^typo: .*Code Llama.* => (?!.*Code Llama)": "'Code Lama' is read as Llama 2",
    r"^typo: .*all-MiniLM": "a misspelt all-MiniLM is unknown",
    r"^language: .* => (¿Cuánto ocupa la descarga|Qual é o tamanho do download|Quanto è grande il download)":
        "a download size in Spanish, Portuguese, Italian is answered with the memory",
    r"^language: .* => (¿Cuántos parámetros|Quantos parâmetros|Hoeveel parameters|Quanti parametri|Welke licentie)":
        "parameters and licences in some languages are answered with the memory",
    r"^language: .* => Welke kwantisatie": "Dutch 'kwantisatie' is not heard as a choice of quantization",
    r"^language_noticed: .* => (Quão|Quanto|Quantos|O |Qual|Posso|Quanta|Quais)": "short Portuguese, Italian",
    r"^language_noticed: .* => (¿Cuánto|Hoeveel|Was kostet|Quanti)": "short Spanish, Dutch, German, Italian",
}  # fmt: skip


@cache
def every() -> tuple[Case, ...]:
    return tuple(cases(open_catalog(Settings.read({}))))


def described(case: Case) -> str:
    return f"{case.transformation}: {case.base.text} => {case.variant.text}"


def known(case: Case) -> str | None:
    return next((why for pattern, why in FAULTS.items() if re.search(pattern, described(case))), None)


def parameters(chosen):
    return [
        pytest.param(
            case, id=case.id, marks=[pytest.mark.xfail(reason=why, strict=False)] if (why := known(case)) else []
        )
        for case in chosen
    ]


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


@pytest.mark.slow
@pytest.mark.parametrize("pattern", FAULTS)
def test_a_fault_that_is_mended_leaves_the_list(court, pattern):
    assert any(court.failure(case) for case in every() if re.search(pattern, described(case))), FAULTS[pattern]


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
