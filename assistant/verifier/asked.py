"""What is meant where a sentence does not say: the products and settings of the question and of the conversation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.facts import Subject
from assistant.domain.named import Named

QUANT = re.compile(
    r"(?<![\w.])(?:(?:UD-)?I?Q\d(?:_\d|_K(?:_(?:XXS|XS|XL|S|M|L))?|_(?:XXS|XS|S|M|NL|XL))?|BF16|F16"
    r"|FP16|F32|FP8|MXFP4|NVFP4|INT[48])(?![\w])",
    re.IGNORECASE,
)
CONTEXT = re.compile(
    r"(?<![\w.,])(?P<count>\d{1,3}(?:,\d{3})+|\d+)(?P<k> ?k)?(?=(?P<word>[ -]?(?:tokens?\b(?! ?(?:/"
    r"|per|a second|each|every))|context\b|ctx\b))?)"
    r"(?! tokens? ?(?:/|per|a second|each|every))",
    re.IGNORECASE,
)
COUNT = re.compile(
    r"(?<![\w.,])(?<!of the )(?:(?P<two>two|both|2 ?x|pair of|dual|2)|(?P<three>three|3 ?x)"
    r"|(?P<four>four|4 ?x))\b(?![.,]?\d)",
    re.IGNORECASE,
)
_CACHE = re.compile(r"\bcaches?\b|\bkv\b", re.IGNORECASE)
WORDS = {2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True)
class Asked:
    """What a sentence that does not say it means.

    `devices` and `models`: the one that is meant, none if several could be. `all_devices` and `all_models`: every one
    that was named or has values, those of the question first, in order.
    """

    devices: tuple[str, ...]
    models: tuple[str, ...]
    all_devices: tuple[str, ...]
    all_models: tuple[str, ...]
    quant: str | None
    context: int | None
    count: str | None
    named_devices: tuple[str, ...] = ()  # in the question, in order


def asked_of(
    question: str, named: Sequence[Named], settled: tuple[str | None, str | None], subjects: Sequence[Subject]
) -> Asked:
    """Read a question. `settled` are the device and the model of the conversation; `subjects` those of the evidence."""
    spans = [one.span for one in named]
    cache = _CACHE.search(question)  # then a type in small letters is that of the cache
    read = (match for match in QUANT.finditer(question) if not _within(match, spans))
    quants = [match[0].upper() for match in read if not (cache and match[0][0].islower())]
    contexts = [
        int(match["count"].replace(",", "")) * (1024 if match["k"] else 1)
        for match in CONTEXT.finditer(question)
        if (match["k"] or match["word"]) and not _within(match, spans)
    ]
    all_devices, devices = _meant(named, "device", settled[0], [one.device for one in subjects])
    all_models, models = _meant(named, "model", settled[1], [one.model for one in subjects])
    return Asked(
        devices, models, all_devices, all_models,
        quants[0] if len(set(quants)) == 1 else None,
        contexts[0] if len(set(contexts)) == 1 else None,
        _count(question, spans, subjects),
        tuple(dict.fromkeys(one.ids[0] for one in named if one.kind == "device" and len(one.ids) == 1)),
    )  # fmt: skip


def counted(match: re.Match[str]) -> str:
    """Which number a match of `COUNT` says."""
    return next(name for name, value in match.groupdict().items() if value)


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)


def _meant(
    named: Sequence[Named], kind: str, settled: str | None, known: Sequence[str | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = tuple(dict.fromkeys(one.ids[0] for one in named if one.kind == kind and len(one.ids) == 1))
    everything = tuple(dict.fromkeys([*asked, *(one for one in known if one)]))
    if len(asked) == 1:
        return everything, asked
    if settled:
        return everything, (settled,)
    with_values = tuple(dict.fromkeys(one for one in known if one))
    return everything, with_values if len(with_values) == 1 and not asked else ()


def _count(question: str, spans: Sequence[tuple[int, int]], subjects: Sequence[Subject]) -> str | None:
    """How many devices are meant: as many as the question says, or as all values of models are for."""
    said = {counted(match) for match in COUNT.finditer(question) if not _within(match, spans)}
    if said:
        return said.pop() if len(said) == 1 else None
    counts = {one.device_count or 1 for one in subjects if one.model and one.device}
    return WORDS.get(counts.pop()) if len(counts) == 1 else None
