"""A corpus of two guides and four catalog items, and its index: what the tests of the index work on."""

import json
from collections.abc import Callable
from pathlib import Path

from assistant.corpus.catalog import FILES, load_catalog
from assistant.corpus.yaml_items import items_as_json
from assistant.domain.question import Question
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.index.build import build_index
from assistant.index.open import IndexPlace, open_searcher
from assistant.index.recipe import read_recipe
from assistant.index.sources import Sources
from assistant.paths import data_root

RECIPE = read_recipe(data_root() / "index" / "recipe.toml")
GUIDE = """---
title: {title}
slug: {slug}
kind: guide
summary: {summary}
topics: [{topic}]
published: 2026-11-01
checked: 2026-11-25
sources: []
key_facts: [A first fact., A second fact., A third fact.]
---
## Short answer

{summary} {text}

## FAQ

### {question}

{text}
"""
FANS = {
    "title": "Fans and noise",
    "slug": "fans",
    "topic": "noise",
    "summary": "A slow fan is quiet.",
    "question": "Why is my computer loud?",
    "text": "Small fans turn fast and whine.",
}
BREAD = {
    "title": "Bread at home",
    "slug": "bread",
    "topic": "baking",
    "summary": "Dough needs time and an oven.",
    "question": "How long does dough rest?",
    "text": "Dough rests for an hour before the oven.",
}


def write_corpus(folder: Path) -> None:
    (folder / "guides").mkdir(parents=True)
    for guide in (FANS, BREAD):
        (folder / "guides" / f"{guide['slug']}.md").write_text(GUIDE.format(**guide))
    (folder / "catalog").mkdir()
    for name in FILES:
        content = (data_root() / "corpus" / "catalog" / f"{name}.yaml").read_bytes()
        few = json.loads(items_as_json(name, content))[:2] if name in ("models", "gpus") else []
        (folder / "catalog" / f"{name}.yaml").write_text(json.dumps(few))  # JSON is YAML


def place_in(folder: Path) -> IndexPlace:
    corpus = folder / "corpus"
    return IndexPlace(folder / "index", Sources(corpus, load_catalog(corpus / "catalog")), RECIPE)


def build(where: IndexPlace):
    return build_index(where.place, where.sources, where.recipe, vectors=where.vectors)


def reading(where: IndexPlace) -> Callable[[str], Question]:
    names = NameIndex.build(where.sources.catalog)
    return lambda text: understand(text, names)


def searcher(where: IndexPlace):
    return open_searcher(where, reading(where), "https://example.com")


def fans(where: IndexPlace) -> Path:
    return where.sources.corpus / "guides" / "fans.md"
