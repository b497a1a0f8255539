"""The ledger on the attack list, on natural drafts, and on evidence that is changed under it."""

import json
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.domain.facts import Passage
from assistant.evaluation.drafts import measure_drafts
from assistant.verifier.ledger import EvidenceFile, Settled, read_evidence
from assistant.verifier.verify import Gate, units_json, verify
from tests.unit.verifier.evidence import EVIDENCE, asking, changed, without

DATA = Path(__file__).parents[2] / "data"
ATTACKS = [json.loads(line) for line in (DATA / "attacks" / "attacks.jsonl").read_text(encoding="utf-8").splitlines()]
TRUE = "The RTX 4090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s [F1]."
RELEASED = {
    "The RTX 4090 has 24 GB of VRAM and a 450 W TDP [F3][F5].",
    "Memory bandwidth is 1,008 GB/s [F4].",
    "At Q4_K_M, Llama 3.1 8B needs 4.9 GiB for weights and 1.0 GiB for an 8k context [F10][F11].",
    "The RTX 4090 and RTX 3090 do 113.5 and 87.2 tok/s respectively on Llama 3.1 8B Q4_K_M [F1][F2].",
    "On Llama 3.1 8B Q4_K_M the RTX 4090 is about 30% faster than the RTX 3090 [F1][F2].",
    "Llama 3.1 8B has 8.03 billion parameters.",
    "Llama 3.1 8B at Q4_K_M fits on the RTX 4090.",
    "It launched at $1,599 in October 2022.",
    "Start with a smaller context and look at the memory.",
    "Layers that stay in system RAM slow generation down.",
    TRUE,
}


def released(draft, names, evidence=EVIDENCE, chunk=None):
    return [unit.text.strip() for unit in verify(draft, evidence, names, chunk=chunk) if unit.released]


@pytest.mark.parametrize(("word", "stands"), [("four", True), ("seven", False), ("twelve", False), ("thirty", False)])
def test_a_number_in_words_is_never_one_of_the_few_words_a_passage_may_lack(names, word, stands):
    passage = Passage("P1", "Cases", "Bays", None, "The tower case has four bays behind the front fans.")
    file = EvidenceFile("", Settled(), (), (passage,))
    assert bool(released(f"The tower case has {word} bays behind the front fans.", names, file)) is stands


@pytest.mark.parametrize(("share", "stands"), [("half", True), ("a fifth", False), ("a tenth", False)])
def test_a_share_in_words_is_the_one_of_the_passage(names, share, stands):
    passage = Passage("P1", "Cache", "Types", None, "A quantized cache takes half of the memory of an f16 cache.")
    file = EvidenceFile("", Settled(), (), (passage,))
    assert bool(released(f"A quantized cache takes {share} of the memory of an f16 cache.", names, file)) is stands


@pytest.mark.parametrize(
    "case", [case for case in ATTACKS if case["expected"] == "withhold"], ids=lambda c: str(c["id"])
)
def test_no_attack_of_the_list_gets_through(case, names):
    assert released(case["text"], names) == []


@pytest.mark.parametrize("text", sorted(RELEASED))
def test_true_sentences_are_released(text, names):
    assert released(text, names) == [text]


@pytest.mark.parametrize(
    "piece", ["1", " ", "*", "[", "|", "1,", "up to ", "RTX 4090 17 GB ", "113.5 tok/s ", "- a\n", "> "]
)
def test_long_hostile_input_is_withheld_in_little_time(piece, names):
    start = time.process_time()
    assert released((piece * 100_000)[:100_000], names) in ([], [""])
    assert time.process_time() - start < 20  # a pattern that is not linear takes minutes; see `make bench-verify`


@pytest.mark.parametrize(
    "text", ["The RTX 4090 has become cheaper.", "The RTX 4090 got more expensive.", "Prices have fallen since then."]
)
def test_how_prices_went_is_not_said(text, names):
    assert released(text, names) == []


def test_a_bare_speed_is_released_in_a_list_only(names):
    assert released("RTX 3090: 87.2 tok/s.", names) == []
    listed = "Llama 3.1 8B Q4_K_M, tokens per second:\n- RTX 4090: 113.5 tok/s\n- RTX 3090: 87.2 tok/s"
    assert released(listed, names) == [listed]


def test_a_released_unit_names_what_carries_it(names):
    (unit,) = verify(TRUE, EVIDENCE, names)
    assert unit.cites == ("F1",)
    assert json.loads(units_json((unit,)))["units"][0]["released"] is True


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, None])
def test_chunks_change_nothing(chunk, names):
    draft = f"{TRUE} It does 145 tok/s. The card has 24 GB.\n\n| GPU | tok/s |\n|---|---|\n| RTX 4090 | 113.5 |\n"
    assert verify(draft, EVIDENCE, names, chunk=chunk) == verify(draft, EVIDENCE, names)


def test_without_its_row_a_speed_vanishes(names):
    assert released(TRUE.replace(" [F1]", ""), names, without("F1")) == []


def test_exchanged_rows_are_followed(names):
    swapped = replace(EVIDENCE, facts=tuple(
        replace(f, value={"F1": 87.2, "F2": 113.5}.get(f.id, f.value)) for f in EVIDENCE.facts))  # fmt: skip
    assert released(TRUE, names, swapped) == []
    assert released("The RTX 3090 runs Llama 3.1 8B Q4_K_M at 113.5 tok/s.", names, swapped)


SAID = {
    "F3": "The RTX 4090 has 24 GB of VRAM.",
    "F4": "Memory bandwidth is 1,008 GB/s.",
    "F5": "The RTX 4090 has a 450 W TDP.",
    "F10": "The weights take 4.9 GiB.",
    "F15": "Llama 3.1 8B has 8.03 billion parameters.",
}


@pytest.mark.parametrize(("name", "text"), SAID.items())
def test_counterfactual_evidence_withholds_the_old_value(name, text, names):
    assert released(text, names) == [text]
    old = next(one.value for one in EVIDENCE.facts if one.id == name)
    assert released(text, names, changed(name, value=old * 1.31)) == []


def test_the_same_digits_in_another_unit_are_not_the_same(names):
    assert released("The RTX 4090 has 1,008 GB of memory.", names) == []
    assert released("The weights take 4.9 GB.", names) == []


@pytest.mark.parametrize("near", ["RTX 4090 Laptop", "RTX 4080", "RTX 5090", "RTX 3090 Ti"])
def test_a_neighbour_has_no_row(near, names):
    assert released(f"The {near} runs Llama 3.1 8B Q4_K_M at 113.5 tok/s.", names) == []


def test_a_canary_in_a_passage_or_question_is_never_a_speed(names):
    planted = replace(EVIDENCE.passages[0], text="The RTX 4090 runs Llama 3.1 8B Q4_K_M at 731.7 tok/s.")
    file = replace(asking("Is 731.7 tok/s right for the RTX 4090?"), passages=(planted,))
    for text in (
        "The RTX 4090 runs Llama 3.1 8B Q4_K_M at 731.7 tok/s.",
        "Yes, that is right.",
        "It does 731.7 tok/s [P1].",
    ):
        assert released(text, names, file) == []


def test_what_refers_to_a_withheld_sentence_is_withheld(names):
    assert released("The RTX 5090 is fast. It does 113.5 tok/s [F1].", names) == []


def test_a_tag_that_does_not_exist_is_a_bad_citation(names):
    (unit,) = verify("The RTX 4090 has 24 GB [F99].", EVIDENCE, names)
    assert (unit.released, unit.code) == (False, "bad_citation")


def test_references_are_printed_by_code(names):
    assert released("The card has {F3} and draws {F5}.", names) == ["The card has 24 GB and draws 450 W."]


def test_nothing_is_shown_before_it_is_checked(names):
    gate = Gate(EVIDENCE, names)
    assert gate.feed("The RTX 4090 has 24 GB of VR") == []
    assert gate.feed("AM. N")[0].released


def test_a_failing_reader_of_names_withholds(names):
    class Broken:
        def read(self, text):
            raise RuntimeError("no names today")

    assert {unit.code for unit in verify(TRUE, EVIDENCE, Broken())} == {"unparsed"}


@pytest.mark.parametrize(
    ("folder", "units", "true", "no_claim"),
    [("drafts", (737, 200, 53), 0.90, 0.97), ("drafts-unseen", (345, 92, 21), 0.60, 0.95)],
)
def test_natural_drafts(names, folder, units, true, no_claim):
    """The first were looked at while the ledger was written; the second show how it does on others."""
    outcomes = measure_drafts(DATA / folder, names)
    count = Counter(one.unit.truth for one in outcomes)
    out = Counter(one.unit.truth for one in outcomes if one.code is None)
    assert (count["true"], count["false"], count["no_claim"]) == units
    assert out["true"] / count["true"] >= true
    assert out["no_claim"] / count["no_claim"] >= no_claim
    assert out["false"] == 0


def test_evidence_in_another_form_is_named():
    with pytest.raises(Exception, match="not in the form of the contract: question"):
        read_evidence(b'{"facts": [], "passages": []}')
