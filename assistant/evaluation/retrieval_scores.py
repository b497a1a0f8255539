"""Scores of a ranking against judgements."""

import math
from collections.abc import Collection, Mapping, Sequence


def ndcg(ranked: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulative gain of the first `depth` ids, with linear gain as BEIR counts it.

    A relevant document that is not found counts as a miss; without any relevant document the score is 0.
    """
    gain = _discounted([grades.get(one, 0) for one in ranked[:depth]])
    best = _discounted(sorted(grades.values(), reverse=True)[:depth])
    return gain / best if best else 0.0


def found(ranked: Sequence[str], wanted: Collection[str], depth: int) -> bool:
    """Whether one of the wanted ids is among the first `depth`."""
    return any(one in wanted for one in ranked[:depth])


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
