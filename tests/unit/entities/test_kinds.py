"""Every part of a question is kept, and only what it is about."""

import pytest

from assistant.entities.lexicon import meanings

PARTS = [
    ("Will Llama 3.1 8B fit on a 3060 12GB, and how fast is it?", ["fits", "speed"]),
    ("How fast is gpt-oss 20b on a 4090 and what's its license?", ["speed", "specification"]),
    ("Does Qwen3 14B fit on a 4070? Which quant is best? How much context?", ["fits", "best_quant", "max_context"]),
    ("What does a 4090 cost today and does Qwen3 32B fit on it?", ["price_now", "fits"]),
    ("Does Qwen3 8B fit on a 3090 and will it rain tomorrow?", ["fits", "out_of_scope"]),
    ("bandwidth and tdp of a 3090?", ["specification", "specification"]),
    ("Passt Qwen3 8B auf eine 3060 12GB und wie schnell ist das?", ["fits", "speed"]),
    ("What is a KV cache and how big is it for Llama 3.1 8B at 32k?", ["guide", "memory"]),
]


@pytest.mark.parametrize(("text", "kinds"), PARTS)
def test_no_part_of_a_question_is_dropped(text, kinds, read):
    assert [part.kind for part in read(text).parts] == kinds


MULTILINGUAL = [
    ("Reicht eine 3060 12GB für Qwen3 14B?", "fits", "de"),
    ("Wie viel VRAM braucht Gemma 3 12B?", "memory", "de"),
    ("Wie schnell ist gpt-oss 20b auf einer 4090?", "speed", "de"),
    ("Welche Modelle laufen auf einer 3090?", "what_runs", "de"),
    ("Welche Grafikkarte brauche ich für Qwen3 32B?", "what_needed", "de"),
    ("Wie viel Kontext geht mit Qwen3 8B auf einer 4070?", "max_context", "de"),
    ("Est-ce que Qwen3 14B tient sur une 4070 ?", "fits", "fr"),
    ("Combien de mémoire pour Gemma 3 27B ?", "memory", "fr"),
    ("Quelle vitesse pour Qwen3 8B sur une 3090 ?", "speed", "fr"),
    ("Quelle carte pour Llama 3.3 70B ?", "what_needed", "fr"),
    ("¿Cabe Gemma 3 12B en una 3060 12GB?", "fits", "es"),
    ("¿Cuánta VRAM necesita Qwen3 32B?", "memory", "es"),
    ("¿Qué velocidad da Qwen3 8B en una 3090?", "speed", "es"),
    ("¿Qué modelos puedo usar con una 4060?", "what_runs", "es"),
    ("Quanta VRAM serve per Gemma 3 12B?", "memory", "it"),
    ("Quais modelos posso rodar em uma 3090?", "what_runs", "pt"),
    ("Hoeveel geheugen heeft Qwen3 8B nodig?", "memory", "nl"),
    ("Сколько памяти нужно для Llama 3.1 70B?", "memory", "ru"),
    ("显存16GB能跑什么模型", "what_runs", "zh"),
    ("RTX 4090でQwen3 32Bは動きますか", "fits", "ja"),
]


@pytest.mark.parametrize(("text", "kind", "language"), MULTILINGUAL)
def test_the_common_kinds_are_known_in_other_languages(text, kind, language, read):
    question = read(text)
    assert (question.kind, question.language) == (kind, language)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Can a 3060 run Stable Diffusion?", "image generation"),
        ("VRAM for Wan 2.2 video generation?", "video generation"),
        ("Does Whisper run on a 3060?", "speech"),
        ("Can I fine-tune Llama 3.1 8B on a 4090?", "training"),
        ("H100 price per hour on AWS?", "cloud prices"),
        ("FPS of a 4070 in Cyberpunk?", "games"),
        ("What's the weather?", "weather"),
        ("Write me a poem about GPUs", "poems and stories"),
        ("Who should I vote for?", "politics"),
        ("Who painted the Mona Lisa in Paris?", "other subjects"),
    ],
)
def test_what_is_not_covered_is_named(text, topic, read):
    (part,) = read(text).parts
    assert (part.kind, part.topic) == ("out_of_scope", topic)


@pytest.mark.parametrize(
    "text",
    [
        "What is quantization?",
        "How do I raise the context in Ollama?",
        "why?",
        "Should I use flash attention?",
        "Do I need NVLink for two 3090s?",
    ],
)
def test_what_no_lookup_answers_is_left_to_the_guides(text, read):
    assert [part.kind for part in read(text).parts] == ["guide"]


def test_words_of_a_name_are_no_cue(read):
    assert read("Code Llama 7B on a 3090?").tasks == ()
    assert [part.kind for part in read("Does DiffusionGemma fit on a 3090?").parts] == ["fits"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Wieviel Plattenplatz", {"amount", "storage"}),  # the longest stem wins: "Platz" alone is a size
        ("quelle quantification choisir", {"choice", "quantization"}),
        ("cuanto cuesta", {"amount", "price"}),
        ("CUÁNTO CUESTA", {"amount", "price"}),
        ("vale la pena", {"worth"}),  # a phrase counts before its words: "vale" alone is a price
        ("quanti token al secondo", {"amount", "token", "second"}),
        ("", set()),
    ],
)
def test_words_mean_the_same_in_any_case_with_or_without_accents_and_the_longest_stem_wins(text, about):
    assert meanings(text) == about


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I've got 800 dollars, can Qwen3 14B at Q5_K_M live on a used 3090?", ["fits"]),
        ("my budget is $800: is a 3090 enough for Qwen3 32B?", ["fits", "recommend"]),  # the card that is named first
        ("cheapest card for $900 that holds Gemma 3 27B?", ["recommend"]),
        ("I own a 3060 and have $500, which card should I buy for Qwen3 32B?", ["recommend"]),
    ],
)
def test_a_budget_does_not_push_out_the_card_that_is_asked_about(text, kinds, read):
    assert [part.kind for part in read(text).parts] == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("how big can my prompt be with Qwen3 30B-A3B on a 7900 XTX", "max_context"),
        ("context headroom for gemma 2 27b on a 3090?", "max_context"),
        ("is Gemma 3 12B fast on a 3060?", "speed"),
        ("is Gemma 3 12B on a 3060 a good fit?", "fits"),
        ("what's a 4060 ti 16gb worth used?", "price_now"),
    ],
)
def test_other_words_for_the_same_question(text, kind, read):
    assert [part.kind for part in read(text).parts] == [kind]
