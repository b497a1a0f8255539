"""One piece as it is read: its names, quantizations and contexts, and what was spoken of before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from assistant.domain.named import Named
from assistant.verifier.asked import CONTEXT, COUNT, QUANT, Asked, counted
from assistant.verifier.ledger import Ledger, Settled
from assistant.verifier.quantities import Quantity

CLAUSE = re.compile(
    r",(?!\d)|;|:| - |\(|\)|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|\bwhere\b|\bthough\b|\balthough\b"
    r"|\bversus\b|\bvs\.?|\bagainst\b|\n"
    r"|\bof (?:its |the |their |your )?(?=\d)"
)
_PART = re.compile(r",(?!\d)|;|:| - |\(|\)|\bbut\b|\bwhile\b|\bwhereas\b|\n", re.IGNORECASE)
ORDERED = re.compile(
    r"\brespectively\b|\bvs\.?(?!\w)|\bversus\b|\bagainst\b|\binstead of\b|\bcompared (?:to|with)\b", re.IGNORECASE
)


CACHE_TYPE = re.compile(r"F16|FP16|BF16|Q[458]_[01]", re.IGNORECASE)
_CACHE = re.compile(r"\bcaches?\b|\bKV\b|\bK and V\b|\bV (?:part|half)\b", re.IGNORECASE)
_PARAMETERS = re.compile(r"(?:\w+ )?\d+(?:\.\d+)?B (?:total |active )?(?:parameters|weights)\b", re.IGNORECASE)
SIZE = re.compile(r"(?:^|\bthe )(?P<size>\d{1,3}(?:\.\d)?)B\b(?! (?:param|weights|active|total))", re.IGNORECASE)
SINGLE = re.compile(r"\b(?:each|per card|per gpu|single|one card|one gpu|alone|apiece|every)\b", re.IGNORECASE)
ONE = re.compile(r"\b(?:one|a single)\b", re.IGNORECASE)
# What refers to something said before; if that was withheld, it refers to nothing a reader has seen.
POINTS_BACK = re.compile(
    r"\b(?:it|it's|its|they|their|them|these|those|he|she|both|each|(?:this|that|the same)(?! (?:is"
    r"|means|leaves|makes|would|said)))\b"
    r"|\bthat\b(?=\W*(?:is|makes|leaves|means|would))",
    re.IGNORECASE,
)


NOTHING = Asked((), (), (), (), None, None, None)


@dataclass(frozen=True)
class Before:
    """What was last spoken of in released text.

    `meant` is what withheld units spoke of since; `lost`: one of them could not be read.
    """

    devices: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    model: str | None = None
    quant: str | None = None
    context: int | None = None
    count: str | None = None
    cited: tuple[str, ...] = ()  # ids of the facts behind the last released unit
    recent: tuple[str, ...] = ()  # the same of the last two released units
    figures: tuple[Quantity, ...] = ()  # what the last one stated
    cache: str | None = None  # the type of a quantized KV cache that was spoken of
    meant: "Before | None" = None
    lost: bool = False
    gap: bool = False  # the unit before was withheld: "that" would refer to what nobody has seen
    first: bool = True  # nothing was said yet


@dataclass(frozen=True)
class Scene:
    """One unit with what it names; ids are those of the catalog."""

    text: str
    named: tuple[Named, ...]
    before: Before
    settled: Settled
    quants: tuple[tuple[tuple[int, int], str], ...] = ()
    contexts: tuple[tuple[tuple[int, int], int], ...] = ()
    taken: tuple[tuple[int, int], ...] = field(default=())
    asked: Asked = NOTHING

    @property
    def devices(self) -> tuple[Named, ...]:
        """Cards and machines, in order."""
        return tuple(one for one in self.named if one.kind == "device")

    @property
    def other_device(self) -> bool:
        """Whether what was withheld spoke of another device than what was shown: "it" would mean that one."""
        before, meant, asked = self.before, self.before.meant, self.asked.devices
        return before.lost or (meant is not None and (meant.devices or asked) != (before.devices or asked))

    @property
    def other_model(self) -> bool:
        """The same for the model."""
        before, meant, asked = self.before, self.before.meant, next(iter(self.asked.models), None)
        return before.lost or (meant is not None and (meant.model or asked) != (before.model or asked))

    @property
    def models(self) -> tuple[Named, ...]:
        """Models, in order."""
        return tuple(one for one in self.named if one.kind == "model")


def scene_of(text: str, ledger: Ledger, before: Before) -> Scene:
    """Read the names, quantizations and contexts of a unit."""
    named = tuple(ledger.narrowed(one) for one in ledger.names.read(text))
    named = tuple(sorted((*named, *_by_size(text, named, ledger)), key=lambda one: one.span))
    quants = tuple((match.span(), match[0].upper()) for match in QUANT.finditer(text) if not _of_cache(match, text))
    named = tuple(one for one in named if one.ids or not _PARAMETERS.match(text, one.span[0]))
    spans = [*(one.span for one in named), *(match.span() for match in QUANT.finditer(text))]
    contexts = []
    for match in CONTEXT.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in spans)
        if not inside and (match["k"] or match["word"]):
            count = int(match["count"].replace(",", "")) * (1024 if match["k"] else 1)
            contexts.append(((match.start(), match.end() + len(match["word"] or "")), count))
    return Scene(text, named, before, ledger.evidence.settled, quants, tuple(contexts), tuple(spans), ledger.asked)


def _of_cache(match: re.Match[str], text: str) -> bool:
    """Whether a type is that of the KV cache and not of the weights: "an f16 cache", "q8_0 for K and V"."""
    if not CACHE_TYPE.fullmatch(match[0]):
        return False
    start, end = clause_of(text, match.span())
    return match[0][0].islower() or bool(_CACHE.search(text[start:end]))


def _by_size(text: str, named: tuple[Named, ...], ledger: Ledger) -> Iterator[Named]:
    """Models that are told apart by their size: "the 32B", where only one model of the evidence has that size."""
    for match in SIZE.finditer(text):
        ids = tuple(one for one in ledger.asked.all_models if f"-{match['size'].lower()}b" in f"{one}-")
        if len(ids) == 1 and not any(one.span[0] < match.end() and match.start("size") < one.span[1] for one in named):
            yield Named((match.start("size"), match.end("size") + 1), "model", ids, match[0])


def same_context(said: int, record: int) -> bool:
    """Whether a context as people write it ("8k", "32k", "128k") is that of a record."""
    return said == record or (
        said % 1024 == 0 and said // 1024 == round(record / 1000) and abs(said - record) < 1024 * 3
    )


def clause_of(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The clause around a place."""
    return _between(_cuts(text), text, span)


def sentence_part(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The part around a place that commas, colons and the like bound; what "and" joins stays together."""
    return _between(_parts(text), text, span)


def _between(cuts: tuple[tuple[int, int], ...], text: str, span: tuple[int, int]) -> tuple[int, int]:
    start = max((end for _, end in cuts if end <= span[0]), default=0)
    return start, min((begin for begin, _ in cuts if begin >= span[1]), default=len(text))


@lru_cache(maxsize=64)  # asked for once for every figure of a sentence
def _cuts(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in CLAUSE.finditer(text))


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _PART.finditer(text))


def clauses_around(text: str, span: tuple[int, int]) -> list[str]:
    """The clause of a place, then those before it, the nearest first, then those after it."""
    start, end = clause_of(text, span)
    cuts = [0, *(cut for _, cut in _cuts(text)), len(text)]
    pieces = [(a, b) for a, b in pairwise(cuts) if b > a]
    before = [text[a:b] for a, b in reversed(pieces) if b <= start]
    return [text[start:end], *before, *(text[a:b] for a, b in pieces if a >= end)]


def counts(scene: Scene) -> Iterator[re.Match[str]]:
    """Yield words that count; the digits of a name ("Gemma 2 9B") do not."""
    for match in COUNT.finditer(scene.text):
        if not any(start <= match.start() < end for start, end in scene.taken):
            yield match


def count_word(scene: Scene) -> str | None:
    """The first number of devices that is said."""
    return next(map(counted, counts(scene)), None)
