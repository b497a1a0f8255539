"""Step 1j: cards and machines: how many, with how much memory, and which of several variants that picks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.question import DeviceMention, MemorySize, Span
from assistant.entities.index import NameIndex
from assistant.entities.vocabulary import LAPTOP_WORDS

_WORDS = {
    "one": 1, "single": 1, "lone": 1, "two": 2, "dual": 2, "twin": 2, "double": 2, "pair": 2, "couple": 2, "three": 3,
    "triple": 3, "four": 4, "quad": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "zwei": 2, "drei": 3, "vier": 4, "sechs": 6, "acht": 8, "doppelte": 2, "deux": 2, "trois": 3, "quatre": 4,
    "dos": 2, "tres": 3, "cuatro": 4, "due": 2, "tre": 3, "quattro": 4, "dois": 2, "duas": 2, "três": 3,
    "twee": 2, "drie": 3, "две": 2, "два": 2, "три": 3, "четыре": 4, "двух": 2, "двум": 2,
}  # fmt: skip
_CJK = {"两": 2, "两张": 2, "两块": 2, "双": 2, "三张": 3, "四张": 4, "2枚": 2, "2台": 2}
_FILLER = (
    r"(?:(?:used|new|old|cheap|second-?hand|refurbished|of|the|my|those|these|your|our|identical|more|extra|"
    r"gebrauchte[nr]?|neue[nr]?|nvidia|geforce|amd|radeon|intel|apple|cards?|gpus?|"
    r"[0-9]+ ?-?(?:gb|gib|g)) )"
)
_COUNT_BEFORE = re.compile(
    rf"(?:(?<![A-Za-z0-9.,$-])(?P<number>[0-9]{{1,2}})(?P<times> ?x ?| )"
    rf"|(?<![^\W\d_])(?P<word>{'|'.join(_WORDS)})(?:[ -]|$)|(?P<cjk>{'|'.join(_CJK)})(?:张|块|枚|台)? ?(?:の)?)"
    rf"(?:gpu |card )?{_FILLER}{{0,4}}$",
    re.IGNORECASE,
)
_COUNT_AFTER = re.compile(
    r"^(?:s?[ ]?\(?x[ ]?(?P<number>[0-9]{1,2})(?![0-9A-Za-z])|[ ]?\((?P<bracket>[0-9])[ ]?(?:cards|gpus|units|of them)?\)"
    r"|[ ]?x(?P<glued>[0-9])(?![0-9A-Za-z]))",
    re.IGNORECASE,
)
_MOST_CARDS = 16
_LOOK_BACK = 60

_RIGHT = re.compile(
    r"[ ]?[,(\[-]?[ ]?(?:with|w/|mit|con|avec|com|met|having|has|which has|and|und|und hat|et|y|laptop|mobile|gpu|card"
    r"|version|version with)?[ ]?(?:a|an|the|its|only|just|all|full|full-fat|total of|einem|max(?:ed)?)?[ ]?",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?:[ -]|[ ]?(?:version|variant|model|variante|modell) (?:of )?(?:the |an? |my )?|[ ]vram[ ])?(?:nvidia |geforce |amd |radeon |intel |apple )*",
    re.IGNORECASE,
)
_JOINED_BY_WORD = re.compile(r"with|w/|mit|con|avec|com|met|,|has|and|und|et|y|having", re.IGNORECASE)
_USUAL_RAM = frozenset({8, 16, 32, 64, 96, 128, 192, 256, 512})  # GB of system memory sold as kits
_CHIP_LINK = re.compile(
    r"[ ]?[(,]?[ ]?(?:(?:with|in|mit|con|avec|the|an?|its|my|apple|chip|der|dem|im|einem|1[3-6](?:\.[0-9])?(?:[- ]?inch|\"|-zoll)?)[ ]?){0,5}",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Devices:
    """Devices with what belongs to them, the memory sizes left for nobody, and mentions that contradict themselves."""

    known: tuple[DeviceMention, ...]
    contradictory: tuple[DeviceMention, ...]
    memory: tuple[MemorySize, ...]


def settle_devices(
    text: str, found: Sequence[DeviceMention], memory: Sequence[MemorySize], taken: Sequence[Span], index: NameIndex
) -> Devices:
    """Give each device its count, memory and core variant. `taken` are spans in which no count can stand."""
    joined = _join_chips(text, list(found))
    free = list(memory)
    known: list[DeviceMention] = []
    contradictory: list[DeviceMention] = []
    for place, mention in enumerate(joined):
        floor = joined[place - 1].span[1] if place else 0
        floor = max([floor, *(end for _, end in taken if end <= mention.span[0])])
        counted = _counted(text, mention, floor)
        settled = _with_memory(text, counted, free, index)
        (known if settled.candidates else contradictory).append(
            settled if settled.candidates else replace(settled, candidates=mention.candidates)
        )
    known = _distant_memory(known, free, index)
    return Devices(tuple(_same_twice(text, known)), tuple(contradictory), tuple(free))


def _join_chips(text: str, found: list[DeviceMention]) -> list[DeviceMention]:
    """Read "Mac mini" and "M4 Pro" standing together as one machine."""
    joined: list[DeviceMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and last.kind == mention.kind == "machine":
            between = text[last.span[1] : mention.span[0]]
            if _CHIP_LINK.fullmatch(between):
                common = tuple(one for one in last.candidates if one in mention.candidates)
                span = (last.span[0], mention.span[1])
                joined[-1] = replace(
                    last, text=text[span[0] : span[1]], span=span, candidates=common, beyond_catalog=False
                )
                continue
        joined.append(mention)
    return joined


def _counted(text: str, mention: DeviceMention, floor: int) -> DeviceMention:
    start, end = mention.span
    before = text[max(floor, start - _LOOK_BACK) : start]
    count: int | None = None
    if match := _COUNT_AFTER.match(text[end : end + len(" (16 cards)")]):
        count = int(match["number"] or match["bracket"] or match["glued"])
    elif match := _COUNT_BEFORE.search(before):
        word = (match["word"] or "").casefold()
        count = _WORDS.get(word) or _CJK.get(match["cjk"] or "") or int(match["number"] or 0)
    if count is None or not 1 <= count <= _MOST_CARDS:
        return mention
    return replace(mention, count=count, counted=True)


def _with_memory(text: str, mention: DeviceMention, free: list[MemorySize], index: NameIndex) -> DeviceMention:
    """Let the size beside a name pick the variant; a size that no variant has empties the candidates."""
    for size in list(free):
        joint = _beside(text, mention.span, size.span)
        if joint is None or size.value != int(size.value) or size.kind == "disk":
            continue
        value = int(size.value)
        fitting = _fitting(mention, value, index)
        per_card = value // mention.count if mention.count > 1 and value % mention.count == 0 else 0
        if not fitting and per_card:
            fitting = _fitting(mention, per_card, index)
            value = per_card if fitting else value
        if not fitting and _is_other_memory(mention, size, joint):
            continue
        free.remove(size)
        inside = size.span[0] < mention.span[1]
        span = mention.span if inside else (min(mention.span[0], size.span[0]), max(mention.span[1], size.span[1]))
        return replace(
            mention, candidates=fitting, memory_gb=value, span=span, text=text[span[0] : span[1]],
            beyond_catalog=mention.beyond_catalog and len(mention.candidates) == 1,
        )  # fmt: skip
    return mention


def _beside(text: str, name: Span, size: Span) -> str | None:
    """Return what stands between a name and a size that belongs to it, None if they are apart."""
    if name[0] <= size[0] and size[1] <= name[1]:
        return ""
    if size[0] >= name[1]:
        between = text[name[1] : size[0]]
        return between if _RIGHT.fullmatch(between) else None
    between = text[size[1] : name[0]]
    return "" if _LEFT.fullmatch(between) else None


def _fitting(mention: DeviceMention, value: int, index: NameIndex) -> tuple[str, ...]:
    return tuple(one for one in mention.candidates if value in index.items[one].memory_gb)


def _is_other_memory(mention: DeviceMention, size: MemorySize, joint: str) -> bool:
    """Whether a size beside a card is not the card's: system RAM, or a usual RAM size joined by a word."""
    if mention.kind == "machine":
        return size.kind == "vram"
    if size.kind == "ram":
        return True
    joined = bool(_JOINED_BY_WORD.search(joint)) and size.kind != "vram"
    return joined and ("and" in joint or "," in joint or int(size.value) in _USUAL_RAM)


def _distant_memory(known: list[DeviceMention], free: list[MemorySize], index: NameIndex) -> list[DeviceMention]:
    """Let the only size in the text pick the variant of the only open device, wherever it stands."""
    wide = [mention for mention in known if len(mention.candidates) > 1 and mention.memory_gb is None]
    sizes = [size for size in free if size.kind in {"vram", "unified", "unknown"} or _machine(known, size)]
    if len(known) != 1 or len(wide) != 1 or len(sizes) != 1:
        return _machine_memory(known, free, index)
    fitting = _fitting(wide[0], int(sizes[0].value), index)
    if not fitting:
        return known
    free.remove(sizes[0])
    return [replace(wide[0], candidates=fitting, memory_gb=int(sizes[0].value))]


def _machine(known: list[DeviceMention], size: MemorySize) -> bool:
    return len(known) == 1 and known[0].kind == "machine" and size.kind == "ram"


def _machine_memory(known: list[DeviceMention], free: list[MemorySize], index: NameIndex) -> list[DeviceMention]:
    """A single machine owns the only size in the text if it was sold with it."""
    if len(known) != 1 or known[0].kind != "machine" or known[0].memory_gb is not None:
        return known
    sizes = [size for size in free if size.kind != "disk"]
    if len(sizes) == 1 and (fitting := _fitting(known[0], int(sizes[0].value), index)):
        free.remove(sizes[0])
        return [replace(known[0], candidates=fitting, memory_gb=int(sizes[0].value))]
    return known


_PLUS = re.compile(
    r"s?[ ]?(?:\+|&|plus|and|und|et|y)[ ]?(?:an?other |a second |a |ein(?:e)? (?:zweite )?)?(?:nvidia |geforce |amd |rtx |rx )*",
    re.IGNORECASE,
)


def _same_twice(text: str, known: list[DeviceMention]) -> list[DeviceMention]:
    """Add up "a 3090 + a 3090"; drop a device that is only named again."""
    kept: list[DeviceMention] = []
    for mention in known:
        same = next((i for i, one in enumerate(kept) if one.candidates == mention.candidates), None)
        if same is None:
            kept.append(mention)
        elif _PLUS.fullmatch(text[kept[same].span[1] : mention.span[0]]):
            total = kept[same].count + mention.count
            kept[same] = replace(kept[same], count=total, counted=True)
        elif mention.counted and not kept[same].counted:
            kept[same] = replace(mention, memory_gb=mention.memory_gb or kept[same].memory_gb)
    return kept


def read_as_laptop(text: str, devices: Devices, index: NameIndex) -> Devices:
    """Read the only card of a question about a laptop as the laptop chip; without one it contradicts itself."""
    words = {word.strip(".,?!'\"()") for word in text.casefold().split()}
    if len(devices.known) != 1 or not words & LAPTOP_WORDS or words & {"desktop", "egpu"}:
        return devices
    mention = devices.known[0]
    items = [index.items[one] for one in mention.candidates]
    if mention.kind != "gpu" or any(item.laptop for item in items):
        return devices
    chips = tuple(dict.fromkeys(chip for one in mention.candidates for chip in index.laptops.get(one, ())))
    fitting = tuple(chip for chip in chips if mention.memory_gb in {None, *index.items[chip].memory_gb})
    if not fitting:
        return Devices((), (*devices.contradictory, mention), devices.memory)
    return Devices((replace(mention, candidates=fitting),), devices.contradictory, devices.memory)
