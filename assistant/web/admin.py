"""The owner's view: what was asked and how it went, what must be taken back, and what an owner decides.

Closed unless `OWNRIG_ADMIN_TOKEN` is set. The token comes as `Authorization: Bearer …`; the page keeps it in memory.
"""

import hmac
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.index.embedder import Embedder
from assistant.storage.decided import Desk
from assistant.storage.report import read_report
from assistant.storage.store import Store
from assistant.web.cluster import gaps
from assistant.web.limit import Limit
from assistant.web.problems import RESPONSES
from assistant.web.retract import Retraction, Today
from assistant.web.service import Service

MOST_DAYS = 30  # as long as receipts are kept
NOT_KEPT = "Questions are not kept (OWNRIG_KEEP_QUESTIONS), so they cannot be grouped."


class DecisionBody(BaseModel):
    """Pin or block an answer, block a guide or a passage, or clear what was decided."""

    model_config = ConfigDict(extra="forbid", strict=True)

    target: Literal["answer", "guide", "passage"]
    id: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9/#_.-]+$")
    decision: Literal["pin", "block", "clear"]
    note: str | None = Field(None, max_length=500)


class ReadOnlyBody(BaseModel):
    """Turn read-only on or off."""

    model_config = ConfigDict(extra="forbid", strict=True)

    on: bool
    reason: str | None = Field(None, max_length=500)


class Owner:
    """The handlers over a service."""

    def __init__(self, service: Service, embedder: Callable[[], Embedder]) -> None:
        self._service = service
        self._embedder = embedder

    async def report(self, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 7) -> Response:
        """Count questions by kind, status and refusal, what was withheld, votes, times, and what nobody answered."""
        return JSONResponse(await run_in_threadpool(self._report, days))

    def _report(self, days: int) -> dict[str, Any]:
        found = read_report(self._store.engine, days)
        asked = [one.question for one in found.unanswered if one.question]
        groups = gaps(asked, self._vectors) if asked else ()
        told = asdict(found)
        told["unanswered"] = len(found.unanswered)
        note = "" if asked or not found.unanswered else NOT_KEPT
        return told | {"gaps": [asdict(gap) for gap in groups], "gaps_note": note, "lapsed": self._lapsed()}

    def _vectors(self, texts: Any) -> Any:  # noqa: ANN401 - an array of numbers
        return self._embedder().embed(texts)

    def _lapsed(self) -> list[str]:
        return sorted(self._service.rules.lapsed)

    async def retractions(self, days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = MOST_DAYS) -> Response:
        """Return the answers that were given with a value which catalog or estimator say otherwise now."""
        found = await run_in_threadpool(self._retractions, days)
        return JSONResponse({"retractions": [asdict(one) for one in found]})

    def _retractions(self, days: int) -> list[Retraction]:
        today = Today(self._service.world.assistant.shelf)
        return [
            Retraction(one.answer.id, one.asked, one.answer.question or None, changed)
            for one in self._store.receipts(days)
            if (changed := today.changed(one.answer))
        ]

    async def decisions(self) -> Response:
        """Return what is decided."""
        now = await run_in_threadpool(self._desk.read)
        return JSONResponse({"decisions": [asdict(one) for one in now.decisions], "read_only": asdict(now.read_only)})

    async def decide(self, body: DecisionBody) -> Response:
        """Pin, block or clear; every worker follows within a second."""
        if body.decision == "pin" and body.target != "answer":
            raise HTTPException(422, "Only an answer can be pinned.")
        if body.target == "answer" and body.decision != "clear":
            receipt = await run_in_threadpool(self._store.receipt, body.id)
            if receipt is None:
                raise HTTPException(404, "There is no such answer.")
            if body.decision == "pin" and not receipt.answer.question:
                raise HTTPException(409, "The question of that answer was not kept, so it cannot be pinned to it.")
        await run_in_threadpool(self._desk.decide, body.target, body.id, body.decision, body.note)
        return await self._changed()

    async def read_only(self, body: ReadOnlyBody) -> Response:
        """Keep nothing any more, or again; questions are answered either way."""
        await run_in_threadpool(partial(self._desk.switch, on=body.on, reason=body.reason))
        return await self._changed()

    async def _changed(self) -> Response:
        self._service.rules.stale()
        await self._service.rules.fresh()
        return await self.decisions()

    @property
    def _store(self) -> Store:
        if self._service.store is None:
            raise HTTPException(503, "There is no database, so nothing is kept.")
        return self._service.store

    @property
    def _desk(self) -> Desk:
        return Desk(self._store.engine)


def admin_router(
    service: Service, limit: Limit, token: str, page: Callable[[], HTMLResponse], embedder: Callable[[], Embedder]
) -> APIRouter:
    """Return the owner's routes; without a token they are not there."""

    async def page_route() -> Response:
        """The owner's page; it asks for the token."""
        if not token:
            raise HTTPException(404, "There is no such page.")
        return page()

    async def allowed(request: Request) -> None:
        if not token:
            raise HTTPException(404, "There is no such page.")
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
            return
        if limit.refusal(request):
            raise HTTPException(429, "Too many attempts. Please wait a minute.", {"Retry-After": "60"})
        raise HTTPException(401, "The token is missing or wrong.", {"WWW-Authenticate": "Bearer"})

    router = APIRouter()
    router.add_api_route("/admin", page_route, methods=["GET"], include_in_schema=False)
    to = Owner(service, embedder)
    guarded = APIRouter(prefix="/api/admin", dependencies=[Depends(allowed)], tags=["owner"], responses=RESPONSES)
    for path, method, handler, summary in (
        ("report", "GET", to.report, "What was asked and how it went"),
        ("retractions", "GET", to.retractions, "Answers that should be taken back"),
        ("decisions", "GET", to.decisions, "What is pinned and blocked"),
        ("decide", "POST", to.decide, "Pin, block or clear"),
        ("read-only", "POST", to.read_only, "Keep nothing, or again"),
    ):
        guarded.add_api_route(f"/{path}", handler, methods=[method], summary=summary)
    router.include_router(guarded)
    return router
