"""Step 3a: two rankings → one. Pure: scores in, order out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Method = Literal["weighted", "rank"]
Scores = Mapping[str, float]

RANK_K = 60  # Cormack, Clarke and Büttcher 2009; damps the lead of rank 1 over rank 2


@dataclass(frozen=True)
class Fusion:
    """How two rankings become one. `dense_weight` in [0, 1]: the share of meaning, the rest is for words.

    `weighted`: scores of each ranking are brought to [0, 1] and added by weight. `rank`: `RANK_K` rank fusion.
    `page_share` of the mean score of a page's best `page_chunks` is added to each of its chunks.
    """

    method: Method
    dense_weight: float
    candidates: int
    page_share: float = 0.0
    page_chunks: int = 1


def fuse(dense: Scores, words: Scores, fusion: Fusion) -> list[tuple[str, float]]:
    """Merge two rankings, best first, each id with its fused score in [0, 1] (`weighted`) or (0, 1/61] (`rank`).

    An id that one ranking lacks gets nothing from it: beyond the candidates, nothing is known of its score but that
    it is low. Ties are ordered by id, so that the same scores give the same order.
    """
    if fusion.method == "weighted":
        near, said = _stretched(dense), _by_best(words)
    else:
        near, said = _by_rank(dense), _by_rank(words)
    weight = fusion.dense_weight
    total = {one: weight * near.get(one, 0.0) + (1 - weight) * said.get(one, 0.0) for one in near.keys() | said.keys()}
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def _stretched(scores: Scores) -> dict[str, float]:
    """Cosines moved to [0, 1] between the worst and the best candidate; all equal: they say nothing, 1 for each."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {one: (score - low) / (high - low) for one, score in scores.items()}


def _by_best(scores: Scores) -> dict[str, float]:
    """Word scores as shares of the best one: unlike a cosine, they have a true zero, no word in common."""
    best = max(scores.values(), default=0.0)
    return {one: score / best if best > 0 else 0.0 for one, score in scores.items()}


def _by_rank(scores: Scores) -> dict[str, float]:
    order = sorted(scores, key=lambda one: (-scores[one], one))
    return {one: 1 / (RANK_K + rank) for rank, one in enumerate(order, start=1)}


Ranked = Sequence[tuple[str, float]]


def lift(ranked: Ranked, page_of: Callable[[str], str], fusion: Fusion) -> list[tuple[str, float]]:
    """Raise the chunks of pages that speak about the question as a whole, best first.

    A page with fewer than `page_chunks` chunks found counts as though the missing ones scored nothing: one sentence
    that happens to match is weaker evidence than a page about the subject.
    """
    pages: defaultdict[str, list[float]] = defaultdict(list)
    placed = [(one, score, page_of(one)) for one, score in ranked]
    for _, score, page in placed:
        pages[page].append(score)
    share, most = fusion.page_share, fusion.page_chunks
    extra = {page: share * sum(sorted(scores)[-most:]) / most for page, scores in pages.items()}
    lifted = [(one, score + extra[page]) for one, score, page in placed]
    return sorted(lifted, key=lambda item: (-item[1], item[0]))


def spread(ranked: Ranked, page_of: Callable[[str], str], pages: int) -> list[tuple[str, float]]:
    """Put the best chunk of each of the best `pages` pages first, then everything else, both in their order.

    The first places thus show different pages: a reader whose question is misread by one finds another.
    """
    first: dict[str, tuple[str, float]] = {}
    for one, score in ranked:
        if len(first) < pages:
            first.setdefault(page_of(one), (one, score))
    leading = list(first.values())
    taken = {one for one, _ in leading}
    return leading + [(one, score) for one, score in ranked if one not in taken]
