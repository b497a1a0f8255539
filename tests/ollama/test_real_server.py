"""The contract of the written answer with a real Ollama server: `make test-ollama`. Prints what was released."""

import asyncio
import dataclasses
import sys
from collections import Counter

import pytest

from assistant.assemble import open_assistant
from assistant.cli.doctor import examined
from assistant.cli.index import mend
from assistant.domain.turn import FactsFound, Finished, Held, Noted, Released, Turn
from assistant.settings import Settings

QUESTIONS = (
    "Will Qwen3 32B fit on an RTX 3090?",
    "How much context can I use with Qwen3 14B on an RTX 4070?",
    "How fast is Qwen3 8B on an RTX 3060 12GB?",
    "Why do long contexts need so much memory?",
    "Is a used RTX 3090 a good buy?",
    "What does Q4_K_M mean?",
    "RTX 5060 Ti 16GB or RTX 5070 for gpt-oss 20B?",
    "Does a q8_0 KV cache make answers worse?",
)  # fmt: skip


def _say(line):
    sys.stdout.write(f"{line}\n")


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return dataclasses.replace(Settings.read(), data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def asked(settings):
    return open_assistant(settings, mend, with_model=True)


@pytest.mark.ollama
def test_the_server_passes_the_doctor(settings):
    (line,) = [line for line in examined(settings) if line.what == "model"]
    assert line.state == "ok", line.says


@pytest.mark.ollama
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_begins_with_facts_and_holds_nothing_unverified(asked, question):
    async def follow():
        return [event async for event in asked.ask(Turn("a1", question))]

    events = asyncio.run(follow())
    assert isinstance(events[0], FactsFound)
    assert isinstance(events[-1], Finished)
    released = [e.sentence for e in events if isinstance(e, Released) and e.sentence.origin == "model"]
    held = Counter(e.code for e in events if isinstance(e, Held))
    notes = [e.code for e in events if isinstance(e, Noted)]
    answer = events[-1].answer
    speeds = {fact.value for fact in answer.facts if fact.unit == "tok/s"}
    _say(f"\n{answer.engine.model}: {question}: {len(released)} released, {dict(held)} withheld, notes {notes}, "
          f"{answer.timings_ms.total / 1000:.1f} s")  # fmt: skip
    for sentence in released:
        _say(f"  + {sentence.text}")
        assert speeds or "tok/s" not in sentence.text
