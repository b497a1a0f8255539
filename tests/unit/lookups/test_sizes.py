"""A size instead of a name: options that a reader can choose from, and comparisons that need no model."""

import asyncio

from assistant.domain.turn import Turn


def answer(assistant, text):
    return asyncio.run(assistant.answer(Turn("a1", text))).answer


def test_each_option_for_a_size_names_another_model(assistant):
    asked = answer(assistant, "which quant of a 32b for a 3090?")
    assert asked.status == "clarify"
    questions = [option.question for option in asked.clarify.options]
    assert len(set(questions)) == len(questions) > 1
    chosen = answer(assistant, next(q for q in questions if q.endswith("(Qwen3 32B)")))
    assert chosen.status == "answered"
    assert {e.model for e in chosen.estimates} == {"qwen3-32b"}


def test_cards_are_compared_though_only_a_size_of_models_is_given(assistant):
    compared = answer(assistant, "4070 Ti Super or 5070 Ti for 14B models?")
    assert compared.status == "answered"
    assert {fact.subject.device for fact in compared.facts} == {"rtx-4070-ti-super", "rtx-5070-ti"}
    assert {fact.subject.model for fact in compared.facts} == {None}
