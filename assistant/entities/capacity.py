"""Which memory size belongs to which device, and what a size says about which variant is meant."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.domain.question import DeviceMention, MemorySize, Span
from assistant.entities.index import NameIndex
from assistant.entities.tokens import name_key

_RIGHT = re.compile(
    r"[ ]?[,(\[/_-]?[ ]?(?:with|w/|mit|con|avec|com|met|having|has|which has|and|und|und hat|et|y|laptop|mobile|gpu"
    r"|card|version|version with)?[ ]?(?:a|an|the|its|only|just|all|full|total of|einem|max(?:ed)?)?[ ]?",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?:[ -]|[ ]?(?:version|variant|model|variante|modell) (?:of )?(?:the |an? |my )?|[ ]vram[ ])?"
    r"(?:nvidia |geforce |amd |radeon |intel |apple )*",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(r"[ ]?(?:,|/|vs\.?|or|and|versus|oder|und|ou|et|o|y)[ ]?(?:the |a )?", re.IGNORECASE)
_JOINED_BY_WORD = re.compile(r"with|w/|mit|con|avec|com|met|,|has|and|und|et|y|having", re.IGNORECASE)
_BARE = re.compile(
    r"[ -]\(?(?P<value>[0-9]{1,3})\)?(?![\w.%$\u20ac]|,[0-9]"
    r"| ?-?(?:k|b|x|tok\w*|users?|cards?|gpus?|w|ctx|watts?|cores?|bits?|inch|\"|gb|gib|usd|dollars?)\b)",
    re.IGNORECASE,
)
_SCREENS = frozenset({13, 14, 15, 16})  # inches: "MacBook Pro 16"
_AND = re.compile(r"[ ]?(?:,|\+|&|and|with|w/|und|mit|et|avec|y|con)[ ]?(?:an?|einem|einer|un|une)?[ ]?", re.IGNORECASE)
_USUAL_RAM = frozenset({8, 16, 32, 64, 96, 128, 192, 256, 512})  # GB of system memory sold as kits


def with_memory(text: str, mention: DeviceMention, free: list[MemorySize], index: NameIndex) -> list[DeviceMention]:
    """Let the size beside a name pick the variant, taking it out of `free`.

    A size that no variant has empties the candidates. "8GB or 12GB" gives two mentions.
    """
    for size in list(free):
        joint = _beside(text, mention.span, size.span)
        if joint is None or size.value != int(size.value) or size.kind == "disk":
            continue
        value, fitting = _per_card(mention, int(size.value), index)
        fitting = index.sized.get(f"{name_key(mention.text)}@{value}", fitting)
        if not fitting and _is_other_memory(mention, size, joint):
            continue
        free.remove(size)
        chosen = _chosen(text, mention, (value, size.span), fitting)
        return [chosen, *_alternatives(text, mention, size, free, index)] if fitting else [chosen]
    return [mention]


def _chosen(text: str, mention: DeviceMention, size: tuple[int, Span], fitting: tuple[str, ...]) -> DeviceMention:
    value, (start, end) = size
    span = (min(mention.span[0], start), max(mention.span[1], end))
    written = text[span[0] : span[1]]
    return replace(mention, text=written, span=span, candidates=fitting, memory_gb=value, beyond_catalog=False)


def _per_card(mention: DeviceMention, value: int, index: NameIndex) -> tuple[int, tuple[str, ...]]:
    """The size of one card and who has it; "dual 3090 48GB" gives the sum."""
    fitting = fitting_memory(mention, value, index)
    each = value // mention.count
    if not fitting and mention.count > 1 and each * mention.count == value:
        return each, fitting_memory(mention, each, index)
    return value, fitting


def _alternatives(
    text: str, mention: DeviceMention, size: MemorySize, free: list[MemorySize], index: NameIndex
) -> list[DeviceMention]:
    found: list[DeviceMention] = []
    for other in [one for one in free if one.span[1] <= size.span[0]]:  # "96GB or 256GB M3 Ultra"
        fitting = fitting_memory(mention, int(other.value), index)
        if fitting and other.kind != "ram" and _ALTERNATIVE.fullmatch(text[other.span[1] : size.span[0]]):
            free.remove(other)
            found.append(_variant(mention, other, fitting))
    last = max(mention.span[1], size.span[1])
    for other in [one for one in free if one.span[0] >= last]:
        fitting = fitting_memory(mention, int(other.value), index)
        if not fitting or other.kind == "ram" or not _ALTERNATIVE.fullmatch(text[last : other.span[0]]):
            break
        free.remove(other)
        last = other.span[1]
        found.append(_variant(mention, other, fitting))
    return found


def _variant(mention: DeviceMention, size: MemorySize, fitting: tuple[str, ...]) -> DeviceMention:
    return replace(mention, text=size.text, span=size.span, candidates=fitting, memory_gb=int(size.value))


def _beside(text: str, name: Span, size: Span) -> str | None:
    """Return what stands between a name and a size that belongs to it, None if they are apart."""
    if name[0] <= size[0] and size[1] <= name[1]:
        return ""
    if size[0] >= name[1]:
        between = text[name[1] : size[0]]
        return between if _RIGHT.fullmatch(between) else None
    return "" if _LEFT.fullmatch(text[size[1] : name[0]]) else None


def fitting_memory(mention: DeviceMention, value: int, index: NameIndex) -> tuple[str, ...]:
    """Return the candidates that were sold with this much memory."""
    return tuple(one for one in mention.candidates if value in index.items[one].memory_gb)


def _is_other_memory(mention: DeviceMention, size: MemorySize, joint: str) -> bool:
    """Whether a size beside a device is not its own: system RAM, or a usual RAM size joined by a word."""
    if mention.kind == "machine":
        return size.kind == "vram"
    if size.kind == "ram":
        return True
    joined = bool(_JOINED_BY_WORD.search(joint)) and size.kind != "vram"
    return joined and ("and" in joint or "," in joint or int(size.value) in _USUAL_RAM)


def bare_memory(text: str, mention: DeviceMention, index: NameIndex) -> DeviceMention:
    """Read "5060 Ti 16" and "Strix Halo 128" where the number is a size that a candidate has and nothing else."""
    match = _BARE.match(text, mention.span[1])
    if mention.memory_gb is not None or match is None or (mention.kind == "gpu" and len(mention.candidates) == 1):
        return mention
    value = int(match["value"])
    fitting = fitting_memory(mention, value, index)
    if not fitting or (value in _SCREENS and mention.text.casefold().startswith("macbook")):
        return mention
    span = (mention.span[0], match.end("value"))
    return replace(mention, text=text[span[0] : span[1]], span=span, candidates=fitting, memory_gb=value)


def system_memory(text: str, known: Sequence[DeviceMention], free: Sequence[MemorySize]) -> list[MemorySize]:
    """Read "a 3090 and 64GB" as system RAM: a usual RAM size tied to a card by a word."""
    ends = [mention.span[1] for mention in known if mention.kind == "gpu"]
    return [
        replace(size, kind="ram")
        if size.kind == "unknown"
        and size.value in _USUAL_RAM
        and any(end <= size.span[0] and _AND.fullmatch(text[end : size.span[0]]) for end in ends)
        else size
        for size in free
    ]


def distant_memory(known: list[DeviceMention], free: list[MemorySize], index: NameIndex) -> list[DeviceMention]:
    """Give the only device of a text the only size that can be its own, wherever it stands."""
    if len(known) != 1 or known[0].memory_gb is not None:
        return known
    device = known[0]
    own = {"vram", "unified", "unknown", "ram"} if device.kind == "machine" else {"vram", "unified", "unknown"}
    if device.kind == "gpu" and len(device.candidates) == 1:
        own = {"vram", "unknown"}
    sizes = [size for size in free if size.kind in own and size.value == int(size.value)]
    if len(sizes) != 1:
        return known
    fitting = fitting_memory(device, int(sizes[0].value), index)
    if not fitting:
        return known
    free.remove(sizes[0])
    return [replace(device, candidates=fitting, memory_gb=int(sizes[0].value))]
