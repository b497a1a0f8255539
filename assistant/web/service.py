"""Questions as they arrive over HTTP: conversations, shared and kept answers, receipts. Start here for the service."""

import asyncio
import secrets
import time
import unicodedata
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from assistant import log
from assistant.domain.answer import Answer
from assistant.domain.question import Settled
from assistant.domain.turn import Finished, Turn
from assistant.entities.follow import settle
from assistant.errors import StorageError
from assistant.storage.store import Store
from assistant.web.making import End, Key, Making
from assistant.web.metrics import Metrics
from assistant.web.rules import Rules
from assistant.web.rules import key as pin_key
from assistant.web.sse import Record, ending, replayed
from assistant.web.world import World

MOST_KEPT = 512  # whole answers
KEPT_S = 300.0
RESUMED_S = 60.0
MOST_RECENT = 512  # requests that can be come back to; each holds its events


class TooBusyError(Exception):
    """As many answers are being made as may."""


@dataclass
class Asked:
    """One request: its ids, what the conversation had settled, and what it was told, numbered from 1."""

    id: str
    conversation: str
    text: str
    page: str | None
    before: Settled | None
    told: list[Record] = field(default_factory=list)
    answer: Answer | None = None
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Numbered:
    """One event of the stream of a request."""

    seq: int
    record: Record


class Service:
    """Answers questions for all doors of one worker."""

    def __init__(self, world: World, store: Store | None, metrics: Metrics, most: int) -> None:
        self.world = world
        self.store = store
        self.metrics = metrics
        self.rules = Rules(store, world.catalog.digest)
        self._most = most
        self._making: dict[Key, Making] = {}
        self._kept: OrderedDict[Key, tuple[float, Finished]] = OrderedDict()
        self._recent: OrderedDict[str, Asked] = OrderedDict()

    async def asked(self, text: str, conversation: str | None, page: str | None) -> Asked:
        """Take a question: a conversation that is not known is a new one."""
        await self.rules.fresh()
        before = await self._settled(conversation)
        known = conversation if before is not None and conversation else secrets.token_hex(16)
        return Asked(secrets.token_hex(16), known, text, page, before)

    async def whole(self, asked: Asked) -> Answer | None:
        """Return the whole answer; None if it could not be made.

        Raises:
            TooBusyError: too many answers are being made.
        """
        async with aclosing(self.stream(asked)) as events:
            async for _ in events:
                pass
        return asked.answer

    async def stream(self, asked: Asked) -> AsyncGenerator[Numbered, None]:
        """Yield the events of a request and keep them for those who come back; what was told is not told again.

        Raises:
            TooBusyError: too many answers are being made.
        """
        self._remember(asked)
        told, seq = len(asked.told), 0
        async with aclosing(self._records(asked)) as records:
            async for record in records:
                seq += 1
                if seq > told:
                    asked.told.append(record)
                    yield Numbered(seq, record)

    async def resumed(self, asked: Asked, after: int) -> AsyncGenerator[Numbered, None]:
        """Yield what a request missed after an event, and what is still to come."""
        for seq, record in enumerate(asked.told[after:], start=after + 1):
            yield Numbered(seq, record)
        if asked.answer is None:
            async with aclosing(self.stream(asked)) as rest:
                async for numbered in rest:
                    yield numbered

    def recent(self, answer: str) -> Asked | None:
        """Return a request of the last minute."""
        self._forget()
        return self._recent.get(answer)

    async def _records(self, asked: Asked) -> AsyncGenerator[Record, None]:
        """The events of an answer: as they are made, or again."""
        key = self._key(asked)
        digests = {"corpus": self.world.catalog.digest}
        data = {"id": asked.id, "conversation": asked.conversation, "digests": digests}
        yield Record("meta", data | {"engine": {"kind": "composed", "model": self.world.model}})
        if asked.before is None and (pin := self.rules.pinned.get(pin_key(asked.text))):
            answer = replace(pin, id=asked.id, conversation=asked.conversation, question=asked.text, cached=True)
            asked.answer = answer
            self.metrics.answered(answer)
            for record in replayed(answer):
                yield record
            return
        if kept := self._known(key):
            self.metrics.cached()
            answer = self._own(asked, kept, cached=True)
            await self._end(asked, answer, kept)
            for record in replayed(answer):
                yield record
            return
        async with aclosing(self._made(asked, key).follow()) as said:
            async for one in said:
                for record in [one] if isinstance(one, Record) else await self._closing(asked, one):
                    yield record

    async def _closing(self, asked: Asked, end: End) -> list[Record]:
        if end.finished is None:
            message = "The answer could not be made. Please ask again."
            return [Record("error", {"code": "failed", "message": message, "retryable": True})]
        answer = self._own(asked, end.finished, cached=False)
        await self._end(asked, answer, end.finished)
        return list(ending(answer, end.cited))

    def _made(self, asked: Asked, key: Key) -> Making:
        """The computation of an equal question that is under way, or a new one."""
        if making := self._making.get(key):
            self.metrics.shared()
            return making
        if self._most and len(self._making) >= self._most:
            raise TooBusyError
        turn = Turn(asked.id, asked.text, asked.conversation, asked.before, asked.page)

        def over(made: Making) -> None:
            self._making.pop(key, None)
            if made.finished and not made.noted:
                self._keep(key, made.finished)

        self._making[key] = Making(self.world.assistant, turn, over)
        return self._making[key]

    def _own(self, asked: Asked, finished: Finished, *, cached: bool) -> Answer:
        return replace(
            finished.answer, id=asked.id, conversation=asked.conversation, question=asked.text, cached=cached
        )

    async def _end(self, asked: Asked, answer: Answer, finished: Finished) -> None:
        """Keep the receipt and what is settled, before the reader can ask again."""
        asked.answer = answer
        self.metrics.answered(answer)
        if self.store is None or self.rules.now.read_only.on:
            return
        try:
            await asyncio.to_thread(self.store.keep, answer, settle(finished.question, asked.before))
        except StorageError as error:  # the answer stands; it has no receipt then
            self.metrics.not_kept()
            log.step("not kept", answer=asked.id, reason=str(error))

    async def _settled(self, conversation: str | None) -> Settled | None:
        if self.store is None or conversation is None:
            return None
        try:
            return await asyncio.to_thread(self.store.settled, conversation)
        except StorageError as error:
            log.step("not read", reason=str(error))
            return None

    def _key(self, asked: Asked) -> Key:
        words = " ".join(unicodedata.normalize("NFC", asked.text).split())
        blocked = self.rules.now.decisions  # a text or answer that was blocked is not told from what is kept
        return (words, repr(asked.before), asked.page, self.world.catalog.digest, self.world.index_mark(), blocked)

    def _known(self, key: Key) -> Finished | None:
        found = self._kept.get(key)
        if found is None or found[0] < time.monotonic() - KEPT_S:
            self._kept.pop(key, None)
            return None
        self._kept.move_to_end(key)
        return found[1]

    def _keep(self, key: Key, finished: Finished) -> None:
        self._kept[key] = (time.monotonic(), finished)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _remember(self, asked: Asked) -> None:
        self._recent[asked.id] = asked
        self._forget()

    def _forget(self) -> None:
        """Drop requests that nobody can come back to."""
        old = time.monotonic() - RESUMED_S
        while self._recent and (len(self._recent) > MOST_RECENT or next(iter(self._recent.values())).at < old):
            self._recent.popitem(last=False)
