"""What stands around a name and makes it another product: suffixes, sizes, versions, dates, prefixes."""

from collections.abc import Sequence

from assistant.entities.index import Entry, NameIndex
from assistant.entities.misspelt import distance_at_most_one
from assistant.entities.tokens import Token
from assistant.entities.vocabulary import (
    APPLE_PREFIXES,
    APPLE_SUFFIXES,
    GPU_SUFFIXES,
    MODEL_NEUTRAL,
    MODEL_VARIANTS,
    NOT_A_VARIANT_BEFORE,
    NUMBER_ENDINGS,
    PROSE_JOINED,
    SERIES,
    SPELLABLE_SUFFIXES,
    UNITS_AFTER_NUMBER,
    VARIANT_WITHOUT_SIZE_ONLY,
    VENDORS,
)

Places = tuple[int, int]
Around = tuple[set[int], NameIndex]  # places that belong to names, and what the catalog knows

_SIZE_UNITS = frozenset({"b", "m"})
_SMALLEST_IN_MILLIONS = 20  # parameters; "1M" is a context
_VERSION_DIGITS = 2
_DATE_DIGITS = 4  # "2507" or "0528" in a model name
_SHORTEST_MISSPELT = 4
_TIED = frozenset({"-", "_"})


def leftover(tokens: Sequence[Token], span: Places, entry: Entry, around: Around) -> int:
    """Return how many tokens behind a name make it another product, -1 if the one before does, 0 if none."""
    taken, index = around
    first, last = span
    if first and first - 1 not in taken and _foreign_prefix(tokens, first, entry, index):
        return -1
    if entry.product == "model":
        return _model_leftover(tokens, span, entry, around)
    place = last
    while place < len(tokens) and place not in taken and _device_suffix(tokens, place, entry):
        place += 2 if tokens[place].text == "v" else 1
    return place - last


def model_end(tokens: Sequence[Token], span: Places, entry: Entry, around: Around) -> int:
    """Return where a model's name ends with the neutral words behind it ("Instruct", "GGUF")."""
    taken, index = around
    able = _able(entry, index)
    place = span[1]
    while place < len(tokens) and place not in taken and tokens[place].joined and _is_neutral(tokens[place], able):
        place += 1
    return place


def _able(entry: Entry, index: NameIndex) -> frozenset[str]:
    return frozenset.intersection(*(index.items[one].able for one in entry.ids))


def _is_neutral(token: Token, able: frozenset[str]) -> bool:
    """Whether a word changes nothing: "vision" behind a model that sees tells no other model."""
    return token.text in MODEL_NEUTRAL or (token.text in MODEL_VARIANTS and token.text in able)


def _foreign_prefix(tokens: Sequence[Token], first: int, entry: Entry, index: NameIndex) -> bool:
    """Whether the word before belongs to the name and makes it another: "Quadro RTX 6000", "Hermes-Llama-3"."""
    before, gap = tokens[first - 1], tokens[first].gap
    if entry.product == "model":
        known = before.text in VENDORS or before.text in PROSE_JOINED or before.text in index.heads
        return gap in _TIED and not before.digit and not known and before.text.isascii()
    prefixes = APPLE_PREFIXES if entry.product == "machine" else SERIES
    return tokens[first].joined and before.text in prefixes


def _device_suffix(tokens: Sequence[Token], place: int, entry: Entry) -> bool:
    token = tokens[place]
    if not token.joined or token.elided or ":" in token.gap:
        return False
    if entry.product == "machine":
        return token.text in APPLE_SUFFIXES and token.gap != ") "
    if token.digit:
        return _text(tokens, place + 1) == "sp"
    if token.text in GPU_SUFFIXES or (token.text, _text(tokens, place + 1)) == ("max", "q"):
        return len(token.text) > 1 or token.gap != " " or tokens[place - 1].digit
    if (
        token.text in {"sp", "q"}
        or (token.text == "le" and token.upper)
        or (token.text == "v" and _glued_number(tokens, place + 1))
    ):
        return True
    if token.glued and token.text.isascii():
        return _is_glued_suffix(tokens, place)
    return token.gap in {" ", "-"} and _nearly_suffix(token.text)


def _is_glued_suffix(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.text == "x" and _text(tokens, place + 1).isdecimal():
        return False  # "3090x2"
    return token.text not in NUMBER_ENDINGS or (token.text == "s" and token.upper)


def _nearly_suffix(word: str) -> bool:
    """Whether a word is a misspelt suffix ("supper"), so that the shorter name must not be read."""
    return len(word) >= _SHORTEST_MISSPELT and any(distance_at_most_one(word, known) for known in SPELLABLE_SUFFIXES)


def _model_leftover(tokens: Sequence[Token], span: Places, entry: Entry, around: Around) -> int:
    taken, index = around
    own = tokens[span[0] : span[1]]
    able = _able(entry, index)
    sized = any(token.text in _SIZE_UNITS and token.glued for token in own)
    place, found = span[1], False
    if not any(token.digit for token in own) and place not in taken and _is_version(tokens, place):
        place, found = place + 1, True
    while place < len(tokens) and place not in taken and tokens[place].joined:
        length = 1 if _is_neutral(tokens[place], able) else _model_suffix(tokens, place, sized=sized)
        if not length:
            break
        found = found or not _is_neutral(tokens[place], able)
        place += length
    return place - span[1] if found else 0


def _is_version(tokens: Sequence[Token], place: int) -> bool:
    """Whether a family name without a number goes on with a version the catalog lacks: "Qwen3.7", "Phi 5"."""
    if place >= len(tokens) or not tokens[place].digit or tokens[place].gap not in {"", " ", "-", "_"}:
        return False
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    unit = after is not None and after.gap in {"", " "} and after.text in UNITS_AFTER_NUMBER | {"x"}
    return len(tokens[place].text.partition(".")[0]) <= _VERSION_DIGITS and not unit


def _model_suffix(tokens: Sequence[Token], place: int, *, sized: bool) -> int:
    """Return how many tokens from `place` on are a suffix that makes another model, 0 if none."""
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if token.digit:
        experts = after is not None and after.text == "x" and after.glued and _glued_number(tokens, place + 2)
        return int(experts or _is_size(token, after) or _is_release(token, after))
    if token.text == "+" or (tokens[place - 1].digit and token.glued):
        return int(token.text.isascii())
    if len(token.text) == 1 and token.text != "x" and _glued_number(tokens, place + 1):
        return 2  # "R2", "v0.2", "A22B"
    if token.text in MODEL_VARIANTS:
        return int(_is_variant(token, after, sized=sized))
    return int(token.gap in _TIED and token.text.isascii() and token.text not in PROSE_JOINED)


def _is_variant(token: Token, after: Token | None, *, sized: bool) -> bool:
    ordinary = NOT_A_VARIANT_BEFORE.get(token.text, frozenset())
    if after is not None and after.joined and after.text in ordinary:
        return False
    return not (sized and token.text in VARIANT_WITHOUT_SIZE_ONLY and token.gap == " ")


def _is_size(token: Token, after: Token | None) -> bool:
    if after is None or after.text not in _SIZE_UNITS or after.gap not in {"", " "} or token.gap == ") ":
        return False
    return after.text == "b" or int(token.text.partition(".")[0]) >= _SMALLEST_IN_MILLIONS


def _is_release(token: Token, after: Token | None) -> bool:
    """Whether a number is a date such as 2507 or 0528, or tied to the name by a hyphen."""
    unit = after is not None and after.glued
    if token.gap in _TIED:
        return not unit
    month_first = token.text[:1] == "0" and "01" <= token.text[:2] <= "12"
    year_first = token.text[:1] == "2" and "01" <= token.text[2:] <= "12"
    dated = len(token.text) == _DATE_DIGITS and (month_first or year_first)
    return dated and not unit and (after is None or after.text not in UNITS_AFTER_NUMBER)


def _glued_number(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].digit and tokens[place].glued


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if place < len(tokens) else ""
