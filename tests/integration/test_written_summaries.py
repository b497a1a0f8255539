"""Summaries by a model over real sockets: checked, kept until what they depend on changes, composed if it fails."""

import asyncio
import dataclasses
import json

import pytest

from assistant.assemble import index_place, open_assistant, summaries_over
from assistant.corpus.guides import load_guides
from assistant.errors import IndexUnusableError
from assistant.generation.ollama import OllamaPlace, OllamaWriter
from assistant.generation.patience import Patience
from assistant.generation.turns import Turns
from assistant.index.build import build_index
from assistant.paths import data_root
from assistant.settings import Settings
from assistant.storage.summaries import SummaryFiles
from assistant.summaries.written import LITTLE, SummaryWriter
from tests.ollama_server import Script, serving, words

GUIDES = {guide.slug: guide for guide in load_guides(data_root() / "corpus")}
SLUG = "used-cards"
GOOD = (
    "Check the exact memory size before paying, because V100 and MI50 exist with 16 and with 32 GB. [P1] "
    "The Tesla P40, V100 and MI50 are server cards that need cooling and adapters. [P1] "
    "The MI50 stays outside AMD's support. [P1] "
)
FALSE = "The RTX 3090 does 900 tok/s. A used one costs $250 today. "
PATIENCE = Patience(version=0.5, first=0.5, between=0.3, whole=3.0)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Settings with an index: that of the checkout where there is one, else one made here."""
    for settings in (Settings.read({}), Settings(data_dir=tmp_path_factory.mktemp("data"))):
        where = index_place(settings, open_assistant(settings).shelf.catalog)
        if settings.data_dir.name != "store":
            build_index(where.place, where.sources, where.recipe)
        try:
            where.manifest()
        except IndexUnusableError:
            continue
        return settings
    raise AssertionError("no index")


@pytest.fixture
def kept(tmp_path):
    """The folder in which summaries are kept."""
    return tmp_path / "summaries"


@pytest.fixture
def made(base, kept):
    def make(state, model="qwen3:4b-instruct", guides=GUIDES):
        settings = dataclasses.replace(base, ollama_host=state.url, model=model, log_level="error")
        found = summaries_over(settings, guides, open_assistant(settings, with_model=True))
        generator = OllamaWriter(OllamaPlace(state.url, model, 8192, 700, PATIENCE), Turns(1, 4))
        explainer = dataclasses.replace(found.writer.explainer, generator=generator)
        return dataclasses.replace(found, writer=SummaryWriter(explainer), kept=SummaryFiles(kept))

    return make


def summary(summaries, slug=SLUG, style="short", device=None, **options):
    return asyncio.run(summaries.summarize(slug, style, device, **options))


def test_what_the_model_writes_is_released_behind_the_guides_own_short_answer(made):
    with serving(Script(words(GOOD))) as state:
        found = summary(made(state))
    assert found.engine == "model"
    assert found.model == "qwen3:4b-instruct"
    assert found.points[0].text.startswith("The RTX 3090 is the used card to buy")
    assert 3 <= len(found.points) <= 5
    assert all(point.url.startswith("/guides/used-cards") for point in found.points)
    assert "[P1]" not in found.text
    asked = state.calls[0]["messages"][1]["content"]
    assert "Summarise this guide in three to five sentences." in asked
    assert "[P1] Used cards" in asked


def test_invented_figures_are_withheld_and_counted(made):
    with serving(Script(words(GOOD + FALSE))) as state:
        found = summary(made(state))
    assert found.engine == "model"
    assert "900" not in found.text
    assert "250" not in found.text
    assert sum(one.count for one in found.withheld) == 2


@pytest.mark.parametrize(
    "script",
    [
        Script(words(FALSE)), Script(words(GOOD[:60]), breaks=True),
        Script(words(GOOD), breaks=True), Script(status=500, error="out of memory"),
        Script(raw=b"<html>"), Script(hangs=1.0), Script(("<think>hm",)), Script(()),
    ],
    ids=["false", "breaks", "breaks late", "fails", "garbage", "silent", "thinks", "empty"],
)  # fmt: skip
def test_a_model_that_fails_leaves_the_guides_own_sentences_and_a_note(made, script):
    with serving(script) as state:
        summaries = made(state)
        found = summary(summaries)
    assert found.engine == "composed"
    assert found.note
    assert found.points == summary(summaries, model=False).points


def test_too_few_sentences_are_not_given(made):
    with serving(Script(words(GOOD.split("[P1]", maxsplit=1)[0] + "[P1] "))) as state:
        found = summary(made(state))
    assert (found.engine, found.note) == ("composed", LITTLE)


def test_without_the_model_it_is_not_asked(made):
    with serving(Script(words(GOOD))) as state:
        found = summary(made(state), model=False)
    assert (found.engine, found.note, state.calls) == ("composed", "", [])


def test_a_kept_summary_asks_the_model_nothing(made):
    with serving(Script(words(GOOD))) as state:
        first = summary(made(state))
        again = summary(made(state))
    assert first == again
    assert len(state.calls) == 1


def test_a_failure_is_not_kept(made):
    with serving(Script(status=500, error="x"), Script(words(GOOD))) as state:
        assert summary(made(state)).engine == "composed"
        assert summary(made(state)).engine == "model"


def test_another_model_or_device_or_style_is_another_summary(made, kept):
    with serving(Script(words(GOOD)), models=("qwen3:4b-instruct", "other:1b")) as state:
        summary(made(state))
        summary(made(state, "other:1b"))
        summary(made(state, "other:1b"), style="key-points")
        summary(made(state, "other:1b"), style="for-my-rig", device="RTX 3090")
    assert len(state.calls) == 4
    names = sorted(file.name.rsplit(".", 2)[0] for file in kept.glob("*.json"))
    assert names == ["used-cards.for-my-rig.rtx-3090", "used-cards.key-points.any", "used-cards.short.any"]


def test_a_changed_guide_drops_only_its_own(made, kept):
    with serving(Script(words(GOOD))) as state:
        summaries = made(state)
        summary(summaries)
        summary(summaries, "about")
        before = {file.name for file in kept.glob("*.json")}
        summary(dataclasses.replace(summaries, units=Changed(summaries.units, f"guides/{SLUG}")))
        after = {file.name for file in kept.glob("*.json")}
    assert len(before) == len(after)
    assert {name.split(".")[0] for name in before ^ after} == {SLUG}


def test_a_broken_file_is_made_anew(made, kept):
    with serving(Script(words(GOOD))) as state:
        summary(made(state))
        (file,) = kept.glob("*.json")
        file.write_bytes(b'{"slug": ')
        summary(made(state))
    assert len(state.calls) == 2
    assert json.loads(file.read_bytes())["engine"] == "model"


def test_for_a_device_the_estimate_stands_beside_the_models_words(made):
    with serving(Script(words(GOOD))) as state:
        found = summary(made(state), style="for-my-rig", device="RTX 3090")
    assert "On your device: " in found.text
    assert "for the RTX 3090" in state.calls[0]["messages"][1]["content"]


class Changed:
    """The units of guides, of which one has lost its last unit."""

    def __init__(self, units, guide):
        self._units, self._guide = units, guide
        self.digest = units.digest

    def of(self, guide):
        found = self._units.of(guide)
        return found[:-1] if guide == self._guide else found
