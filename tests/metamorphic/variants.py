"""Transformations that must keep subject and verdict, each a function from a base question to variants."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.metamorphic import spelling
from tests.metamorphic.bases import Base, Named
from tests.metamorphic.frames import FRAMES

MOST_ALIASES = 12


@dataclass(frozen=True)
class Variant:
    """A reworded question. `loose`: which parts of the outcome may differ; `says`: words the answer must contain."""

    text: str
    loose: str = ""
    says: str = ""
    language: str = ""


Transformation = Callable[[Base, random.Random, spelling.Typos], Iterator[Variant]]


def paraphrase(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Other words for the same question."""
    for frame in draw.sample(FRAMES[base.kind].paraphrases, 4):
        yield Variant(replace(base, frame=frame).text)


def word_order(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """The device or model first; for a comparison the sides swapped."""
    for frame in draw.sample(FRAMES[base.kind].orders, 2):
        yield Variant(replace(base, frame=frame).text, loose="ratios" if base.kind == "compare" else "")


def letter_case(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Lower, upper, title case."""
    for text in draw.sample(spelling.cases(base.text), 2):
        yield Variant(text)


def noise(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Punctuation and spacing."""
    for text in draw.sample(spelling.noises(base.text), 2):
        yield Variant(text)


def units(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """The same memory or context in another unit or spelling."""
    if base.vram:
        size = base.vram.split()[0]
        for vram in (f"{size} GiB", f"{size}gb", f"{size} gigs", f"{size}GB", f"{size} gb", f"{size}G"):
            yield Variant(replace(base, vram=vram).text)
    if base.context:
        tokens = int(base.context[:-1]) * 1024
        for context in (base.context.upper(), f"{tokens} tokens of", f"{tokens:,} tokens of", f"{base.context} tokens"):
            yield Variant(replace(base, context=context).text)
    if base.device and base.device.memory_gb:
        size = base.device.memory_gb
        plain = replace(base.device, memory_gb=None)
        for memory in (f" {size} GB", f" with {size} GB", f" {size}gb", f" ({size} GiB)"):
            named = replace(plain, spelling=plain.spelling + memory)
            yield Variant(replace(base, device=named).text)


def alias(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Every other spelling that the catalog gives an item."""
    for field, named in _named(base):
        for other in named.others[:MOST_ALIASES]:
            tag = ":" in other
            if tag and (
                base.quant or base.kind == "what_needed"
            ):  # Ollama serves other files: other quantizations, sizes
                continue
            yield Variant(_with(base, field, other).text, loose="files" if tag else "")


def separator(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Hyphens, underscores and spaces in names and quantizations."""
    found = [
        Variant(_with(base, field, other).text)
        for field, named in _named(base)
        for other in spelling.separators(named.spelling)
    ]
    found += [Variant(replace(base, quant=quant).text) for quant in (spelling.quants(base.quant) if base.quant else [])]
    yield from draw.sample(found, min(3, len(found)))


def language(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """The frame in another language, the names as they are."""
    frames = FRAMES[base.kind].languages
    for code in draw.sample(sorted(frames), 4):
        yield Variant(replace(base, language=code, frame=draw.choice(frames[code])).text)


def language_noticed(base: Base, draw: random.Random, typos: spelling.Typos) -> Iterator[Variant]:
    """Which language it was: the answer adds a line in it."""
    frames = FRAMES[base.kind].languages
    for code in draw.sample(sorted(frames), 1):
        text = replace(base, language=code, frame=draw.choice(frames[code])).text
        yield Variant(text, language=code, loose="all")


def typo(base: Base, draw: random.Random, typos: spelling.Typos) -> Iterator[Variant]:
    """One letter of a name wrong; the answer says how it was read."""
    if any(len(named.ids) > 1 for named in base.named):
        return  # a question back does not tell how the rest was read
    for field, named in _named(base):
        for other in typos.of(named.spelling, named.ids, draw)[:2]:
            yield Variant(_with(base, field, other).text, says="Read as")


def politeness(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Greetings and thanks around the question."""
    text = base.text
    low = text if text.startswith(tuple(item.text for item in base.named)) else text[0].lower() + text[1:]
    padded = [
        f"hey, quick question: {low} thanks!",
        f"Hi everyone! {text}",
        f"Sorry if this was asked before, but {low}",
        f"Hello, {low} Thank you very much in advance.",
        f"Please tell me: {low}",
        f"{text} Cheers",
    ]
    for variant in draw.sample(padded, 2):
        yield Variant(variant)


def emphasis(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Markdown around names, numbers or the whole."""
    found = [f"*{base.text}*", f"> {base.text}", f"### {base.text}"]
    for mark in ("**", "`", "_", "__"):
        found += [base.text.replace(item.text, f"{mark}{item.text}{mark}") for item in base.named]
    yield from map(Variant, draw.sample(found, 2))


def counts(base: Base, draw: random.Random, _: spelling.Typos) -> Iterator[Variant]:
    """Two cards, counted in other words."""
    if base.device and base.device.count == 2:
        name = base.device.spelling
        plural = name if name.endswith("GB") else f"{name}s"
        for words in (f"two {name}", f"dual {name}", f"2 x {name}", f"{name} x2", f"2 {plural}", f"two {name} cards"):
            yield Variant(replace(base, device=replace(base.device, count=1, spelling=words)).text)


TRANSFORMATIONS: dict[str, Transformation] = {
    function.__name__: function
    for function in (
        paraphrase, word_order, letter_case, noise, units, alias, separator, language, language_noticed, typo,
        politeness, emphasis, counts,
    )
}  # fmt: skip


def _named(base: Base) -> list[tuple[str, Named]]:
    fields = {"model": base.model, "device": base.device, "second": base.second}
    return [(field, named) for field, named in fields.items() if named]


def _with(base: Base, field: str, other: str) -> Base:
    """The base with another spelling of an item; a size already in the spelling is not said twice."""
    named: Named = getattr(base, field)
    said = bool(re.search(r"\d ?GB\b", other, re.IGNORECASE)) and named.memory_gb is not None
    changed = replace(named, spelling=other, memory_gb=None if said else named.memory_gb)
    return replace(base, **{field: changed})
