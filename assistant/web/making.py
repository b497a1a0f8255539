"""One computation of an answer and those who follow it. Equal questions at the same time share one."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from functools import partial

from assistant import log
from assistant.domain.turn import FactsFound, Finished, Noted, Turn
from assistant.flow import Assistant
from assistant.web.sse import Record, records

Key = tuple[object, ...]


@dataclass(frozen=True)
class End:
    """The last thing a follower gets: the whole answer, or None if it could not be made."""

    finished: Finished | None
    cited: int


class Making:
    """Runs the answer path once, keeps what it said, and stops when the last follower leaves."""

    def __init__(self, assistant: Assistant, turn: Turn, over: Callable[["Making"], None]) -> None:
        self._said: list[Record] = []
        self._cited = 0
        self._followers = 0
        self._news = asyncio.Condition()
        self._over = over
        self.finished: Finished | None = None
        self.failed = False
        self.noted = False  # something went wrong behind the facts: the next answer may be better
        self._task = asyncio.create_task(self._run(assistant, turn))
        self._task.add_done_callback(lambda task: _log_failure(task, turn.id))

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.failed or self.finished is not None

    async def follow(self) -> AsyncGenerator[Record | End, None]:
        """Yield everything said so far and what comes. Whoever stops following early may be the last."""
        self._followers += 1
        try:
            at = 0
            while True:
                async with self._news:
                    await self._news.wait_for(partial(self._more, at))
                while at < len(self._said):
                    yield self._said[at]
                    at += 1
                if self.ended:
                    yield End(self.finished, self._cited)
                    return
        finally:
            self._followers -= 1
            if not self._followers and not self.ended:
                self._task.cancel()

    def _more(self, at: int) -> bool:
        return at < len(self._said) or self.ended

    async def _run(self, assistant: Assistant, turn: Turn) -> None:
        try:
            async for event in assistant.ask(turn):
                if isinstance(event, FactsFound):
                    self._cited = len(event.citations)
                self.noted = self.noted or isinstance(event, Noted)
                if isinstance(event, Finished):
                    self.finished = event
                await self._tell(list(records(event)))
        finally:  # whatever went wrong: a follower must not wait for ever
            self.failed = self.failed or self.finished is None
            self._over(self)
            await self._tell([])

    async def _tell(self, more: list[Record]) -> None:
        async with self._news:
            self._said += more
            self._news.notify_all()


def _log_failure(task: "asyncio.Task[None]", answer: str) -> None:
    """Log why an answer could not be made; a reader who left is no failure."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.problem("failed", answer=answer, reason=repr(error)[:300])
