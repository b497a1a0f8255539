"""Shared by all tests: no test reaches the network, and the shipped catalog is opened once."""

import socket

import pytest

from assistant import log
from assistant.assemble import open_assistant, open_catalog
from assistant.corpus.catalog import Catalog
from assistant.flow import Assistant
from assistant.settings import Settings

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Any connection that leaves the machine is an error."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def settings(tmp_path_factory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"), log_level="error")


@pytest.fixture(scope="session")
def catalog(settings) -> Catalog:
    """The shipped catalog."""
    return open_catalog(settings)


@pytest.fixture(scope="session")
def assistant(settings) -> Assistant:
    """The whole assistant over the shipped catalog, without a model."""
    log.configure("error")
    return open_assistant(settings)
