"""Every quantity in a text: values with their unit, and what stands around them. A grammar of our own.

Whatever looks like a number is found; what cannot be read becomes a quantity of kind `unknown`, so that nothing
slips through unread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

GIB, GB = 2**30, 10**9
KTOK = 1024.0

Kind = Literal[
    "bytes", "bandwidth", "speed", "power", "price", "params", "context", "percent", "factor", "date", "bits", "time",
    "count", "plain", "unknown",
]  # fmt: skip


@dataclass(frozen=True)
class Quantity:
    """One value in base units (bytes, GB/s, tok/s, W, USD, tokens, parameters, bits, seconds).

    `step` is the size of its last digit: the value stands for what rounds to it. `label`: GB that may be meant as
    GiB, as memory sizes are printed. `about`: said to be rounded. `bound`: a word such as "at least" or "up to".
    """

    kind: Kind
    value: float
    step: float
    span: tuple[int, int]
    text: str
    unit: str = ""
    about: bool = False
    bound: str = ""
    date: str = ""


_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "mn": 1e6, "b": 1e9, "billion": 1e9, "bn": 1e9,
          "t": 1e12, "trillion": 1e12}  # fmt: skip
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
_PER_SECOND = r"(?:tok(?:en)?s?|t) ?(?:/|per) ?(?:s|sec(?:ond)?s?)\b|tps\b|tokens? (?:a|each|every) second"
_UNITS: tuple[tuple[str, Kind, float, str], ...] = (
    (_PER_SECOND, "speed", 1, "tok/s"),
    (r"gib ?(?:/|per )s(?:ec(?:ond)?)?\b", "bandwidth", GIB / GB, "GiB/s"),
    (r"(?:gb|gigabytes?) ?(?:/|per |a )s(?:ec(?:ond)?)?\b", "bandwidth", 1, "GB/s"),
    (r"(?:tb|terabytes?) ?(?:/|per |a )s(?:ec(?:ond)?)?\b", "bandwidth", 1000, "TB/s"),
    (r"(?:gib|gibibytes?)\b", "bytes", GIB, "GiB"),
    (r"(?:mib|mebibytes?)\b", "bytes", 2**20, "MiB"),
    (r"(?:kib|kibibytes?)\b", "bytes", 2**10, "KiB"),
    (r"(?:tib)\b", "bytes", 2**40, "TiB"),
    (r"(?:gb|gigs?|gigabytes?)\b", "bytes", GB, "GB"),
    (r"(?:mb|megabytes?)\b", "bytes", 10**6, "MB"),
    (r"(?:tb|terabytes?)\b", "bytes", 10**12, "TB"),
    (r"(?:bytes?)\b", "bytes", 1, "byte"),
    (r"(?:kw|kilowatts?)\b(?! ?-?h(?:ours?|r)?\b)", "power", 1000, "kW"),
    (r"(?:w|watts?)\b(?! ?-?h(?:ours?|r)?\b)", "power", 1, "W"),
    (r"(?:usd|us dollars?|dollars?|bucks)\b", "price", 1, "USD"),
    (r"(?:bits? (?:per weight|a weight)|bpw|bits?)\b", "bits", 1, "bit"),
    (r"(?:-?(?:token|tok)s?)\b(?! ?(?:/|per|(?:a|each|every) (?:s|min|h)))", "context", 1, "token"),
    (r"(?:%|percent\b|per cent\b)", "percent", 1, "%"),
    (r"(?:times\b|x\b|\u00d7|-?fold\b)", "factor", 1, "x"),
    (r"(?:milliseconds?|ms)\b", "time", 0.001, "s"),
    (r"(?:seconds?|secs?|s)\b", "time", 1, "s"),
    (r"(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\b", "time", 60, "time"),
    (r"(?:parameters?|params?|weights)\b", "params", 1, "parameter"),
    (r"(?:active )?(?:parameters?|params?)\b", "params", 1, "parameter"),
)  # fmt: skip
_UNIT_PATTERNS = tuple(
    (re.compile(rf"[ -]?(?:{pattern})", re.IGNORECASE), kind, scale, name) for pattern, kind, scale, name in _UNITS
)
_VALUE = re.compile(
    rf"(?P<sign>[$\u20ac\u00a3\u00a5]|[-+](?=\d))? ?{_NUMBER}(?P<scale> ?(?:k|m|bn?|mn|t)(?![\w/])"
    rf"| ?(?:thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_WORD_VALUE = re.compile(
    r"\b(?:"
    + "|".join(_WORDS)
    + r")(?:[ -](?:and[ -])?(?:"
    + "|".join(_WORDS)
    + r"))*\b|\b(?:an?|half a|one|two|three|four|five|ten|several|a few)"
    r" (?:million|billion|dozen|hundred|thousand|gross|score|ton)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?P<iso>(?:19|20)\d\d-\d\d(?:-\d\d)?)\b|\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd"
    rf"|th)? )?(?P<month>{_MONTH})\.? (?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? )?(?P<year>(?:19"
    rf"|20)\d\d)\b"
    r"|\b(?:in|since|from|of|during|by|until|late|early|mid|year|spring|summer|autumn|fall"
    r"|winter)[- ](?P<only>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|nearly|almost|some|close to|~|\u2248"
    r"|just (?:over|under)|a (?:good|little (?:over|under))|a bit (?:over|under|more than|less than)"
    r"|slightly (?:over|under|more than|less than|above|below)|or so|well)\s*\(?$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:at least|at most|(?<!adds )(?<!add )(?<!adding )(?<!added )up to|no (?:less|more) than"
    r"|more than|less than|over|under|above|below"
    r"|north of|upwards of|minimum(?: of)?|maximum(?: of)?|>=?|<=?|\u2265|\u2264|beyond|exceeds?"
    r"|within|between|from)\s*\(?$",
    re.IGNORECASE,
)
_BITS = re.compile(r"[KMGT]b(?!\w)|[KMGT]bit|[KMGT]bps")
_FOREIGN = ("\u20ac", "\u00a3", "\u00a5")  # other money than the evidence is in
REACH = 28  # characters before a number in which "about" or "at least" may stand
TEN, HUNDRED = 10, 100

_FRACTIONS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6,
    "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(

        r"\b(?:(?P<count>an?|one|two|three|four|five|seven|nine) )?(?P<part>half|thirds?|quarters?"
        r"|fourths?|fifths?|sixths?|sevenths?"
    r"|eighths?|ninths?|tenths?)\b(?! (?:gen|one|of (?:20|19)))", re.IGNORECASE)  # fmt: skip


_OF_A = re.compile(r" (?:of )?an?(?= )", re.IGNORECASE)
_MULTIPLES = {
    "twice": 2,
    "double": 2,
    "thrice": 3,
    "triple": 3,
    "treble": 3,
    "quadruple": 4,
    "half again": 1.5,
    "half as much again": 1.5,
}
_AND_A_HALF = re.compile(r"\b(?P<word>one|two|three|four|five|six) and a half times\b", re.IGNORECASE)
_MULTIPLE = re.compile(
    r"\b(?P<word>half as much again|half again|twice|thrice|doubl|tripl|trebl|quadrupl)(?:e[sd]?|ing)?\b", re.IGNORECASE
)


_HALVES = re.compile(r"\bhalv(?:es?|ed|ing)\b", re.IGNORECASE)
_FOLD = re.compile(rf"\b(?P<word>{'|'.join(one for one in _WORDS if one != 'zero')})-?fold\b", re.IGNORECASE)


def _multiples(text: str) -> Iterator[Quantity]:
    """Words that multiply: "twice the bandwidth", "doubles"."""
    for match in _AND_A_HALF.finditer(text):
        value = _WORDS[match["word"].lower()] + 0.5
        yield _quantity(text, match.span(), "factor", (value, 0.3), "x")
    for match in _FOLD.finditer(text):
        value = float(_WORDS[match["word"].lower()])
        yield _quantity(text, match.span(), "factor", (value, value * 0.1), "x")
    for match in _HALVES.finditer(text):
        yield _quantity(text, match.span(), "factor", (0.5, 0.05), "x")
    for match in _MULTIPLE.finditer(text):
        word = match["word"].lower()
        value = _MULTIPLES[word if word in _MULTIPLES else f"{word}e"]
        yield _quantity(text, match.span(), "factor", (value, value * 0.1), "x")


def _fractions(text: str) -> Iterator[Quantity]:
    """Shares in words, as percent; they are never exact."""
    for match in _FRACTION.finditer(text):
        part = _FRACTIONS[match["part"].lower().rstrip("s") if match["part"].lower() != "half" else "half"]
        count = _WORDS.get((match["count"] or "one").lower(), 1)
        if (of := _OF_A.match(text, match.end())) and (unit := _unit(text, of.end())).kind in ("bytes", "speed"):
            value, span = part * count * unit.scale, (match.start(), unit.end)  # "half a GiB"
            yield Quantity(unit.kind, value, value * 0.25, span, text[slice(*span)], unit.name, about=True)
            continue
        value = 100 * part * count
        before = text[max(0, match.start() - REACH) : match.start()]
        bound = _BOUND.search(before)
        said = bound[0].rstrip(" (").lower() if bound else ""
        yield Quantity("percent", value, value * 0.1, match.span(), match[0], "%", about=True, bound=said)


def quantities(text: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Quantity, ...]:
    """Return all quantities of a text in order; `taken` are spans of names, whose digits are no values."""
    found: list[Quantity] = []
    covered = list(taken)
    digits = (*_dates(text), *_values(text)) if _DIGIT.search(text) else ()
    dates = [one for one in digits if one.kind == "date"]
    values = [one for one in digits if one.kind != "date"]
    for one in (*dates, *_multiples(text), *_fractions(text), *values, *_words(text)):
        if not any(one.span[0] < end and start < one.span[1] for start, end in covered):
            found.append(one)
            covered.append(one.span)
    return tuple(sorted(found, key=lambda one: one.span))


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        if match["iso"]:
            date = match["iso"]
        elif match["only"]:
            date = match["only"]
        else:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            day = match["day"] or match["day2"]
            date = f"{match['year']}-{month:02d}" + (f"-{int(day):02d}" if day else "")
        start = match.start("only") if match["only"] else match.start()
        yield Quantity("date", 0, 0, (start, match.end()), text[start : match.end()], date=date)


def _values(text: str) -> Iterator[Quantity]:
    for match in _VALUE.finditer(text):
        number, scale = match["number"], (match["scale"] or "").strip().lower()
        unit = _unit(text, match.end())
        kind, by = _kind(unit, scale, match["sign"] or "")
        if _glued(text, match, unit):
            kind = "unknown"
        size = by * (1.0 if kind == "price" else unit.scale)
        value, step = float(number.replace(",", "")), 10.0 ** -len(number.partition(".")[2])
        yield _quantity(text, (match.start(), unit.end), kind, (value * size, step * size), unit.name)


def _kind(unit: "_Unit", scale: str, sign: str) -> tuple[Kind, float]:
    """What kind of quantity a number with scale and sign is, and what its scale multiplies by."""
    if sign in _FOREIGN:
        return "unknown", 1.0
    by = _SCALE.get(scale, 1.0)
    if sign == "$":
        return "price", by
    if scale == "k" and unit.kind in ("context", "plain"):
        return "context", KTOK
    return ("params" if scale and scale != "k" and unit.kind in ("plain", "params") else unit.kind), by


def _glued(text: str, match: re.Match[str], unit: "_Unit") -> bool:
    """Whether a number is part of a word, a power, or in bits where bytes would be read: nothing to be sure of."""
    before = text[: match.start("number")][-1:]
    if match["sign"] and text[: match.start()][-1:].isalnum():
        return True  # "A$649"
    if before and (before.isalnum() or before in "._/\\^") and not match["sign"]:
        return True
    after = text[unit.end : unit.end + 1]
    if unit.kind == "plain" and after and (after.isalpha() or after == "_"):
        return True
    power = after == "^" or re.match(r"e\d", text[unit.end :], re.IGNORECASE)
    return bool(power or _BITS.search(text[match.end() : unit.end]))


def _quantity(  # noqa: PLR0913 - every part of a quantity
    text: str, span: tuple[int, int], kind: Kind, size: tuple[float, float], unit: str, *, bounds: bool = True
) -> Quantity:
    before = text[max(0, span[0] - REACH) : span[0]]
    bound = _BOUND.search(before) if bounds else None
    said = bound[0].rstrip(" (").lower() if bound else ""
    return Quantity(kind, *size, span, text[slice(*span)].strip(), unit, bool(_ABOUT.search(before)), said)


@dataclass(frozen=True)
class _Unit:
    kind: Kind
    scale: float
    name: str
    end: int


def _unit(text: str, end: int) -> _Unit:
    for pattern, kind, scale, name in _UNIT_PATTERNS:
        if match := pattern.match(text, end):
            return _Unit(kind, scale, name, match.end())
    return _Unit("plain", 1.0, "", end)


def _words(text: str) -> Iterator[Quantity]:
    for match in _WORD_VALUE.finditer(text):
        parts = [_WORDS[part] for part in re.split(r"[ -]", match[0].lower()) if part in _WORDS]
        unit = _unit(text, match.end())
        spelled = len(parts) > 1 and max(parts) < TEN  # "one-four-five"
        known = bool(parts) and not spelled and match[0].lower().split()[0] not in ("a", "half")
        kind: Kind = ("count" if unit.kind == "plain" else unit.kind) if known else "unknown"
        size = (_sum(parts) * unit.scale, unit.scale)
        yield _quantity(text, (match.start(), unit.end), kind, size, unit.name, bounds=False)


def _sum(parts: list[int]) -> float:
    """The value of number words: "two hundred" multiplies, "twenty four" adds."""
    value = 0.0
    for part in parts:
        value = max(value, 1) * part if part >= HUNDRED else value + part
    return value
