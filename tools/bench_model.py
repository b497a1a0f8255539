"""The written answer against a stand-in for Ollama: how soon a sentence is released, what 1,000 answers leave behind.

The stand-in sends a sentence, then waits: the time from the arrival of the character that ends it to its release is
what the number ledger and the event loop take.
"""

import asyncio
import dataclasses
import gc
import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assistant import log
from assistant.assemble import open_assistant
from assistant.domain.explained import Explained
from assistant.domain.facts import Passage
from assistant.domain.turn import FactsFound, Released, Turn
from assistant.flow import Assistant
from assistant.settings import Settings
from tests.fakes import FixedGuides
from tests.ollama_server import OllamaServer, Script, serving

QUESTION = "Will Qwen3 32B fit on an RTX 3090?"
SENTENCES = (
    "The KV cache grows with the context. [P1] ", "Keep that in mind before feeding long texts. ",
    "The model needs 20.6 GiB of memory. [F1] ", "It would be 45 tokens per second. ",
    "A shorter context leaves more memory for the weights. ", "The card offers 23.2 GiB of memory. ",
)  # fmt: skip
PASSAGE = Passage("guides/kv", "The KV cache", "Short answer", None, "The KV cache grows with the context.")
ROUNDS, GENERATIONS, SAMPLES = 40, 1000, 200


def main() -> None:
    """Print a line per figure."""
    log.configure("error")
    with serving(Script(SENTENCES, pause=0.01)) as state:
        assistant = _assistant(state)
        asyncio.run(_release_times(assistant, state))
    with serving(Script(SENTENCES)) as state:
        asyncio.run(_many(_assistant(state), state))


def _assistant(state: OllamaServer) -> Assistant:
    opened = open_assistant(Settings(ollama_host=state.url, data_dir=Settings.read().data_dir), with_model=True)
    return dataclasses.replace(opened, guides=FixedGuides(Explained((), (), (PASSAGE,), "1234")))


async def _release_times(assistant: Assistant, state: OllamaServer) -> None:
    """From the moment the stand-in sends what completes a sentence to its release."""
    late, before = [], 0
    for turn in range(ROUNDS):
        calls = len(state.calls)
        async for event in assistant.ask(Turn(f"a{turn}", QUESTION)):
            if isinstance(event, FactsFound):
                before += len(state.calls) == calls
            if isinstance(event, Released) and event.sentence.origin == "model":
                late.append(1000 * (time.monotonic() - state.sent[-1]))
    p95 = statistics.quantiles(late, n=20)[-1]
    print(f"{len(late)} sentences released {statistics.median(late):.1f} ms (p95 {p95:.1f} ms) after what ended them")
    print(f"facts shown before the model was asked: {before} of {ROUNDS}")


async def _many(assistant: Assistant, state: OllamaServer) -> None:
    for turn in range(SAMPLES):  # caches fill
        await assistant.answer(Turn(f"w{turn}", QUESTION))
    memory, tasks, files = _held()
    for turn in range(GENERATIONS):
        await assistant.answer(Turn(f"a{turn}", QUESTION))
        state.calls.clear()
        state.sent.clear()
    after = _held()
    print(f"{GENERATIONS} answers: memory {memory:.0f} to {after[0]:.0f} MiB, tasks {tasks} to {after[1]}, "
          f"open files {files} to {after[2]}")  # fmt: skip


def _held() -> tuple[float, int, int]:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    memory = pages * resource.getpagesize() / 2**20
    return memory, len(asyncio.all_tasks()), len(list(Path("/proc/self/fd").iterdir()))


if __name__ == "__main__":
    main()
