"""The reader of names over the shipped catalog."""

import pytest

from assistant.assemble import open_names


@pytest.fixture(scope="session")
def names(settings):
    return open_names(settings)
