"""What a question wants to run on, as the hardware of an estimate: every reading of every device named."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import product

from assistant.corpus.catalog import Catalog
from assistant.domain.quantity import article
from assistant.domain.question import DeviceMention, MemorySize, Question, Span
from assistant.domain.weighed import Item
from assistant.lookups.items import gpu_item, machine_item
from assistant.lookups.memory import Hardware

# "on two 3090s is too big. And with a third?"
THIRD = re.compile(r"\b(?:with|add|adding) (?:a|one) third\b", re.IGNORECASE)


NO_CARD = re.compile(
    r"\b(?:no|without an?|without|w/o an?|w/o|lacking an?|don't have an?) "
    r"(?:dedicated |discrete |graphics |extra |real |external |nvidia )*"
    r"(?:gpu|graphics card|video card|card|graphics|vram)\b"
    r"|\bcpu[- ]only\b|\bonly (?:a |the )?cpu\b|\b(?:just|purely) (?:on )?(?:the |a )?cpu\b|\bon (?:the |my |a )?cpu\b"
    r"|\bgpu[- ]?less\b|\bohne (?:gpu|grafikkarte)\b|\bsans (?:gpu|carte graphique)\b|\bsin (?:gpu|tarjeta gráfica)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Target:
    """One reading of what to run on. `phrase` stands in a sentence, `label` names the reading in a list.

    `sized`: the question states the memory of the machine. `gpu_cores`: the core count it states, if any.
    """

    phrase: str
    label: str
    hardware: Hardware
    items: tuple[Item, ...]
    sized: bool = False
    gpu_cores: int | None = None


@dataclass(frozen=True)
class Wanted:
    """One thing to run on, with all its readings; `spans` and `named` are the words that name it."""

    readings: tuple[Target, ...]
    spans: tuple[Span, ...]
    named: str
    certain: bool = True


def targets(question: Question, catalog: Catalog) -> tuple[Wanted, ...]:
    """Return each device, joined set of devices or bare memory size to judge, in the order named.

    What the question itself names comes before what the reader said to own.
    """
    if question.devices:
        return tuple(_set_of(group, catalog) for group in _groups(question))
    bare = [size for size in question.memory if size.kind in ("vram", "unknown", "unified")]
    if bare:
        return tuple(_bare(size) for size in bare)
    if NO_CARD.search(question.normalized):
        return tuple(_no_card(size) for size in (*question.memory, *question.rig.memory) if size.kind == "ram")[:1]
    if question.rig.devices:
        return (_set_of(question.rig.devices, catalog),)
    return tuple(_bare(size) for size in question.rig.memory if size.kind in ("vram", "unified"))


def ram_gib(question: Question) -> float | None:
    """The system RAM the reader names, in GiB (RAM is labelled in GB but holds GiB); None if not said."""
    said = [size for size in (*question.memory, *question.rig.memory) if size.kind == "ram"]
    return said[0].value if said else None


def _groups(question: Question) -> list[tuple[DeviceMention, ...]]:
    """Split the devices into sets that are used together."""
    groups: list[tuple[DeviceMention, ...]] = []
    for named in question.devices:
        third = named.count == len(("one", "other")) and THIRD.search(question.normalized)
        device = replace(named, count=3) if third else named
        if groups and device.with_previous:
            groups[-1] = (*groups[-1], device)
        else:
            groups.append((device,))
    return groups


def _set_of(group: tuple[DeviceMention, ...], catalog: Catalog) -> Wanted:
    choices = [_machines(device, catalog) if device.kind == "machine" else _cards(device, catalog) for device in group]
    readings = tuple(_combine(combination) for combination in product(*choices))
    certain = not any(device.beyond_catalog for device in group)
    return Wanted(readings, tuple(d.span for d in group), " + ".join(d.text for d in group), certain)


def _cards(device: DeviceMention, catalog: Catalog) -> list[Target]:
    found = []
    for candidate in device.candidates:
        item = gpu_item(catalog.gpus[candidate])
        counted = f"{device.count} x {item.name}"
        phrase = f"the {item.name}" if device.count == 1 else counted
        label = item.name if device.count == 1 else counted
        found.append(Target(phrase, label, Hardware(gpus=(candidate,) * device.count), (item,)))
    return found


def _machines(device: DeviceMention, catalog: Catalog) -> list[Target]:
    found = []
    for candidate in device.candidates:
        record = catalog.machines[candidate]
        item = machine_item(record)
        sizes = [size.memory_gb for size in record.memory]
        for size in [device.memory_gb] if device.memory_gb in sizes else sizes:
            name = f"{record.name} with {size} GB"
            hardware = Hardware(machine=candidate, memory_gb=size)
            sized = device.memory_gb == size
            found.append(Target(f"the {name}", name, hardware, (item,), sized, device.gpu_cores))
    return found


def _combine(parts: tuple[Target, ...]) -> Target:
    if len(parts) == 1:
        return parts[0]
    count = Counter(gpu for part in parts for gpu in part.hardware.gpus)
    names = {gpu: part.items[0].name for part in parts for gpu in part.hardware.gpus}
    words = [names[gpu] if n == 1 else f"{n} x {names[gpu]}" for gpu, n in count.items()]
    items = {item.id: item for part in parts for item in part.items}
    gpus = tuple(gpu for part in parts for gpu in part.hardware.gpus)
    return Target(" + ".join(words), " + ".join(words), Hardware(gpus=gpus), tuple(items.values()))


def _no_card(size: MemorySize) -> Wanted:
    """System RAM alone: the processor does the work."""
    gigabytes = max(1, round(size.value))
    name = f"{gigabytes} GB of system RAM without a graphics card"
    return Wanted((Target(name, name, Hardware(no_card_gb=gigabytes), ()),), (size.span,), size.text)


def _bare(size: MemorySize) -> Wanted:
    """Memory without a name: cards of that size, or a Mac where it was called unified.

    A "12 GB" card holds 12 GiB, so both units mean the same.
    """
    gigabytes = max(1, round(size.value))
    if size.kind == "unified":
        name = f"{gigabytes} GB of unified memory"
        return Wanted((Target(name, name, Hardware(unified_gb=gigabytes), ()),), (size.span,), size.text)
    one = f"{gigabytes} GB card"
    name = article(one) if size.count == 1 else f"{size.count} x {one}"
    hardware = Hardware(memory_gb=gigabytes, cards=size.count)
    return Wanted((Target(name, name, hardware, ()),), (size.span,), size.text)
