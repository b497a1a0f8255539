"""The catalog check: the shipped catalog has no error, and every kind of mistake is found when planted."""

from functools import cache

import pytest

from assistant.corpus.catalog import Catalog, load_catalog
from assistant.corpus.check import check_catalog, count_catalog
from assistant.corpus.problems import Problem
from assistant.paths import data_root

FOLDER = data_root() / "corpus" / "catalog"


@cache
def shipped() -> Catalog:
    return load_catalog(FOLDER)


def with_changed(kind: str, item: str, **fields: object) -> Catalog:
    """The shipped catalog with one item changed."""
    catalog, plain = Catalog(FOLDER), shipped()
    for name in ("models", "gpus", "machines", "benchmarks", "claims"):
        vars(catalog)[name] = getattr(plain, name)
    items = getattr(plain, kind)
    if isinstance(items, dict):
        vars(catalog)[kind] = {**items, item: items[item].model_copy(update=fields)}
    else:
        vars(catalog)[kind] = tuple(each.model_copy(update=fields) if each.id == item else each for each in items)
    return catalog


def row(**wanted: object) -> str:
    return next(
        each.id for each in shipped().benchmarks if all(getattr(each, key) == value for key, value in wanted.items())
    )


PLAIN = {"metric": "decode", "placement": "gpu", "speculative": False, "reproducible": True, "gpu_count": 1}
ON_4090 = {**PLAIN, "hardware": "rtx-4090", "model": "llama-3-8b", "quant": "Q4_K_M"}


def test_the_shipped_catalog_has_no_error():
    assert [problem.line for problem in check_catalog(shipped()) if problem.severity == "error"] == []


def test_every_note_on_the_shipped_catalog_is_known_and_explained_in_the_docs():
    notes = [problem for problem in check_catalog(shipped()) if problem.severity == "note"]
    assert {(note.item, note.field.split("[")[0]) for note in notes} == {
        ("rtx-pro-5000-blackwell", "id"),
        ("gemma-4-e2b", "files"),
        ("gpt-oss-20b", "files"),
        ("gpt-oss-120b", "files"),
        ("granite-4.0-h-tiny", "context_native"),
        ("granite-4.0-h-small", "context_native"),
        ("kimi-k2.6-on-cerebras-wse-943a44", "model"),
        ("gemma-4-on-intel-arc-unspecified-0ee41a", "model"),
    }
    explained = (data_root() / "docs" / "catalog.md").read_text()
    assert all(note.item.split("-on-")[0] in explained for note in notes)


@pytest.mark.parametrize(
    ("kind", "item", "fields", "field"),
    [
        ("gpus", "rtx-4090", {"bandwidth_gb_s": 100.8}, "bandwidth_gb_s"),
        ("gpus", "rtx-4090", {"bandwidth_gb_s": 10080}, "bandwidth_gb_s"),
        ("gpus", "rtx-4090", {"memory_bus_bits": 3840}, "bandwidth_gb_s"),
        ("gpus", "rtx-4090", {"memory_type": "DDR5"}, "memory_type"),
        ("gpus", "rtx-4090", {"memory_mib_reported": 24}, "memory_mib_reported"),
        ("gpus", "rtx-4090", {"memory_gb": 12}, "memory_mib_reported"),
        ("gpus", "rtx-4090", {"launch": "2202-10"}, "date"),
        ("gpus", "rtx-4090", {"sources": ()}, "sources"),
        ("gpus", "rtx-4090", {"aliases": ("RTX 4090", "rtx-3090")}, "aliases"),
        ("gpus", "rtx-4090", {"aliases": ("3060",)}, "aliases"),
        ("gpus", "rtx-4090", {"ambiguous_aliases": ("RTX 4090",)}, "aliases"),
        ("models", "qwen3-30b-a3b", {"params_active_b": 40.0}, "params_active_b"),
        ("models", "qwen3-30b-a3b", {"params_active_b": 30.532}, "params_active_b"),
        ("models", "llama-3.1-8b", {"params_total_b": 80.3}, "files[Q4_K_M"),
        ("models", "llama-3.1-8b", {"params_total_b": 0.803}, "files[Q4_K_M"),
        ("models", "llama-3.1-8b", {"config": {"n_layers": 31}}, "gguf.header.block_count"),
        ("models", "llama-3.1-8b", {"context_native": 8192}, "context_native"),
        ("models", "llama-3.1-8b", {"aliases": ("llama-3-8b-x", "qwen3 8b")}, "aliases"),
        ("models", "llama-3.1-8b", {"aliases": ("Llama 3",)}, "aliases"),
        ("benchmarks", row(**ON_4090), {"tokens_per_second": 9999.0}, "tokens_per_second"),
        ("benchmarks", row(**ON_4090), {"model": "llama-9"}, "model"),
        ("benchmarks", row(**ON_4090), {"devices": ("rtx-9999",)}, "devices"),
        ("benchmarks", row(**ON_4090), {"model": None}, "unresolved"),
        ("benchmarks", row(**ON_4090), {"unresolved": "why"}, "unresolved"),
        ("benchmarks", row(**ON_4090), {"backend": "CPU"}, "placement"),
        ("benchmarks", row(**ON_4090), {"test": "pp512+tg128"}, "metric"),
        ("benchmarks", row(**ON_4090), {"metric": "mixed"}, "metric"),
        ("benchmarks", row(**ON_4090), {"speculative": True}, "speculative_note"),
        ("benchmarks", row(**ON_4090), {"reproducible": False, "excerpt_only": True}, "excerpt_only"),
        ("benchmarks", row(**ON_4090), {"placement": "partial", "limits": ()}, "limits"),
        ("benchmarks", row(**ON_4090), {"gpu_cores": 76}, "gpu_cores"),
        ("benchmarks", row(**ON_4090), {"device_memory_gb": 16}, "device_memory_gb"),
        ("benchmarks", row(**ON_4090), {"date": "2019-01-01"}, "date"),
        ("benchmarks", row(**ON_4090), {"source_url": "a friend"}, "source_url"),
        ("benchmarks", row(hardware="m2-ultra-76gpu"), {"gpu_cores": 38}, "gpu_cores"),
        ("benchmarks", row(hardware="m2-ultra-76gpu"), {"gpu_count": 2}, "gpu_count"),
        ("machines", "mac-studio-m2-ultra", {"launch": "1023-06"}, "date"),
        ("claims", "kimi-k2.6-on-cerebras-wse-943a44", {"model": "nobody"}, "model"),
    ],
)  # fmt: skip
def test_a_planted_mistake_is_found_where_it_is(kind, item, fields, field):
    known = set(check_catalog(shipped()))
    new = [problem for problem in check_catalog(with_changed(kind, item, **fields)) if problem not in known]
    assert any(problem.item == item and problem.field.startswith(field) for problem in new), new


def test_a_usable_size_above_the_machine_is_found():
    memory = shipped().machines["mac-studio-m2-ultra"].memory
    wrong = (memory[0].model_copy(update={"gpu_usable_gib": 65.0}), *memory[1:])
    problems = check_catalog(with_changed("machines", "mac-studio-m2-ultra", memory=wrong))
    assert any(problem.field == "memory.gpu_usable_gib" for problem in problems)


def test_a_file_that_says_two_sizes_is_found():
    files = shipped().models["llama-2-7b"].files
    wrong = (files[0].model_copy(update={"size_gb": 4.9}), *files[1:])
    problems = check_catalog(with_changed("models", "llama-2-7b", files=wrong))
    assert any("but 3826781184 bytes" in problem.message for problem in problems)


def test_a_justified_size_is_accepted():
    files = shipped().models["gpt-oss-20b"].files
    silent = tuple(file.model_copy(update={"size_check": "experts stay MXFP4"}) for file in files)
    problems = check_catalog(with_changed("models", "gpt-oss-20b", files=silent))
    assert not any(problem.item == "gpt-oss-20b" for problem in problems)


def test_a_row_listed_twice_is_found():
    catalog = with_changed("gpus", "rtx-4090")
    twin = shipped().benchmarks[0].model_copy(update={"id": "twin"})
    vars(catalog)["benchmarks"] = (*shipped().benchmarks, twin)
    assert any(problem.item == "twin" for problem in check_catalog(catalog))


def test_errors_come_first():
    problems = check_catalog(with_changed("gpus", "rtx-4090", bandwidth_gb_s=1.0))
    order = [problem.severity for problem in problems]
    assert order == sorted(order)
    assert order[0] == "error"


def test_the_counts_say_how_much_there_is():
    counts = count_catalog(shipped())
    assert (counts["models"], counts["gpus"], counts["machines"], counts["benchmarks"]) == (131, 121, 50, 1080)
    assert counts["reproducible"] == 872


def test_a_problem_prints_as_one_line():
    problem = Problem("gpus.yaml", "rtx-4090", "tdp_w", "is odd", "note")
    assert problem.line == "note: gpus.yaml: rtx-4090: tdp_w: is odd"
