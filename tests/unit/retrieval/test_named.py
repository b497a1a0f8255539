"""The card of a product comes first exactly when the question names that product."""

import pytest

from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.retrieval.expand import expansion
from assistant.retrieval.named import named_cards


@pytest.fixture(scope="module")
def names(catalog):
    return NameIndex.build(catalog)


@pytest.mark.parametrize(
    ("question", "cards"),
    [
        ("Is the RTX 3090 good for Qwen3 32B?", ("gpus/rtx-3090", "models/qwen3-32b")),
        ("Qwen3 32B on an RTX 3090?", ("models/qwen3-32b", "gpus/rtx-3090")),
        ("RTX 3090 or RTX 3090?", ("gpus/rtx-3090",)),
        ("Is the Framework Desktop 395 worth it?", ("machines/framework-desktop-395",)),
        ("Is the Framework Desktop worth it?", ()),
        ("Is the RTX 3090 Super worth it?", ()),
        ("What is a KV cache?", ()),
    ],
)
def test_only_exact_names_bring_a_card(names, question, cards):
    assert named_cards(understand(question, names)) == cards


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What does 32k cost?", "context"),
        ("Can I pair up two RTX 3090?", "two cards"),
        ("Does a q8_0 KV cache hurt?", "KV cache"),
        ("Lohnt sich eine gebrauchte Grafikkarte?", "graphics card"),
        ("Quelle carte graphique est la moins chère pour le bruit ?", "noise"),
    ],
)
def test_guides_are_asked_in_their_own_general_words(names, question, word):
    assert word in expansion(understand(question, names))


def test_a_plain_english_question_is_left_alone(names):
    assert expansion(understand("What is a mixture of experts?", names)) == ""
