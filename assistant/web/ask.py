"""Asking: a whole answer, a stream of it, its receipt, asking again, and what a reader thinks of it."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.domain.answer import Answer
from assistant.domain.asked_text import MOST_CHARACTERS
from assistant.storage.store import Vote
from assistant.web.limit import Limit
from assistant.web.problems import RESPONSES, problem
from assistant.web.service import Asked, Numbered, Service, TooBusyError
from assistant.web.sse import answer_data, plain

HEARTBEAT_S = 15
EXAMPLE = "Will Qwen3 32B fit on an RTX 3090?"
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Id of an answer")]
REASONS = Literal["wrong_number", "wrong_product", "not_answered", "unclear", "outdated", "helpful", "other"]


class Body(BaseModel):
    """A question. `conversation` is what an earlier answer gave; `page` the slug of the guide it is asked on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"question": EXAMPLE}]})

    question: str = Field(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")
    conversation: str | None = Field(None, pattern=r"^[0-9a-f]{32}$")
    page: str | None = Field(None, max_length=100, pattern=r"^[a-z0-9-]+$")

    @property
    def text(self) -> str:
        """The question without NUL, which no database and no log takes."""
        return self.question.replace("\0", "\ufffd")


class Feedback(BaseModel):
    """A judgement of an answer: 1 or -1; a later one takes the place of an earlier one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    answer: str = Field(pattern=r"^[0-9a-f]{32}$")
    vote: Literal[1, -1]
    reason: REASONS | None = None
    text: str | None = Field(None, max_length=MOST_CHARACTERS)


class Rerun(BaseModel):
    """An answer made anew, and what differs from the old one."""

    answer: dict[str, Any]
    changed: dict[str, Any]


class Kept(BaseModel):
    """Feedback was kept."""

    kept: Literal[True] = True


class Asking:
    """The handlers over a service."""

    def __init__(self, service: Service, limit: Limit) -> None:
        self._service = service
        self._limit = limit

    async def ask(self, body: Body, request: Request) -> Response:
        """Answer a question; facts, estimate, refusals and sources stand beside the text."""
        if refusal := self._limit.refusal(request):
            return refusal
        asked = await self._service.asked(body.text, body.conversation, body.page)
        return _whole(await self._service.whole(asked))

    async def stream(
        self, body: Body, request: Request, last_event_id: Annotated[str | None, Header(max_length=64)] = None
    ) -> Response:
        """Answer a question as events: `facts` before anything slower, then sentences, then `done`.

        With `Last-Event-ID` of the last minute, the same answer goes on behind that event.
        """
        if refusal := self._limit.refusal(request):
            return refusal
        asked, after = _returning(self._service, last_event_id)
        if asked is None:
            asked = await self._service.asked(body.text, body.conversation, body.page)
        who = self._limit.who(request)
        if refusal := self._limit.begin(who):
            return refusal
        headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
        return EventSourceResponse(self._events(asked, after, who), ping=HEARTBEAT_S, headers=headers)

    async def _events(self, asked: Asked, after: int, who: str | None) -> AsyncIterator[ServerSentEvent]:
        self._service.metrics.streams.inc()
        try:
            async with aclosing(self._service.resumed(asked, after)) as numbered:
                async for one in numbered:
                    yield _event(asked, one)
        except TooBusyError:
            error = {"code": "busy", "message": "Too many questions at once. Please ask again.", "retryable": True}
            yield ServerSentEvent(data=json.dumps(error), event="error", sep="\n")
        finally:
            self._service.metrics.streams.dec()
            self._limit.end(who)

    async def receipt(self, answer: Id) -> Response:
        """Return an answer as it was given, with its evidence, digests and what was withheld."""
        return _whole(await known(self._service, answer))

    async def rerun(self, answer: Id, request: Request) -> Response:
        """Ask the question of an answer again and say what changed since."""
        if refusal := self._limit.refusal(request):
            return refusal
        old = await known(self._service, answer)
        if not old.question:
            raise HTTPException(404, "The question of that answer was not kept, so it cannot be asked again.")
        new = await self._service.whole(await self._service.asked(old.question, None, None))
        return _whole(None) if new is None else JSONResponse({"answer": answer_data(new), "changed": changes(old, new)})

    async def feedback(self, body: Feedback, request: Request) -> Response:
        """Keep what a reader thinks of an answer."""
        if refusal := self._limit.refusal(request):
            return refusal
        store = self._service.store
        if store is None or (await self._service.rules.fresh()).read_only.on:
            raise HTTPException(503, "Feedback is not kept at the moment.")
        if not await run_in_threadpool(store.vote, Vote(body.answer, body.vote, body.reason, body.text)):
            raise HTTPException(404, "There is no such answer.")
        self._service.metrics.voted(body.vote)
        return JSONResponse({"kept": True})


def ask_router(service: Service, limit: Limit) -> APIRouter:
    """Return the routes over a service."""
    router = APIRouter(prefix="/api", tags=["ask"])
    to, streamed = (
        Asking(service, limit),
        {"content": {"text/event-stream": {}}, "description": "The answer as it is made"},
    )
    add = partial(router.add_api_route, responses=RESPONSES)
    add("/ask", to.ask, methods=["POST"], summary="Ask, and get the whole answer", response_model=Answer)
    router.add_api_route(
        "/ask/stream", to.stream, methods=["POST"], summary="Ask, and get facts at once, then sentences",
        responses={**RESPONSES, 200: streamed}, response_class=EventSourceResponse,
    )  # fmt: skip
    add("/answers/{answer}", to.receipt, methods=["GET"], summary="The receipt of an answer", response_model=Answer)
    add("/answers/{answer}/rerun", to.rerun, methods=["POST"], summary="Ask again, and see what changed",
        response_model=Rerun)  # fmt: skip
    add("/feedback", to.feedback, methods=["POST"], summary="Say what an answer is worth", response_model=Kept)
    return router


def changes(old: Answer, new: Answer) -> dict[str, Any]:
    """Return what differs between two answers to one question: status, digests, and facts by id."""
    before, after = ({fact.id: fact.value for fact in one.facts} for one in (old, new))
    facts = [
        {"id": one, "before": before.get(one), "after": after.get(one)}
        for one in sorted({*before, *after})
        if before.get(one) != after.get(one)
    ]
    pairs = {"status": (old.status, new.status), "text": (old.text, new.text)}
    pairs |= {name: (getattr(old.digests, name), getattr(new.digests, name)) for name in ("corpus", "index", "prompt")}
    differing = {name: {"before": a, "after": b} for name, (a, b) in pairs.items() if a != b and name != "text"}
    return {**differing, "facts": facts, "text": pairs["text"][0] != pairs["text"][1]}


async def known(service: Service, answer: str) -> Answer:
    """Return an answer that was given.

    Raises:
        HTTPException: 404, it is not known; 410, the owner took it back.
    """
    await service.rules.fresh()
    if answer in service.rules.now.ids("answer", "block"):
        raise HTTPException(410, "This answer was taken back.")
    recent = service.recent(answer)
    if recent and recent.answer:
        return recent.answer
    found = await run_in_threadpool(service.store.receipt, answer) if service.store else None
    if found is None:
        raise HTTPException(404, "There is no such answer, or it has expired.")
    return found.answer


def _whole(answer: Answer | None) -> Response:
    if answer is None:
        return problem(503, "failed", "The answer could not be made. Please ask again.", retryable=True, after_s=2)
    return Response(json.dumps(answer_data(answer), ensure_ascii=False), media_type="application/json")


def _returning(service: Service, last: str | None) -> tuple[Asked | None, int]:
    """The request a reader comes back to, and the last event they got; nobody if it is too long ago."""
    answer, _, seq = (last or "").partition(":")
    asked = service.recent(answer) if answer else None
    if asked is None or not seq.isdecimal():
        return None, 0
    return asked, min(int(seq), len(asked.told))


def _event(asked: Asked, one: Numbered) -> ServerSentEvent:
    data = json.dumps(plain(one.record.data), ensure_ascii=False)
    return ServerSentEvent(data=data, event=one.record.event, id=f"{asked.id}:{one.seq}", sep="\n")
