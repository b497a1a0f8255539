"""Step 1k: names that look like products the catalog lacks, and what may have been meant."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.domain.question import Span, UnknownName
from assistant.entities.index import NameIndex
from assistant.entities.spellings import short_name
from assistant.entities.vocabulary import VENDORS

OFFERED = 3
_NEAR = 68  # rapidfuzz score; decides what is offered, never what is taken

_SUFFIX = r"(?:[ -]?(?:ti|super|xtx|xtxh|xt|gre|ada|laptop|mobile|max-?q|d|m|s|le)(?![A-Za-z0-9]))"
_CARD = re.compile(
    r"(?<![A-Za-z0-9-])(?:"
    r"(?:(?:nvidia|geforce|amd|radeon|intel)[ ]){0,2}"
    r"(?:(?:rtx|gtx|gt|rx|quadro|titan|tesla|instinct|firepro|arc)[ -]?(?:pro[ -]?)?[a-z]{0,3}[0-9]{2,4}[a-z]{0,4}"
    r"|(?:geforce|radeon)[ ](?:gt[ ]?)?[a-z]?[0-9]{3,4}[a-z]{0,3}"
    r"|(?:nvidia|radeon|tesla)[ ][a-z]{1,2}[0-9]{1,4}[a-z]{0,2}"
    rf"|[0-9]{{4}}[ ]?(?:ti|xtx|xtxh|xt|gre|super)(?![A-Za-z0-9]))"
    rf"{_SUFFIX}{{0,3}}(?:[ ]ada)?"
    r"|titan (?:v|x|xp|rtx)(?![A-Za-z0-9])|radeon (?:vii|pro [a-z0-9]+)"
    r"|(?:gtx|rtx) ?[0-9]{3,4}[a-z]{0,3})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Accelerators people own or rent that share no series word; read only as written here, since they are short.
_ACCELERATOR = re.compile(
    r"(?<![A-Za-z0-9.-])(?:K[248]0|M[1246]0|P4|P6|T4|A2|A10G?|A16|A30|A40|L2|L20|L40|H20|H800|A800|B[123]00|GB[23]00"
    r"|GH200|GV100|GP100|P[1-6][02]00|T[14]000|A[145]00|A[35][158]0|A1000|A4500|A5500|W[5-7][0-9]00|V620|V340|MI[0-9]{1,3}[AX]?"
    r"|[0-9]{4}[SM](?= )|CMP ?[0-9]+HX)(?![A-Za-z0-9])"
)
_GEFORCE = re.compile(
    r"(?<![\w$\u20ac.,-])(?:[3-6]0[5-9]0|16[356]0|10[1-8]0)(?![\w$\u20ac%]|[.,]\d| ?(?:w|mhz|mt|gb|usd|dollars|euros?|tokens?|mb)\b)",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?<![A-Za-z0-9])(?:imac(?: pro)?(?: m[0-9])?|mac pro(?: m[0-9](?: ultra)?)?|iphone(?: [0-9]+)?(?: pro)?(?: max)?"
    r"|ipad(?: (?:pro|air|mini))?(?: m[0-9])?|steam deck|rog ally(?: x)?|legion go|playstation ?[0-9]?|ps5|xbox(?: series x)?"
    r"|(?:raspberry|rpi|orange|banana) ?pi(?: ?zero| ?[0-46-9])|jetson (?:nano|xavier(?: nx)?|orin nx|tx2)|snapdragon(?: x)?(?: elite)?"
    r"|ryzen ai (?:9|7|5)(?: hx)?(?: [0-9]{3})?|core ultra [579](?: [0-9]{3}[a-z]{0,2})?|m[1-9] ultra|m[0-9]+ (?:pro|max|ultra))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_B = r"(?:[0-9]{1,4}(?:\.[0-9]+)?(?:b|t)(?:-?a[0-9.]+b)?)"
_OTHER_MODEL = re.compile(
    r"(?<![A-Za-z0-9-])(?:(?:vicuna|alpaca|wizard(?:lm|coder)|zephyr|openhermes|nous[- ]hermes|hermes|dolphin|kimi|minimax|chatgpt"
    r"|gpt-?[345][a-z0-9.]*(?:[- ](?:turbo|mini|nano))?|codestral|pixtral|mathstral|codegemma|paligemma|medgemma|internlm[0-9.]*|baichuan[0-9]*"
    r"|hunyuan|exaone|jamba|stablelm|rwkv|openchat|starling|dbrx|seed-oss|bitnet|lfm2?|moondream[0-9]*|llava|minicpm|cogito|tulu|longcat"
    r"|apertus|eurollm|stable code|wizard ?vicuna|gpt4all-j|ernie(?: [0-9.]+)?|mpt|deepcoder|openthinker|athene|smallthinker)"
    rf"(?:[- ]?(?:v|k|m|r)?[0-9]+(?:\.[0-9]+)?(?![0-9]*[ ]?(?:gb|k\b)))?(?:[- :]{_B})?"
    r"|claude(?: (?:[0-9.]+|sonnet|opus|haiku|fable|code))*|grok[- ]?[0-9.]+|gemini(?: [0-9.]+)?(?: (?:pro|flash|nano))?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_SHAPE = re.compile(
    rf"(?<![\w/.-])(?P<name>[A-Za-z][A-Za-z0-9.]{{0,24}}[A-Za-z0-9](?:[-_][A-Za-z0-9.]{{1,16}}){{0,4}})[-_:](?P<size>{_B})(?:[-_][\w.]{{1,24}}){{0,8}}(?![\w])",
    re.IGNORECASE,
)
_CAPITAL = re.compile(
    rf"(?<![\w/.-])(?P<name>[A-Z][A-Za-z]{{2,24}}[A-Za-z0-9.-]{{0,12}})[ ](?P<size>{_B})(?![\w-])", re.IGNORECASE
)
_LOWER = re.compile(
    rf"(?:^|\b(?:does|do|run|running|can|will|is|for|with|of|fit|load|use|try|host|vs|or|and|need|für|mit|pour|para|con) )"
    rf"(?P<whole>(?P<name>[a-z]{{5,20}}) (?P<size>{_B}))(?![\w-])(?! (?:models?|modelle?|modelos?|params?|parameters?|class))"
)
# Words that stand before a bare size without being a name: "Run 70B", "Best 8B".
_PLAIN_WORDS = frozenset({
    "run", "running", "the", "best", "any", "can", "will", "does", "which", "what", "for", "dense", "moe", "with",
    "use", "using", "need", "local", "small", "large", "big", "bigger", "smaller", "good", "modell", "model", "models",
    "ein", "eine", "einen", "einem", "das", "die", "der", "un", "une", "una", "les", "los", "full", "quantized", "and",
    "than", "that", "about", "around", "like", "load", "host", "fit", "fits", "train", "training", "some", "most",
    "distilled", "class", "sized", "over", "under", "between", "from", "llm", "llms", "parameter", "parameters",
    "size", "context", "only", "two", "single", "coding", "reasoning", "chat", "vision", "want", "wanna", "get", "has",
    "have", "run", "runs", "versus", "try", "getting", "serve", "into", "onto", "whole", "entire", "uncensored",
    "quantised", "decent", "dense", "heavy", "huge", "larger", "smallish", "sparse", "usable", "useful", "proper",
    "modern", "recent", "latest", "popular", "open", "multiple", "several", "other", "another", "these", "those",
    "their", "roughly", "exactly", "maybe", "either", "every", "least", "could", "would", "should", "where",
    "there", "still", "really", "actually", "large-ish", "powerful", "smarter", "faster", "slower", "better",
    "cheap", "cheaper", "fast", "giant", "massive", "tiny", "medium", "instruct", "thinking", "math", "coder",
    "qwen", "llama", "gemma", "mistral", "modelle", "modelo", "modelos", "modèle", "modèles", "große", "kleine",
    "grand", "grande", "petit", "running", "testing", "doing", "hosting", "loading", "serving", "anything",
    "vram", "ram", "gpu", "cpu", "gb", "ddr", "mac", "pc", "abliterated", "active", "total", "with", "plus", "low", "high", "new", "old", "mini", "typical",
})  # fmt: skip


def find_unknown(text: str, taken: Sequence[Span], index: NameIndex) -> tuple[UnknownName, ...]:
    """Return names outside the `taken` spans that have the form of a card, machine or model."""
    found: list[UnknownName] = []
    spans = list(taken)
    for match, kind in _candidates(text):
        if any(match[0] < end and start < match[1] for start, end in spans):
            continue
        spans.append(match)
        written = text[match[0] : match[1]]
        product: Literal["model", "device"] = "model" if kind == "model" else "device"
        found.append(UnknownName(written, match, product, near_ids(written, product, index)))
    return tuple(sorted(found, key=lambda name: name.span))


def _candidates(text: str) -> Iterator[tuple[Span, str]]:
    for pattern in (_CARD, _ACCELERATOR, _MACHINE, _GEFORCE):
        yield from ((match.span(), "device") for match in pattern.finditer(text))
    yield from ((match.span(), "model") for match in _OTHER_MODEL.finditer(text) if _is_name(match, text))
    for match in _SHAPE.finditer(text):
        if match["name"].casefold() not in _PLAIN_WORDS:
            yield match.span(), "model"
    for match in _LOWER.finditer(text):
        if match["name"] not in _PLAIN_WORDS:
            yield match.span("whole"), "model"
    for match in _CAPITAL.finditer(text):
        word = match["name"]
        if word[0].isupper() and word.casefold() not in _PLAIN_WORDS and word.casefold() not in VENDORS:
            yield match.span(), "model"


def _is_name(match: re.Match[str], text: str) -> bool:
    """Names that are also words ("gemini", "claude", "dolphin") need a capital or a number."""
    written = match.group()
    return not written.isalpha() or written[0].isupper() or written.casefold() in {"chatgpt", "codestral", "llava"}


def near_ids(name: str, product: str, index: NameIndex, first: Sequence[str] = ()) -> tuple[str, ...]:
    """Return up to three ids worth offering instead of a name, those in `first` before others.

    Every product of the kind is compared, which only happens when a name is not known.
    """
    shorts = index.model_shorts if product == "model" else index.device_shorts
    wanted = short_name(name)
    ranked = process.extract(wanted, shorts, scorer=fuzz.ratio, limit=OFFERED + len(first), score_cutoff=_NEAR)
    preferred = sorted(first, key=lambda one: -fuzz.ratio(wanted, shorts.get(one, "")))[:OFFERED]
    return tuple(dict.fromkeys([*preferred, *(one for _, _, one in ranked)]))[:OFFERED]
