"""Guides are held to catalog and estimator: what disagrees is reported, what agrees or measures other things is not."""

import re
from itertools import islice
from pathlib import Path

import pytest

from assistant.assemble import open_catalog
from assistant.corpus.guides import load_guides, read_guide
from assistant.corpus.import_page import import_page
from assistant.errors import CorpusError
from assistant.evaluation.contradictions import Checker, contradictions
from assistant.evaluation.prose import statements, without
from assistant.evaluation.prose_facts import request_of

CORPUS = Path(__file__).parents[3] / "corpus"
PAGE = Path(__file__).parents[2] / "data" / "pages" / "what-are-diffusion-language-models.txt"
GUIDE = """---
title: T
slug: t
kind: guide
summary: S.
topics: [t]
published: 2026-11-25
checked: 2026-11-25
sources: []
key_facts: [One fact., Another fact., A third fact.]
---

## Cards

{text}
"""
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?= (?:GiB|GB|GB/s|tok/s|W|tokens)\b)")
FACTORS = (0.62, 0.8, 1.23, 1.4)


@pytest.fixture(scope="module")
def checker(settings):
    return Checker(CORPUS, open_catalog(settings))


def reported(checker, text: str) -> list[str]:
    content = GUIDE.format(text=text)
    guide = read_guide("corpus/guides/t.md", content.encode())
    report = contradictions(guide, content, checker.facts, checker.names)
    return [one.said for one in report.open]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The RTX 3090 has 24 GB and 836 GB/s.", ["836 GB/s"]),
        ("The RTX 4060 Ti comes with 16 GB or 12 GB.", ["12 GB"]),
        ("An RTX 3090 is rated 320 W.", ["320 W"]),
        ("The RTX 3060 12GB launched at $429 in February 2021.", ["$429"]),
        ("Llama 3.1 8B at Q4_K_M is a file of 5.94 GB.", ["5.94 GB"]),
        ("Llama 3.1 8B has 9 billion parameters.", ["9 billion parameters"]),
        ("Qwen3 30B-A3B has 30.5 billion parameters, of which 4.6 billion are active.", ["4.6 billion"]),
        ("Llama 3.1 8B is trained for 65,536 tokens.", ["65,536 tokens"]),
        ("Llama 3.1 8B at Q4_K_M with 8,192 tokens needs 7.7 GiB on an RTX 3060 12GB.", ["7.7 GiB"]),
        ("An RTX 3060 12GB offers 11.8 GiB under a Linux desktop.", ["11.8 GiB"]),
        ("Llama 3.1 8B at Q4_K_M reaches 999 tok/s on an RTX 3090.", ["999 tok/s"]),
        ("| Card | Bandwidth (GB/s) |\n| --- | --- |\n| RTX 3090 | 906 |\n| RTX 4090 | 1008 |", ["906 GB/s"]),
        ("- RTX 3090: 906 GB/s\n- RTX 4090: 1,008 GB/s", ["906 GB/s"]),
        ("For a 16 GB card, Qwen3.6-35B-A3B at Q3_K_M is a good choice.", ["For a 16 GB card"]),
        ("An honest model on a 12GB card is gpt-oss 120B.", ["on a 12GB card"]),
    ],
)
def test_what_disagrees_is_reported(checker, text, said):
    assert reported(checker, text) == said


@pytest.mark.parametrize(
    "text",
    [
        "The RTX 3090 has 24 GB and 936 GB/s, the RTX 4090 1,008 GB/s.",
        "The RTX 3090 has 936 GB/s. The bandwidth of the RTX 4090 is larger, 1,008 GB/s against 936 GB/s.",
        "Llama 3.1 8B at Q4_K_M with 8,192 tokens needs 5.7 GiB on an RTX 3060 12GB, and 5.5 GiB are left.",
        "An 850 W power supply is enough for an RTX 3090.",
        "Limit an RTX 3090 to 250 W.",
        "A file of 20 GB takes 18.6 GiB, and 8 GB of system RAM are not enough for Llama 3.3 70B.",
        "The vision encoder of Gemma 3 12B is a file of 0.85 GB.",
        "For a 16 GB card, Qwen3.6-35B-A3B at Q3_K_M is too large: a part of it goes to system RAM.",
        "A 24 GB card holds models of about 32 billion parameters.",
        "A prompt of 3,000 tokens is long for Llama 3.1 8B.",
    ],
)
def test_what_agrees_or_measures_something_else_is_not(checker, text):
    assert reported(checker, text) == []


def test_commands_in_comments_are_run_and_carry_their_figures(checker):
    text = "Llama 3.1 8B at Q4_K_M with 131,072 tokens and a q8_0 cache takes {} GiB of KV cache on an RTX 3090."
    command = "\n\n<!-- ownrig vram --model llama-3.1-8b --quant Q4_K_M --context 131072 --gpu rtx-3090"
    kv = f"{command} --kv-k q8_0 --kv-v q8_0 -->"
    assert reported(checker, text.format("8.5") + kv) == []
    assert reported(checker, text.format("9.5") + kv) == ["9.5 GiB"]


@pytest.mark.parametrize("wrong", ["--modl llama-3.1-8b", "--quant Q4_K_M", "--model llama-9", "--model a --context x"])
def test_a_command_that_cannot_be_run_is_named(checker, wrong):
    with pytest.raises(CorpusError, match=r"guides/t\.md: the comment 'ownrig vram .* cannot be run: "):
        reported(checker, f"A card.\n\n<!-- ownrig vram {wrong} -->")


def test_options_of_the_command_are_read():
    request = request_of(
        [
            "--model",
            "m",
            "--gpu",
            "a",
            "--gpu",
            "b",
            "--os",
            "windows",
            "--no-unified",
            "--slots",
            "4",
            "--ram-gib",
            "64",
        ]
    )
    assert (request.hardware.gpus, request.hardware.system, request.hardware.ram_gib) == (("a", "b"), "windows", 64)
    assert (request.settings.unified, request.settings.slots) == (False, 4)


def test_a_justified_line_is_closed_and_an_idle_justification_noted(checker):
    text = "An RTX 3090 is rated 320 W."
    reason = '\n\n<!-- stands: "rated 320 W": a version of one maker -->'
    assert reported(checker, text + reason) == []
    content = GUIDE.format(text="An RTX 3090 is rated 350 W." + reason)
    report = contradictions(read_guide("corpus/guides/t.md", content.encode()), content, checker.facts, checker.names)
    assert [(one.severity, one.message) for one in report.problems()] == [
        ("note", "'rated 320 W' is contradicted by nothing")
    ]


def test_the_page_of_the_site_recommends_a_model_for_a_card_that_does_not_hold_it(checker):
    imported = import_page(PAGE.name, PAGE.read_bytes())
    filled = imported.text.replace("topics: []", "topics: [a]").replace("checked: null", "checked: 2026-11-25")
    filled = filled.replace("key_facts: []", "key_facts: [One., Two., Three.]")
    guide = read_guide("corpus/guides/what-are-diffusion-language-models.md", filled.encode())
    report = contradictions(guide, filled, checker.facts, checker.names)
    wrong = next(one for one in report.open if "Q3_K_M" in one.statement.raw)
    assert (wrong.said, wrong.known.split(";")[0]) == ("on a 16GB card", "verdict partial")
    assert all("Q3_K_M" not in one.raw for one in statements(without(guide, frozenset({wrong.statement.raw}))))


def test_no_guide_disagrees(checker):
    reports = [checker.report(guide) for guide in load_guides(CORPUS)]
    assert [line.line for report in reports for line in report.problems()] == []
    assert sum(report.carried for report in reports) > 1000  # else it would be silence


def test_altered_figures_of_the_guides_are_reported(checker):
    """Every ninth figure with a unit is changed by a fifth or more: a check that is too kind would miss them.

    About half of all figures are of things that the catalog does not measure (system RAM, power supplies, prompts).
    """
    altered = reported_ = 0
    for guide in load_guides(CORPUS):
        text = (CORPUS / f"{guide.id}.md").read_text()
        body = text.index("\n---", 3)
        changes = list(islice(NUMBER.finditer(text, body), 0, None, 9))
        figures = []
        for at, match in reversed(list(enumerate(changes))):
            decimals = len(match[0].partition(".")[2])
            figures.append(f"{float(match[0].replace(',', '')) * FACTORS[at % 4]:,.{decimals}f}")
            text = text[: match.start()] + figures[-1] + text[match.end() :]
        changed = read_guide(f"corpus/{guide.id}.md", text.encode())
        said = " | ".join(one.said for one in contradictions(changed, text, checker.facts, checker.names).open)
        altered += len(figures)
        reported_ += sum(figure in said for figure in figures)
    assert altered > 80
    assert reported_ / altered >= 0.45
