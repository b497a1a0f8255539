"""A follow-up takes what it leaves out from the conversation, and only that."""

import pytest

from assistant.domain.question import Question
from assistant.entities.follow import settle


def talk(read, *turns: str) -> Question:
    before, question = None, None
    for turn in turns:
        question = read(turn, before)
        before = settle(question, before)
    assert question is not None
    return question


def short(question: Question) -> dict:
    whole = {
        "kinds": [part.kind for part in question.parts],
        "models": ["|".join(model.candidates) for model in question.models],
        "devices": [f"{device.count}x {'|'.join(device.candidates)}" for device in question.devices],
        "quants": [quant.name for quant in question.settings.quants],
        "contexts": list(question.settings.contexts),
    }
    return {key: value for key, value in whole.items() if value}


FIRST = "Does Llama 3.1 8B fit on an RTX 3090?"
LLAMA, CARD = ["llama-3.1-8b"], ["1x rtx-3090"]

FOLLOW_UPS = [
    (["and on a 4060?"], {"kinds": ["fits"], "models": LLAMA, "devices": ["1x rtx-4060"]}),
    (["what about Q8?"], {"kinds": ["fits"], "models": LLAMA, "devices": CARD, "quants": ["Q8_0"]}),
    (["with 64k?"], {"kinds": ["fits"], "models": LLAMA, "devices": CARD, "contexts": [65536]}),
    (["and two of them?"], {"kinds": ["fits"], "models": LLAMA, "devices": ["2x rtx-3090"]}),
    (["what about 4?"], {"kinds": ["fits"], "models": LLAMA, "devices": ["4x rtx-3090"]}),
    (["what if I add a second one?"], {"kinds": ["fits"], "models": LLAMA, "devices": ["2x rtx-3090"]}),
    (["and with a 4060 added?"], {"kinds": ["fits"], "models": LLAMA, "devices": ["1x rtx-3090", "1x rtx-4060"]}),
    (["and Qwen3 14B?"], {"kinds": ["fits"], "models": ["qwen3-14b"], "devices": CARD}),
    (["the 70B?"], {"kinds": ["fits"], "models": ["llama-3.1-70b"], "devices": CARD}),
    (["how fast is it?"], {"kinds": ["speed"], "models": LLAMA, "devices": CARD}),
    (["max context?"], {"kinds": ["max_context"], "models": LLAMA, "devices": CARD}),
    (["and the license?"], {"kinds": ["specification"], "models": LLAMA}),
    (["what about its power draw?"], {"kinds": ["specification"], "devices": CARD}),
    (["how much does it cost?"], {"kinds": ["price_now"], "devices": CARD}),
    (
        ["is it faster than a 4090?"],
        {"kinds": ["speed", "compare"], "models": LLAMA, "devices": [*CARD, "1x rtx-4090"]},
    ),
    (["what GPU do I need?"], {"kinds": ["what_needed"], "models": LLAMA, "devices": CARD}),
    (["thanks!", "and in Q6_K?"], {"kinds": ["fits"], "models": LLAMA, "devices": CARD, "quants": ["Q6_K"]}),
    (["und mit 16k Kontext?"], {"kinds": ["fits"], "models": LLAMA, "devices": CARD, "contexts": [16384]}),
    (["what can I run on a 4060?"], {"kinds": ["what_runs"], "devices": ["1x rtx-4060"]}),
    (["Does Qwen3 8B fit on a 4070?"], {"kinds": ["fits"], "models": ["qwen3-8b"], "devices": ["1x rtx-4070"]}),
    (["what is quantization?"], {"kinds": ["guide"]}),
    (["what's the weather tomorrow?"], {"kinds": ["out_of_scope"]}),
]


@pytest.mark.parametrize(("turns", "meaning"), FOLLOW_UPS, ids=[" / ".join(turns) for turns, _ in FOLLOW_UPS])
def test_a_follow_up_completes_itself_from_the_turn_before(turns, meaning, read):
    assert short(talk(read, FIRST, *turns)) == meaning


def test_settings_add_up_over_the_turns_and_the_last_word_counts(read):
    question = talk(read, FIRST, "with 64k?", "and at Q8?", "what about 16k?", "KV cache at q8_0?")
    assert short(question) == {
        "kinds": ["fits"], "models": LLAMA, "devices": CARD, "quants": ["Q8_0"], "contexts": [16384],
    }  # fmt: skip
    assert question.settings.kv_k == "q8_0"


def test_a_choice_between_readings_is_made_by_size_or_memory(read):
    assert short(talk(read, "Does qwen3 fit on a 3090?", "the 32b"))["models"] == ["qwen3-32b"]
    assert short(talk(read, "Does Gemma 3 12B fit on a 3060?", "the 12GB one"))["devices"] == ["1x rtx-3060-12gb"]


def test_a_new_memory_size_changes_a_machine_and_replaces_a_card(read):
    machine = talk(read, "Does gpt-oss 120b fit on a Mac Studio M3 Ultra 96GB?", "and with 256GB?")
    assert [device.memory_gb for device in machine.devices] == [256]
    card = talk(read, FIRST, "and on a 16 GB card?")
    assert (card.devices, [size.value for size in card.memory]) == ((), [16.0])


def test_the_readers_rig_is_kept_for_the_conversation(read):
    question = talk(read, "I have a 3060 12GB and 32 GB RAM", FIRST, "What can I run?")
    assert [device.id for device in question.rig.devices] == ["rtx-3060-12gb"]
    assert [(size.kind, size.value) for size in question.rig.memory] == [("ram", 32.0)]
    assert question.kind == "what_runs"


def test_a_rig_stands_in_for_a_device_in_what_is_asked(read):
    assert talk(read, "I have a 3060 12GB", "max context for Qwen3 8B?").kind == "max_context"


def test_names_taken_from_before_stand_at_the_end_of_the_text(read):
    question = talk(read, FIRST, "and at Q8?")
    for mention in (*question.models, *question.devices):
        assert question.normalized[slice(*mention.span)] == mention.text


def test_an_unknown_name_is_not_replaced_by_an_old_one(read):
    question = talk(read, FIRST, "and on an RTX 6090?")
    assert (question.devices, [name.kind for name in question.unknown]) == ((), ["device"])
    question = talk(read, FIRST, "and Llama 5 8B?")
    assert (question.models, [name.kind for name in question.unknown]) == ((), ["model"])


def test_a_turn_without_models_forgets_them(read):
    question = talk(read, FIRST, "What can I run on a 4060?", "and on a 3060 12GB?")
    assert short(question) == {"kinds": ["what_runs"], "devices": ["1x rtx-3060-12gb"]}
