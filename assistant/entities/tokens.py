"""Step 1b: a text as letters and digits, and the key under which every spelling of a name is filed."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.domain.question import Span

MAX_NAME_TOKENS = 22  # the longest pasted file name of the catalog has 18

# Latin words, numbers with their decimals ("3.1", also written 3,1 or 3_1), words of other scripts.
_TOKEN = re.compile(
    r"(?P<latin>[A-Za-z\u00c0-\u024f]+)"
    r"|(?P<number>(?<![0-9.,_])[0-9](?:,[0-9]|_[0-9](?![bB]))(?![0-9.,_])|[0-9]{1,9}(?:\.[0-9]{1,9}){0,3})"
    r"|(?P<plus>(?<=[A-Za-z])\+(?![A-Za-z0-9]))"
    r"|(?P<other>[^\W\d_A-Za-z\u00c0-\u024f]+)"
)
_JOINTS = frozenset({"", " ", "-", "_", ":", "(", " (", ")", ") ", "-(", "_(", "+"})
_ELISION = re.compile(r"'(?!s\b)[^\W\d_]", re.IGNORECASE)  # "d'occasion", not the "Ti's" of a plural
_VERSION_DIGITS = 2  # "v3", "v01", "v1.5" are versions; "V100" is a card


class Token(NamedTuple):
    """One run of letters or one number, in lower case. `gap` is what stands between it and the one before."""

    text: str
    start: int
    end: int
    gap: str
    digit: bool
    elided: bool = False
    upper: bool = False

    @property
    def glued(self) -> bool:
        """Whether nothing separates it from the token before."""
        return self.gap == ""

    @property
    def joined(self) -> bool:
        """Whether it can belong to the same name as the token before."""
        return self.gap in _JOINTS


def tokenise(text: str, hidden: Sequence[Span] = ()) -> list[Token]:
    """Split a normalised text. Tokens that touch a `hidden` span (sorted) are left out, as if not written."""
    found: list[Token] = []
    last = 0
    spans = iter(hidden)
    span = next(spans, None)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while span is not None and span[1] <= start:
            last = max(last, span[1]) if text[last : span[0]] in _JOINTS else last
            span = next(spans, None)
        if span is not None and span[0] < end:
            continue
        found.append(_token(match, text, last))
        last = end
    return found


def _token(match: re.Match[str], text: str, last: int) -> Token:
    start, end = match.span()
    written = match.group()
    digit = match.lastgroup == "number"
    plain = written.replace(",", ".").replace("_", ".") if digit else written.casefold()
    elided = len(written) <= len("qu") and bool(_ELISION.match(text, end))
    return Token(plain, start, end, text[last:start], digit, elided, written.isupper())


def keys_from(tokens: Sequence[Token], first: int) -> Iterator[tuple[int, str]]:
    """Yield (index after the last token, key) of every run of tokens that starts at `first` and can be a name.

    A key has no separators except `|` between two numbers, so "gpt-oss 20b" and "GPTOSS20B" share one, while
    "llama 3 8b" and "llama 38b" do not. A "v" before a version is left out unless it opens the name.
    """
    token = tokens[first]
    key, last_digit = token.text, token.digit
    yield first + 1, key
    for place in range(first + 1, min(len(tokens), first + MAX_NAME_TOKENS)):
        token = tokens[place]
        if not token.joined or token.elided or tokens[place - 1].elided or _loose_letter(tokens, place, first):
            return
        if _version_mark(tokens, place):
            continue
        key += f"|{token.text}" if last_digit and token.digit else token.text
        last_digit = token.digit
        yield place + 1, key


def _loose_letter(tokens: Sequence[Token], place: int, first: int) -> bool:
    """Whether a name would begin with a lone letter before a number: "a 4000 dollar budget" names no A4000."""
    return place == first + 1 and len(tokens[first].text) == 1 and tokens[place].gap == " "


def _version_mark(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].text != "v" or place + 1 >= len(tokens):
        return False
    after = tokens[place + 1]
    return after.digit and after.glued and len(after.text.partition(".")[0]) <= _VERSION_DIGITS


def name_key(text: str) -> str:
    """Return the key of a whole name; empty if it has no letters or digits."""
    return key_of(tokenise(text))


def name_keys(text: str) -> tuple[str, ...]:
    """Return the key of a name, and the one it has in one word, where no "v" stands alone: "DeepSeekV3"."""
    tokens = tokenise(text)
    key = key_of(tokens)
    glued = key_of(tokens, versions=True) if any(token.text == "v" for token in tokens) else key
    return tuple(dict.fromkeys(one for one in (key, glued) if one))


def key_of(tokens: Sequence[Token], *, versions: bool = False) -> str:
    """Return the key of tokens taken together, whatever stands between them; `versions` keeps the "v"."""
    key, last_digit = "", False
    for place, token in enumerate(tokens):
        if place and not versions and _version_mark(tokens, place):
            continue
        key += f"|{token.text}" if last_digit and token.digit else token.text
        last_digit = token.digit
    return key
