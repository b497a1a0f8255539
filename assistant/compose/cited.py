"""A sentence of a model with the numbers of the passages it draws on."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.lines import heading, passage_kind
from assistant.domain.answer import Citation, Sentence
from assistant.domain.facts import Passage

_FIRST = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)


def cited(
    sentence: Sentence, passages: Sequence[Passage], before: Sequence[Citation]
) -> tuple[Sentence, tuple[Citation, ...]]:
    """Put the numbers of its passages behind a sentence; return it with the citations that are new.

    A passage that is cited already keeps its number. The quote of a new one is its first sentence.
    """
    known = {citation.id: citation for citation in before}
    new: list[Citation] = []
    for passage in passages:
        if passage.id in sentence.evidence and passage.id not in known:
            known[passage.id] = _citation(len(before) + len(new) + 1, passage)
            new.append(known[passage.id])
    marks = "".join(f"[{known[one].n}]" for one in dict.fromkeys(sentence.evidence) if one in known)
    text = f"{sentence.text} {marks}" if marks else sentence.text
    return replace(sentence, text=text), tuple(new)


def _citation(n: int, passage: Passage) -> Citation:
    first = _FIRST.match(passage.text)
    quote = first[0] if first else passage.text
    return Citation(n, passage.id, passage_kind(passage), heading(passage), passage.url, quote)
