"""Builds and workflows: the schema, the PSU rule, the price band, and the checks against the real catalog."""

import pytest
from pydantic import ValidationError

from assistant.corpus.builds import (
    PSU_SIZES_W,
    BuildRecord,
    CardPrice,
    Load,
    PriceBand,
    WorkflowRecord,
    load_w,
    price_band,
    psu_size_w,
    total_tdp_w,
)
from assistant.corpus.catalog import load_catalog, validated
from assistant.corpus.check_builds import check_builds, check_spellings, check_workflows, shortfalls
from assistant.corpus.yaml_items import items_as_json
from assistant.errors import CorpusError
from assistant.paths import data_root

FOLDER = data_root() / "corpus" / "catalog"
CATALOG = load_catalog(FOLDER)

CARD = {
    "id": "rtx-4090", "count": 1, "length_mm": 304, "thickness_mm": None, "slots": 3,
    "power_connector": None, "bus": None, "maker_psu_w": 850,
}  # fmt: skip
BUILD = {
    "id": "one", "name": "One", "purpose": "To be tested.", "gpus": (CARD,), "ram_gib": 32, "cpu_tdp_w": 65,
    "platform": "A board.", "psu_w": 1000, "cooling": None, "caveats": (),
    "sources": ({"url": "https://example.org", "fields": ("length_mm", "slots", "maker_psu_w")},),
}  # fmt: skip
NEED = {
    "part": "answer", "capabilities": ("chat", "tools"), "modalities": ("text",), "min_context": 40_000,
    "context_reason": "It is said so.", "models": ("llama-3.1-8b",),
}  # fmt: skip
WORKFLOW = {
    "id": "work", "name": "Work", "description": "To be tested.", "needs": (NEED,), "slots": 1,
    "latency": "None.", "os": ("linux",), "offline": False, "constraints": (), "sources": (),
}  # fmt: skip


def read(name, record):
    file = FOLDER / f"{name}.yaml"
    return validated(file, items_as_json(name, file.read_bytes()), record)


BUILDS = read("builds", BuildRecord)
WORKFLOWS = read("workflows", WorkflowRecord)


def a_build(card=None, **changes):
    return BuildRecord.model_validate({**BUILD, "gpus": ({**CARD, **(card or {})},), **changes})


def a_workflow(**need):
    return WorkflowRecord.model_validate({**WORKFLOW, "needs": ({**NEED, **need},)})


def found(problems):
    return [(problem.field, problem.message) for problem in problems]


# The real catalog


def test_every_build_and_workflow_of_the_catalog_passes_every_check():
    known = (*CATALOG.models.values(), *CATALOG.gpus.values(), *CATALOG.machines.values())
    problems = [
        *check_builds(BUILDS, CATALOG.gpus),
        *check_workflows(WORKFLOWS, CATALOG.models),
        *check_spellings((*BUILDS, *WORKFLOWS), known),
    ]
    assert [problem.line for problem in problems] == []


def test_the_builds_cover_the_range_a_reader_asks_about():
    cards = {(card.id, card.count) for build in BUILDS for card in build.gpus}
    asked = {
        ("rtx-3060-12gb", 1), ("rtx-5060-ti-16gb", 1), ("rtx-3090", 1), ("rtx-3090", 2), ("rtx-4090", 1),
        ("rtx-5090", 1), ("rx-7900-xtx", 1), ("rx-9070-xt", 1), ("arc-b580", 1), ("tesla-p40", 1),
    }  # fmt: skip
    assert asked <= cards
    assert {"workstation", "datacenter"} <= {CATALOG.gpus[card].form for card, _ in cards}
    assert any(build.cpu_tdp_w == 35 for build in BUILDS)
    assert len(BUILDS) >= 14


def test_the_workflows_cover_what_readers_do():
    asked = {
        "chat", "code-completion", "agentic-coding", "document-questions", "image-questions", "long-summaries",
        "offline-laptop", "family-server", "always-on", "reasoning", "translation",
    }  # fmt: skip
    by_id = {workflow.id: workflow for workflow in WORKFLOWS}
    assert asked <= by_id.keys()
    assert by_id["family-server"].slots > 1
    assert by_id["offline-laptop"].offline
    assert any("embedding" in need.capabilities for need in by_id["document-questions"].needs)
    assert any("vision" in need.modalities for need in by_id["image-questions"].needs)


# The PSU rule, recomputed by hand from its sources


@pytest.mark.parametrize(
    ("cards", "cpu", "load"),
    [
        pytest.param(300, 125, Load(300 + 26 * 11.2 + 150, 3 * 300 + 39 * 11.2 + 150), id="300 W card, 125 W CPU"),
        pytest.param(70, 35, Load(70 + 11 * 11.2 + 150, 3 * 70 + 19 * 11.2 + 150), id="70 W card, 35 W CPU"),
    ],
)
def test_the_load_is_the_sum_of_cards_cpu_and_rest(cards, cpu, load):
    assert load_w(cards, cpu) == Load(pytest.approx(load.continuous_w), pytest.approx(load.brief_w))


@pytest.mark.parametrize(
    ("cards", "cpu", "size"),
    [
        pytest.param(300, 125, 750, id="the worked example of Intel's power specialist"),
        pytest.param(170, 65, 650, id="578 W for long: the next size up"),
        pytest.param(450, 65, 1000, id="1,881 W for an instant: half of it counts"),
        pytest.param(700, 65, 1500, id="two cards peak together"),
        pytest.param(70, 35, 450, id="573 W for an instant fit 1.5 times 450"),
        pytest.param(150, 35, 550, id="813 W for an instant do not, though 423 W for long do"),
        pytest.param(1400, 165, None, id="four such cards: no single supply"),
    ],
)
def test_the_supply_is_the_smallest_that_carries_both_loads(cards, cpu, size):
    assert psu_size_w(cards, cpu) == size


@pytest.mark.parametrize("cpu", [35, 65, 125, 165])
def test_more_watts_never_mean_a_smaller_supply(cpu):
    sizes = [psu_size_w(watts, cpu) or max(PSU_SIZES_W) + 1 for watts in range(0, 1600, 5)]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.id)
def test_no_supply_of_the_catalog_is_below_its_load_or_its_makers_word(build):
    load = load_w(total_tdp_w(build, CATALOG.gpus), build.cpu_tdp_w)
    assert load.continuous_w <= build.psu_w
    assert load.brief_w <= build.psu_w * (1.5 if build.psu_w <= 450 else 2.0)
    assert all(build.psu_w >= (card.maker_psu_w or 0) for card in build.gpus)


# The price band


def test_the_price_band_is_the_launch_price_of_all_cards_with_the_date():
    card = CATALOG.gpus["rtx-3090"]
    band = price_band(a_build({"id": "rtx-3090", "count": 2}), CATALOG.gpus)
    assert band == PriceBand(2 * card.msrp_usd, (CardPrice("rtx-3090", 2, card.msrp_usd, card.launch),))


@pytest.mark.parametrize("field", ["msrp_usd", "launch"])
def test_there_is_no_price_band_without_both_price_and_date(field):
    gpus = {"rtx-4090": CATALOG.gpus["rtx-4090"].model_copy(update={field: None})}
    assert price_band(a_build(), gpus) is None


def test_one_card_without_a_price_leaves_the_whole_build_without_one():
    build = a_build(gpus=(CARD, {**CARD, "id": "tesla-p40"}))
    assert CATALOG.gpus["tesla-p40"].msrp_usd is None
    assert price_band(build, CATALOG.gpus) is None


def test_a_build_around_an_unknown_card_says_which():
    with pytest.raises(CorpusError, match="one: gpus: there is no card 'rtx-9999'"):
        price_band(a_build({"id": "rtx-9999"}), CATALOG.gpus)


# The schema


@pytest.mark.parametrize(
    ("record", "content"),
    [
        pytest.param(BuildRecord, {**BUILD, "price_usd": 900}, id="a build has no typed price"),
        pytest.param(BuildRecord, {**BUILD, "gpus": ({**CARD, "lenght_mm": 1},)}, id="nor a card a misspelt field"),
        pytest.param(BuildRecord, {**BUILD, "gpus": ()}, id="a build has a card"),
        pytest.param(BuildRecord, {**BUILD, "sources": ()}, id="and a source"),
        pytest.param(BuildRecord, {**BUILD, "cpu_tdp_w": 95}, id="a CPU class without a figure is refused"),
        pytest.param(WorkflowRecord, {**WORKFLOW, "runs_on": ("rtx-4090",)}, id="no verdict is typed in"),
        pytest.param(WorkflowRecord, {**WORKFLOW, "needs": ()}, id="a workflow needs something"),
        pytest.param(WorkflowRecord, {**WORKFLOW, "needs": ({**NEED, "models": ()},)}, id="and has candidates"),
        pytest.param(WorkflowRecord, {**WORKFLOW, "slots": 0}, id="and a slot"),
    ],
)
def test_what_the_schema_does_not_know_is_refused(record, content):
    with pytest.raises(ValidationError):
        record.model_validate(content)


# The checks


def test_a_good_build_and_workflow_have_no_problem():
    assert found(check_builds([a_build()], CATALOG.gpus)) == []
    assert found(check_workflows([a_workflow()], CATALOG.models)) == []


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        pytest.param(
            a_build({"id": "rtx-9999"}), ("gpus", "there is no card 'rtx-9999' in the catalog"), id="unknown card"
        ),
        pytest.param(
            a_build(psu_w=1200), ("psu_w", "should be 1000 for 450 W of cards by the PSU rule, got 1200"), id="too big"
        ),
        pytest.param(
            a_build(psu_w=850), ("psu_w", "should be 1000 for 450 W of cards by the PSU rule, got 850"), id="too small"
        ),
        pytest.param(
            a_build({"maker_psu_w": 1200}), ("psu_w", "the card's maker asks for 1200, got 1000"), id="maker wants more"
        ),
        pytest.param(
            a_build({"count": 4}, ram_gib=96), ("psu_w", "no single supply carries 1800 W of cards"), id="four cards"
        ),
        pytest.param(
            a_build(ram_gib=16), ("ram_gib", "should be at least 32 (the cards have 24), got 16"), id="little memory"
        ),
        pytest.param(
            a_build({"id": "rtx-4090-laptop"}, psu_w=650),
            ("gpus", "a laptop chip cannot be built in; laptops belong in machines.yaml"),
            id="laptop chip",
        ),
        pytest.param(
            a_build({"id": "tesla-p40", "maker_psu_w": None}, psu_w=750),
            ("cooling", "is needed: a server card may have no fan of its own"),
            id="server card",
        ),
        pytest.param(
            a_build({"thickness_mm": 61}), ("sources", "none is given for thickness_mm"), id="figure without source"
        ),
    ],
)
def test_a_broken_build_is_named_with_the_field(build, problem):
    assert problem in found(check_builds([build], CATALOG.gpus))


@pytest.mark.parametrize(
    ("need", "message"),
    [
        pytest.param({"models": ("llama-9",)}, "there is no model 'llama-9' in the catalog", id="unknown model"),
        pytest.param({"capabilities": ("code",)}, "llama-3.1-8b lacks code", id="capability"),
        pytest.param({"modalities": ("vision",)}, "llama-3.1-8b does not take vision", id="modality"),
        pytest.param(
            {"min_context": 131_073},
            "llama-3.1-8b has 131,072 tokens of context, needs 131,073",
            id="context too short by one",
        ),
        pytest.param({"models": ("llama-3.1-8b",) * 2}, "llama-3.1-8b is named twice", id="twice"),
    ],
)
def test_a_candidate_that_does_not_qualify_is_named_with_the_reason(need, message):
    assert found(check_workflows([a_workflow(**need)], CATALOG.models)) == [("needs.answer", message)]


def test_a_model_that_no_common_engine_is_known_to_run_is_no_candidate():
    need = a_workflow(capabilities=("chat",), min_context=1024).needs[0]
    assert shortfalls(need, CATALOG.models["nemotron-labs-diffusion-8b"]) == (
        "is not known to run in Ollama or llama.cpp",
    )


def test_a_candidate_of_unknown_context_is_none():
    model = CATALOG.models["llama-3.1-8b"].model_copy(update={"context_native": None})
    assert shortfalls(a_workflow().needs[0], model) == ("has no known native context",)


@pytest.mark.parametrize("alias", ["RTX 4090", "rtx_4090", "Llama-3.1 8B", "3060"])
def test_a_build_may_not_be_spelled_like_a_card_or_a_model(alias):
    known = (*CATALOG.gpus.values(), *CATALOG.models.values())
    [problem] = check_spellings([a_build(aliases=(alias,))], known)
    assert problem.field == "aliases"
    assert repr(alias) in problem.message


def test_a_build_and_a_workflow_may_not_share_a_spelling():
    workflow = WorkflowRecord.model_validate({**WORKFLOW, "aliases": ("ONE",)})
    assert found(check_spellings([a_build(), workflow], [])) == [("aliases", "'ONE' also means one")]
