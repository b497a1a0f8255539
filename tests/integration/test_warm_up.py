"""The model is loaded before the first question wants it, as it will be asked, and nobody waits for that."""

import asyncio
import time
from dataclasses import replace

import pytest

from assistant.errors import ModelError
from assistant.generation.ollama import OllamaPlace, OllamaWriter
from assistant.generation.turns import Turns
from assistant.web.app import create_app
from assistant.web.world import open_world
from tests.ollama_server import serving


def writer(state, model="qwen3:4b-instruct"):
    return OllamaWriter(OllamaPlace(state.url, model, 8192, 700), Turns(1, 4))


def test_the_model_is_loaded_with_the_context_of_the_questions_to_come():
    with serving() as state:
        asyncio.run(writer(state).warm())
    (load,) = state.loads
    assert load["messages"] == []
    assert load["options"]["num_ctx"] == 8192
    assert load["keep_alive"] == "30m"


def test_a_model_that_is_not_there_cannot_be_loaded():
    with serving() as state, pytest.raises(ModelError, match="is not installed"):
        asyncio.run(writer(state, "other:1b").warm())


class Slow:
    """An explainer whose model takes for ever to load."""

    model, digest = "slow", "0"
    begun = False

    async def warm(self):
        self.begun = True
        await asyncio.sleep(60)

    async def hindrance(self):
        return None


def test_a_service_is_ready_before_its_model_is(settings):
    slow = Slow()
    world = open_world(settings, with_model=False)
    app = create_app(replace(world, assistant=replace(world.assistant, explainer=slow, guides=None)), None)

    async def started():
        begin = time.monotonic()
        async with app.router.lifespan_context(app):
            took = time.monotonic() - begin
            await asyncio.sleep(0)
            return took

    assert asyncio.run(started()) < 30
    assert slow.begun
