"""What uvicorn starts in each worker."""

from fastapi import FastAPI

from assistant import log
from assistant.settings import Settings
from assistant.web.app import create_app, opened_store
from assistant.web.world import open_world

GRACE_S = 10


def app() -> FastAPI:
    """Load everything from the environment."""
    settings = Settings.read()
    log.configure(settings.log_level)
    world = open_world(settings)
    return create_app(world, opened_store(world))


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop; requests under way are finished within a grace time."""
    import uvicorn  # noqa: PLC0415 - only where something is served

    uvicorn.run(
        "assistant.web.run:app", factory=True, host=host, port=port, workers=workers, log_level="warning",
        access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=GRACE_S,
    )  # fmt: skip
