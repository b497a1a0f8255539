"""Contexts, sizes, money, speeds, quantizations, cache types and switches are told apart by unit and neighbours."""

import pytest

CONTEXTS = [
    ("32k", (32768,)),
    ("32K context", (32768,)),
    ("128K tokens", (131072,)),
    ("100,000 tokens", (100000,)),
    ("32 thousand tokens", (32000,)),
    ("1M context", (1048576,)),
    ("16384 context", (16384,)),
    ("ctx 8192", (8192,)),
    ("context of 40960", (40960,)),
    ("context length: 65536", (65536,)),
    ("num_ctx 16384", (16384,)),
    ("-c 32768", (32768,)),
    ("Q8_0 @ 40,960 on a 4060", (40960,)),
    ("an RX 7800 XT @ 2400 MHz", ()),
    ("memory @ 6000 MT/s", ()),
    ("32.000 Tokens", (32000,)),
    ("32 000 jetons", (32000,)),
    ("Kontext 16k", (16384,)),
    ("32к", (32768,)),
    ("8k and 32k", (8192, 32768)),
    ("1.5k tokens", (1536,)),
    ("50 tokens per second", ()),
    ("30 tok/s", ()),
    ("$2k", ()),
    ("budget 2k dollars", ()),
    ("4k monitor", ()),
    ("an RTX 4090 context", ()),
]


@pytest.mark.parametrize(("text", "contexts"), CONTEXTS)
def test_a_context_is_counted_in_tokens(text, contexts, read):
    assert read(f"Does Qwen3 8B fit with {text}?").settings.contexts == contexts


def test_the_full_context_is_kept_as_such(read):
    settings = read("Does Llama 3.1 8B at its full context fit on a 3090?").settings
    assert (settings.full_context, settings.contexts) == (True, ())


MEMORY = [
    ("16 GB VRAM", "vram 16"),
    ("16GB of VRAM", "vram 16"),
    ("a 16 GB card", "vram 16"),
    ("VRAM: 16 GB", "vram 16"),
    ("16G显存", "vram 16"),
    ("32 GB RAM", "ram 32"),
    ("64GB DDR5", "ram 64"),
    ("32 GB of system memory", "ram 32"),
    ("32 GB Arbeitsspeicher", "ram 32"),
    ("64GB unified memory", "unified 64"),
    ("a 64GB Mac", "unified 64"),
    ("16 gigs", "unknown 16"),
    ("12 Go", "unknown 12"),
    ("24 ГБ", "unknown 24"),
    ("11.5 GiB", "unknown 11.5"),
    ("a 20 GB file", "disk 20"),
    ("900 GB/s", ""),
    ("Q4 at 4 bit", ""),
]


@pytest.mark.parametrize(("text", "size"), MEMORY)
def test_a_memory_size_has_the_kind_its_neighbours_tell(text, size, read):
    assert [f"{found.kind} {found.value:g}" for found in read(f"Is {text} enough?").memory] == ([size] if size else [])


def test_gb_and_gib_are_kept_apart(read):
    assert [size.unit for size in read("Is 16 GB or 11.5 GiB enough?").memory] == ["GB", "GiB"]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$800", 800, "USD"),
        ("under 800 dollars", 800, "USD"),
        ("800 USD", 800, "USD"),
        ("$1.5k", 1500, "USD"),
        ("$2,500", 2500, "USD"),
        ("a budget of 2000", 2000, "USD"),
        ("a card under 600", 600, "USD"),
        ("500 bucks", 500, "USD"),
        ("€700", 700, "EUR"),
        ("1000 Euro", 1000, "EUR"),
        ("£600", 600, "GBP"),
    ],
)
def test_money_is_read_with_its_currency(text, amount, currency, read):
    budget = read(f"Best GPU for {text}?").budget
    assert budget is not None
    assert (budget.amount, budget.currency) == (amount, currency)


QUANTS = [
    ("Q4_K_M", "Q4_K_M", True),
    ("q4km", "Q4_K_M", True),
    ("Q4 K M", "Q4_K_M", True),
    ("q4-k-m", "Q4_K_M", True),
    ("Q4_K_S", "Q4_K_S", True),
    ("Q6_K", "Q6_K", True),
    ("Q8_0", "Q8_0", True),
    ("IQ4_XS", "IQ4_XS", True),
    ("iq2_xxs", "IQ2_XXS", True),
    ("UD-Q4_K_XL", "UD-Q4_K_XL", True),
    ("BF16", "BF16", True),
    ("fp16", "F16", True),
    ("MXFP4", "MXFP4", True),
    ("FP8", "FP8", True),
    ("Q8", "Q8_0", False),
    ("q4", "Q4_K_M", False),
    ("8-bit", "Q8_0", False),
    ("4bit", "Q4_K_M", False),
    ("4-Bit", "Q4_K_M", False),
    ("unquantized", "F16", False),
    ("Q5_K", "Q5_K_M", False),
]


@pytest.mark.parametrize(("text", "name", "exact"), QUANTS)
def test_a_quantization_has_the_name_of_llama_cpp(text, name, exact, read):
    assert [(q.name, q.exact) for q in read(f"Does Qwen3 8B in {text} fit?").settings.quants] == [(name, exact)]


@pytest.mark.parametrize("text", ["a 128-bit bus", "in Q3 2026", "a 64-bit system"])
def test_other_bits_and_quarters_are_no_quantization(text, read):
    assert read(f"What about {text}?").settings.quants == ()


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("KV cache at q8_0", ("q8_0", "q8_0")),
        ("q8_0 KV", ("q8_0", "q8_0")),
        ("q4 kv cache", ("q4_0", "q4_0")),
        ("KV cache quantized to 8 bit", ("q8_0", "q8_0")),
        ("-ctk q8_0 -ctv q4_0", ("q8_0", "q4_0")),
        ("fp16 kv cache", ("f16", "f16")),
        ("K q8_0 and V q4_0", ("q8_0", "q4_0")),
        ("--cache-type-k q8_0", ("q8_0", None)),
        ("no cache types", (None, None)),
    ],
)
def test_cache_types_are_not_taken_for_quantizations_of_weights(text, types, read):
    settings = read(f"Does Qwen3 8B Q6_K fit with {text}?").settings
    assert ((settings.kv_k, settings.kv_v), [quant.name for quant in settings.quants]) == (types, ["Q6_K"])


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("4 parallel users", 4),
        ("--parallel 8", 8),
        ("-np 2", 2),
        ("four users at once", 4),
        ("16 concurrent requests", 16),
        ("4 cards", 0),
    ],
)
def test_users_served_at_once_are_counted(text, slots, read):
    assert read(f"Does Qwen3 8B fit with {text}?").settings.slots == slots


@pytest.mark.parametrize(
    ("text", "engine", "system", "flash"),
    [
        ("llama.cpp on Linux", "llama.cpp", "linux", None),
        ("llama-server", "llama-server", None, None),
        ("LM Studio on Windows 11", "lm-studio", "windows", None),
        ("Ollama on macOS", "ollama", "macos", None),
        ("vLLM with flash attention off", "vllm", None, False),
        ("flash attention on", None, None, True),
        ("no FA", None, None, False),
        ("two context windows", None, None, None),
    ],
)
def test_engine_system_and_switches_are_read(text, engine, system, flash, read):
    settings = read(f"Does Qwen3 8B fit with {text}?").settings
    assert (settings.engine, settings.os, settings.flash_attention) == (engine, system, flash)


def test_naming_ollama_asks_for_its_file(read):
    assert [model.from_tag for model in read("Does Qwen3 8B fit in Ollama on a 3060 12GB?").models] == [True]
    assert [model.from_tag for model in read("Does Qwen3 8B fit on a 3060 12GB?").models] == [False]


def test_a_readers_own_speed_is_kept_as_a_claim(read):
    assert read("Someone gets 120 tok/s with Llama 3.1 8B on a 3090, true?").claimed_tok_s == (120.0,)


def test_bare_model_sizes_are_kept_and_active_parameters_are_not(read):
    assert read("What do I need for a 70B?").model_sizes_b == (70.0,)
    assert read("Only 3B are active, so does it fit?").model_sizes_b == ()


@pytest.mark.parametrize(
    "text", ["A card under 300 watts?", "A card under 75W?", "A GPU below 300 mm?", "A card for 600?"]
)
def test_a_limit_in_another_unit_is_no_budget(text, read):
    assert read(text).budget is None
