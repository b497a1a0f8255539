"""How many of a device: "two 3090s", "2x 3090", "3090 x2", "a pair of used 3090s", "one vs two 3090s"."""

import re
from dataclasses import replace

from assistant.domain.question import DeviceMention, MemorySize
from assistant.entities.index import NameIndex
from assistant.entities.tokens import name_key

_WORDS = {
    "one": 1, "single": 1, "lone": 1, "two": 2, "dual": 2, "twin": 2, "double": 2, "pair": 2, "couple": 2,
    "three": 3, "triple": 3, "four": 4, "quad": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "acht": 8, "doppelte": 2, "deux": 2, "trois": 3, "quatre": 4,
    "dos": 2, "tres": 3, "cuatro": 4, "due": 2, "tre": 3, "quattro": 4, "dois": 2, "duas": 2, "três": 3,
    "twee": 2, "drie": 3, "dwie": 2, "trzy": 3, "две": 2, "два": 2, "три": 3, "четыре": 4, "двух": 2, "двум": 2,
}  # fmt: skip
_CJK = {"两": 2, "兩": 2, "双": 2, "三": 3, "四": 4}
_ADJECTIVES = (
    r"(?:(?:used|new|old|cheap|second-?hand|refurbished|of|the|my|those|these|your|our|identical|more|extra"
    r"|de|von|the same"
    r"|gebrauchte[nr]?|neue[nr]?|nvidia|geforce|amd|radeon|intel|apple|desktop|cards?|gpus?|[0-9]+ ?-?(?:gb|gib|g)) )"
)
_ALTERNATIVE = r"(?P<first>one|1|a single|single|two|2|eine|une?|una?) (?:vs\.?|or|versus|oder|ou|o) "
_BEFORE = re.compile(
    rf"(?:{_ALTERNATIVE})?"
    rf"(?:(?<![A-Za-z0-9.,$-])(?P<number>[0-9]{{1,2}})(?: ?x ?| )"
    rf"|(?<![^\W\d_])(?P<word>{'|'.join(_WORDS)})(?:[ -]|$)"
    rf"|(?P<cjk>{'|'.join(_CJK)}|[2-8](?=张|块|枚|台))(?:张|块|枚|台)? ?の?)"
    rf"(?:gpu |card )?{_ADJECTIVES}{{0,4}}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:s?[ ]?\(?x[ ]?(?P<number>[0-9]{1,2})(?![0-9A-Za-z])"
    r"|[ ]?(?:を)?(?P<cjk>[2-8两兩双])(?:枚|台|张|块)"
    r"|[ ]?\((?P<bracket>[0-9])[ ]?(?:cards|gpus|units|of them)?\))",
    re.IGNORECASE,
)
_SIZES_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z0-9.,$-])(?P<number>[0-9]{{1,2}}) ?x ?|(?<![^\W\d_])(?P<word>{'|'.join(_WORDS)}) (?:of )?)$",
    re.IGNORECASE,
)
_MOST = 16
_LOOK_BACK = 60


def counted(text: str, mention: DeviceMention, floor: int) -> list[DeviceMention]:
    """Return the device with its count, and twice if two counts are compared. Nothing before `floor` counts."""
    start, end = mention.span
    if match := _AFTER.match(text, end):
        return [_with_count(mention, _value(match["number"] or match["bracket"] or match["cjk"]))]
    match = _BEFORE.search(text[max(floor, start - _LOOK_BACK) : start])
    if match is None:
        return [mention]
    words = [word for word in (match["first"], match["word"] or match["cjk"] or match["number"]) if word]
    return [_with_count(mention, _value(word)) for word in words]


def counted_size(text: str, size: MemorySize) -> MemorySize:
    """Return a bare size with its count: "two 24 GB cards", "2x24GB"."""
    match = _SIZES_BEFORE.search(text[max(0, size.span[0] - _LOOK_BACK) : size.span[0]])
    if match is None or size.kind in {"ram", "disk"}:
        return size
    count = _value(match["word"] or match["number"])
    return replace(size, count=count) if 1 < count <= _MOST else size


def plural(mention: DeviceMention, index: NameIndex) -> DeviceMention:
    """Read the s of "two 4070s" as a plural; alone in lower case it may also be short for SUPER."""
    base = index.find(name_key(mention.text[:-1]))
    short = mention.text[-1:] == "s" and mention.kind == "gpu" and index.entries.get(name_key(mention.text))
    if not base or not short or set(base.ids) == set(mention.candidates):
        return mention
    if mention.counted and mention.count > 1:
        return replace(mention, candidates=base.ids)
    return mention if mention.text.endswith("tis") else replace(mention, candidates=(*base.ids, *mention.candidates))


def _value(word: str) -> int:
    plain = word.casefold().split()[-1]
    if plain.isdecimal():
        return int(plain)
    return _WORDS.get(plain) or _CJK.get(plain) or 1


def _with_count(mention: DeviceMention, count: int) -> DeviceMention:
    return replace(mention, count=count, counted=True) if 1 <= count <= _MOST else mention
