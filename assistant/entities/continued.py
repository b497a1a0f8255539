"""Step 1h, continued: names that lean on the one before: "7900 XT or XTX", "Qwen3 8B, 14B or 32B"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.entities.index import Entry, NameIndex
from assistant.entities.names import Hit
from assistant.entities.tokens import Token, key_of
from assistant.entities.vocabulary import APPLE_SUFFIXES, GPU_SUFFIXES

_LINK_WORDS = frozenset({"or", "and", "vs", "v", "versus", "to", "oder", "und", "ou", "et", "y", "o", "e", "than"})
_LINK_GAPS = frozenset({", ", ",", "/", " / ", " & ", "&", ". "})
_ARTICLES = frozenset({"the", "a", "an", "my", "die", "der", "das", "eine", "la", "le", "el", "un", "une"})
_MOST = 6  # names in one row


@dataclass(frozen=True)
class Continuation:
    """A name completed from the one before; `entry` is None if the catalog lacks it. `name` is its full form."""

    first: int
    last: int
    name: str
    entry: Entry | None
    base: Entry


def continuations(hit: Hit, tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Iterator[Continuation]:
    """Yield the names that continue a hit."""
    stem = _stem(hit, tokens)
    place = hit.last
    for _ in range(_MOST):
        first = _after_link(tokens, place)
        last = _ending(hit, tokens, first) if first is not None and stem else None
        if first is None or last is None or taken.intersection(range(first, last)):
            return
        parts = [*stem, *tokens[first:last]]
        entry = index.find(key_of(parts))
        same = entry if entry is not None and entry.product == hit.entry.product else None
        if same is None and hit.entry.product == "model" and last == first + 1:
            return  # a bare number is a version only of a name the catalog has
        yield Continuation(first, last, " ".join(part.text for part in parts), same, hit.entry)
        place = last


def _stem(hit: Hit, tokens: Sequence[Token]) -> list[Token]:
    """The part of a name that the next one shares: all before the size, or up to the number of a card or chip."""
    whole = list(tokens[hit.first : hit.last])
    if hit.entry.product == "model":
        sizes = [i for i in range(1, len(whole) - 1) if whole[i].digit and whole[i + 1].text == "b"]
        versions = [len(whole) - 1] if whole[-1].digit and "." in whole[-1].text else []
        return whole[: (sizes or versions)[0]] if sizes or versions else []
    numbers = [i for i, token in enumerate(whole) if token.digit]
    return whole[: numbers[-1] + 1] if numbers else []


def _after_link(tokens: Sequence[Token], place: int) -> int | None:
    """Return the place after "or", "vs the", a comma or a slash; None if the row ends here."""
    if place >= len(tokens):
        return None
    linked = tokens[place].gap in _LINK_GAPS
    while place < len(tokens) and tokens[place].text in _LINK_WORDS and tokens[place].gap in {" ", ", "}:
        linked, place = True, place + 1
    while linked and place < len(tokens) and tokens[place].text in _ARTICLES:
        place += 1
    return place if linked and place < len(tokens) else None


def _ending(hit: Hit, tokens: Sequence[Token], first: int) -> int | None:
    """Return the place after a lone size or suffix at `first`, None if there is none."""
    if hit.entry.product == "model":
        sized = tokens[first].digit and first + 1 < len(tokens) and tokens[first + 1].text == "b"
        if sized and tokens[first + 1].glued:
            return first + 2
        version = tokens[hit.last - 1].digit and tokens[first].digit and "." in tokens[first].text
        return first + 1 if version else None
    suffixes = APPLE_SUFFIXES if hit.entry.product == "machine" else GPU_SUFFIXES - {"ada", "d", "s"}
    last = first
    while last < len(tokens) and tokens[last].text in suffixes and (last == first or tokens[last].joined):
        last += 1
    return last if last > first else None
