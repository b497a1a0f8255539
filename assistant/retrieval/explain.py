"""Step 3: a question → what guides and pages say to it, or the guides that come nearest. Start here for answers.

Chunks are ranked as in every search. Whether they speak about the question at all is judged by three signs together
(`Answering`); then the stretches closest to the question are given word for word (`select.py`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.domain.explained import Explained
from assistant.domain.facts import Passage
from assistant.domain.question import Question
from assistant.retrieval.defined import defines, definition, has_term, term_of, titles
from assistant.retrieval.expand import expanded
from assistant.retrieval.fusion import Fusion, Scores
from assistant.retrieval.hybrid import Ranker, page_of, rank
from assistant.retrieval.select import KEY_FACTS, Placed, choose
from assistant.retrieval.units import units

CHUNKS = 8  # looked through for stretches
NEAREST = 3  # guides named when nothing is said
RANK_SHARE = 0.5  # of a chunk's share of the best score, added to a unit's cosine
NEAR_BEST = 0.7  # of the best chunk's score: what a chunk must have to be quoted
PAGE_LIFT = 1.3  # for chunks of the page a question is asked on
SHORT_ANSWER = "Short answer"  # the section that says in a few sentences what the guide is about
SHORT_ANSWER_LIFT = 0.1
DEFINITION_LIFT = 0.3  # for a unit that says what the term is that was asked for


@dataclass(frozen=True)
class Answering:
    """A logistic rule: the chance that what was found speaks about the question, fitted on judged questions.

    `similarity`: the largest cosine of a question and a chunk; `heading`: the same with headings alone; `words`:
    the logarithm of one plus the best score of words; `other_language`: for a question that is not English, whose
    cosines are lower. `least` log-odds make an answer; where facts answer already, `least_beside` are asked for.
    Below `near` the question is about something else altogether.
    """

    bias: float
    similarity: float
    heading: float
    words: float
    other_language: float
    least: float
    least_beside: float
    near: float

    def log_odds(self, signs: "Signs") -> float:
        """Add the signs up by their weights."""
        found = self.similarity * signs.similarity + self.heading * signs.heading + self.words * signs.words
        return self.bias + found + (self.other_language if signs.other_language else 0.0)


@dataclass(frozen=True)
class Signs:
    """What tells whether chunks speak about a question; see `Answering`."""

    similarity: float
    heading: float
    words: float
    other_language: bool


class GuideRanker(Ranker, Protocol):
    """A ranker that also knows how close a question is to the parts of a chunk."""

    def closeness(self, question: str, identity: str) -> tuple[float, ...]:
        """Return the cosines of the question to the heading of a chunk and to each of its units."""
        ...


@dataclass(frozen=True)
class GuideReader:
    """Answers from guides and pages. `index` is the digest of the index behind the ranker."""

    guides: GuideRanker
    fusion: Fusion
    answering: Answering
    index: str

    def explain(
        self, question: Question, *, clause: str | None = None, page: str | None = None, beside: bool = False
    ) -> Explained:
        """Return the stretches that speak to the question; none if the signs are too weak.

        `clause` is the part of the question to explain if facts answer the rest. `page` is the slug of the guide the
        question is asked on. `beside`: facts answer already, and the question wants no more than that.
        """
        text = clause or expanded(question)
        ranked, dense, words = rank(self.guides, text, self.fusion)
        term = term_of(question.normalized)
        found = self._looked_through(ranked, page, term)
        close = {passage.id: self.guides.closeness(text, passage.id) for passage, _ in found}
        odds = self.answering.log_odds(signs_of(question, dense, words, close)) if found else -math.inf
        least = self.answering.least_beside if beside else self.answering.least
        excerpts = choose(_placed(found, close, term), text) if odds >= least else ()
        if excerpts and not any(has_term(term, one.passage) for one in excerpts):
            excerpts = ()
        passages = tuple(passage for passage, _ in found)
        nearest = _nearest(passages) if odds >= self.answering.near else ()
        return Explained(excerpts, nearest, passages, self.index)

    def _looked_through(
        self, ranked: Sequence[tuple[str, float]], page: str | None, term: tuple[str, ...]
    ) -> list[tuple[Passage, float]]:
        """The passages among which stretches are chosen: the best ranked, and those that define the term asked for."""
        best = ranked[0][1] if ranked else 0.0
        lifted = ((one, score * (PAGE_LIFT if _slug(one) == page else 1.0)) for one, score in ranked)
        found = [(passage, score) for one, score in lifted if (passage := self.guides.passage(one))]
        defining = [(passage, best if _defines(term, passage) else score) for passage, score in found]
        return sorted(defining, key=lambda one: -one[1])[:CHUNKS]


def signs_of(question: Question, dense: Scores, words: Scores, close: Mapping[str, Sequence[float]]) -> Signs:
    """Read the signs off the chunks in `close`; all 0 without any."""
    return Signs(
        max((dense.get(one, 0.0) for one in close), default=0.0),
        max((parts[0] for parts in close.values() if parts), default=0.0),
        math.log1p(max((words.get(one, 0.0) for one in close), default=0.0)),
        question.language != "en",
    )


def _placed(
    found: Sequence[tuple[Passage, float]], close: Mapping[str, Sequence[float]], term: tuple[str, ...]
) -> list[Placed]:
    """The units of all passages; one counts by its cosine, its passage's rank, and as the definition asked for."""
    best = found[0][1] or 1.0
    placed = []
    for passage, score in found:
        if score < NEAR_BEST * best:
            continue
        for at, unit in enumerate(units(passage.text)):
            if passage.section == KEY_FACTS and unit.start == 0:
                continue  # the summary, which announces instead of saying
            near = close[passage.id][1 + at]
            lift = SHORT_ANSWER_LIFT if passage.section == SHORT_ANSWER else 0.0
            lift += DEFINITION_LIFT * definition(term, passage.section, unit.text)
            placed.append(Placed(passage, at, unit, near, near + RANK_SHARE * score / best + lift))
    return placed


def _nearest(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The best passage of each of the first few guides."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(page_of(passage.id), passage)
    return tuple(first.values())[:NEAREST]


def _defines(term: tuple[str, ...], passage: Passage) -> bool:
    """Whether a passage says what the term is, by its heading or by one of its sentences."""
    return bool(term) and (titles(term, passage.section) or any(defines(term, one.text) for one in units(passage.text)))


def _slug(identity: str) -> str:
    return page_of(identity).rpartition("/")[2]
