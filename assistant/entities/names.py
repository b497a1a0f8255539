"""Step 1h: the products a text names. Longest name first; digits and suffixes are never guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.entities.index import Entry, NameIndex
from assistant.entities.spelling import distance_at_most_one
from assistant.entities.tokens import Token, keys_from
from assistant.entities.vocabulary import (
    APPLE_PREFIXES,
    APPLE_SUFFIXES,
    GPU_SUFFIXES,
    MODEL_NEUTRAL,
    MODEL_VARIANTS,
    NOT_A_VARIANT_BEFORE,
    NUMBER_ENDINGS,
    PROCESSORS,
    PROSE_JOINED,
    SERIES,
    SPELLABLE_SUFFIXES,
    UNITS_AFTER_NUMBER,
    VARIANT_WITHOUT_SIZE_ONLY,
    VENDORS,
)

_SIZE_UNITS = frozenset({"b", "m"})
_VERSION_ONLY = re.compile(r"v[0-9]")
_LONGEST_SMALL_WORD = 4  # letters: "does", "with", "the"
_SMALLEST_IN_MILLIONS = 20  # parameters; "1M" is a context
_VERSION_DIGITS = 2
_YEAR_MONTH = 4  # digits of a date in a model name: "2507"


@dataclass(frozen=True)
class Hit:
    """A name found in the tokens `first` to `last` (exclusive). `rest` is a suffix that makes it another product."""

    first: int
    last: int
    entry: Entry
    rest: int = 0
    read_as: bool = False


def find_names(tokens: Sequence[Token], text: str, index: NameIndex) -> list[Hit]:
    """Return the names in order of appearance, each with what is left over around it."""
    found = [hit for first in range(len(tokens)) for hit in _matches(tokens, first, text, index)]
    found += _misspelt(tokens, text, index)
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.read_as, hit.first - hit.last, hit.first)):
        places = range(hit.first, hit.last)
        if not taken.intersection(places):
            taken.update(places)
            kept.append(hit)
    kept.sort(key=lambda hit: hit.first)
    return _compounds([_with_rest(hit, tokens, taken, index) for hit in kept], tokens)


def _compounds(hits: Sequence[Hit], tokens: Sequence[Token]) -> list[Hit]:
    """Read two models tied by a hyphen as one that the catalog lacks: "DeepSeek-R1-0528-Qwen3-8B"."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        tied = last is not None and last.last + max(last.rest, 0) == hit.first and tokens[hit.first].gap in {"-", "_"}
        if last is not None and tied and last.entry.product == hit.entry.product == "model":
            joined[-1] = replace(last, rest=hit.last - last.last + max(hit.rest, 0))
        else:
            joined.append(hit)
    return joined


def _matches(tokens: Sequence[Token], first: int, text: str, index: NameIndex) -> list[Hit]:
    """Return the longest product name that starts at a token."""
    token = tokens[first]
    if not index.starts_name(token.text) or token.elided:
        return []
    best: Hit | None = None
    for last, key in keys_from(tokens, first):
        entry = index.find(key)
        if entry is None or not _stands_alone(tokens, first, last, text):
            continue
        if _VERSION_ONLY.fullmatch(key) and not _opens_name(tokens, first):
            continue
        if key in index.capitals and not text[token.start : token.end].isupper():
            continue
        if key not in index.entries and tokens[last - 1].upper:
            continue
        best = Hit(first, last, entry)
    return [best] if best else []


def _opens_name(tokens: Sequence[Token], first: int) -> bool:
    """Whether a lone "v3" begins a name instead of ending one: "is V3 good", not "whisper large v3"."""
    return first == 0 or tokens[first].gap != " " or len(tokens[first - 1].text) <= _LONGEST_SMALL_WORD


def _stands_alone(tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
    """Whether a match is not a piece of a longer word or number, and a bare number not an amount."""
    if first and tokens[first].glued and tokens[first - 1].end == tokens[first].start:
        before = tokens[first - 1]
        if before.digit != tokens[first].digit and not _multiplier(tokens, first):
            return False
    after = tokens[last] if last < len(tokens) else None
    if not tokens[first].digit:
        return True
    return not (_is_processor(tokens, first, last) or _is_amount(tokens, first, after, text))


def _multiplier(tokens: Sequence[Token], first: int) -> bool:
    """Whether what is glued in front is a count: "2x3090"."""
    return tokens[first - 1].text == "x" and (first == 1 or tokens[first - 2].digit)


def _is_processor(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = {token.text for token in tokens[max(0, first - 2) : first]}
    if before & PROCESSORS and not before & SERIES:
        return True
    ryzen_digits = first > 1 and tokens[first - 1].digit and tokens[first - 2].text in {"ryzen", "i"}
    return ryzen_digits and last == first + 1


def _is_amount(tokens: Sequence[Token], first: int, after: Token | None, text: str) -> bool:
    sign = text[tokens[first].start - 1 : tokens[first].start]
    if sign in {"$", "\u20ac", "\u00a3", ".", ","} or text[tokens[first].end : tokens[first].end + 1] in {
        "$",
        "\u20ac",
        "%",
    }:
        return True
    return after is not None and after.gap in {"", " ", "-"} and after.text in UNITS_AFTER_NUMBER


def _misspelt(tokens: Sequence[Token], text: str, index: NameIndex) -> list[Hit]:
    """Return names that one wrong letter in a family word hides; digits and suffixes stay as they are."""
    found: list[Hit] = []
    for place, token in enumerate(tokens):
        if token.digit or token.text in index.words or token.text in index.heads:
            continue
        options = []
        for word in index.speller.near(token.text):
            corrected = [*tokens[:place], replace(token, text=word), *tokens[place + 1 :]]
            hits = [hit for hit in _matches(corrected, place, text, index) if _has_digit(corrected, hit)]
            options += [replace(hit, read_as=True) for hit in hits]
        if len({hit.entry.ids for hit in options}) == 1:
            found.append(options[0])
    return found


def _has_digit(tokens: Sequence[Token], hit: Hit) -> bool:
    return hit.entry.sure or any(t.digit for t in tokens[hit.first : hit.last])


def _with_rest(hit: Hit, tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Hit:
    """Count the tokens behind (or before, as -1) a name that make it another product; pass neutral ones over."""
    if hit.entry.product == "model":
        return _model_rest(hit, tokens, taken, index)
    if _foreign_prefix(hit, tokens, taken):
        return replace(hit, rest=-1)
    place = hit.last
    while place < len(tokens) and place not in taken and _device_suffix(tokens, place, hit):
        place += 2 if tokens[place].text == "v" else 1
    return replace(hit, rest=place - hit.last)


def _foreign_prefix(hit: Hit, tokens: Sequence[Token], taken: set[int]) -> bool:
    """Whether the word before belongs to the name and makes it one the catalog lacks: "Quadro RTX 6000"."""
    if hit.first == 0 or hit.first - 1 in taken or not tokens[hit.first].joined:
        return False
    before = tokens[hit.first - 1].text
    return before in (APPLE_PREFIXES if hit.entry.product == "machine" else SERIES)


def _device_suffix(tokens: Sequence[Token], place: int, hit: Hit) -> bool:
    token = tokens[place]
    if not token.joined or ":" in token.gap:
        return False
    if hit.entry.product == "machine":
        return token.text in APPLE_SUFFIXES and token.gap != ") "
    if token.text == "max" and place + 1 < len(tokens) and tokens[place + 1].text == "q":
        return True
    if token.text == "q" and tokens[place - 1].text == "max":
        return True
    if token.text in GPU_SUFFIXES or (token.digit and place + 1 < len(tokens) and tokens[place + 1].text == "sp"):
        return len(token.text) > 1 or token.gap != " " or tokens[place - 1].digit
    if token.text == "sp" or (token.text == "v" and place + 1 < len(tokens) and tokens[place + 1].glued):
        return place + 1 >= len(tokens) or token.text == "sp" or tokens[place + 1].digit
    if token.glued and not token.digit and token.text.isascii():
        if token.text == "s" and token.upper:
            return True  # "6800S" is a product of its own, "6800s" a plural
        return token.text not in NUMBER_ENDINGS and not _count_follows(tokens, place)
    return len(token.text) >= len("supr") and token.gap in {" ", "-"} and _nearly_suffix(token.text)


def _count_follows(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place].text == "x" and place + 1 < len(tokens) and tokens[place + 1].digit


def _nearly_suffix(word: str) -> bool:
    return any(distance_at_most_one(word, suffix) for suffix in SPELLABLE_SUFFIXES)


def _model_rest(hit: Hit, tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Hit:
    able = frozenset.intersection(*(index.items[one].able for one in hit.entry.ids))
    if hit.first and hit.first - 1 not in taken and _model_prefix(tokens, hit.first, index):
        return replace(hit, rest=-1)
    place, last = hit.last, hit.last
    own = tokens[hit.first : hit.last]
    sized = any(t.text in _SIZE_UNITS and t.glued for t in own)
    if not any(t.digit for t in own) and _is_version(tokens, hit.last) and hit.last not in taken:
        last = -1
        place += 1
    while place < len(tokens) and place not in taken:
        token = tokens[place]
        if not token.joined:
            break
        if token.text in MODEL_NEUTRAL or (token.text in able and token.text in MODEL_VARIANTS):
            place += 1
            if last == place - 1:
                last = place
            continue
        length = _model_suffix(tokens, place, sized=sized)
        if not length:
            break
        place += length
        last = -1
    if last == -1:
        return replace(hit, rest=place - hit.last)
    return replace(hit, last=last)


def _is_version(tokens: Sequence[Token], place: int) -> bool:
    """Whether a family name without a number goes on with a version the catalog lacks: "Qwen3.7", "Phi 5"."""
    if place >= len(tokens) or not tokens[place].digit or tokens[place].gap not in {"", " ", "-", "_"}:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    unit = after is not None and after.gap in {"", " "} and after.text in UNITS_AFTER_NUMBER | {"x"}
    return len(tokens[place].text.partition(".")[0]) <= _VERSION_DIGITS and not unit


def _model_prefix(tokens: Sequence[Token], first: int, index: NameIndex) -> bool:
    """Whether a hyphenated word in front makes it another model: "Nous-Hermes-Llama-3"."""
    before = tokens[first - 1]
    gap = tokens[first].gap
    if before.digit or before.text in VENDORS or before.text in PROSE_JOINED or before.text in index.heads:
        return False
    return gap in {"-", "_"} and before.text.isascii() and before.text not in {"run", "pre", "non"}


def _model_suffix(tokens: Sequence[Token], place: int, *, sized: bool) -> int:
    """Return how many tokens from `place` on are a suffix that makes another model, 0 if none."""
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.digit:
        experts = after is not None and after.text == "x" and after.glued and _glued_number(tokens, place + 2)
        return 1 if experts or _is_size(token, after) or _is_release(token, after) else 0
    if token.text == "+" or (tokens[place - 1].digit and token.glued):
        return 1 if token.text.isascii() else 0
    if len(token.text) == 1 and token.text != "x" and _glued_number(tokens, place + 1):
        return 2  # "R2", "v0.2", "A22B"
    if token.text in MODEL_VARIANTS:
        return int(_is_variant(token, after, sized=sized))
    return int(token.gap in {"-", "_"} and token.text.isascii() and token.text not in PROSE_JOINED)


def _is_variant(token: Token, after: Token | None, *, sized: bool) -> bool:
    ordinary = NOT_A_VARIANT_BEFORE.get(token.text, frozenset())
    if after is not None and after.joined and after.text in ordinary:
        return False
    return not (sized and token.text in VARIANT_WITHOUT_SIZE_ONLY and token.gap == " ")


def _glued_number(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].digit and tokens[place].glued


def _is_size(token: Token, after: Token | None) -> bool:
    if after is None or after.text not in _SIZE_UNITS or after.gap not in {"", " "} or token.gap == ") ":
        return False
    return after.text == "b" or float(token.text.partition(".")[0]) >= _SMALLEST_IN_MILLIONS


def _is_release(token: Token, after: Token | None) -> bool:
    """A date such as 2507 or 0528, or any number tied on by a hyphen, is part of the name."""
    unit = after is not None and after.glued
    if token.gap in {"-", "_"}:
        return not unit
    month_first = token.text[:1] == "0" and "01" <= token.text[:2] <= "12"
    year_first = token.text[:1] == "2" and "01" <= token.text[2:] <= "12"
    dated = len(token.text) == _YEAR_MONTH and (month_first or year_first)
    return dated and not unit and (after is None or after.text not in UNITS_AFTER_NUMBER)


def almost_names(tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Iterator[tuple[int, int]]:
    """Yield the places of words close to a family name that carry a size: "Lamma 3.1 8B" is offered a Llama."""
    for first, token in enumerate(tokens):
        if first in taken or token.digit or first + 1 >= len(tokens) or not tokens[first + 1].digit:
            continue
        last = first + 1
        while last < len(tokens) and last not in taken and tokens[last].joined and _of_size(tokens[last]):
            last += 1
        sized = any(t.text == "b" and t.glued for t in tokens[first + 1 : last])
        if sized and tokens[first + 1].joined and index.speller.almost(token.text):
            yield first, last


def _of_size(token: Token) -> bool:
    return token.digit or token.text in _SIZE_UNITS
