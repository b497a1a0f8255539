"""The queue: places, those who wait, those who are told at once."""

import asyncio

import pytest

from assistant.errors import ModelError
from assistant.generation.patience import Patience, in_time
from assistant.generation.turns import Turns


def test_more_than_may_wait_are_told_at_once():
    async def scene():
        turns, order = Turns(1, 1), []
        go_on = asyncio.Event()

        async def one(name):
            async with turns.place():
                order.append(name)
                await go_on.wait()

        first, second = asyncio.create_task(one("first")), asyncio.create_task(one("second"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(ModelError) as caught:
            async with turns.place():
                order.append("third")
        assert caught.value.code == "busy"
        go_on.set()
        await asyncio.gather(first, second)
        return order

    assert asyncio.run(scene()) == ["first", "second"]


def test_who_leaves_while_waiting_frees_the_place_in_the_queue():
    async def scene():
        turns = Turns(1, 1)
        async with turns.place():
            for _ in range(3):
                waiting = asyncio.create_task(turns.place().__aenter__())
                await asyncio.sleep(0)
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
        async with turns.place():
            return "free"

    assert asyncio.run(scene()) == "free"


@pytest.mark.parametrize(("pauses", "late"), [((0.0, 0.0), False), ((0.3, 0.0), True), ((0.0, 0.3), True)])
def test_the_first_piece_and_the_others_have_limits_of_their_own(pauses, late):
    async def pieces():
        for pause in pauses:
            await asyncio.sleep(pause)
            yield "x"

    async def scene():
        return [piece async for piece in in_time(pieces(), Patience(first=0.1, between=0.1))]

    if late:
        with pytest.raises(ModelError, match="took too long"):
            asyncio.run(scene())
    else:
        assert asyncio.run(scene()) == ["x", "x"]


def test_the_whole_has_a_limit_too():
    async def pieces():
        while True:
            await asyncio.sleep(0.02)
            yield "x"

    async def scene():
        return [piece async for piece in in_time(pieces(), Patience(whole=0.1))]

    with pytest.raises(ModelError, match="took too long"):
        asyncio.run(scene())
