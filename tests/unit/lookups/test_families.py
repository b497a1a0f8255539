"""A name that machines of several makers share waits for the guides; every other one is asked back at once."""

import pytest

from assistant.domain.answer import Clarify
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.findings import Findings
from assistant.entities.understand import understand
from assistant.lookups.families import asks_what_makers_share
from assistant.lookups.look_up import look_up
from assistant.lookups.settle import settle
from assistant.lookups.shelf import Shelf
from tests.unit.entities.readings import catalog, index


def found(text: str) -> Findings:
    return look_up(understand(text, index()), Shelf(catalog()))


@pytest.mark.parametrize(
    "text",
    ["what is strix halo", "What's a Strix Halo machine?", "What is the Strix Halo chip?", "what is GB10"],
)
def test_what_makers_share(text: str) -> None:
    assert asks_what_makers_share(understand(text, index()), catalog())
    findings = found(text)
    assert findings.clarify is None
    assert isinstance(findings.open[0].otherwise, Clarify)


@pytest.mark.parametrize(
    "text",
    [
        "what is a mac studio",
        "what is a 3060",
        "what is a DGX Spark",
        "what is strix halo good for",
        "is strix halo good",
    ],
)
def test_what_they_do_not(text: str) -> None:
    assert not asks_what_makers_share(understand(text, index()), catalog())


@pytest.mark.parametrize(
    "said", [None, NotSearched("no index"), Explained((), (), (), "abc")], ids=["none", "not", "empty"]
)
def test_without_words_of_a_guide_the_question_back_is_all(said: Explained | NotSearched | None) -> None:
    settled = settle(found("what is strix halo"), said)
    assert settled.status == "clarify"
    assert settled.clarify is not None
    assert len(settled.clarify.options) > 2
