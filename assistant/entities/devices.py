"""Step 1j: cards and machines: which, how many, with how much memory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.domain.question import DeviceMention, MemorySize, Span
from assistant.entities.capacity import bare_memory, distant_memory, system_memory, with_memory
from assistant.entities.counts import counted, plural
from assistant.entities.index import NameIndex
from assistant.entities.vocabulary import LAPTOP_WORDS

_CHIP_LINK = re.compile(
    r"[ ]?[(,]?[ ]?(?:(?:[0-9]{1,3} ?(?:gb|gib|g)|with|in|mit|con|avec|the|an?|its|my|apple|chip|der|dem|im|einem"
    r"|1[3-6](?:\.[0-9])?(?:[- ]?inch|\"|-zoll)?)[ ]?){0,5}",
    re.IGNORECASE,
)
_PLUS_WORDS = re.compile(
    r"\+|&|\bplus\b|\btogether\b|\bcombined\b|\bboth\b|\bacross\b|\balongside\b|\bsplit\b|\bdual\b|\bmulti-?gpu\b|\bzusammen\b"
    r"|\bensemble\b|\bjunt[ao]s\b|\bi(?:'ve| have|'ve got| got| own)\b|\bich habe\b|\bj'ai\b|\btengo\b"
    r"|\bmy (?:rig|setup|pc|build|server)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"s?\W*(?:\+|&|plus|and|with|together with|alongside|und|mit|et|avec|y|con|e)"
    r"\W*(?:an?|another|one|my|a used|a second|eine[rn]?|une?)?"
    r"\W*(?:nvidia |geforce |amd |rtx |rx )*",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"s?[ ]?(?:\+|&|plus|and|und|et|y)[ ]?(?:an?other |a second |a |ein(?:e)? (?:zweite )?)?"
    r"(?:nvidia |geforce |amd |rtx |rx )*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Devices:
    """Devices with what belongs to them, the sizes left for nobody, and mentions that contradict themselves."""

    known: tuple[DeviceMention, ...]
    contradictory: tuple[DeviceMention, ...]
    memory: tuple[MemorySize, ...]


def settle_devices(
    text: str, given: tuple[Sequence[DeviceMention], Sequence[MemorySize], Sequence[Span]], index: NameIndex
) -> Devices:
    """Give each device its count and its memory.

    `given` are the devices, the sizes in the text, and the spans in which no count can stand.
    """
    found, memory, taken = given
    free = list(memory)
    known: list[DeviceMention] = []
    contradictory: list[DeviceMention] = []
    floor = 0
    for mention in _join_chips(text, list(found)):
        start, end = mention.span
        floor = max([floor, *(other for _, other in taken if other <= start)])
        for one in counted(text, mention, floor):
            for settled in _settled(text, plural(one, index), free, index):
                whole = settled if settled.candidates else replace(settled, candidates=one.candidates)
                (known if settled.candidates else contradictory).append(whole)
        floor = end
    known = mark_joined(text, _same_twice(text, distant_memory(known, free, index)))
    return Devices(tuple(known), tuple(contradictory), tuple(system_memory(text, known, free)))


def _settled(text: str, mention: DeviceMention, free: list[MemorySize], index: NameIndex) -> list[DeviceMention]:
    """One device with its memory, and a count that stands behind the memory ("V100 16GB x4")."""
    if not mention.candidates:
        return [mention]
    found = with_memory(text, bare_memory(text, mention, index), free, index)
    if len(found) > 1 or mention.counted:
        return found
    return counted(text, found[0], found[0].span[0])


def _join_chips(text: str, found: list[DeviceMention]) -> list[DeviceMention]:
    """Read "Mac mini" and "M4 Pro" standing together as one machine; no such machine leaves no candidate."""
    joined: list[DeviceMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is None or not belongs_to(text, last, mention):
            joined.append(mention)
            continue
        common = tuple(one for one in last.candidates if one in mention.candidates)
        span = (last.span[0], mention.span[1])
        written = text[span[0] : span[1]]
        joined[-1] = replace(last, text=written, span=span, candidates=common, beyond_catalog=False)
    return joined


def belongs_to(text: str, machine: DeviceMention, chip: DeviceMention) -> bool:
    """Whether two mentions standing together describe one machine."""
    between = text[machine.span[1] : chip.span[0]]
    return machine.kind == chip.kind == "machine" and bool(_CHIP_LINK.fullmatch(between))


def _same_twice(text: str, known: list[DeviceMention]) -> list[DeviceMention]:
    """Add up "a 3090 + a 3090"; drop a device that is only named again."""
    kept: list[DeviceMention] = []
    for mention in known:
        place = next((i for i, one in enumerate(kept) if one.candidates == mention.candidates), None)
        if place is None:
            kept.append(mention)
            continue
        same = kept[place]
        if _PLUS.fullmatch(text[same.span[1] : mention.span[0]]):
            kept[place] = replace(same, count=same.count + mention.count, counted=True)
        elif _differ(same, mention):
            kept.append(mention)
        elif mention.counted and not same.counted:
            kept[place] = replace(mention, memory_gb=mention.memory_gb or same.memory_gb)
    return kept


def mark_joined(text: str, known: Sequence[DeviceMention]) -> list[DeviceMention]:
    """Tell cards that are used together ("3090 + 3060", "I have a 3090 and a 3060") from alternatives."""
    marked = list(known[:1])
    together = bool(_PLUS_WORDS.search(text))
    for last, mention in pairwise(known):
        cards = last.kind == mention.kind == "gpu" and last.candidates != mention.candidates
        joined = together and cards and bool(_JOINT.fullmatch(text[last.span[1] : mention.span[0]]))
        if joined and re.search(
            r"\bdual\b", text[max(0, last.span[0] - len("dual gpu ")) : last.span[0]], re.IGNORECASE
        ):
            marked[-1] = replace(last, count=1, counted=False)  # "dual 3090 + 4090": one of each
        marked.append(replace(mention, with_previous=joined))
    return marked


def _differ(one: DeviceMention, other: DeviceMention) -> bool:
    """Whether two mentions of a device mean different amounts of it."""
    sizes = one.memory_gb and other.memory_gb and one.memory_gb != other.memory_gb
    counts = one.counted and other.counted and one.count != other.count
    return bool(sizes or counts)


def read_as_laptop(text: str, devices: Devices, index: NameIndex) -> Devices:
    """Read the only card of a question about a laptop as the laptop chip; without one it contradicts itself."""
    words = {word.strip(".,?!'\"()") for word in text.casefold().split()}
    named = (*devices.known, *devices.contradictory)
    if len(named) != 1 or not words & LAPTOP_WORDS or words & {"desktop", "egpu"}:
        return devices
    mention = named[0]
    if mention.kind != "gpu" or any(index.items[one].laptop for one in mention.candidates):
        return devices
    chips = tuple(dict.fromkeys(chip for one in mention.candidates for chip in index.laptops.get(one, ())))
    fitting = tuple(chip for chip in chips if mention.memory_gb in {None, *index.items[chip].memory_gb})
    if not fitting:
        return Devices((), (mention,), devices.memory)
    return Devices((replace(mention, candidates=fitting),), (), devices.memory)
