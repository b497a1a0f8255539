"""Step 1k: names that look like products the catalog lacks, and what may have been meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.domain.question import MemorySize, Span, UnknownName
from assistant.entities import outside
from assistant.entities.index import NameIndex
from assistant.entities.languages import find_language
from assistant.entities.lexicon import fold, meanings
from assistant.entities.spellings import short_name
from assistant.entities.vocabulary import VENDORS

OFFERED = 3
_NEAR = 68  # rapidfuzz score of 100; decides what is offered, never what is taken
_BEFORE_SIZE = re.compile(r"(?P<name>[^\W\d_]+(?:[ -][^\W_]+){0,2})[ -]\(?$")
_SYSTEM = re.compile(r"windows|linux|ubuntu|debian|fedora|proxmox|macos")
_LONGEST_NAME = 60  # characters looked back over; all of the text for each size would be quadratic
_SHORTEST_NAME = 4  # letters of a name known by its capital alone
_SHORTEST_NEAR = 6  # letters of a word that two others may turn into a machine's

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


def beside_sizes(
    text: str, sizes: Sequence[MemorySize], taken: Sequence[Span], index: NameIndex
) -> Iterator[tuple[UnknownName, MemorySize]]:
    """Yield a name that stands before a memory size, the size taken with it, so that it is not weighed as any card.

    It is one if it has a word only machines are called by, or nearly has, or is capitalised like a name.
    """
    capitals = bool(sizes) and find_language(text, ()) != "de"  # German writes every noun with one
    for size in sizes:
        before = _BEFORE_SIZE.search(text, max(0, size.span[0] - _LONGEST_NAME), size.span[0])
        if size.kind in {"ram", "disk"} or before is None:
            continue
        start, end = before.span("name")
        while start < end and not _is_named(text, (start, end), index, capitals=capitals):
            start = text.find(" ", start, end) + 1 or end
        span = (start, size.span[1])
        if start < end and not any(span[0] < last and first < span[1] for first, last in taken):
            written = text[span[0] : span[1]]
            yield UnknownName(written, span, "device", near_ids(written, "device", index)), size


def _is_named(text: str, span: Span, index: NameIndex, *, capitals: bool) -> bool:
    word = text[span[0] : span[1]].partition(" ")[0]
    plain = fold(word)
    if plain in VENDORS or meanings(word) or _SYSTEM.fullmatch(plain):
        return False
    if plain in index.machine_words or (len(plain) >= _SHORTEST_NEAR and index.machines.almost(plain)):
        return True
    before = text[: span[0]].rstrip()  # a capital tells nothing at the start of a sentence, or where all have one
    shaped = word[0].isupper() and not word.isupper() and len(word) >= _SHORTEST_NAME
    return capitals and shaped and before[-1:].islower() and not before.istitle()


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
