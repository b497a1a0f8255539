"""The written answer over real sockets: what a model says and how a server fails, each ends in a whole answer."""

import asyncio
import dataclasses
import time

import pytest

from assistant.assemble import open_explainer
from assistant.domain.explained import Explained
from assistant.domain.facts import Passage
from assistant.domain.turn import FactsFound, Noted, Released, Turn
from assistant.entities.index import NameIndex
from assistant.generation.ollama import OllamaPlace, OllamaWriter
from assistant.generation.patience import Patience
from assistant.generation.turns import Turns
from assistant.settings import Settings
from tests.fakes import FixedGuides
from tests.ollama_server import Script, serving, words

QUESTION = "Will Qwen3 32B fit on an RTX 3090?"
PASSAGE = Passage(
    "guides/kv-cache-and-context#short-answer", "The KV cache", "Short answer", "/guides/kv-cache-and-context",
    "The KV cache grows with the context. Long texts need more memory.",
)  # fmt: skip
SAID = Explained((), (), (PASSAGE,), "1234")
GOOD = "The KV cache grows with the context. [P1] Keep that in mind before feeding long texts. "
SPEED = "It runs at 45 tokens per second on that card. "
FIT = "The model needs 20.6 GiB of memory. [F1] "
PATIENCE = Patience(version=0.5, first=0.5, between=0.3, whole=3.0)


@pytest.fixture
def ask(assistant, catalog):
    def asked(state, text=QUESTION, *, model="qwen3:4b-instruct", turns=None):
        names = NameIndex.build(catalog)
        explainer = open_explainer(Settings(ollama_host=state.url, model=model), catalog, names)
        place = OllamaPlace(state.url, model, 8192, 700, PATIENCE)
        explainer = dataclasses.replace(explainer, generator=OllamaWriter(place, turns or Turns(1, 4)))
        whole = dataclasses.replace(assistant, guides=FixedGuides(SAID), explainer=explainer)

        async def follow():
            return [event async for event in whole.ask(Turn("a1", text))]

        return asyncio.run(follow())

    return asked


def by_model(events):
    return [event.sentence.text for event in events if isinstance(event, Released) and event.sentence.origin == "model"]


def test_true_sentences_are_released_with_their_source_and_untrue_ones_are_counted(ask):
    with serving(Script(words(GOOD + SPEED + FIT))) as state:
        events = ask(state)
    answer = events[-1].answer
    assert isinstance(events[0], FactsFound)
    assert by_model(events) == [
        "The KV cache grows with the context. [8]", "Keep that in mind before feeding long texts.",
        "The model needs 20.6 GiB of memory.",
    ]  # fmt: skip
    assert [(one.code, one.count) for one in answer.withheld] == [("unverified_speed", 1)]
    assert "45" not in answer.text.replace(SPEED, "")
    assert answer.engine.model == "qwen3:4b-instruct"
    assert answer.sentences[-1].evidence == (next(fact.id for fact in answer.facts if fact.metric == "total_memory"),)
    assert answer.citations[-1].id == PASSAGE.id


def test_the_call_is_what_the_settings_say(ask):
    with serving(Script(words(GOOD))) as state:
        ask(state)
        (call,) = state.calls
    assert call["model"] == "qwen3:4b-instruct"
    assert call["stream"] is True
    assert call["think"] is False
    assert call["keep_alive"] == "30m"
    assert call["options"]["num_ctx"] == 8192
    assert call["options"]["temperature"] == 0
    assert isinstance(call["options"]["seed"], int)
    assert [message["role"] for message in call["messages"]] == ["system", "user"]


FAILURES = {
    "missing": Script(status=404, error="model 'qwen3:4b-instruct' not found, try pulling it first"),
    "failed": Script(status=500, error="llama runner process has terminated: cudaMalloc failed: out of memory"),
    "failed mid-stream": Script(words(GOOD), error_line="an error was encountered while running the model"),
    "garbled": Script(raw=b"<html>not JSON</html>\n"),
    "garbled number": Script(raw=b"12\n"),
    "slow": Script(words(GOOD), hangs=1.5),
    "slow between": Script(words(GOOD), pause=0.6),
    "cut": Script(words("The KV cache grows with the"), breaks=True),
    "thinking": Script(words("<think> The user wants to know 45 tok/s </think> Fine.")),
    "empty": Script(()),
    "repeats": Script(words("Keep that in mind before feeding long texts. " * 8)),
    "language": Script(("这个模型可以运行。", "显存足够。", "请注意上下文长度。", "祝你好运。") * 2),
    "withheld german": Script(words("Das Modell passt gut auf die Karte. Der Speicher reicht für lange Texte. ")),
    "withheld": Script(words(SPEED * 12)),
    "truncated": Script(words(GOOD.strip()[:-1]), prompt_tokens=40),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_ends_in_the_composed_answer_with_one_short_note(ask, name):
    with serving(FAILURES[name]) as state:
        events = ask(state)
    answer = events[-1].answer
    (note,) = [event for event in events if isinstance(event, Noted)]
    assert note.code == name.split()[0]
    assert len(note.message) < 120
    assert answer.status == "answered"
    assert "20.6 GiB" in answer.lead
    assert answer.text.endswith(f"*{note.message}*")
    assert "45" not in answer.text
    assert "Traceback" not in answer.text


def test_an_old_server_is_refused_and_never_asked(ask):
    with serving(Script(words(GOOD)), version="0.16.3") as state:
        events = ask(state)
        assert state.calls == []
    (note,) = [event for event in events if isinstance(event, Noted)]
    assert (note.code, "0.16.3" in note.message, "CVE-2026-7482" in note.message) == ("old", True, True)


def test_the_last_words_of_a_text_that_hit_its_limit_are_left_out(ask):
    with serving(Script(words(GOOD + "Mind the"), done_reason="length")) as state:
        assert len(by_model(ask(state))) == 2


def test_thinking_in_its_own_field_is_not_shown(ask):
    with serving(Script(words(GOOD), thinking=("It does 45 tok/s.",))) as state:
        events = ask(state)
    assert len(by_model(events)) == 2
    assert "45" not in events[-1].answer.text


def test_a_missing_count_of_tokens_is_no_reason_to_reject(ask):
    with serving(Script(words(GOOD), prompt_tokens=None)) as state:
        assert len(by_model(ask(state))) == 2


def test_the_facts_are_there_before_the_model_is_asked(assistant, catalog):
    with serving(Script(words(GOOD), hangs=0.3)) as state:
        explainer = open_explainer(Settings(ollama_host=state.url), catalog, NameIndex.build(catalog))
        whole = dataclasses.replace(assistant, guides=FixedGuides(SAID), explainer=explainer)

        async def first():
            stream = whole.ask(Turn("a1", QUESTION))
            event = await anext(stream)
            calls = len(state.calls)
            await stream.aclose()
            return event, calls

        event, calls = asyncio.run(first())
    assert isinstance(event, FactsFound)
    assert calls == 0


def test_a_reader_who_leaves_ends_the_generation_within_a_second(assistant, catalog):
    with serving(Script(words(GOOD * 200), pause=0.02)) as state:
        explainer = open_explainer(Settings(ollama_host=state.url), catalog, NameIndex.build(catalog))
        whole = dataclasses.replace(assistant, guides=FixedGuides(SAID), explainer=explainer)

        async def leave():
            stream = whole.ask(Turn("a1", QUESTION))
            async for event in stream:
                if isinstance(event, Released) and event.sentence.origin == "model":
                    break
            await stream.aclose()

        asyncio.run(leave())
        gone = time.monotonic()
        while state.open and time.monotonic() - gone < 2:
            time.sleep(0.01)
        assert state.open == 0
        assert time.monotonic() - gone < 1


def test_a_full_queue_answers_at_once(assistant, catalog):
    with serving(Script(words(GOOD), pause=0.05)) as state:
        place = OllamaPlace(state.url, "qwen3:4b-instruct", 8192, 700)
        explainer = open_explainer(Settings(ollama_host=state.url), catalog, NameIndex.build(catalog))
        explainer = dataclasses.replace(explainer, generator=OllamaWriter(place, Turns(1, 0)))
        whole = dataclasses.replace(assistant, guides=FixedGuides(SAID), explainer=explainer)

        async def both():
            return await asyncio.gather(*(whole.answer(Turn(f"a{n}", QUESTION)) for n in range(2)))

        answers = [finished.answer for finished in asyncio.run(both())]
    assert sorted(answer.engine.kind for answer in answers) == ["composed", "model"]
    composed = next(answer for answer in answers if answer.engine.kind == "composed")
    assert "busy with other questions" in composed.text


def test_the_same_question_gives_the_same_bytes_where_the_model_fails(ask):
    with serving(FAILURES["failed"]) as state:
        first, second = (ask(state)[-1].answer.text for _ in range(2))
    assert first == second
