"""The classes of benchmark rows in the shipped catalog, as contract 4 needs them: rules, not row lists."""

import re

import pytest

from assistant.corpus.catalog import load_catalog
from assistant.corpus.records import BenchmarkRow
from assistant.paths import data_root

CATALOG = load_catalog(data_root() / "corpus" / "catalog")
ROWS = CATALOG.benchmarks


def rows(**wanted: object) -> list[BenchmarkRow]:
    found = [row for row in ROWS if all(getattr(row, key) == value for key, value in wanted.items())]
    assert found, f"no row with {wanted}: the test would prove nothing"
    return found


def text(row: BenchmarkRow) -> str:
    return " | ".join(str(part) for part in (row.command, row.hardware_label, row.doubt, row.model_label))


@pytest.mark.parametrize(
    ("test", "metric"),
    [
        ("pp512", "prefill"),
        ("pp2048", "prefill"),
        ("pp4096+tg128", "mixed"),
        ("pp2048+tg128", "mixed"),
        ("tg128", "decode"),
        ("tg32", "decode"),
        ("eval1023 after pp494", "decode"),
        ("ollama eval rate", "decode"),
        ("server-decode (probe.py median)", "decode"),
        ("bench.sh code wall tok/s", "wall"),
        ("bench.sh narrative decode tok/s", "decode"),
        ("llmfit bench avg", "wall"),
    ],
)
def test_the_name_of_the_test_says_what_the_number_means(test, metric):
    assert {row.metric for row in rows(test=test)} == {metric}


def test_a_combined_test_is_mixed_and_nothing_else_is():
    for row in ROWS:
        assert (row.metric == "mixed") == bool(re.fullmatch(r"pp\d+\+tg\d+", row.test)), row.id


def test_a_cpu_backend_is_placement_cpu_whatever_the_machine_has():
    cpu = rows(backend="CPU")
    assert {row.placement for row in cpu} == {"cpu"}
    assert any("mac-studio-m5-max-40core" in row.devices or "macbook-pro-m5-max-40core" in row.devices for row in cpu)


@pytest.mark.parametrize(
    ("said", "placement"),
    [
        (r"=CPU\b", "partial"),
        (r"experts on CPU|experts in DDR5", "partial"),
        (r"part of the experts ran from", "partial"),
        (r"\d+(/\d+)? layers on GPU", "partial"),
        (r"partial offload", "partial"),
        (r"ENABLE_UNIFIED_MEMORY=1", "oversubscribed"),
    ],
)
def test_a_row_that_says_it_was_split_is_never_placement_gpu(said, placement):
    found = [row for row in ROWS if re.search(said, text(row))]
    assert found
    assert {row.placement for row in found} == {placement}


def test_fewer_gpu_layers_than_the_model_has_is_partial_except_for_the_old_metal_switch():
    for row in ROWS:
        layers = re.search(r"-ngl (\d+)", row.command or "")
        if not layers or not row.model or row.backend == "CPU":
            continue
        total = CATALOG.models[row.model].config["n_layers"]
        if int(layers[1]) < total and "./main" not in row.command:
            assert row.placement == "partial", row.id


def test_no_row_on_the_gpu_alone_has_a_file_larger_than_the_cards():
    for row in rows(placement="gpu"):
        cards = [CATALOG.gpus[device].memory_gb for device in row.devices if device in CATALOG.gpus]
        if not cards or not row.model:
            continue
        sizes = [file.bytes for file in CATALOG.models[row.model].files if file.quant == row.quant]
        assert not sizes or min(sizes) < max(cards) * 2**30 * row.gpu_count, row.id


def test_partial_and_oversubscribed_rows_say_what_was_where():
    for row in ROWS:
        assert row.placement not in ("partial", "oversubscribed") or row.limits, row.id


def test_every_drafted_row_is_speculative():
    drafted = [row for row in ROWS if re.search(r"--spec-type|-mtp\.yml|/mtp\.yml", row.command or "")]
    assert drafted
    assert all(row.speculative and row.speculative_note for row in drafted if "base" not in row.command)
    assert not any(row.speculative for row in ROWS if row.test.startswith(("pp", "tg")))


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        (r"\b120W power limit", "power limit 120 W"),
        (r"\b85W power limit", "power limit 85 W"),
        (r"power limited to 250W", "power limit 250 W"),
        (r"power limit raised to 500 W", "power limit 500 W"),
        (r"RTX 3090 PCIe, 230W", "power limit 230 W"),
        (r"Single CPU thread", "single CPU thread"),
        (r"another model stack was resident", "another model was loaded; the source calls it a lower bound"),
        (r"pre-production sample", "pre-production machine"),
        (r"Cooperative-matrix path is disabled", "cooperative-matrix path disabled"),
        (r"AMDVLK driver", "AMDVLK driver"),
        (r"PCIe passthrough|VM passthrough", "card passed through to a virtual machine"),
        (r"openorca", "fine-tune of the named model (1T OpenOrca)"),
        (r"A100-SXM4", "SXM version of the card"),
        (r"-sm tensor", "split mode tensor"),
    ],
)
def test_what_limits_a_figure_is_typed(said, limit):
    found = [row for row in ROWS if re.search(said, text(row))]
    assert found
    assert all(limit in row.limits for row in found)


def test_a_card_on_a_small_board_is_no_catalog_device():
    hosted = [row for row in ROWS if re.search(r"-on-(raspberry|hifive)", row.hardware)]
    assert hosted
    for row in hosted:
        assert not row.devices
        assert any(limit.startswith("host-limited") for limit in row.limits)


def test_the_core_variant_of_a_chip_is_kept():
    assert {row.gpu_cores for row in rows(hardware="m2-ultra-76gpu")} == {76}
    assert {row.gpu_cores for row in rows(hardware="m3-ultra-80gpu")} == {80}
    assert {row.gpu_cores for row in rows(hardware="m1-max-64gb")} == {None}, "24 or 32 cores: not stated"
    assert {row.gpu_cores for row in rows(hardware="dgx-spark")} == {None}


def test_the_memory_variant_is_kept_where_the_label_says_it():
    assert {row.device_memory_gb for row in rows(hardware="m3-ultra-80gpu")} == {512}
    assert {row.device_memory_gb for row in rows(hardware="rtx-3060-12gb")} == {12}
    labels = rows(hardware_label="NVIDIA GeForce RTX 5070 (31GB RAM)")
    assert {row.device_memory_gb for row in labels} == {12}, "system memory is not the card's"
    assert {row.device_memory_gb for row in rows(hardware_label="Apple M2 Pro")} == {None}


def test_two_cards_are_not_one():
    for row in ROWS:
        named = re.search(r"(?:^|\s)(\d)x |\bx(\d)\b(?! slot)", row.hardware_label.replace("PCIe x", "PCIe ")
                          .replace("5.0 x8", ""))  # fmt: skip
        if named:
            assert row.gpu_count == int(named[1] or named[2]), row.id


@pytest.mark.parametrize("label", ["llama 7B F16", "llama 8B Q5_K - Small", "mistral 7B Q4_0", "llama 8B Q4_K_M"])
def test_a_label_without_a_release_proves_no_model(label):
    for row in rows(model_label=label):
        assert row.model is None
        assert "does not say which release" in row.unresolved


def test_llama_7b_is_llama_2_only_where_the_command_says_so():
    for row in rows(model_label="llama 7B Q4_0"):
        assert (row.model == "llama-2-7b") == ("llama-2-7b" in (row.command or "")), row.id


def test_llama_3_is_not_llama_3_1():
    for row in rows(model="llama-3-8b"):
        assert "8B-v3/" in row.command, row.id


def test_a_2507_label_belongs_to_the_2507_model():
    found = [row for row in ROWS if "30B-A3B-Instruct-2507" in row.model_label]
    assert len(found) == 5
    assert {row.model for row in found} == {"qwen3-30b-a3b-instruct-2507"}


def test_open_rows_say_why():
    for row in ROWS:
        assert (row.unresolved is None) == bool(row.model and row.devices), row.id


def test_forks_are_not_the_stock_engine():
    assert {row.engine for row in ROWS if "IPEX-LLM" in row.reproducible_reason} == {"ipex-llm"}
    assert {row.engine for row in ROWS if "ik_llama.cpp fork" in row.reproducible_reason} == {"ik_llama.cpp"}
    assert {row.engine for row in ROWS if "LM Studio" in f"{row.build} {row.test}"} == {"lm-studio"}


def test_rows_seen_only_in_excerpts_are_marked():
    excerpts = rows(excerpt_only=True)
    assert len(excerpts) == 128
    assert all(row.reproducible for row in excerpts)
    assert sum("discussions/15396" in row.source_url for row in excerpts) == 83


@pytest.mark.parametrize(
    ("said", "kv_type"),
    [("--cache-type-k q4_0 --cache-type-v q4_0", "q4_0"), ("-ctk q4_0 -ctv q4_0", "q4_0"), ("fp8 KV", "fp8"),
     ("q5_0/q4_1 KV", "q5_0/q4_1"), ("f16 KV", "f16")],
)  # fmt: skip
def test_the_cache_type_is_kept(said, kv_type):
    found = [row for row in ROWS if said in text(row)]
    assert found
    assert {row.kv_type for row in found} == {kv_type}


def test_an_unknown_date_is_null_and_never_invented():
    assert len(rows(date=None)) == 179
