"""Whether the service lives, whether it can answer, and what it counted."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from assistant.errors import StorageError
from assistant.web.service import Service


class Health(BaseModel):
    """Alive."""

    status: Literal["ok"] = "ok"


class Ready(BaseModel):
    """Whether all parts work; a degraded service answers all the same."""

    status: Literal["ok", "degraded"]
    parts: dict[str, str]


def health_router(service: Service) -> APIRouter:
    """Return the routes over a service."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process lives")
    async def healthz() -> Health:
        return Health()

    @router.get("/readyz", summary="Questions are answered; says what is degraded")
    async def readyz() -> Ready:
        await service.rules.fresh()
        parts = {
            "index": "ok" if service.world.index_mark() else "missing: only facts are answered",
            "database": await run_in_threadpool(_database, service),
            "model": "ok" if service.world.model else "none",
        }
        return Ready(status="ok" if set(parts.values()) <= {"ok", "none"} else "degraded", parts=parts)

    @router.get("/metrics", summary="Counts for Prometheus", response_class=PlainTextResponse)
    async def metrics() -> Response:
        return PlainTextResponse(service.metrics.text(), media_type="text/plain; version=0.0.4")

    return router


def _database(service: Service) -> str:
    if service.store is None:
        return "missing: nothing is kept"
    try:
        service.store.counts()
    except StorageError:
        return "cannot be read"
    return "read-only: nothing is kept" if service.rules.now.read_only.on else "ok"
