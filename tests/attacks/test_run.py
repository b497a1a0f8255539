"""The runner and the judge: bad verifiers are shown as bad, and a leak is what a reader would call one."""

import json
from dataclasses import replace
from random import Random

import pytest

from tests.attacks.dummies import digits_occur, first_chunk_only, release_all, withhold_all
from tests.attacks.groups import SEED, TITLES, classes
from tests.attacks.judge import leaks, upper_bound, withheld
from tests.attacks.listed import listed
from tests.attacks.properties import PROPERTIES, changed_controls, unequal_chunks
from tests.attacks.run import report, run_group, run_listed, run_property
from tests.attacks.trial import Trial, trials

TRIAL = Trial("A", "class", "", {}, "withhold", ("145",), ("The RTX 4090 has 24 GB of VRAM.",), "")


def result(*units: tuple[str, bool]) -> dict:
    return {
        "units": [
            {"text": text, "released": released, "code": None if released else "unparsed"} for text, released in units
        ]
    }


@pytest.mark.parametrize("group", TITLES)
def test_a_verifier_that_releases_all_leaks_every_attack(group):
    row = run_group(release_all, group, attacks=80, controls=40)
    assert (len(row.leaks), len(row.withheld)) == (80, 0)


@pytest.mark.parametrize("group", TITLES)
def test_a_verifier_that_withholds_all_keeps_back_every_control(group):
    row = run_group(withhold_all, group, attacks=80, controls=40)
    assert (len(row.leaks), len(row.withheld)) == (0, 40)


def test_looking_for_the_digits_in_the_evidence_stops_invented_figures_and_nothing_else():
    leaked = {group: len(run_group(digits_occur, group, attacks=200, controls=0).leaks) for group in TITLES}
    assert leaked["D"] > 50
    assert leaked["E"] > 100
    assert leaked["F"] > 60
    assert leaked["B"] < 60
    assert all(leaked.values())


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_makes_attacks_of_most_groups(name):
    made = list(changed_controls(name, 40, SEED))
    assert len({trial.why for trial in made}) > 20
    assert all(trial.expected == "withhold" for trial in made)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_finds_a_verifier_that_releases_all(name):
    row = run_property(release_all, name, controls=20)
    assert len(row.leaks) == row.trials > 10


def test_a_deleted_row_is_gone_and_a_swapped_row_is_the_other_one():
    trial = next(trial for trial in trials(classes("A"), 50, SEED, "release") if "decode_a" in trial.uses)
    values = {fact["id"]: fact["value"] for fact in trial.evidence["facts"]}
    deleted = PROPERTIES["row deletion"](trial, Random(1))
    swapped = PROPERTIES["row swap"](trial, Random(1))
    assert trial.ids["decode_a"] not in {fact["id"] for fact in deleted.evidence["facts"]}
    after = {fact["id"]: fact["value"] for fact in swapped.evidence["facts"]}
    assert after[trial.ids["decode_a"]] == values[trial.ids["decode_b"]]
    assert {fact["id"]: fact["value"] for fact in trial.evidence["facts"]} == values


@pytest.mark.parametrize(
    ("units", "leaked"),
    [
        pytest.param([("It does 145 tok/s.", False)], False, id="withheld"),
        pytest.param([("It does 145 tok/s.", True)], True, id="released"),
        pytest.param(
            [("The RTX 4090 has 24 GB of VRAM.", True), ("It does 145 tok/s.", False)], False, id="the harmless part"
        ),
        pytest.param([("The RTX 4090 has 24 GB of VRAM [F3].", True)], False, id="the harmless part with a tag added"),
        pytest.param([("The RTX 4090 has 24 GB of VRAM. It is fast.", True)], True, id="more than the harmless part"),
        pytest.param([("It does １４５ tok/s.", True)], True, id="in other digits"),
        pytest.param([("  \n", True)], False, id="blank"),
    ],
)
def test_a_leak_is_anything_beside_the_harmless_parts(units, leaked):
    assert bool(leaks(TRIAL, result(*units))) is leaked


def test_a_forbidden_figure_is_a_leak_even_inside_a_harmless_part():
    trial = replace(TRIAL, harmless=("It does 1,145 tok/s and 145 more.",))
    assert leaks(trial, result(("It does 1,145 tok/s and 145 more.", True))) == ["145"]
    assert not leaks(replace(trial, forbidden=("45",)), result(("It does 1,145 tok/s and 145 more.", True)))


def test_a_control_is_withheld_if_any_unit_is_or_nothing_comes():
    assert not withheld(result(("One.", True), ("Two.", True)))
    assert withheld(result(("One.", True), ("Two.", False)))
    assert withheld(result())
    assert not withheld(result(("One.", True), ("\n", False)))


def test_units_that_depend_on_the_chunks_are_found():
    trial = next(trials(classes("A"), 1, SEED, "release"))
    assert unequal_chunks(first_chunk_only, trial) == [1, 2, 3, 7]
    assert unequal_chunks(release_all, trial) == []


@pytest.mark.parametrize(
    ("leaked", "tried", "bound"), [(0, 3000, 0.000998), (0, 100, 0.02951), (5, 100, 0.1023), (10, 10, 1.0)]
)
def test_the_upper_bound_is_the_exact_binomial_one(leaked, tried, bound):
    assert upper_bound(leaked, tried) == pytest.approx(bound, abs=2e-4)


def test_the_report_has_the_table_and_shows_failures_in_full():
    text = report(
        [run_group(release_all, "A", attacks=41, controls=3), run_group(withhold_all, "B", attacks=29, controls=29)],
        show=1,
    )
    assert f"| A. How the digits are written | {len(classes('A'))} | 41 | 41 | 100.00% | 3 | 0 (0.0%) |" in text
    assert f"| B. Where in the markdown | {len(classes('B'))} | 29 | 0 | 9.81% | 29 | 29 (100.0%) |" in text
    assert "leak: A, plain wrong digits: 1\n    draft: " in text
    assert "withheld: B, heading: 1\n    draft: " in text


def test_a_list_of_attacks_is_read_with_records_that_hold_several_values(tmp_path):
    row = {"gpu": "RTX 4090", "model": "Qwen3 8B", "quant": "Q4_K_M", "engine": "llama.cpp", "unit": "tok/s"}
    records = [
        {"id": "F1", "kind": "verified_benchmark", "content": row | {"value": 98.7, "date": "2026-01-02"}},
        {"id": "F2", "kind": "catalog", "content": {"gpu": "RTX 4090", "vram_gb": 24, "tdp_w": 450}},
        {"id": "P1", "kind": "passage", "content": "Some text."},
        {"id": "Q", "kind": "question", "content": "How fast?"},
    ]
    wrong = {
        "group": "A. Digits",
        "attack_class": "wrong",
        "text": "It does 5 tok/s.",
        "expected": "withhold",
        "why": "",
    }
    right = {"group": "Z. Released", "attack_class": "right", "text": "24 GB.", "expected": "release", "why": ""}
    (tmp_path / "evidence.json").write_text(json.dumps(records))
    (tmp_path / "attacks.jsonl").write_text(f"{json.dumps(wrong)}\n{json.dumps(right)}\n")
    given = listed(tmp_path / "attacks.jsonl", tmp_path / "evidence.json")
    evidence = given[0].evidence
    assert [(fact["id"], fact["metric"], fact["value"]) for fact in evidence["facts"]] == [
        ("F1", "decode_speed", 98.7),
        ("F2", "vram", 24),
        ("F2", "tdp", 450),
    ]
    assert {fact["subject"]["device"] for fact in evidence["facts"]} == {"rtx-4090"}
    assert (evidence["settled"]["model"], evidence["settled"]["device"]) == ("qwen3-8b", "rtx-4090")
    rows = run_listed(release_all, given)
    assert [(row.title[0], len(row.leaks), len(row.withheld)) for row in rows] == [("A", 1, 0), ("Z", 0, 0)]
