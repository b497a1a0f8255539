"""The judged questions of OwnRig's readers (tests/data/retrieval), and what a search makes of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from assistant.corpus.records import Record
from assistant.corpus.yaml_items import items_as_json
from assistant.errors import GoldenError
from assistant.evaluation.retrieval_scores import found
from assistant.retrieval.hybrid import HybridSearcher, page_of

DEPTH = 5
NO_CARD = "none"


class Judged(Record):
    """One question, the slugs that ought to answer it, and the catalog id whose card ought to come first."""

    id: str
    question: str
    guides: Annotated[tuple[str, ...], Field(max_length=3)]
    about: str
    kind: Literal["plain", "misspelt", "near_miss", "entity", "outside"]
    entity: str | None = None
    split: Literal["choose", "report"]


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    count: int

    @property
    def value(self) -> float:
        """The share, 0 for none of none."""
        return self.hits / self.count if self.count else 0.0


@dataclass(frozen=True)
class DomainFigures:
    """Per kind: whether a passage of a right guide is among the first five; whether the named card is first."""

    recall: dict[str, Share]
    entity_first: Share
    missed: tuple[str, ...]
    wrong_card: tuple[str, ...]


def read_judged(file: Path, split: str) -> tuple[Judged, ...]:
    """The questions of one split.

    Raises:
        GoldenError: a question is broken.
        CorpusError: the file is not YAML.
    """
    try:
        cases = TypeAdapter(tuple[Judged, ...]).validate_json(items_as_json(file.name, file.read_bytes()))
    except (OSError, ValidationError) as error:
        raise GoldenError(f"{file.name}: {error}") from error
    return tuple(case for case in cases if case.split == split)


def measure_domain(cases: Iterable[Judged], searcher: HybridSearcher) -> DomainFigures:
    """Ask every question that guides answer."""
    recalls: defaultdict[str, list[bool]] = defaultdict(list)
    missed, wrong, firsts = [], [], []
    for case in cases:
        if case.kind == "outside":
            continue
        result = searcher.find(case.question, DEPTH)
        slugs = [page_of(hit.passage.id).rpartition("/")[2] for hit in result.passages]
        right = found(slugs, case.guides, DEPTH)
        recalls[case.kind].append(right)
        recalls["all"].append(right)
        if not right:
            missed.append(f"{case.id}: {case.question} -> {', '.join(slugs)}")
        if case.entity:
            cards = [page_of(card.id).rpartition("/")[2] for card in result.cards]
            firsts.append((cards[0] if cards else NO_CARD) == case.entity)
            if not firsts[-1]:
                wrong.append(f"{case.id}: {case.question} -> {', '.join(cards) or NO_CARD}, not {case.entity}")
    shares = {kind: Share(sum(hits), len(hits)) for kind, hits in recalls.items()}
    return DomainFigures(shares, Share(sum(firsts), len(firsts)), tuple(missed), tuple(wrong))


def domain_lines(figures: DomainFigures, *, misses: bool) -> Iterator[str]:
    """The figures as text, and what was missed."""
    for kind, share in sorted(figures.recall.items()):
        yield f"domain recall@{DEPTH}, {kind:<10} {share.value:.4f}  ({share.hits} of {share.count})"
    first = figures.entity_first
    yield f"domain exact entity first    {first.value:.4f}  ({first.hits} of {first.count})"
    if misses:
        yield from (f"  missed {line}" for line in figures.missed)
        yield from (f"  card   {line}" for line in figures.wrong_card)


def domain_numbers(figures: DomainFigures, *, misses: bool) -> dict[str, object]:
    """The figures as plain data, and what was missed."""
    plain = {kind: {"value": share.value, "count": share.count} for kind, share in figures.recall.items()}
    first = {"value": figures.entity_first.value, "count": figures.entity_first.count}
    lists = {"missed": list(figures.missed), "wrong_card": list(figures.wrong_card)} if misses else {}
    return {"recall_at_5": plain, "entity_first": first, **lists}
