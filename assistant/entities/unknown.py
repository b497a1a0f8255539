"""Step 1k: names that look like products the catalog lacks, and what may have been meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.domain.question import Span, UnknownName
from assistant.entities import outside
from assistant.entities.index import NameIndex
from assistant.entities.spellings import short_name
from assistant.entities.vocabulary import VENDORS

OFFERED = 3
_NEAR = 68  # rapidfuzz score of 100; decides what is offered, never what is taken

Sort = Literal["model", "device"]


def find_unknown(text: str, taken: Sequence[Span], index: NameIndex) -> tuple[UnknownName, ...]:
    """Return names outside the `taken` spans that have the form of a card, machine or model."""
    found: list[UnknownName] = []
    spans = list(taken)
    for span, sort in _candidates(text):
        if any(span[0] < end and start < span[1] for start, end in spans):
            continue
        spans.append(span)
        written = text[span[0] : span[1]]
        found.append(UnknownName(written, span, sort, near_ids(written, sort, index)))
    return tuple(sorted(found, key=lambda name: name.span))


def _candidates(text: str) -> Iterator[tuple[Span, Sort]]:
    for pattern in (outside.CARD, outside.ACCELERATOR, outside.MACHINE, outside.GEFORCE):
        for match in pattern.finditer(text):
            yield match.span(), "device"
    for match in outside.FAMILY.finditer(text):
        if _is_name(match.group()):
            yield match.span(), "model"
    yield from ((match.span(), "model") for match in outside.TIED.finditer(text) if _is_own_word(match))
    yield from ((match.span("whole"), "model") for match in outside.LOWER.finditer(text) if _is_own_word(match))
    yield from ((match.span(), "model") for match in outside.CAPITAL.finditer(text) if _is_capital(match))


def _is_capital(match: re.Match[str]) -> bool:
    return match["name"][0].isupper() and match["name"].casefold() not in VENDORS and _is_own_word(match)


def _is_own_word(match: re.Match[str]) -> bool:
    return match["name"].casefold() not in outside.PLAIN_WORDS


def _is_name(written: str) -> bool:
    """Whether a family that is also a word ("gemini", "dolphin") is written with a capital or a number."""
    return not written.isalpha() or written[0].isupper() or written in {"chatgpt", "codestral", "llava"}


def near_ids(name: str, sort: Sort, index: NameIndex, first: Sequence[str] = ()) -> tuple[str, ...]:
    """Return up to three ids worth offering instead of a name, those in `first` before others.

    Every product of the sort is compared, which only happens when a name is not known.
    """
    shorts = index.model_shorts if sort == "model" else index.device_shorts
    wanted = short_name(name)
    ranked = process.extract(wanted, shorts, scorer=fuzz.ratio, limit=OFFERED + len(first), score_cutoff=_NEAR)
    preferred = sorted(first, key=lambda one: -fuzz.ratio(wanted, shorts.get(one, "")))[:OFFERED]
    return tuple(dict.fromkeys([*preferred, *(one for _, _, one in ranked)]))[:OFFERED]
