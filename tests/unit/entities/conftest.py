from collections.abc import Callable

import pytest

from assistant.corpus.catalog import Catalog
from assistant.domain.question import Question, Settled
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from tests.unit.entities import readings


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return readings.catalog()


@pytest.fixture(scope="session")
def index() -> NameIndex:
    return readings.index()


@pytest.fixture(scope="session")
def read(index: NameIndex) -> Callable[..., Question]:
    def ask(text: str, before: Settled | None = None) -> Question:
        return understand(text, index, before)

    return ask
