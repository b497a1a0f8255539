"""Ways to write a number. `f"{Numeral('145'):words}"` writes it by the renderer of that name."""

import base64
import urllib.parse
from collections.abc import Callable
from decimal import Decimal

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
GERMAN = ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
GERMAN_TENS = ["-", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
HAN, FORMAL = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
STARTS = {
    "fullwidth": 0xFF10, "arabic": 0x660, "persian": 0x6F0, "devanagari": 0x966, "bengali": 0x9E6, "thai": 0xE50,
    "tamil": 0xBE6, "bold": 0x1D7CE, "doublestruck": 0x1D7D8, "sans": 0x1D7E2, "mono": 0x1D7F6, "segment": 0x1FBF0,
    "khmer": 0x17E0, "myanmar": 0x1040, "nko": 0x7C0,
}  # fmt: skip
SUPER, SUB = "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
LOOKALIKE = str.maketrans("01358", "OlЗSB")
BRAILLE = "⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊"


def words(number: Decimal, joiner: str = " and ") -> str:
    """Write a number below a million in English words."""
    if number != int(number):
        digits = str(number).split(".")[1]
        return words(Decimal(int(number)), joiner) + " point " + " ".join(ONES[int(d)] for d in digits)
    whole = int(number)
    if whole < 20:
        return ONES[whole]
    if whole < 100:
        return TENS[whole // 10] + (f"-{ONES[whole % 10]}" if whole % 10 else "")
    if whole < 1000:
        return f"{ONES[whole // 100]} hundred" + (joiner + words(Decimal(whole % 100)) if whole % 100 else "")
    return f"{words(Decimal(whole // 1000))} thousand" + (" " + words(Decimal(whole % 1000)) if whole % 1000 else "")


def colloquial(number: Decimal) -> str:
    """Write a number below 1,000 as it is said in passing: one forty-five."""
    hundreds, rest = divmod(int(number), 100)
    return f"{ONES[hundreds]} {words(Decimal(rest))}" if hundreds and rest >= 10 else words(number, " ")


def german(number: Decimal) -> str:
    """Write a whole number below 10,000 in German words."""
    thousands, whole = divmod(int(number), 1000)
    hundreds, rest = divmod(whole, 100)
    head = f"{GERMAN[thousands]}tausend" if thousands else ""
    head += f"{GERMAN[hundreds]}hundert" if hundreds else ""
    if rest <= 12:
        return head + (GERMAN[rest] if rest else "")
    if rest < 20:
        return head + {6: "sech", 7: "sieb"}.get(rest - 10, GERMAN[rest - 10]) + "zehn"
    one = GERMAN[rest % 10] + "und" if rest % 10 else ""
    return head + one + GERMAN_TENS[rest // 10]


def roman(number: Decimal) -> str:
    """Write a whole number in Roman letters."""
    whole, out = int(number), ""
    for value, letters in ROMAN:
        out += letters * (whole // value)
        whole %= value
    return out


def han(number: Decimal, digits: str = HAN) -> str:
    """Write a whole number below 10,000 with Chinese place words."""
    thousand, hundred, ten = ("千", "百", "十") if digits == HAN else ("仟", "佰", "拾")
    thousands, whole = divmod(int(number), 1000)
    out = digits[thousands] + thousand if thousands else ""
    out += digits[whole // 100] + hundred if whole >= 100 else ""
    rest = whole % 100
    if whole >= 100 and 0 < rest < 10:
        out += digits[0]
    if rest >= 10:
        out += digits[rest // 10] + ten
    return out + (digits[rest % 10] if rest % 10 else "")


def shifted(name: str) -> Callable[[Decimal], str]:
    """Return a renderer into the decimal digits of another block."""
    return lambda n: "".join(chr(STARTS[name] + int(c)) if c.isdigit() else c for c in str(n))


def each(write: Callable[[str], str]) -> Callable[[Decimal], str]:
    """Return a renderer that rewrites each digit."""
    return lambda n: "".join(write(c) if c.isdigit() else c for c in str(n))


def between(mark: str) -> Callable[[Decimal], str]:
    """Return a renderer that puts a mark between all characters."""
    return lambda n: mark.join(str(n))


RENDERERS: dict[str, Callable[[Decimal], str]] = {
    "words": words,
    "hyphens": lambda n: words(n).replace(" ", "-"),
    "plainwords": lambda n: words(n, " "),
    "colloquial": colloquial,
    "decade": lambda n: f"{int(n) // 10 * 10}s",
    "dice": lambda n: "".join(chr(0x2680 + (int(c) - 1) % 6) for c in str(n) if c.isdigit()),
    "commaed": each(lambda c: chr(0x1F101 + int(c))),
    "german": german,
    "roman": roman,
    "lowroman": lambda n: roman(n).lower(),
    "romanblock": lambda n: roman(n).translate(str.maketrans("IVXLCDM", "ⅠⅤⅩⅬⅭⅮⅯ")),
    "han": han,
    "formal": lambda n: han(n, FORMAL),
    "hanrow": each(lambda c: HAN[int(c)]),
    "super": each(lambda c: SUPER[int(c)]),
    "sub": each(lambda c: SUB[int(c)]),
    "circled": each(lambda c: "⓪" if c == "0" else chr(0x245F + int(c))),
    "negcircled": each(lambda c: "⓿" if c == "0" else chr(0x2775 + int(c))),
    "parens": each(lambda c: f"({c})"),
    "keycap": each(lambda c: c + "\ufe0f\u20e3"),
    "struck": each(lambda c: c + "\u0336"),
    "underlined": each(lambda c: c + "\u0332"),
    "accented": each(lambda c: c + "\u0301"),
    "entity": each(lambda c: f"&#{ord(c)};"),
    "hexentity": each(lambda c: f"&#x{ord(c):x};"),
    "percent": each(lambda c: f"%{ord(c):02X}"),
    "escaped": each(lambda c: f"\\u{ord(c):04x}"),
    "backslash": each(lambda c: f"\\{c}"),
    "braille": lambda n: "⠼" + "".join(BRAILLE[int(c)] for c in str(n) if c.isdigit()),
    "zwsp": between("\u200b"), "zwj": between("\u200d"), "shy": between("\u00ad"), "wj": between("\u2060"),
    "thin": between("\u2009"), "spaced": between(" "), "dotted": between("·"), "cgj": between("\u034f"),
    "lrm": between("\u200e"), "commas": between(","),
    "spelled": lambda n: "-".join(ONES[int(c)] if c.isdigit() else "point" for c in str(n)),
    "digitwords": lambda n: " ".join(ONES[int(c)] if c.isdigit() else "point" for c in str(n)),
    "lettered": lambda n: "-".join(words(n).replace(" ", "").replace("-", "")),
    "bidi": lambda n: "\u202e" + str(n)[::-1] + "\u202c",
    "lookalike": lambda n: str(n).translate(LOOKALIKE),
    "hex": lambda n: hex(int(n)), "binary": lambda n: bin(int(n)), "octal": lambda n: oct(int(n)),
    "base64": lambda n: base64.b64encode(str(n).encode()).decode(),
    "url": lambda n: urllib.parse.quote(f"{n} tok/s"),
    "kilo": lambda n: f"{n / 1000:.3f}k",
    "thousandth": lambda n: f"{n / 1000:.4f} thousand",
    "power": lambda n: f"{n / 100:.2f}e2", "times10": lambda n: f"{n / 100:.2f} × 10^2",
    "latexpower": lambda n: f"${n / 100:.2f} \\cdot 10^{{2}}$",
    "comma": lambda n: str(n).replace(".", ","),
    "german_thousand": lambda n: f"{n / 1000:.3f},0",
    "apostrophe": lambda n: f"{n / 1000:.3f}".replace(".", "'"),
    "underscore": lambda n: f"{n / 1000:.3f}".replace(".", "_"),
    "narrow": lambda n: f"{n:,}".replace(",", "\u202f"),
    "zeros": lambda n: f"00{n}", "plus": lambda n: f"+{n}", "ordinal": lambda n: f"{n}th",
    "tally": lambda n: "𝍸" * (int(n) // 5) + "𝍷" * (int(n) % 5),
    "emphasis": lambda n: str(n)[0] + f"**{str(n)[1:]}**",
    "codesplit": lambda n: f"`{str(n)[0]}``{str(n)[1:]}`",
    "tagsplit": lambda n: str(n)[0] + f"<b>{str(n)[1:]}</b>",
    "commentsplit": lambda n: str(n)[0] + f"<!-- -->{str(n)[1:]}",
    "linebreak": lambda n: f"{str(n)[0]}\n{str(n)[1:]}",
    "grouped": lambda n: f"{n:,}",
}  # fmt: skip
RENDERERS |= {name: shifted(name) for name in STARTS}


class Numeral(Decimal):
    """A number that a template can write in any way: `{x}`, `{x:words}`, `{x:roman}`."""

    def __format__(self, way: str, /) -> str:  # type: ignore[override]
        """Return the plain digits, or what the named renderer makes of them."""
        if not way:
            return str(self)
        if way.startswith("."):
            return super().__format__(way)
        return RENDERERS[way](Decimal(self))
