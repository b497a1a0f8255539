"""Step 1c: quantizations of weights and of the KV cache, in the spellings of file names, tags and speech."""

import re
from dataclasses import dataclass

from assistant.domain.question import QuantMention, Span

_EDGE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"

_GGUF = re.compile(
    _EDGE + r"(?P<ud>UD[-_ ])?(?P<kind>I?Q|TQ)(?P<bits>[1-8])"
    r"(?:[-_]?(?P<k>K)(?:[-_]?(?P<size>XXS|XS|XL|S|M|L))?"
    r"|[ ]K[ ](?P<spoken>XL|S|M|L)|[-_]?(?P<round>[01])|[ ](?P<zero>0)(?![.,]?[0-9])"
    r"|(?<=I.[1-4])[ ](?P<apart>XXS|XS|NL)|[-_]?(?P<short>XXS|XS|NL|S|M|L|XL))?" + _END,
    re.IGNORECASE,
)
_QUARTER = re.compile(r"[ ]?(?:of[ ])?(?:20[0-9]{2}|'[0-9]{2})")  # "Q3 2026" is a date
_FLOAT = re.compile(_EDGE + r"(?P<name>BF[-_ ]?16|F(?:P|loat)?[-_ ]?16|F(?:P|loat)?[-_ ]?32)" + _END, re.IGNORECASE)
_OTHER = re.compile(
    _EDGE
    + r"(?P<name>MXFP4(?:_MOE)?|NVFP4|NF4|FP[-_ ]?8|FP[-_ ]?4|INT[-_ ]?[48]|W[48]A(?:8|16)|AWQ|GPTQ|EXL[23])"
    + _END,
    re.IGNORECASE,
)
_MLX = re.compile(_EDGE + r"MLX[- ]?(?P<bits>[48])[- ]?bit" + _END, re.IGNORECASE)
_BITS = re.compile(
    _EDGE + r"(?P<bits>[2-8]|16)[- ]?(?:bits?|-?bit\w{0,3}|\u4f4d|\u30d3\u30c3\u30c8)"
    r"(?![A-Za-z0-9])(?!,? (?:memory |wide )?(?:bus|interface|wide|speicherinterface))",
    re.IGNORECASE,
)
_FULL = re.compile(r"\b(?:un-?quanti[sz]ed|full[- ]precision|half[- ]precision|volle präzision)\b", re.IGNORECASE)

# What a bare "Q4" or "4-bit" usually is: llama.cpp's default file of that many bits. Marked as not exact.
_USUAL = {
    "1": "IQ1_M", "2": "Q2_K", "3": "Q3_K_M", "4": "Q4_K_M", "5": "Q5_K_M", "6": "Q6_K", "7": "Q8_0",
    "8": "Q8_0", "16": "F16",
}  # fmt: skip
_COMPLETE_K = frozenset({"2", "6"})  # Q2_K and Q6_K are whole names; Q3_K, Q4_K and Q5_K have sizes

_KV_TYPE = r"(?:f32|bf16|f(?:p)?16|q8(?:_0)?|q5(?:_[01])?|q4(?:_[01])?|iq4_nl|(?:4|8|16)[- ]?bit)"
_KV_WORD = r"(?:k[-/ ]?v(?:[-_ ]?cache)?|cache)"
_FILLER = (
    r"(?:[ ,:=]{1,3}(?:cache|types?|at|in|to|as|with|quant|quanti[sz]ed|quantization|set|of|is|using|mit|auf|en"
    r"|also|both)){0,5}"
)
_KV_AFTER = re.compile(
    rf"{_EDGE}{_KV_WORD}{_FILLER}[ ,:=]+(?P<k>{_KV_TYPE})(?:[ ]?/[ ]?(?P<v>{_KV_TYPE}))?{_END}", re.IGNORECASE
)
_KV_BEFORE = re.compile(
    rf"{_EDGE}(?P<k>{_KV_TYPE})(?:[ ]?/[ ]?(?P<v>{_KV_TYPE}))?[ -](?:quanti[sz]ed )?(?:{_KV_WORD}){_END}", re.IGNORECASE
)
_KV_FLAG = re.compile(
    rf"(?:-ct|--cache-type-|{_EDGE}type_)(?P<side>[kv])[ =]+(?P<type>{_KV_TYPE}){_END}", re.IGNORECASE
)
_KV_SIDES = re.compile(
    rf"{_EDGE}K[ :=]+(?:at |in )?(?P<k>{_KV_TYPE}),?(?: and)? V[ :=]+(?:at |in )?(?P<v>{_KV_TYPE}){_END}", re.IGNORECASE
)
_KV_NAMES = {
    "fp16": "f16", "q8": "q8_0", "q5": "q5_0", "q4": "q4_0", "8bit": "q8_0", "4bit": "q4_0", "16bit": "f16",
}  # fmt: skip


@dataclass(frozen=True)
class KvChoice:
    """The types of the K and V cache that were asked for, and where that was said."""

    k: str | None = None
    v: str | None = None
    spans: tuple[Span, ...] = ()


def find_kv(text: str) -> KvChoice:
    """Return the KV cache types a text names; one type means both halves."""
    for pattern in (_KV_SIDES, _KV_AFTER, _KV_BEFORE):
        if match := pattern.search(text):
            first = _kv_name(match["k"])
            return KvChoice(first, _kv_name(match["v"]) if match["v"] else first, (match.span(),))
    flags = list(_KV_FLAG.finditer(text))
    sides = {flag["side"].casefold(): _kv_name(flag["type"]) for flag in flags}
    return KvChoice(sides.get("k"), sides.get("v"), tuple(flag.span() for flag in flags))


def _kv_name(written: str) -> str:
    plain = written.casefold().replace(" ", "").replace("-", "")
    return _KV_NAMES.get(plain, plain)


def find_quants(text: str) -> tuple[QuantMention, ...]:
    """Return every quantization of weights in order of appearance, under the name llama.cpp gives it."""
    found = [_gguf(match) for match in _GGUF.finditer(text) if _is_quant(match, text)]
    found += [_plain(match, _float_name(match["name"])) for match in _FLOAT.finditer(text)]
    found += [_plain(match, re.sub(r"[- ]", "", match["name"]).upper()) for match in _OTHER.finditer(text)]
    mlx = [_plain(match, f"MLX {match['bits']}-bit") for match in _MLX.finditer(text)]
    found += mlx
    bits = [_plain(match, _USUAL[match["bits"]], exact=False) for match in _BITS.finditer(text)]
    found += [one for one in bits if not any(one.span[1] == other.span[1] for other in mlx)]
    found += [_plain(match, "F16", exact=False) for match in _FULL.finditer(text)]
    return tuple(sorted(found, key=lambda mention: mention.span))


def _is_quant(match: re.Match[str], text: str) -> bool:
    bare = match.group().upper() == f"Q{match['bits']}"
    return not bare or not (match["bits"] == "1" or _QUARTER.match(text, match.end()))


def _gguf(match: re.Match[str]) -> QuantMention:
    kind, bits = match["kind"].upper(), match["bits"]
    size = (match["size"] or match["spoken"] or "").upper()
    k = bool(match["k"] or match["spoken"])
    exact = True
    if k and size:
        name = f"{kind}{bits}_K_{size}"
    elif k:
        exact = bits in _COMPLETE_K or bool(match["ud"])
        name = f"{kind}{bits}_K" if exact else _USUAL[bits]
    elif tail := match["round"] or match["zero"] or match["apart"] or match["short"]:
        name = f"{kind}{bits}_{tail.upper()}"
    else:
        exact, name = False, _USUAL[bits] if kind == "Q" else f"{kind}{bits}"
    return QuantMention(match.group(), match.span(), f"UD-{name}" if match["ud"] else name, exact)


def _float_name(written: str) -> str:
    bits = "32" if written.endswith("32") else "16"
    return f"BF{bits}" if written.upper().startswith("B") else f"F{bits}"


def _plain(match: re.Match[str], name: str, *, exact: bool = True) -> QuantMention:
    return QuantMention(match.group(), match.span(), name, exact)
