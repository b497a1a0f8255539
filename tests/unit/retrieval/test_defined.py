"""What counts as the definition of a term."""

import pytest

from assistant.retrieval.defined import defines, definition, says_what, term_of, titles


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


@pytest.mark.parametrize(
    ("question", "text", "says"),
    [
        ("what is a diffusion llm", "A diffusion language model refines a block of tokens.", True),
        ("what are diffusion llms", "Diffusion language models are still early.", False),
        ("what is strix halo", "Strix Halo is the code name of a chip.", True),
        ("what is strix halo", "A Strix Halo machine or a DGX Spark holds large models.", False),
        ("what is a token", "A token is a piece of text.", True),
        ("what is a token", "Prompts are counted in tokens.", False),
    ],
)
def test_a_sentence_that_says_what_one_is_counts_more(question: str, text: str, says: bool) -> None:
    term = term_of(question)
    assert says_what(term, text) is says
    assert definition(term, "Else", text) == 0.5 * (defines(term, text) + says)
