"""Slips are mended by the words of the corpus; names, short words and other languages are left alone."""

import pytest

from assistant.index.spelling import Spelling

SPELLING = Spelling(
    ["The default context length of Ollama.", "Quantization of a model on the RTX 3090 card, offloading costs"],
    {"posts"}.__contains__,
)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("what is the defualt context", "what is the default context"),
        ("the quantizaton of a model?", "the quantization of a model?"),
        ("Default Context", "Default Context"),
        ("the ollma default", "the ollama default"),
        ("the cad of a model", "the cad of a model"),
        ("the rtx3091 of context", "the rtx3091 of context"),
        ("--defualt=1 of the context", "--defualt=1 of the context"),
        ("defualt kontekst grafikkarte speicherr", "defualt kontekst grafikkarte speicherr"),
        ("the posts of a model", "the posts of a model"),
        ("the costts of a model", "the costs of a model"),
        ("whats a modell", "whats a model"),
        ("", ""),
    ],
)
def test_mended(text, mended):
    assert SPELLING.mended(text) == mended
