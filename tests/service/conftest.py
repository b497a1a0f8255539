"""The service on a real socket, over the shipped catalog, with guides that say the same to all."""

import dataclasses
import json
import socket
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from assistant.corpus.guides import load_guides
from assistant.domain.explained import Excerpt, Explained
from assistant.domain.facts import Passage
from assistant.paths import data_root
from assistant.service_settings import ServiceSettings
from assistant.settings import Settings
from assistant.storage.store import Store
from assistant.web.app import create_app
from assistant.web.world import World
from tests.fakes import FixedGuides

PAGE = "guides/kv-cache-and-context#short-answer"
TEXT = "The KV cache grows with the context. Long texts need more memory."
PASSAGE = Passage(PAGE, "The KV cache", "Short answer", f"/{PAGE}", TEXT)
SAID = Explained((Excerpt(PASSAGE, "The KV cache grows with the context."),), (PASSAGE,), (PASSAGE,), "1234")


@contextmanager
def running(app):
    """Serve an application on a free port of loopback; yields its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, timeout_graceful_shutdown=3))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        end = time.monotonic() + 20
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def make_app(assistant, tmp_path):
    """Return an application: options are settings of the service; `explainer`, `store` and `guides` may be given."""

    def made(*, explainer=None, store="own", guides=None, site_url="", **service):
        settings = Settings(data_dir=tmp_path, site_url=site_url, service=ServiceSettings(**service))
        whole = dataclasses.replace(
            assistant, guides=guides or FixedGuides(SAID), explainer=explainer, site_url=site_url
        )
        world = World(settings, whole, {guide.slug: guide for guide in load_guides(data_root() / "corpus")})
        kept = Store.open("", tmp_path, keep_questions=settings.service.keep_questions) if store == "own" else store
        return create_app(world, kept)

    return made


@pytest.fixture
def client(make_app):
    """A client of a service with the settings as they are shipped."""
    with running(make_app()) as url, httpx.Client(base_url=url, timeout=10) as opened:
        yield opened


def events_of(lines):
    """Parse a stream into (id, event, data) triples; comments are left out."""
    found, one = [], {}
    for line in lines:
        if not line:
            if "event" in one:
                found.append((one.get("id"), one["event"], json.loads(one["data"])))
            one = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            one[name] = one.get(name, "") + value
    return found
