"""Questions that mean alike, put together: what the guides do not say yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ALIKE = 0.6  # cosine from which two questions are taken for one subject
MOST = 500  # questions that are put together


@dataclass(frozen=True)
class Gap:
    """A group of questions without an answer: the one in its middle, all of them, how many there are."""

    about: str
    questions: tuple[str, ...]
    count: int


def gaps(questions: Sequence[str], embed: Callable[[Sequence[str]], Sequence[Sequence[float]]]) -> tuple[Gap, ...]:
    """Group questions by meaning, the largest group first. `embed` returns vectors of unit length."""
    asked = list(questions)[:MOST]
    if not asked:
        return ()
    vectors = [list(map(float, one)) for one in embed(asked)]
    groups: list[list[int]] = []
    for at in range(len(asked)):
        near = [(max(_dot(vectors[at], vectors[one]) for one in group), group) for group in groups]
        best = max(near, key=lambda pair: pair[0], default=None)
        if best and best[0] >= ALIKE:
            best[1].append(at)
        else:
            groups.append([at])
    return tuple(sorted((_gap(group, asked, vectors) for group in groups), key=lambda gap: -gap.count))


def _gap(group: Sequence[int], asked: Sequence[str], vectors: Sequence[Sequence[float]]) -> Gap:
    middle = max(group, key=lambda one: sum(_dot(vectors[one], vectors[other]) for other in group))
    different = tuple(dict.fromkeys(asked[one] for one in group))
    return Gap(asked[middle], different[:20], len(group))


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
