"""What counts as the definition of a term."""

import pytest

from assistant.retrieval.defined import defines, definition, term_of, titles


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what is the KV cache", "The KV cache holds keys and values of all tokens."),
        ("what are active parameters?", "Active parameters are the weights used for one token."),
        ("what is a diffusion llm", "A diffusion language model refines a block of tokens together."),
        ("what is prefill", "Prefill reads your prompt."),
    ],
)
def test_a_sentence_about_the_term_defines_it(question: str, text: str) -> None:
    assert defines(term_of(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what is the KV cache", "The KV cache in system RAM is slow."),
        ("what is the KV cache", "A quantized KV cache stores blocks."),
        ("what is the KV cache", "KV cache"),
        ("is the KV cache large", "The KV cache holds keys and values."),
        ("what is prefill", "Decode writes the answer."),
    ],
)
def test_others_do_not(question: str, text: str) -> None:
    assert not defines(term_of(question), text)


def test_heading_and_sentence_count_alike() -> None:
    term = term_of("what is the KV cache")
    assert titles(term, "What the KV cache is")
    assert not titles(term, "Why the KV cache grows")
    assert definition(term, "KV cache", "The KV cache holds keys.") == 1.0
    assert definition(term, "KV cache", "It grows.") == 0.5
    assert definition((), "KV cache", "The KV cache holds keys.") == 0.0
