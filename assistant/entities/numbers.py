"""Step 1d: contexts, memory sizes, model sizes, money, speeds and counts of users, each told apart by its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.quantity import KTOK
from assistant.domain.question import Budget, MemoryKind, MemorySize, Span

_NUMBER = r"[0-9]{1,3}(?:[,.' ][0-9]{3}){1,4}(?![0-9])|[0-9]{1,9}(?:[.,][0-9]{1,4})?"
_EDGE = r"(?<![A-Za-z0-9$\u20ac\u00a3-])(?<![0-9][.,])"
_K = r"(?:k|\u043a|\u5343)"
_TOKENS = r"(?:tok(?:en)?s?|tokens?|jetons?|fichas|\u0442\u043e\u043a\u0435\u043d\w*|\u30c8\u30fc\u30af\u30f3)"
_CONTEXT = (
    r"(?:context(?:e|o)?(?:[- ]?(?:window|length|size))?|ctx(?:[- ]?size)?|kontext(?:fenster|länge)?|contesto"
    r"|kontekst|num_ctx|\u043a\u043e\u043d\u0442\u0435\u043a\u0441\u0442\w*|\u4e0a\u4e0b\u6587|\u30b3\u30f3\u30c6\u30ad\u30b9\u30c8)"
)
_PER_SECOND = r"[ ]?(?:/|per|p|pro|par|por|al)[ ]?(?:s|sec|second|sekunde|seconde|segundo|secondo)\b"
_SPEED = re.compile(
    rf"(?<![A-Za-z0-9.,_])(?P<value>{_NUMBER})[ ]?(?:(?:{_TOKENS}|t){_PER_SECOND}|tps\b|toks\b)", re.IGNORECASE
)
_MILLION = 1024 * KTOK  # "1M context" as llama.cpp and model cards count it: 1,048,576
_SCALED = re.compile(
    rf"{_EDGE}(?P<value>[0-9]{{1,5}}(?:[.,][0-9]{{1,3}})?)[ -]?"
    rf"(?P<scale>{_K}|m(?![A-Za-z])|thousand|tausend|mille|mil|million)"
    rf"(?![A-Za-z0-9])(?![ ]?(?:usd|dollars?|bucks|euros?|eur|\$|\u20ac|resolution|video|monitor|hz|images?))"
    rf"(?P<after>[ -]?(?:{_TOKENS}|{_CONTEXT}|of {_CONTEXT}))?",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    rf"{_EDGE}(?P<value>{_NUMBER})[ -]?(?:{_TOKENS}|{_CONTEXT})(?![A-Za-z])(?!{_PER_SECOND})", re.IGNORECASE
)
_NAMED = re.compile(
    rf"(?:{_CONTEXT}|(?<![A-Za-z-])-c|--ctx-size)\"?(?:[ ]?(?:of|=|:|at|to|von|de|is|set to|up to|bei|auf)?)"
    rf"{{0,2}}[ ]?"
    rf"(?P<value>{_NUMBER})(?![0-9]*[ ]?(?:{_K}\b|gi?b|%|m\b|x\b|users|cards|gpus))",
    re.IGNORECASE,
)
_AT = re.compile(
    rf"@[ ]?(?P<value>(?=[0-9,.]{{4}}){_NUMBER})"
    r"(?![0-9.,]*[ ]?(?:[kmg]?hz|[kmgt]i?b?\b|mt/s|w\b|watts?|rpm|usd|eur|[%\u20ac$]))",
    re.IGNORECASE,
)
_FULL_CONTEXT = re.compile(
    rf"\b(?:full|entire|whole|complete|native|volle[rmn]?|ganze[rmn]?|complet|plein|completo|tout(?: le)?) {_CONTEXT}",
    re.IGNORECASE,
)
# A number of tokens after one of these is the length of an answer, not of a window.
_OUTPUT = re.compile(
    r"\b(?:generat\w+|writ\w+|output\w*|produc\w+|print\w*|spit(?:ting)? out|answer of|reply of|generier\w+|schreib\w+"
    r"|générer|generar|generare|gerar) (?:about |around |ca\.? |etwa )?$",
    re.IGNORECASE,
)
_SMALLEST_CONTEXT = 256  # below that a bare number beside "context" is something else

_MEMORY = re.compile(
    r"(?:(?<![A-Za-z0-9])(?<![0-9][.,])|(?<=[0-9]x)|(?<=[A-Za-z]{3})|(?<=[0-9]Ti)|(?<=[0-9]XT))"
    r"(?P<value>[0-9]{1,4}(?:[.,][0-9]{1,2})?)(?P<joint>[ -]?)"
    r"(?P<unit>GiB|GB|G\u0431|\u0413\u0431|\u0433\u0431|\u0413\u0411|gigs?|gigabytes?|gigaoctets?|Go|G)"
    r"(?![A-Za-z0-9/])(?!/s|[ ]?per second)",
    re.IGNORECASE,
)
_VRAM = r"(?:v-?ram|(?:video|gpu|graphics) memory|(?:grafik|video)speicher|显存|видеопамят\w*)"
_CARD = r"(?:cards?|gpus?|karten?|grafikkarten?|tarjetas?|cartes?|schede?|placas?|\u663e\u5361)"
_RAM = r"(?:(?:(?:system|main|of|ddr[345]|de) ){0,3}ram|system memory|ddr[345]|arbeitsspeicher|mémoire vive|内存|озу)"
_UNIFIED = r"(?:unified|shared|gemeinsame\w*|unificada|unifiée?)"
_DISK = (
    r"(?:free )?(?:usb|disk|ssd|nvme|storage|drive|file|download|hdd|festplatte|gguf|model files?|models?\b|weights"
    r"|kv|cache)"
)
_DRIVE = r"\b(?:ssd|hdd|nvme|disk|drive|(?:fest)?platte|disque|disco|schijf|dysk)"
_WITH = r"(?:with|w/|mit|avec|con|com|met|z)"
_OF = r"(?:[ ]|-)?(?:enough |of |de |d'|di |an |van |の ?)?"
_KINDS: tuple[tuple[MemoryKind, re.Pattern[str]], ...] = (
    ("vram", re.compile(rf"{_OF}(?:{_VRAM}|(?:\w+ )?{_CARD}\b)", re.IGNORECASE)),
    ("unified", re.compile(rf"{_OF}{_UNIFIED}", re.IGNORECASE)),
    ("ram", re.compile(rf"{_OF}{_RAM}\b", re.IGNORECASE)),
    ("unified", re.compile(rf"{_OF}(?:mac(?:book|s)?\b|apple)", re.IGNORECASE)),
    ("disk", re.compile(rf"{_OF}{_DISK}", re.IGNORECASE)),
    (
        "disk",
        re.compile(
            rf"[ ](?:free|left|frei|libres?|liber[io]|livres?|vrij)\b(?![ ](?:\w+ ){{0,2}}(?:{_VRAM}|{_RAM}|{_CARD}))",
            re.IGNORECASE,
        ),
    ),
)
_BEFORE: tuple[tuple[MemoryKind, re.Pattern[str]], ...] = (
    ("vram", re.compile(rf"{_VRAM}(?: is| of|:|=|,| \()?[ ]?(?:only |just |about )?$", re.IGNORECASE)),
    ("ram", re.compile(rf"(?<![a-z])(?<!b )(?<!o ){_RAM}(?: is| of|:|=)?[ ]?$", re.IGNORECASE)),
    ("disk", re.compile(r"(?:file|download|disk)(?: is| of|:|=)?[ ]?$|\.gguf[ ,]*\(?$", re.IGNORECASE)),
    (
        "disk",
        re.compile(
            rf"{_DRIVE} (?:has|have|hat|a|tiene|ha|tem|heeft|ma|{_WITH})(?: only| just| noch| still)? $", re.IGNORECASE
        ),
    ),
    (
        "vram",
        re.compile(
            r"(?<![0-9] )(?<![0-9]i )(?<!ti )(?<!xt )(?<!xtx )(?<!super )"
            rf"\b{_CARD} (?:{_WITH}|having|has|that has) (?:only |just )?$",
            re.IGNORECASE,
        ),
    ),
)
_LOOK_BACK = 24  # characters before a size in which its kind may stand

_SIZE = re.compile(
    r"(?<![A-Za-z0-9.,_-])(?P<value>[0-9]{1,4}(?:\.[0-9]{1,3})?)[ -]?(?:b|billion|milliarden)(?![A-Za-z0-9])"
    r"(?! (?:are |is )?activ)",
    re.IGNORECASE,
)

_MONEY = r"(?P<value>[0-9]{1,3}(?:[,. ][0-9]{3}){1,3}|[0-9]{1,9}(?:\.[0-9]{1,2})?)(?P<scale>k)?"
_CURRENCIES = {
    "$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "bucks": "USD",
    "dólar": "USD",
    "\u20ac": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "\u00a3": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "quid": "GBP",
}
_MONEY_FIRST = re.compile(
    rf"(?P<currency>US\$|\$|\u20ac|\u00a3|USD |EUR |GBP )[ ]?{_MONEY}(?![A-Za-z0-9])", re.IGNORECASE
)
_MONEY_LAST = re.compile(
    rf"(?<![A-Za-z0-9.]){_MONEY}[ ]?"
    r"(?P<currency>\$|\u20ac|\u00a3|usd|dollars?|bucks|dólar(?:es)?|eur|euros?|gbp|pounds?|quid)(?![A-Za-z])",
    re.IGNORECASE,
)
_MONEY_WORD = re.compile(
    r"(?:(?:budget(?: is| of|:)?|spend(?:ing)?(?: up to)?) (?:about |around |roughly |max |up to )?"
    r"|\b(?:card|gpu|something|anything) (?:for )?(?:under|below|around|up to) (?=[0-9]{3,5}\b))"
    rf"{_MONEY}(?![A-Za-z0-9])"
    r"(?![ ]?(?:gb|gib|g\b|tokens|w\b|watts?|mm\b|mhz))",
    re.IGNORECASE,
)

_WORD_COUNTS = {
    "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "zwei": 2, "drei": 3, "vier": 4, "deux": 2, "trois": 3, "quatre": 4, "dos": 2, "tres": 3, "cuatro": 4,
}  # fmt: skip
_USERS = (
    r"(?:users?|requests?|people|sessions?|slots?|clients?|persons?|chats?|streams?|conversations?"
    r"|nutzern?|benutzern?|usuarios|utilisateurs)"
)
_SLOTS = re.compile(
    rf"(?<![A-Za-z0-9])(?P<value>[0-9]{{1,3}}|{'|'.join(w for w in _WORD_COUNTS if w != 'a')})[ ]"
    rf"(?:(?:parallel|concurrent|simultaneous|gleichzeitige\w*|simultan\w+)[ ]?{_USERS}?|{_USERS})(?![A-Za-z])"
    r"|(?:-np|--parallel|num_parallel|parallel)[ =]+(?P<flag>[0-9]{1,3})(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Tokens:
    """A context length in tokens, and where it stands."""

    value: int
    span: Span


def amount(written: str) -> float:
    """Read a number with `,` `.` or a space between thousands and `.` or `,` before decimals."""
    if re.fullmatch(r"[0-9]{1,3}(?:[,.' ][0-9]{3}){1,4}", written):
        return float(re.sub(r"[,.' ]", "", written))
    return float(written.replace(",", "."))


def find_speeds(text: str, taken: tuple[Span, ...] = ()) -> tuple[tuple[float, Span], ...]:
    """Return the speeds in tokens per second that the reader states, outside the `taken` spans."""
    hits = (match for match in _SPEED.finditer(text) if not _overlaps(match.span(), taken))
    return tuple((amount(match["value"]), match.span()) for match in hits)


def find_contexts(text: str, taken: tuple[Span, ...]) -> tuple[Tokens, ...]:
    """Return context lengths: "32k" is 32 x 1,024, "100,000 tokens" and "32 thousand" are what they say."""
    hits = (hit for hit in _context_hits(text) if not _OUTPUT.search(text[max(0, hit[1][0] - _LOOK_BACK) : hit[1][0]]))
    found = [Tokens(*hit) for hit in hits if not _overlaps(hit[1], taken)]
    kept: list[Tokens] = []
    for hit in sorted(found, key=lambda tokens: tokens.span):
        if hit.value >= _SMALLEST_CONTEXT and not (kept and hit.span[0] < kept[-1].span[1]):
            kept.append(hit)
    return tuple(kept)


def asks_full_context(text: str) -> bool:
    """Whether a text means the whole window of a model without giving its length."""
    return bool(_FULL_CONTEXT.search(text))


def _context_hits(text: str) -> Iterator[tuple[int, Span]]:
    for match in _SCALED.finditer(text):
        scale = match["scale"].casefold()
        if scale in {"m", "million", "mil", "mille"} and not match["after"]:
            continue
        value = float(match["value"].replace(",", "."))
        yield round(value * _scale(scale)), match.span()
    for pattern in (_PLAIN, _NAMED, _AT):
        for match in pattern.finditer(text):
            yield round(amount(match["value"])), match.span()


def _scale(word: str) -> int:
    if word in {"thousand", "tausend", "mille", "mil"}:
        return 1000
    return _MILLION if word in {"m", "million"} else KTOK


_SHARED_UNIT = re.compile(
    r"(?<![A-Za-z0-9.,$-])(?P<value>[0-9]{1,3})[ ]?(?:or|/|vs\.?|oder|ou|o)[ ]?"
    r"(?=(?P<next>[0-9]{1,3})[ ]?(?:gib|gb|gigs?)(?![A-Za-z]))",
    re.IGNORECASE,
)


def find_memory(text: str) -> tuple[MemorySize, ...]:
    """Return every amount of memory with the kind its neighbours tell, "unknown" if they tell none."""
    found = [_memory(match, text) for match in _MEMORY.finditer(text) if _is_memory(match)]
    for match in _SHARED_UNIT.finditer(text):  # "16 or 24 GB"
        other = next((size for size in found if size.span[0] == match.start("next")), None)
        if other is not None:
            span = match.span("value")
            found.append(replace(other, text=match["value"], span=span, value=float(match["value"])))
    return tuple(sorted(found, key=lambda size: size.span))


def _is_memory(match: re.Match[str]) -> bool:
    """A lone g needs its number ("12G"); "go" may stand apart in French only with a capital."""
    unit = match["unit"]
    if unit.casefold() == "g":
        return match["joint"] == ""
    return unit.casefold() != "go" or unit[0] == "G"


def _memory(match: re.Match[str], text: str) -> MemorySize:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    kind = next((kind for kind, pattern in _KINDS if pattern.match(text, match.end())), None)
    kind = kind or next((kind for kind, pattern in _BEFORE if pattern.search(before)), None)
    unit: Literal["GB", "GiB"] = "GiB" if match["unit"].casefold() == "gib" else "GB"
    value = float(match["value"].replace(",", "."))
    return MemorySize(match.group(), match.span(), value, unit, kind or "unknown")


def find_model_sizes(text: str, taken: tuple[Span, ...]) -> tuple[float, ...]:
    """Return bare model sizes in billions of parameters ("a 70B") outside the spans of named models."""
    hits = (match for match in _SIZE.finditer(text) if not _overlaps(match.span(), taken))
    return tuple(dict.fromkeys(float(match["value"]) for match in hits))


def find_budget(text: str, taken: tuple[Span, ...] = ()) -> tuple[Budget, Span] | None:
    """Return the sum of money the reader names, with its span; US dollars unless another currency is written."""
    for pattern in (_MONEY_FIRST, _MONEY_LAST, _MONEY_WORD):
        match = next((one for one in pattern.finditer(text) if not _overlaps(one.span(), taken)), None)
        if match is not None:
            groups = match.groupdict()
            value = amount(groups["value"]) * (1000 if groups["scale"] else 1)
            return Budget(value, _currency(groups.get("currency") or "$")), match.span()
    return None


def _currency(written: str) -> str:
    plain = written.strip().casefold().removeprefix("us").rstrip("s") or "usd"
    return next((code for sign, code in _CURRENCIES.items() if plain.startswith(sign)), "USD")


def find_slots(text: str) -> tuple[int, Span] | None:
    """Return how many users or requests are to be served at once, with the span; None if not said."""
    match = _SLOTS.search(text)
    if match is None:
        return None
    written = (match["flag"] or match["value"]).casefold()
    return _WORD_COUNTS.get(written) or int(written), match.span()


def _overlaps(span: Span, others: tuple[Span, ...]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
