"""Words are found by stem and as they are written; slips of letters are read, digits never guessed."""

import pytest

from assistant.index.recipe import WordsRecipe
from assistant.index.words import Words, stems_of

RECIPE = WordsRecipe(language="english", k1=1.2, b=0.75, title_times=2)
TEXTS = [
    ("Laptops", "A laptop with an RTX 4060 runs small models."),
    ("Quantization", "Q4_K_M of Llama 3.2 is common, q8_0 is larger."),
    ("Slots", "Parallel users share the cache."),
]


@pytest.fixture(scope="module")
def ranked() -> Words:
    return Words.build(TEXTS, RECIPE)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("running laptops", 0),
        ("what is q4_k_m", 1),
        ("llama 3.2", 1),
        ("paralell user", 2),
        ("labtop", 0),
    ],
)
def test_the_right_text_is_first(ranked, question, first):
    found = ranked.rank(question, 10)
    assert max(found, key=lambda at: found[at]) == first


@pytest.mark.parametrize("question", ["4070", "q4_k_s", "llama 3.3x", "what is the", "", "zzzz"])
def test_what_no_text_says_is_not_found(ranked, question):
    assert ranked.rank(question.replace("llama ", ""), 10) == {}


def test_a_title_counts_beside_the_text():
    plain = Words.build([("fans", "x"), ("x", "fans")], RECIPE).rank("fans", 2)
    assert plain[0] > plain[1]


def test_words_survive_the_disk(ranked, tmp_path):
    ranked.save(tmp_path / "words")
    again = Words.load(tmp_path / "words", RECIPE)
    assert again.rank("laptop cache", 10) == pytest.approx(ranked.rank("laptop cache", 10))


def test_names_stay_whole_and_function_words_go():
    assert stems_of("What does the Q4_K_M of Qwen3 32B cost?", "english") == ["q4_k_m", "qwen3", "32b", "cost"]
