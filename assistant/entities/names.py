"""Step 1h: the products a text names. Longest name first; digits and suffixes are never guessed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.entities.index import Entry, NameIndex
from assistant.entities.leftovers import leftover, model_end
from assistant.entities.tokens import Token, keys_from
from assistant.entities.vocabulary import MODEL_VARIANTS, PROCESSORS, SERIES, STORAGE, UNITS_AFTER_NUMBER

_VERSION_ONLY = re.compile(r"v[0-9]")
_LATEST_MISSPELT = 3  # words of a name before the misspelt one: "Mac Studio M2 Mxa" is not read
_LONGEST_SMALL_WORD = 5  # letters: "does", "with", "about"
_MONEY = frozenset({"$", "\u20ac", "\u00a3", ".", ","})


@dataclass(frozen=True)
class Hit:
    """A name found in the tokens `first` to `last` (exclusive).

    `rest` counts the tokens behind it (-1: the one before) that make it a product the catalog lacks.
    """

    first: int
    last: int
    entry: Entry
    rest: int = 0
    read_as: bool = False


def find_names(tokens: Sequence[Token], text: str, index: NameIndex) -> list[Hit]:
    """Return the names in order of appearance, each with what is left over around it."""
    found = [hit for first in range(len(tokens)) for hit in _longest(tokens, first, text, index)]
    found += _misspelt(tokens, text, index)
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.first - hit.last, hit.read_as, hit.first)):
        places = range(hit.first, hit.last)
        if not taken.intersection(places):
            taken.update(places)
            kept.append(hit)
    kept.sort(key=lambda hit: hit.first)
    return _compounds([_with_rest(hit, tokens, taken, index) for hit in kept], tokens)


def _with_rest(hit: Hit, tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Hit:
    span = (hit.first, hit.last)
    rest = leftover(tokens, span, hit.entry, (taken, index))
    if rest or hit.entry.product != "model":
        return replace(hit, rest=rest)
    return replace(hit, last=model_end(tokens, span, hit.entry, (taken, index)))


def _compounds(hits: Sequence[Hit], tokens: Sequence[Token]) -> list[Hit]:
    """Read two models tied by a hyphen as one that the catalog lacks: "DeepSeek-R1-0528-Qwen3-8B"."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        tied = tokens[hit.first].gap in {"-", "_"} and last is not None and last.last + max(last.rest, 0) == hit.first
        if last is not None and tied and last.entry.product == hit.entry.product == "model":
            joined[-1] = replace(last, rest=hit.last - last.last + max(hit.rest, 0))
        else:
            joined.append(hit)
    return joined


def _longest(tokens: Sequence[Token], first: int, text: str, index: NameIndex) -> list[Hit]:
    """Return the longest product name that starts at a token."""
    token = tokens[first]
    if not index.starts_name(token.text) or token.elided:
        return []
    best: Hit | None = None
    for last, key in keys_from(tokens, first):
        entry = index.find(key)
        if (
            entry is not None
            and _is_meant(tokens, (first, last), key, index)
            and _stands_alone(tokens, first, last, text)
        ):
            best = Hit(first, last, entry)
    return [best] if best else []


def _is_meant(tokens: Sequence[Token], span: tuple[int, int], key: str, index: NameIndex) -> bool:
    """Whether a key found is not an everyday word, a plural written as a suffix, or the end of another name."""
    first, last = span
    if key in index.capitals and not tokens[first].upper:
        return False
    if key not in index.entries and tokens[last - 1].upper:
        return False  # "6800S" is a product of its own, "6800s" a plural
    return not _VERSION_ONLY.fullmatch(key) or _opens_name(tokens, first)


def _opens_name(tokens: Sequence[Token], first: int) -> bool:
    """Whether a lone "v3" begins a name instead of ending one: "is V3 good", not "whisper large v3"."""
    before = tokens[first - 1].text
    small = len(before) <= _LONGEST_SMALL_WORD and before not in MODEL_VARIANTS
    return first == 0 or tokens[first].gap != " " or small


def _stands_alone(tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
    """Whether a match is not a piece of a longer word or number, and a bare number not an amount."""
    token = tokens[first]
    before = tokens[first - 1] if first else None
    glued = before is not None and token.glued and before.end == token.start and before.digit != token.digit
    if glued and not (tokens[first - 1].text == "x" and (first == 1 or tokens[first - 2].digit)):  # "2x3090"
        return False
    if last < len(tokens) and tokens[last].text in STORAGE and tokens[last].joined:
        return False  # "an M2 SSD"
    return not token.digit or not (_is_processor(tokens, first, last) or _is_amount(tokens, first, last, text))


def _is_processor(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = {token.text for token in tokens[max(0, first - 2) : first]}
    if before & PROCESSORS and not before & SERIES:
        return True
    numbered = first > 1 and tokens[first - 1].digit and tokens[first - 2].text in {"ryzen", "i"}
    return numbered and last == first + 1


def _is_amount(tokens: Sequence[Token], first: int, last: int, text: str) -> bool:
    start, end = tokens[first].start, tokens[first].end
    if text[start - 1 : start] in _MONEY or text[end : end + 1] in {"$", "\u20ac", "%"}:
        return True
    after = tokens[last] if last < len(tokens) else None
    apart = {"", " ", "-"} if after is not None and len(after.text) > 1 else {""}  # "3090 w 32k" is "with"
    if after is None or after.text not in UNITS_AFTER_NUMBER:
        return False
    return text[tokens[last - 1].end : after.start] in apart  # a hidden size may stand between: "4060 ti 16gb tokens/s"


def _misspelt(tokens: Sequence[Token], text: str, index: NameIndex) -> Iterator[Hit]:
    """Yield names that one misspelt word hides, the longest; digits and suffixes stay as they are."""
    for place, token in enumerate(tokens):
        if token.digit or token.text in index.words or token.text in index.heads:
            continue
        options = list(_corrections(tokens, place, text, index))
        longest = max((hit.last - hit.first for hit in options), default=0)
        best = [hit for hit in options if hit.last - hit.first == longest]
        if len({hit.entry.ids for hit in best}) == 1:
            yield best[0]


def _corrections(tokens: Sequence[Token], place: int, text: str, index: NameIndex) -> Iterator[Hit]:
    """The names through a place, with its word corrected to the first word of a name or to a later one."""
    for first in range(max(0, place - _LATEST_MISSPELT), place + 1):
        if first < place and not (tokens[place].joined and index.starts_name(tokens[first].text)):
            continue
        written = tokens[place].text
        opening = index.speller.near(written) or index.machines.near(written)
        for word in index.inner.near(written) if first < place else opening:
            corrected = [*tokens[:place], tokens[place]._replace(text=word), *tokens[place + 1 :]]
            for hit in _longest(corrected, first, text, index):
                if hit.last > place and _is_full(corrected, hit) and not _drops_word(tokens, first, index):
                    yield replace(hit, read_as=True)


def _drops_word(tokens: Sequence[Token], first: int, index: NameIndex) -> bool:
    """Whether the word before may begin the name too: "Kode Lama 13B" is not a Llama 13B."""
    if not first or not tokens[first].joined or tokens[first].gap == "":
        return False
    before = tokens[first - 1].text
    return before in index.heads or bool(index.speller.near(before))


def _is_full(tokens: Sequence[Token], hit: Hit) -> bool:
    """Whether a corrected name is more than a family word."""
    return (
        hit.entry.sure or hit.entry.product == "machine" or any(token.digit for token in tokens[hit.first : hit.last])
    )


def almost_names(tokens: Sequence[Token], taken: set[int], index: NameIndex) -> Iterator[tuple[int, int]]:
    """Yield the places of words close to a family name that carry a size: "Lamma 3.1 8B" is offered a Llama."""
    for first, token in enumerate(tokens):
        if first in taken or token.digit or first + 1 >= len(tokens) or not tokens[first + 1].digit:
            continue
        last = first + 1
        while last < len(tokens) and last not in taken and tokens[last].joined and _of_size(tokens[last]):
            last += 1
        sized = any(part.text == "b" and part.glued for part in tokens[first + 1 : last])
        if sized and tokens[first + 1].joined and index.speller.almost(token.text):
            yield first, last


def _of_size(token: Token) -> bool:
    return token.digit or token.text in {"b", "m"}
