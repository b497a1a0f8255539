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
    prices = {fact.subject.device for fact in compared.facts if fact.metric == "launch_msrp"}
    assert prices == {"rtx-4070-ti-super", "rtx-5070-ti"}
    weighed = {(e.model, e.devices[0].id) for e in compared.estimates}
    assert {("qwen3-14b", "rtx-4070-ti-super"), ("qwen3-14b", "rtx-5070-ti")} <= weighed


def test_a_size_without_a_device_gives_what_all_need_and_what_holds_the_most_demanding(assistant):
    told = answer(assistant, "what gpu do I need for a 70b model")
    needs = [e.total.expected for e in told.estimates if not e.devices]
    assert len(needs) > 3
    assert needs == sorted(needs, reverse=True)
    holding = [e for e in told.estimates if e.devices]
    assert holding
    assert {e.model for e in holding} == {told.estimates[0].model}
    assert {e.verdict for e in holding} == {"fits"}


def test_a_model_goes_by_the_size_in_its_name(assistant):
    told = answer(assistant, "can a 12gb 3060 run 7B models")
    assert "qwen2.5-7b" in {e.model for e in told.estimates}
    of_8b = answer(assistant, "what card for 8b models").estimates
    assert "qwen2.5-7b" not in {e.model for e in of_8b}
    assert "qwen3-8b" in {e.model for e in of_8b}
