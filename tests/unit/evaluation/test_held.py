"""The kept verdict on guides: used for exactly the corpus it was made of, and never otherwise."""

import pytest

from assistant.cli.index import _Cleaner
from assistant.corpus.guides import load_guides
from assistant.evaluation.held import FILE, Held, read_held, write_held
from assistant.index.sources import Sources
from assistant.paths import data_root

GUIDE = """---
title: A card
slug: a-card
kind: guide
summary: About a card.
topics: [cards]
published: 2026-01-01
checked: 2026-01-01
sources:
  - title: Example
    url: https://example.org/
key_facts:
  - The RTX 3090 has 24 GB of memory.
  - The RTX 3090 has a bandwidth of 936 GB/s.
  - The RTX 4090 has 24 GB of memory.
---

## Short answer

The RTX 3090 has 24 GB of memory. The RTX 4090 has 99 GB of memory.
"""
WRONG = "The RTX 4090 has 99 GB of memory."


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "a-card.md").write_text(GUIDE, encoding="utf-8")
    return tmp_path


def cleaned(corpus, catalog):
    guide = _Cleaner(corpus, catalog).clean(load_guides(corpus)[0])
    return "\n".join(line for section in guide.sections for block in section.blocks for line in block.lines)


def test_what_was_held_of_this_corpus_is_used(corpus, catalog):
    write_held(corpus, Held(Sources(corpus, catalog).digest, {"guides/a-card": ("The RTX 3090 has 24 GB of memory.",)}))
    text = cleaned(corpus, catalog)
    assert "RTX 3090" not in text
    assert WRONG in text  # the file decides, wrong as it is here: `corpus check` holds the file to the truth


@pytest.mark.parametrize("kept", [None, "{", "[]", '{"corpus": "c0ffee", "left_out": {}}'])
def test_without_a_verdict_on_this_corpus_it_is_judged(corpus, catalog, kept):
    if kept is not None:
        (corpus / FILE).write_text(kept, encoding="utf-8")
    text = cleaned(corpus, catalog)
    assert WRONG not in text
    assert "The RTX 3090 has 24 GB of memory." in text


def test_the_shipped_verdict_is_of_the_shipped_corpus(catalog):
    corpus = data_root() / "corpus"
    held = read_held(corpus)
    assert held is not None
    assert held.corpus == Sources(corpus, catalog).digest
