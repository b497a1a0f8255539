"""Every name of the catalog is found in every spelling; near misses fall on nothing."""

import re

import pytest

from assistant.entities.tokens import name_key
from tests.unit.entities.readings import catalog

# A name that is also an everyday word counts only in capitals.
EVERYDAY = {"digits"}


def spellings(alias: str) -> list[str]:
    """As it is, in lower case, without spaces (except between two numbers), with hyphens, with underscores."""
    joined = re.sub(r"(?<![0-9]) | (?![0-9])", "", alias)
    shapes = [alias, alias.lower(), joined, alias.replace(" ", "-"), alias.replace(" ", "_")]
    return [shape for shape in dict.fromkeys(shapes) if shape not in EVERYDAY]


def records() -> list:
    whole = catalog()
    return [*whole.models.values(), *whole.gpus.values(), *whole.machines.values()]


def mentions(question, record) -> tuple:
    return question.models if hasattr(record, "family") else question.devices


@pytest.mark.parametrize("record", records(), ids=lambda record: record.id)
def test_an_alias_means_its_product_in_every_spelling(record, read):
    wrong = {}
    open_names = {name_key(alias) for alias in record.ambiguous_aliases}  # an id can also be a family's name
    for alias in (name for name in (record.id, *record.aliases) if name_key(name) not in open_names):
        for spelling in spellings(alias):
            found = mentions(read(f"What about {spelling}?"), record)
            if [mention.candidates for mention in found] != [(record.id,)] or found[0].beyond_catalog:
                wrong[spelling] = found
    assert wrong == {}


@pytest.mark.parametrize("record", [r for r in records() if r.ambiguous_aliases], ids=lambda record: record.id)
def test_an_ambiguous_alias_keeps_every_reading_open(record, read):
    wrong = {}
    for alias in record.ambiguous_aliases:
        for spelling in spellings(alias):
            found = mentions(read(f"What about {spelling}?"), record)
            is_open = len(found) == 1 and (len(found[0].candidates) > 1 or found[0].beyond_catalog)
            decided = re.search(r"[0-9] ?GB", alias) is not None  # by the size it states
            if not (is_open or decided) or record.id not in found[0].candidates:
                wrong[spelling] = found
    assert wrong == {}


@pytest.mark.parametrize("model", list(catalog().models.values()), ids=lambda model: model.id)
def test_a_pasted_file_name_carries_its_model_and_quantization(model, read):
    for file in model.files:
        repository = file.repo.rpartition("/")[2]
        if file.from_ollama or not repository.upper().endswith("-GGUF") or "_" in file.quant[4:]:
            continue
        question = read(f"hf.co/{file.repo}:{file.quant} on a 3090")
        assert [found.candidates for found in question.models] == [(model.id,)]
        assert question.models[0].quant == file.quant


@pytest.mark.parametrize("model", list(catalog().models.values()), ids=lambda model: model.id)
def test_an_ollama_tag_means_the_model_it_serves(model, read):
    for tag in {file.ollama_tag for file in model.files if file.ollama_tag}:
        question = read(f"ollama run {tag}")
        assert model.id in question.models[0].candidates
        assert question.models[0].from_tag


# What differs from a product of the catalog by a suffix, a number or a size, parted by "|".
NEAR_DEVICES = """
RTX 3050 Ti | 4070 Ti Super Ultra | RTX 4080 Ti | RTX 5070 Super | RTX 5090 D V2 | GTX 1060 5GB | RX 6600 LE | RX
9070 GRE 16GB | RX 6900 XTXH | RX 6600S | RX 6800M | Arc A770M | RX 580 2048SP | RTX 2060 Max-Q | L40 | Tesla P4000
| P1000 | GP100 | H20 | A1000 | RTX A500 | RTX 4000 Ada | RTX 5000 Ada | Quadro RTX 6000 | Arc A580 | RTX 6090 | GTX
1650 | GTX 3060 | Tesla K80 | A100 96GB | 3060 24GB | 24 GB 3060 | RTX 4070 Supper | M4 Ultra | MacBook Air M4 Pro |
iMac M4 | Raspberry Pi 4
"""
NEAR_MODELS = """
Qwen2.5-VL 7B | Qwen2.5 Math 7B | Qwen2.5-Omni 7B | Qwen3.7 27B | Qwen3 30B-A3B Thinking 2507 | Qwen3-Coder 480B |
Qwen3 9B | Qwen3 Max | Llama 3.2 11B Vision | Llama 3.2 90B | Llama 3.1 405B | Llama 5 8B | Llama 4 Maverick | Gemma
3 270M | Gemma 5 12B | CodeGemma 7B | Mistral Large | Mistral Medium | Mistral 7B v0.2 | Mixtral 8x22B | Devstral 2
123B | Ministral 8B 2410 | Phi-4 multimodal | Phi-3 medium | R1-0528 8B | DeepSeek-R1-0528-Qwen3-8B | DeepSeek V2 |
DeepSeek V3 0324 | DeepSeek Coder 33B | GLM-4.6 | Granite 4 micro | Command R+ | Command R7B | Aya 23 8B | Aya
Vision 8B | Falcon 40B | Yi 6B | StarCoder2 3B | all-minilm 33m | SmolLM2 360M | Nemotron 3 Ultra | deepseek-r1:8b |
llama3.1:405b | Qwen3-8B-Base | gpt-oss-20b-abliterated | Nous-Hermes-Llama-3-8B | Vicuna 13B | Kimi K2
"""
NEAR_MISSES = [
    (name.strip(), kind)
    for names, kind in ((NEAR_DEVICES, "device"), (NEAR_MODELS, "model"))
    for name in " ".join(names.split()).split("|")
]


@pytest.mark.parametrize(("name", "kind"), NEAR_MISSES, ids=[name for name, _ in NEAR_MISSES])
def test_a_near_miss_is_unknown_and_falls_on_no_shorter_name(name, kind, read):
    question = read(f"What about the {name}?")
    assert [unknown.kind for unknown in question.unknown] == [kind]
    assert (question.models, question.devices) == ((), ())


APART = """
4070 = rtx-4070 | 4070 Ti = rtx-4070-ti | 4070 Super = rtx-4070-super | 4070TiS = rtx-4070-ti-super | 4070 ti super
= rtx-4070-ti-super | 7900 XT = rx-7900-xt | 7900XTX = rx-7900-xtx | 7900 gre = rx-7900-gre | 3060 12GB =
rtx-3060-12gb | 3060 8 GB = rtx-3060-8gb | A100 40GB = a100-40gb | 80GB A100 = a100-80gb | L4 = l4 | L40S = l40s |
P40 = tesla-p40 | RX 580 8GB = rx-580-8gb | B580 = arc-b580 | RX 7600 = rx-7600 | RX 9070 = rx-9070 | 4090 =
rtx-4090 | 4090D = rtx-4090-d | 4090 laptop = rtx-4090-laptop | laptop with a 4090 = rtx-4090-laptop | RTX 3060
mobile = rtx-3060-laptop | M3 Ultra = mac-studio-m3-ultra | M3 = macbook-air-m3 | Llama 3 8B = llama-3-8b | Llama
3.1 8B = llama-3.1-8b | Llama 3.2 3B = llama-3.2-3b | Qwen3 32B = qwen3-32b | Qwen3.5 27B = qwen3.5-27b | Qwen3.6
27B = qwen3.6-27b | Qwen3.8 27B = qwen3.8-27b | Qwen2.5 7B = qwen2.5-7b | Qwen2.5 72B = qwen2.5-72b | Gemma 3 4B =
gemma-3-4b | Gemma 3n E4B = gemma-3n-e4b | Qwen3 4B = qwen3-4b | Qwen3 4B Instruct 2507 = qwen3-4b-instruct-2507 |
Mistral Small 3.1 = mistral-small-3.1-24b | Mistral Small 3.2 = mistral-small-3.2-24b | Mistral Small 4 =
mistral-small-4-119b | Nemotron 3.5 = nemotron-3.5-lightning-30b-a3b | Olmo 3.1 = olmo-3.1-32b
"""
APART_PAIRS = [tuple(pair.strip().split(" = ")) for pair in " ".join(APART.split()).split("|")]


@pytest.mark.parametrize(("name", "identity"), APART_PAIRS, ids=[name for name, _ in APART_PAIRS])
def test_digits_and_suffixes_tell_products_apart(name, identity, read):
    question = read(f"What about the {name}?")
    assert [found.candidates for found in (*question.models, *question.devices)] == [(identity,)]
    assert question.unknown == ()


@pytest.mark.parametrize(
    ("text", "identity", "label"),
    [
        ("Lama 3.1 8B", "llama-3.1-8b", "Llama 3.1 8B Instruct"),
        ("Qwem3 14B", "qwen3-14b", "Qwen3 14B"),
        ("Qwne3 8B", "qwen3-8b", "Qwen3 8B"),
        ("Gemna 3 27b", "gemma-3-27b", "Gemma 3 27B it"),
        ("Mistrall Nemo", "mistral-nemo-12b", "Mistral Nemo 12B Instruct"),
        ("Nemotorn nano 9b", "nemotron-nano-9b-v2", "Nemotron Nano 9B v2"),
    ],
)
def test_one_wrong_letter_is_read_as_the_only_near_name_and_said(text, identity, label, read):
    (model,) = read(f"Does {text} fit on a 3090?").models
    assert (model.candidates, model.read_as) == ((identity,), label)


@pytest.mark.parametrize("text", ["Lamma 3.1 8B", "Lama 3.7 8B", "Qwem3 15B", "Qwem3 14B Coder"])
def test_two_wrong_letters_or_other_digits_are_offered_not_read(text, read):
    question = read(f"Does {text} fit on a 3090?")
    assert question.models == ()
    assert all(model.read_as is None for model in question.models)


def test_a_near_name_is_offered_for_an_unknown_one(read):
    (unknown,) = read("Is an RTX 4080 Ti enough for Qwen3 14B?").unknown
    assert "rtx-4080" in unknown.near
    (unknown,) = read("Lamma 3.1 8B on a 3090").unknown
    assert unknown.near[0] == "llama-3.1-8b"


@pytest.mark.parametrize(
    "text",
    [
        "I have a 4000 dollar budget", "with 64GB DDR5 6000", "a Ryzen 7 7600", "Ryzen 5 5600X", "at 1080p",
        "$1080", "1080 tokens", "an M.2 SSD", "flash attention", "the all new cards", "how many digits",
        "code for me", "I dream of it",
    ],
)  # fmt: skip
def test_ordinary_words_and_amounts_are_no_products(text, read):
    question = read(f"Is it enough: {text}?")
    assert (question.models, question.devices, question.unknown) == ((), (), ())


def test_a_family_name_in_prose_is_open_and_as_a_command_means_what_ollama_serves(read):
    prose, command = read("llama3.3 on a 3090").models, read("ollama run llama3.3").models
    assert [model.from_tag for model in (*prose, *command)] == [False, True]
    (family,) = read("qwen3 on a 3090").models
    assert len(family.candidates) > 1


def test_a_size_in_the_text_picks_among_the_readings_of_a_family(read):
    assert [model.id for model in read("Does qwen3 fit on a 4090? I mean the 32B").models] == ["qwen3-32b"]


@pytest.mark.parametrize(
    ("text", "identities"),
    [
        ("7900 XT vs XTX", ["rx-7900-xt", "rx-7900-xtx"]),
        ("Qwen3 8B, 14B or 32B", ["qwen3-8b", "qwen3-14b", "qwen3-32b"]),
        ("3060 8GB or 12GB", ["rtx-3060-8gb", "rtx-3060-12gb"]),
        ("A100 40GB vs 80GB", ["a100-40gb", "a100-80gb"]),
        ("M3 Pro or Max with 64GB", ["macbook-pro-m3-pro", "macbook-pro-m3-max-40core"]),
    ],
)  # fmt: skip
def test_names_that_lean_on_the_one_before_are_completed(text, identities, read):
    question = read(text)
    assert ["|".join(found.candidates) for found in (*question.models, *question.devices)] == identities


MISSPELT_INSIDE = [
    ("DGX Sprk 128GB", ("dgx-spark",)),
    ("Jetsonn Thor 128GB", ("jetson-agx-thor",)),
    ("Mac Stuido M2 Max 96GB", ("mac-studio-m2-max",)),
    ("Code Lama 13B", ("codellama-13b",)),
    ("Cod Llama 13B", ("codellama-13b",)),
    ("all-MiniML", ("all-minilm",)),
]


@pytest.mark.parametrize(("written", "meant"), MISSPELT_INSIDE)
def test_a_misspelt_word_inside_a_name_is_read_as_the_longest_name_and_said(written, meant, read):
    question = read(f"how much memory has {written}?")
    assert [mention.candidates for mention in (*question.models, *question.devices)] == [meant]
    assert all(mention.read_as for mention in (*question.models, *question.devices))


@pytest.mark.parametrize("written", ["Kode Lama 13B", "DGX Sprrrk 128GB", "Zorblax 24GB"])
def test_a_name_that_cannot_be_read_is_unknown_and_no_other_product_or_bare_size(written, read):
    question = read(f"does it run on a {written}?" if "GB" in written else f"does {written} fit on a 3090?")
    assert not question.models
    assert not question.memory
    assert question.unknown


@pytest.mark.parametrize("word", ["w", "pour", "para", "voor", "d'occasion", "rn", "or", "gaming"])
@pytest.mark.parametrize("card", ["3090", "RTX 4090", "7900 XT", "4070 Ti"])
def test_an_ordinary_word_behind_a_card_is_no_suffix(card, word, read):
    alone, followed = read(f"qwen3 8b on a {card}"), read(f"qwen3 8b on a {card} {word} 16k context")
    assert [device.candidates for device in followed.devices] == [device.candidates for device in alone.devices]
    assert not followed.unknown


@pytest.mark.parametrize(("written", "ids"), [("ollama run qwen3", 1), ("qwen3:latest", 1), ("qwen3", 10)])
def test_a_bare_family_is_one_model_as_a_tag_and_open_in_prose(written, ids, read):
    (model,) = read(f"{written} on a 3090?").models
    assert len(model.candidates) == ids
