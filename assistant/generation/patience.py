"""Time-outs of a stream: for the first piece, between pieces, and for the whole."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import TypeVar

from assistant.errors import ModelError

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """Seconds. Loading a model from disk counts into `first`."""

    version: float = 5.0
    first: float = 120.0
    between: float = 20.0
    whole: float = 300.0


async def in_time(stream: AsyncIterator[T], patience: Patience) -> AsyncGenerator[T, None]:
    """Pass a stream on.

    Raises:
        ModelError: a piece did not come in time.
    """
    end = asyncio.get_running_loop().time() + patience.whole
    limit = patience.first
    while True:
        left = end - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(max(0.0, min(limit, left))):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise ModelError("slow", "The language model took too long, so this was put together by code.") from error
        yield piece
        limit = patience.between
