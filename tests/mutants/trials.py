"""A few generated attacks and true twins: one attack of each class, and some twins of each group."""

from functools import cache

from tests.attacks.groups import SEED, TITLES, classes
from tests.attacks.trial import Trial, trials

TWINS = 20


@cache
def few(group: str) -> tuple[tuple[Trial, ...], tuple[Trial, ...]]:
    """Return the attacks and the twins of a group."""
    kinds = classes(group)
    return tuple(trials(kinds, len(kinds), SEED, "withhold")), tuple(trials(kinds, TWINS, SEED, "release"))


def draw_all() -> None:
    """Draw them once, before many runs."""
    for group in TITLES:
        few(group)
