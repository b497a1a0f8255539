"""What a reader sees of a unit, as plain text that can be read by rule; what cannot be read so is not released.

Escapes and entities are decoded, compatibility forms folded, hidden and combining characters dropped. Letters and
digits of other scripts are not guessed at: they make the unit unreadable.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

_MARKUP = re.compile(r"<!--|-->|</?[A-Za-z][^>\n]*>|\$\$?[^$\n]*\\[a-z]+|\\\(|\\\[|\\frac|\\text")
_IMAGE = re.compile(r"!\[")
_FOOTNOTE = re.compile(r"\[\^")
_STRUCK = re.compile(r"~~")
_LINK = re.compile(
    r"\[([^\]\n]{1,200})\]\(([^()\s]{0,300})(?:\s+\"[^\"\n]*\")?\)|<(https?://[^>\s]+)>|https?://\S+|www\.\S+"
    r"|\b[\w-]+\.(?:com|org|net|io|test|ai|dev|co|de|example|info|xyz)\b"
)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~<>&$%])")
_JSON = re.compile(r"[{}]|^\s*\w+\s*:\s*\S+\s*$\n^\s*\w+\s*:", re.MULTILINE)
_BARS = re.compile(r"[\u2580-\u259f\u25a0-\u25ff\u2800-\u28ff]|[#=*\u2588]{4,}")
_SPACES = {
    "\u00a0", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009",
    "\u200a", "\u202f", "\u205f", "\u3000", "\u1680",
}  # fmt: skip
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
_QUOTES = {ord("\u2018"): "'", ord("\u2019"): "'", ord("\u201c"): '"', ord("\u201d"): '"', ord("\u2032"): "'"}
_LATIN = re.compile(
    r"[\x00-\x7f\u00a3\u00a5\u20ac\u00b0\u00b1\u00d7\u00b7\u2022\u2026\u2192\u2248\u2264\u2265\u00bd\u00bc\u00be]"
)
_ACCENTED = re.compile(r"[\u00c0-\u024f]")
VALUE_OF = re.compile(r"\{(F\d{1,3})\}")


@dataclass(frozen=True)
class Normal:
    """`text` is what is checked and released; `problem` the code for which it cannot be, else None."""

    text: str
    problem: str | None = None


def normalise(unit: str) -> Normal:
    """Read a unit as a reader would see it. Never raises."""
    text = unicodedata.normalize("NFKC", html.unescape(unit))
    text = "".join(" " if letter in _SPACES else letter for letter in text if _kept(letter))
    text = text.translate(_DASHES).translate(_QUOTES)
    if problem := _problem(text):
        return Normal(text, problem)
    text = _ESCAPE.sub(r"\1", text)
    return Normal(text)


def plain(text: str) -> str:
    """The text without the marks of emphasis and code, which carry no words."""
    while (found := _EMPHASIS.sub(r"\2", text)) != text:
        text = found
    return text.replace("`", "")


def _kept(letter: str) -> bool:
    """Whether a character can be seen: format, control, private and combining characters cannot."""
    return letter in "\n\t" or unicodedata.category(letter) not in {"Cf", "Cc", "Co", "Cn", "Cs", "Mn", "Me"}


def _problem(text: str) -> str | None:
    without = VALUE_OF.sub("", text)
    patterns = (_MARKUP, _IMAGE, _FOOTNOTE, _STRUCK, _JSON, _BARS)
    if any(pattern.search(without) for pattern in patterns):
        return "unparsed"
    if _LINK.search(without):
        return "bad_link"
    foreign = _LATIN.sub("", without)
    letters = [letter for letter in foreign if unicodedata.category(letter)[0] in "LN"]
    if any(not _ACCENTED.match(letter) for letter in letters):
        return "wrong_language"
    if any(unicodedata.category(letter) == "So" for letter in foreign):
        return "unparsed"
    return None
