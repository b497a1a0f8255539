"""Checks of names: an exact alias means one item, and an ambiguous one is nobody's exact alias."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.problems import Problem
from assistant.corpus.records import Named

Filed = tuple[str, Named]  # the file an item is in, and the item


def plain_name(name: str) -> str:
    """A name without what people vary: case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]+", "", name.lower())


def check_names(models: Mapping[str, Named], gpus: Mapping[str, Named], machines: Mapping[str, Named],
                ) -> Iterator[Problem]:  # fmt: skip
    """Names of models among themselves, and of cards and machines together."""
    yield from _group([("models.yaml", model) for model in models.values()])
    cards: list[Filed] = [("gpus.yaml", gpu) for gpu in gpus.values()]
    yield from _group([*cards, *(("machines.yaml", machine) for machine in machines.values())])


def _group(items: Iterable[Filed]) -> Iterator[Problem]:
    items = list(items)
    exact, ambiguous = _owners(items)
    for file, item in items:
        for name in {plain_name(name): name for name in (*item.aliases, item.name)}.values():
            others = sorted(exact[plain_name(name)] - {item.id})
            if others:
                yield Problem(file, item.id, "aliases", f"{name!r} also means {', '.join(others)}")
            elif plain_name(name) in ambiguous:
                yield Problem(file, item.id, "aliases", f"{name!r} is listed as ambiguous as well")
        if plain_name(item.id) in ambiguous:
            yield Problem(file, item.id, "id", "is spelled like an ambiguous name", "note")


def _owners(items: Iterable[Filed]) -> tuple[Mapping[str, set[str]], set[str]]:
    exact: dict[str, set[str]] = defaultdict(set)
    ambiguous: set[str] = set()
    for _, item in items:
        for name in (*item.aliases, item.name):
            exact[plain_name(name)].add(item.id)
        ambiguous.update(map(plain_name, item.ambiguous_aliases))
    return exact, ambiguous
