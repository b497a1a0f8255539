"""Names in the shipped catalog: which decide, and which only lead to a question back (contract 5)."""

import pytest

from assistant.corpus.catalog import load_catalog
from assistant.corpus.check_names import plain_name
from assistant.paths import data_root

CATALOG = load_catalog(data_root() / "corpus" / "catalog")
DEVICES = {**CATALOG.gpus, **CATALOG.machines}


def exact(name: str, items: dict) -> set[str]:
    return {item.id for item in items.values() if plain_name(name) in map(plain_name, (*item.aliases, item.name))}


def ambiguous(name: str, items: dict) -> set[str]:
    return {item.id for item in items.values() if plain_name(name) in map(plain_name, item.ambiguous_aliases)}


@pytest.mark.parametrize(
    "name",
    ["qwen", "qwen3", "qwen 3", "Qwen-3", "qwen2.5", "qwen coder", "gpt-oss", "gptoss", "gpt oss", "llama",
     "llama 3", "llama3.1", "gemma", "gemma 3", "phi-4", "deepseek", "deepseek-r1", "mistral", "nemotron",
     "nemotron 3", "granite", "glm", "olmo 2", "qwen 32b", "llama 8b", "llama 70b", "gemma 27b"],
)  # fmt: skip
def test_a_family_name_without_a_size_or_release_is_ambiguous(name):
    assert exact(name, CATALOG.models) == set()
    assert len(ambiguous(name, CATALOG.models)) > 1


@pytest.mark.parametrize("name", ["llama 7b", "llama 4", "mixtral", "phi 3", "deepseek r1 8b", "qwen3 4b 2507"])
def test_a_name_whose_other_readings_are_outside_the_catalog_is_ambiguous_all_the_same(name):
    assert exact(name, CATALOG.models) == set()
    assert len(ambiguous(name, CATALOG.models)) == 1


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("3060", {"rtx-3060-12gb", "rtx-3060-8gb"}),
        ("RTX3080", {"rtx-3080-10gb", "rtx-3080-12gb"}),
        ("4060 Ti", {"rtx-4060-ti-8gb", "rtx-4060-ti-16gb"}),
        ("580", {"rx-580-8gb", "rx-580-4gb", "arc-b580"}),
        ("7600", {"rx-7600", "rx-7600-xt"}),
        ("9070", {"rx-9070", "rx-9070-gre", "rx-9070-xt"}),
        ("RX 7900", {"rx-7900-gre", "rx-7900-xt", "rx-7900-xtx"}),
        ("RTX 6000", {"rtx-6000-ada", "rtx-pro-6000-blackwell"}),
        ("3080 Laptop", {"rtx-3080-laptop-8gb", "rtx-3080-laptop-16gb"}),
    ],
)
def test_a_card_number_that_several_products_bear_is_ambiguous(name, readings):
    assert exact(name, DEVICES) == set()
    assert ambiguous(name, DEVICES) == readings


@pytest.mark.parametrize(
    ("name", "item"),
    [("4070 Ti Super", "rtx-4070-ti-super"), ("4070 Ti", "rtx-4070-ti"), ("rx 7600", "rx-7600"),
     ("RX 9070", "rx-9070"), ("4090", "rtx-4090"), ("4090 Laptop", "rtx-4090-laptop"), ("B580", "arc-b580"),
     ("Mac Studio M2 Ultra", "mac-studio-m2-ultra")],
)  # fmt: skip
def test_an_exact_name_means_one_device(name, item):
    assert exact(name, DEVICES) == {item}
    assert ambiguous(name, DEVICES) == set()


def test_a_laptop_chip_is_reached_only_by_a_name_that_says_so():
    laptops = [gpu for gpu in CATALOG.gpus.values() if gpu.form == "laptop"]
    assert laptops
    for gpu in laptops:
        for name in (*gpu.aliases, *gpu.ambiguous_aliases):
            words = plain_name(name)
            assert any(word in words for word in ("laptop", "mobile", "notebook")) or words[-1] == "m", name
