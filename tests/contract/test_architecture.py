"""Size caps and homes of libraries; the import layers themselves are held by lint-imports in `make check`."""

import ast
from pathlib import Path

import pytest

from assistant.paths import data_root

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "assistant").rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 300, 40

# Each library has one home: where else it is imported, a border has been lost.
HOMES = {
    "structlog": {"log.py"},
    "yaml": {"corpus/yaml_items.py", "lookups/headers.py", "evaluation/golden.py", "evaluation/vram_shapes.py"},
    "rich": {"cli"},
    "chromadb": {"index/store.py"},
    "sentence_transformers": {"index/embedder.py"},
    "torch": {"index/embedder.py"},
    "bm25s": {"index/words.py"},
    "langchain_text_splitters": {"index/chunks.py"},
    "fastapi": {"web"},
    "uvicorn": {"web"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "ollama": {"generation"},
    "langchain_openai": {"generation"},
    "httpx": {"generation", "index/store.py"},
    "jinja2": {"web"},
    "typer": {"cli", "evaluation/vram_bench.py"},
}


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT / "assistant"))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(module):
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A command's options stand in its signature, which is a table and not logic.
            assert (node.end_lineno or 0) - node.body[0].lineno < MOST_FUNCTION_LINES, node.name


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(library):
    homes = HOMES[library]
    users = {name_of(module) for module in MODULES if library in _imported(module)}
    strangers = {user for user in users if user not in homes and user.split("/")[0] not in homes}
    assert not strangers


def _imported(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_the_checkout_and_not_a_copy_is_what_runs():
    assert data_root() == ROOT
