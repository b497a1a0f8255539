"""Chunks fit the embedder, follow the headings, and never tear a table from its header."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.guides import read_guide
from assistant.corpus.markdown import Block
from assistant.domain.cards import Card
from assistant.index.chunks import Cutter, card_chunks, guide_chunks

GUIDE = """---
title: Fans
slug: fans
kind: guide
summary: What fans do.
topics: [noise]
published: 2026-11-01
checked: 2026-11-25
sources: []
key_facts: [One is loud., Two are louder., None is silent.]
---
## Short answer

Fans make noise.

## Sizes

### Small

Eighty.

## FAQ

### Are fans loud?

Yes.
"""


def words(text: str) -> int:
    return len(text.split())


def cutter(most: int = 40) -> Cutter:
    return Cutter(words, 2, most)


def test_a_guide_is_cut_by_heading_with_path_and_anchor():
    chunks = list(guide_chunks(read_guide("corpus/guides/fans.md", GUIDE.encode()), cutter()))
    assert [(chunk.id, chunk.path, chunk.text) for chunk in chunks] == [
        ("guides/fans", ("Key facts",), "What fans do.\nOne is loud.\nTwo are louder.\nNone is silent."),
        ("guides/fans#short-answer", ("Short answer",), "Fans make noise."),
        ("guides/fans#small", ("Sizes", "Small"), "Eighty."),
        ("guides/fans#are-fans-loud", ("FAQ", "Are fans loud?"), "Yes."),
    ]
    assert chunks[2].embedded == "Fans > Sizes > Small\nEighty."
    assert chunks[3].section == "Are fans loud?"


def test_a_table_that_fits_stays_whole():
    table = Block("table", ("| a | b |", "| 1 | 2 |"))
    assert list(cutter().cut("T", [Block("paragraph", ("One.",)), table])) == ["One.\n\n| a | b |\n| 1 | 2 |"]


def test_a_long_table_is_cut_between_rows_and_repeats_its_header():
    rows = tuple(f"| {n} | x |" for n in range(20))
    texts = list(cutter().cut("T", [Block("table", ("| a | b |", *rows))]))
    assert len(texts) > 1
    assert all(text.startswith("| a | b |\n") for text in texts)
    assert tuple(row for text in texts for row in text.splitlines()[1:]) == rows


def test_a_long_paragraph_is_cut_between_sentences():
    sentences = [f"Sentence number {n} has exactly seven words." for n in range(12)]
    texts = list(cutter().cut("T", [Block("paragraph", (" ".join(sentences),))]))
    assert len(texts) > 1
    assert " ".join(texts) == " ".join(sentences)
    assert all(text.endswith(".") for text in texts)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["paragraph", "list", "table", "code"]),
            st.lists(
                st.lists(st.sampled_from(["word", "4.5", "end."]), min_size=1, max_size=60), min_size=1, max_size=9
            ),
        ),
        max_size=6,
    )
)
def test_no_chunk_is_too_long_and_no_word_is_lost(blocks):
    made = [
        Block(kind, tuple(" ".join(line) for line in (lines if kind != "table" else [["head"], *lines])))
        for kind, lines in blocks
        if kind != "paragraph" or len(lines) == 1
    ]
    texts = list(cutter().cut("a heading", made))
    assert all(words(text) + 2 + words("a heading") <= 40 for text in texts)
    without_heads = [word for text in texts for word in text.split() if word != "head"]
    assert without_heads == [word for block in made for word in block.text.split() if word != "head"]


def test_a_card_is_whole_lines_under_its_name():
    card = Card("gpus/x", "gpu", "X", tuple(f"Line {n} of the card is here." for n in range(9)))
    chunks = list(card_chunks(card, cutter()))
    assert [chunk.id for chunk in chunks] == ["gpus/x", "gpus/x~2"]
    assert "\n".join(chunk.text for chunk in chunks).splitlines() == list(card.lines)


@pytest.mark.parametrize("field", ["text", "title", "anchor"])
def test_the_digest_follows_every_field(field):
    chunk = next(guide_chunks(read_guide("corpus/guides/fans.md", GUIDE.encode()), cutter()))
    assert replace(chunk, **{field: "other"}).digest != chunk.digest
