"""The trials themselves: enough of them, always the same, no attack true by accident, every control true."""

import ast
import itertools
import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from random import Random

import pytest
from pydantic import TypeAdapter

from assistant.domain.facts import Fact, Passage
from tests.attacks.groups import SEED, TITLES, classes
from tests.attacks.names import cards, models
from tests.attacks.numerals import Numeral, colloquial, german, han, roman, words
from tests.attacks.trial import Trial, trials

FEW = 240
GIB = 2**30


def drawn(group: str, expected: str, count: int = FEW, seed: int = SEED) -> list[Trial]:
    return list(trials(classes(group), count, seed, expected))


@pytest.mark.slow
@pytest.mark.parametrize("group", TITLES)
def test_a_group_gives_three_thousand_trials_that_differ(group):
    made = drawn(group, "withhold", 3000)
    assert len(made) == 3000
    assert len({(trial.draft, json.dumps(trial.evidence)) for trial in made}) == 3000


@pytest.mark.parametrize("group", TITLES)
def test_a_seed_gives_the_same_trials_and_another_seed_others(group):
    assert drawn(group, "withhold", 60) == drawn(group, "withhold", 60)
    assert drawn(group, "withhold", 60) != drawn(group, "withhold", 60, seed=SEED + 1)


@pytest.mark.parametrize("group", TITLES)
def test_every_class_has_attacks_and_controls_and_a_reason(group):
    names = [kind.name for kind in classes(group)]
    assert len(set(names)) == len(names)
    for kind in classes(group):
        assert kind.false
        assert kind.true
        assert kind.why
        assert not set(kind.false) & set(kind.true)


@pytest.mark.parametrize("group", TITLES)
def test_the_evidence_has_the_form_of_the_contract(group):
    for trial in drawn(group, "withhold", 60):
        evidence = trial.evidence
        assert evidence.keys() == {"question", "settled", "facts", "passages"}
        facts = TypeAdapter(list[Fact]).validate_json(json.dumps(evidence["facts"]), strict=True)
        TypeAdapter(list[Passage]).validate_json(json.dumps(evidence["passages"]), strict=True)
        assert {fact.fact_class for fact in facts} == {"computed", "measured", "specification"}
        ids = [item["id"] for item in (*evidence["facts"], *evidence["passages"])]
        assert len(set(ids)) == len(ids)
        assert json.loads(json.dumps(evidence)) == evidence


@pytest.mark.parametrize("group", TITLES)
def test_an_invented_figure_is_none_of_the_evidence(group):
    """A check that shares nothing with the generators: every figure of every fact, shown in every unit."""
    for trial in drawn(group, "withhold", 400):
        dates = trial.attack_class == "invented date or age"
        facts = [fact for fact in trial.evidence["facts"] if dates or not fact["metric"].endswith("date")]
        figures = ratios(trial) if group == "D" else {figure for fact in facts for figure in shown(fact)}
        for text in trial.forbidden:
            if re.fullmatch(r"\d+(\.\d+)?", text):
                assert not any(same(float(text), text, figure) for figure in figures), (trial.attack_class, trial.draft)


def shown(fact: dict) -> list[float]:
    value = fact["value"]
    if isinstance(value, str):
        return [float(part) for part in re.findall(r"\d{4}", value)] if fact["metric"].endswith("date") else []
    return [abs(value) / unit for unit in (1, 1000, 1024, 1e6, 2**20, 1e9, GIB)]


def same(value: float, text: str, figure: float) -> bool:
    """Whether a figure, rounded to the digits of the text, is the value."""
    digits = len(text.partition(".")[2])
    return figure > 0.05 and round(figure, digits) == value


@pytest.mark.parametrize("group", TITLES)
def test_what_is_forbidden_is_not_in_the_harmless_part(group):
    for trial in drawn(group, "withhold", 200):
        for part in trial.harmless:
            assert part in trial.draft
            assert not any(re.search(rf"(?<![\d.]){re.escape(text)}(?![\d])", part) for text in trial.forbidden)


@pytest.mark.parametrize("group", TITLES)
def test_an_attack_says_something_beside_its_harmless_part(group):
    for trial in drawn(group, "withhold", 200):
        rest = trial.draft
        for part in trial.harmless:
            rest = rest.replace(part, "")
        assert rest.strip(" .\n"), trial.attack_class


@pytest.mark.parametrize("group", TITLES)
def test_every_figure_of_a_control_is_a_figure_of_its_evidence(group):
    """All but ratios, which are worked out here once more."""
    for trial in drawn(group, "release", 300):
        figures = {figure for fact in trial.evidence["facts"] for figure in shown(fact)}
        figures |= ratios(trial)
        for text in numbers(trial):
            assert any(same(float(text), text, figure) for figure in figures), (trial.attack_class, text, trial.draft)


def ratios(trial: Trial) -> set[float]:
    speeds = [fact["value"] for fact in trial.evidence["facts"] if fact["metric"] == "decode_speed"]
    pairs = list(itertools.permutations(speeds, 2))
    return {a / b for a, b in pairs} | {abs(a / b - 1) * 100 for a, b in pairs}


def numbers(trial: Trial) -> list[str]:
    """The figures of a draft without names, tags and commands."""
    text = re.sub(r"`[^`]*`|\[[FP]\d+\]|tg128|pp512|\b(?:8|32)k\b|8,192", " ", trial.draft)
    text = re.sub(r"Q\d_\w+", " ", text)
    for name in names():
        text = text.replace(name, " ")
    text = re.sub(r"(\d+)k tokens", lambda m: f"{int(m[1]) * 1024} tokens", text)
    text = re.sub(
        r"License of|\b(MIT|Apache-2\.0|Gemma Terms of Use|GLM-4 model license|Llama [\d.]+ Community License"
        r"|Qwen[\w .-]*License)",
        " ",
        text,
    )
    return re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text.replace(",", ""))


@cache
def names() -> list[str]:
    said = [card.said for card in cards()] + [model.said for model in models()]
    return sorted(said, key=len, reverse=True)


def test_the_generators_do_not_know_the_verifier():
    for module in Path(__file__).parent.glob("*.py"):
        if module.name == "adapter.py":
            continue
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            named = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [getattr(node, "module", None) or ""]
            )
            assert not any("verifier" in name for name in named), module.name


def test_modules_stay_small():
    for module in Path(__file__).parent.glob("*.py"):
        assert module.read_text(encoding="utf-8").count("\n") <= 300, module.name


@pytest.mark.parametrize(
    ("value", "write", "text"),
    [
        (145, words, "one hundred and forty-five"), (20, words, "twenty"),
        (1008, words, "one thousand eight"), (7, words, "seven"),
        (113.5, words, "one hundred and thirteen point five"),
        (145, german, "einhundertfünfundvierzig"), (12, german, "zwölf"),
        (17, german, "siebzehn"), (145, roman, "CXLV"), (1994, roman, "MCMXCIV"),
        (145, colloquial, "one forty-five"),
        (105, colloquial, "one hundred five"),
        (145, han, "一百四十五"), (105, han, "一百〇五"), (60, han, "六十"),
    ],
)  # fmt: skip
def test_numbers_are_written_right(value, write, text):
    assert write(Numeral(str(value))) == text


@pytest.mark.parametrize(
    "way",
    ["fullwidth", "arabic", "devanagari", "bold", "segment", "super", "circled", "keycap", "struck", "zwsp", "shy"],
)
def test_other_digits_mean_the_same_number(way):
    """Read back by the Unicode database."""
    number = Random(way).randrange(100, 1000)
    read = "".join(
        str(unicodedata.digit(c)) for c in format(Numeral(number), way) if unicodedata.digit(c, None) is not None
    )
    assert read == str(number)
