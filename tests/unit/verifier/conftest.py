"""The reader of names over the shipped catalog, and what is released of a draft."""

import pytest

from assistant.assemble import open_names
from assistant.verifier.verify import verify
from tests.unit.verifier.workshop import WORKSHOP


@pytest.fixture(scope="session")
def names(settings):
    return open_names(settings)


@pytest.fixture(scope="session")
def said(names):
    """What a reader sees of a draft over the evidence of the workshop, or over another."""

    def released(draft, evidence=WORKSHOP):
        return [unit.text.strip() for unit in verify(draft, evidence, names) if unit.released]

    return released
