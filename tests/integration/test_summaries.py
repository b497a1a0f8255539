"""Summaries of every guide and page: whole sentences of the text, in bounds, covering the key facts, standing alone."""

import asyncio
import re

import pytest

from assistant.assemble import index_place, open_assistant, summaries_over
from assistant.corpus.guides import load_guides
from assistant.errors import RequestError
from assistant.index.build import build_index
from assistant.paths import data_root
from assistant.settings import Settings

GUIDES = {guide.slug: guide for guide in load_guides(data_root() / "corpus")}
# Independent of the code under test: what a sentence that leans on its neighbour begins with.
LEANING = re.compile(
    r"(?:It|They|This (?!glossary|guide|page)|That|These|Those|Both|So|But|And|However|Then|Such|Therefore|Instead"
    r"|Otherwise)\b"
)


@pytest.fixture(scope="module")
def summaries(tmp_path_factory):
    """Over the index of the checkout where there is one, else over one made here."""
    for settings in (Settings.read({}), Settings(data_dir=tmp_path_factory.mktemp("data"))):
        assistant = open_assistant(settings)
        where = index_place(settings, assistant.shelf.catalog)
        if settings.data_dir.name != "store":
            build_index(where.place, where.sources, where.recipe)
        made = summaries_over(settings, GUIDES, assistant)
        try:
            made.units.of("guides/used-cards")
        except Exception:  # noqa: BLE001 - no index in the checkout: the next one is made
            continue
        return made
    raise AssertionError("no index")


def summary(summaries, slug, style="short", device=None):
    return asyncio.run(summaries.summarize(slug, style, device))


def whole_text(guide):
    blocks = [block for section in (*guide.sections, *guide.faq) for block in section.blocks]
    return "\n".join([*guide.front.key_facts, *("\n".join(block.lines) for block in blocks)])


@pytest.mark.parametrize("slug", GUIDES)
def test_a_short_summary_is_three_to_five_sentences_of_the_guide_that_stand_alone(summaries, slug):
    found = summary(summaries, slug)
    assert 3 <= len(found.points) <= 5
    text = " ".join(whole_text(GUIDES[slug]).split())
    for n, point in enumerate(found.points):
        assert " ".join(point.text.split()) in text
        assert point.url.startswith(f"/{GUIDES[slug].id}")
        leans = LEANING.match(point.text) and (n == 0 or found.points[n - 1].section != point.section)
        assert not leans, point.text
        assert "tok/s" not in point.text or not re.search(r"\d[\d.,]* tok/s", point.text)


def test_key_points_cover_the_key_facts(summaries):
    covered = wanted = 0
    for slug, guide in GUIDES.items():
        found = summary(summaries, slug, "key-points")
        assert 3 <= len(found.points) <= 9
        for fact in guide.front.key_facts:
            quantities = set(re.findall(r"\d[\d.,]*\d|\d", fact))
            names = set(re.findall(r"\b[A-Z][\w.+-]{2,}", fact[1:]))
            wanted += 1
            covered += all(any(one in point.text for point in found.points) for one in quantities | names)
    assert covered / wanted >= 0.8, covered / wanted


def test_a_summary_for_a_device_says_what_it_holds_by_the_estimator(summaries):
    found = summary(summaries, "laptops", "for-my-rig", "RTX 4060 Laptop GPU")
    assert "RTX 4060 Laptop GPU, which offers 7.2 GiB" in found.rig
    assert found.text.endswith(found.rig)
    assert not re.search(r"\[\d+\]", found.rig)


@pytest.mark.parametrize(
    ("slug", "style", "device", "says"),
    [
        ("used-card", "short", None, "near: used-cards"),
        ("laptops", "for-my-rig", None, "--gpu ID or --machine ID"),
        ("laptops", "for-my-rig", "RTX 9999", "RTX 9999"),
    ],
)
def test_what_cannot_be_summarised_says_what_to_give(summaries, slug, style, device, says):
    with pytest.raises(RequestError, match=re.escape(says)):
        summary(summaries, slug, style, device)


def test_the_same_summary_is_the_same_bytes(summaries):
    assert summary(summaries, "used-cards") == summary(summaries, "used-cards")
