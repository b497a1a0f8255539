"""The application: one world, one service, all routes. Start here for the HTTP door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from assistant import __version__, log
from assistant.assemble import open_store
from assistant.errors import IndexUnusableError, StorageError
from assistant.index.embedder import one_thread_a_question
from assistant.index.lazy import LazyGuides
from assistant.storage.store import Store
from assistant.web.admin import admin_router
from assistant.web.ask import ask_router
from assistant.web.browse import browse_router
from assistant.web.guard import Guard
from assistant.web.health import health_router
from assistant.web.limit import Limit
from assistant.web.metrics import Metrics
from assistant.web.pages import Pages, page_router, static_files
from assistant.web.problems import add_problems
from assistant.web.rules import Screened
from assistant.web.service import Service
from assistant.web.world import World

ABOUT = (
    "Answers about hardware for running language models at home. Facts are looked up or computed by code; a speed is "
    "said only where a verified benchmark row exists."
)
FORGET_EVERY_S = 3600


def create_app(world: World, store: Store | None = None) -> FastAPI:
    """Return the application over a loaded world. Without a store nothing is kept; answers are given all the same."""
    settings = world.settings
    metrics = Metrics()
    service = Service(world, store, metrics, settings.service.max_questions)
    if (guides := world.assistant.guides) is not None:
        screened = replace(world.assistant, guides=Screened(guides, service.rules.blocked))
        service.world = replace(world, assistant=screened)
    app = FastAPI(title="Ask OwnRig", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
                  openapi_url="/openapi.json", redirect_slashes=False,
                  lifespan=_life)  # fmt: skip
    app.state.service = service
    add_problems(app)
    limit = Limit(settings.service)
    app.include_router(ask_router(service, limit))
    app.include_router(browse_router(world, service.rules))
    app.include_router(health_router(service))
    app.include_router(page_router(service, app.openapi))
    pages = Pages(service, app.openapi)
    app.include_router(admin_router(service, limit, settings.service.admin_token, pages.admin, world.embedder))
    app.mount("/static", static_files())
    if settings.service.cors_origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=list(settings.service.cors_origins), allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "Last-Event-ID"],
        )  # fmt: skip
    site = urlsplit(settings.site_url).hostname
    app.add_middleware(Guard, hosts=[*settings.service.allowed_hosts, *([site] if site else [])], metrics=metrics)
    return app


def opened_store(world: World) -> Store | None:
    """Open the database; None, with a line in the log, if it cannot be used: answers do not depend on it."""
    try:
        return open_store(world.settings)
    except StorageError as error:
        log.problem("nothing is kept", reason=str(error))
        return None


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Warm up before the first reader, forget what has expired every hour, and close at the end."""
    service: Service = app.state.service
    await asyncio.to_thread(_warm, service.world)
    behind = (asyncio.create_task(_forget(service.store)), asyncio.create_task(_warm_model(service.world)))
    yield
    for task in behind:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    if service.store:
        service.store.close()


async def _warm_model(world: World) -> None:
    """Have the model loaded while the first readers get their facts; that it cannot be is no failure."""
    explainer = world.assistant.explainer
    if explainer and (noted := await explainer.warm()) and noted.message:
        log.problem("model not loaded", code=noted.code)


def _warm(world: World) -> None:
    one_thread_a_question()
    guides = world.assistant.guides
    guides = guides.guides if isinstance(guides, Screened) else guides
    if isinstance(guides, LazyGuides):
        try:
            guides.load()
        except IndexUnusableError as error:
            log.problem("guides are not searched", reason=str(error))


async def _forget(store: Store | None) -> None:
    while store is not None:
        try:
            await asyncio.to_thread(store.forget)
        except StorageError as error:
            log.problem("nothing was forgotten", reason=str(error))
        await asyncio.sleep(FORGET_EVERY_S)
