"""Every item of the catalog can be asked about in every way: an answer, a refusal or a question back, no error."""

import asyncio

import pytest

from assistant.domain.turn import Turn

ABOUT_MODELS = [
    "Will {} fit on an RTX 3090?",
    "How much memory does {} need?",
    "What is the largest context for {} on a 24 GB card?",
    "Which quantization of {} is best for an RTX 4090?",
    "What do I need to run {}?",
    "How fast is {} on an RTX 3090?",
    "How fast is {}?",
    "What license does {} have?",
    "How many parameters does {} have?",
    "How big is the download of {}?",
    "Tell me about {}",
    "Compare {} with Qwen3 8B",
    "Which card for {} under $800?",
    "Does {} run in Ollama?",
]
ABOUT_DEVICES = [
    "What can I run on the {}?",
    "Will gpt-oss 20B fit on the {}?",
    "Will Llama 3.3 70B fit on two {}?",
    "How fast is the {}?",
    "How fast is Llama 3 8B on the {}?",
    "What is the memory bandwidth of the {}?",
    "What did the {} cost at launch?",
    "What does the {} cost today?",
    "{} vs RTX 4090",
    "Should I upgrade from the {} to an RTX 5090?",
    "What would a second {} unlock?",
]


def ask_all(assistant, questions):
    async def run():
        return [(await assistant.answer(Turn("t", question))).answer for question in questions]

    return asyncio.run(run())


@pytest.mark.slow
@pytest.mark.parametrize("template", ABOUT_MODELS)
def test_every_model(assistant, catalog, template):
    questions = [template.format(model.name) for model in catalog.models.values()]
    for answer in ask_all(assistant, questions):
        assert answer.status in ("answered", "refused", "clarify"), answer.question
        assert answer.text


@pytest.mark.slow
@pytest.mark.parametrize("template", ABOUT_DEVICES)
def test_every_device(assistant, catalog, template):
    items = [*catalog.gpus.values(), *catalog.machines.values()]
    for answer in ask_all(assistant, [template.format(item.name) for item in items]):
        assert answer.status in ("answered", "refused", "clarify"), answer.question
        assert answer.text
