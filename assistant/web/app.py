"""The application: one world, one set of routes."""

from fastapi import FastAPI

from assistant import __version__
from assistant.web.world import World


def create_app(world: World) -> FastAPI:
    """Return the application over a loaded world."""
    app = FastAPI(title="Ask OwnRig", version=__version__)
    app.state.world = world
    return app
