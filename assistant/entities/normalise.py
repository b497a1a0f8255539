"""Step 1a: a clean copy of what was typed, in which names and numbers look alike however they were pasted."""

import html
import re
import unicodedata

# Longer than the 2,000 characters a question may have (contract 6); what lies behind is not read.
MAX_CHARACTERS = 10_000
MAX_MARKS = 2  # combining marks kept after one letter: enough for every living script, not for "zalgo"

_TRADE_MARKS = str.maketrans("", "", "\u2122\u00ae\u00a9\u2120")  # before NFKC, which writes TM into the name
_LOOKALIKES = str.maketrans({
    "\u00d7": "x", "\u2715": "x", "\u2716": "x", "\u2a2f": "x",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
    "\u2014": " - ", "\u2015": " - ",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u3001": ",", "\u3002": ". ",
})  # fmt: skip
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\((?:https?:|/)[^()\s]{0,300}\)")
_TIMES = re.compile(r"(?<=[0-9])[ ]?\*[ ]?(?=[0-9])")
_MARKUP = re.compile(r"[`*~]+|^#{1,6}\s|^>\s", re.MULTILINE)
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return an NFKC copy in one line, without invisible characters, markup remnants and stacked marks.

    Case, accents and every script are kept. At most `MAX_CHARACTERS` characters are read.
    """
    plain = html.unescape(text[:MAX_CHARACTERS]).translate(_TRADE_MARKS)
    plain = unicodedata.normalize("NFKC", plain)[:MAX_CHARACTERS].translate(_LOOKALIKES)
    if not plain.isascii():
        plain = _visible(plain)
    plain = _LINK.sub(r"\1", _TAG.sub(" ", plain))
    plain = _MARKUP.sub("", _TIMES.sub("x", plain))
    printable = "".join(c if c.isprintable() else " " for c in plain[:MAX_CHARACTERS])
    return _SPACE.sub(" ", printable).strip()


def _visible(text: str) -> str:
    """Drop format and unassigned characters, surplus marks, and marks on plain letters that NFKC left over."""
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cf", "Cs", "Co", "Cn"}:
            continue
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > MAX_MARKS or not kept or kept[-1].isascii():
                continue
        else:
            marks = 0
        kept.append(str(unicodedata.decimal(character)) if category == "Nd" else character)
    return "".join(kept)
