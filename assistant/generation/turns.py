"""A bounded queue in front of a model: so many at once, so many waiting, the others are told at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.errors import ModelError


class Turns:
    """Places at a model, handed out in order. One object per process and event loop."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most = waiting
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Raises:
            ModelError: as many wait already as may.
        """
        if self._free.locked() and self._waiting >= self._most:
            raise ModelError(
                "busy", "The language model is busy with other questions, so this was put together by code."
            )
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()
