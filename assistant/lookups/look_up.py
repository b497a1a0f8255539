"""Step 2: a question → findings. Start here: every part is answered, refused or asked back, none is dropped."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.answer import Clarify, Refusal
from assistant.domain.findings import NOT_KNOWN, Finding, Findings, ForGuides, Nothing
from assistant.domain.question import Part, Question
from assistant.lookups.assumed import assumed
from assistant.lookups.collect import collect
from assistant.lookups.families import asks_what_makers_share
from assistant.lookups.named import Named, unknown_finding
from assistant.lookups.pairs import PAIR_KINDS, answer_pairs
from assistant.lookups.shelf import Shelf
from assistant.lookups.subjects import subjects
from assistant.lookups.targets import targets
from assistant.lookups.together import TOGETHER_KINDS

Found = Finding | ForGuides | Clarify
THANKS = re.compile(
    r"thank|thx|\bty\b|cheers|bye|danke|merci|gracias|grazie|obrigad|adiós|tschüss|revoir|спасибо|谢谢|ありがとう",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^\W*(?:what(?:'s| is| are)|whats|tell me about|explain|was (?:ist|sind)|qu'est-ce que?|qu[eé] (?:es|son))\b",
    re.IGNORECASE,
)
OPINION = re.compile(r"\bshould i\b|\bcan i use\b|\bworth\b|\bwhy\b|\bhow do\b|\bis (?:it|an?|the)\b", re.IGNORECASE)


def look_up(question: Question, shelf: Shelf) -> Findings:
    """Look up every part of a question. Names the catalog lacks are refused beside what can be answered."""
    catalog = shelf.catalog
    names = Named(question, shelf, subjects(question, catalog), targets(question, catalog))
    results = [found for part in _parts(names) for found in _answer(part, names)]
    results += [unknown_finding(name, catalog) for name in question.unknown]
    clarify = next((found for found in results if isinstance(found, Clarify)), None)
    if clarify is not None and asks_what_makers_share(question, catalog):
        results = [ForGuides(clarify) if result is clarify else result for result in results]
        clarify = None
    waiting = [ForGuides(result) if result == NOT_KNOWN else result for result in results]
    found = list(dict.fromkeys(result for result in waiting if not isinstance(result, Clarify | ForGuides)))
    opened = tuple(dict.fromkeys(result for result in waiting if isinstance(result, ForGuides)))
    if (found or clarify) and not opened and _guides_may_add(question, clarify):
        opened = (ForGuides(None),)
    return replace(collect(found, clarify), open=opened, assumptions=assumed(question, found))


def _guides_may_add(question: Question, clarify: Clarify | None) -> bool:
    """Whether a guide may have something beside what was looked up, or while a reading is being chosen."""
    asks_meaning = OPINION.search(question.normalized) or ABOUT.search(question.normalized)
    if any(part.perhaps for part in question.parts) or (clarify and asks_meaning):
        return True
    return _names_nothing(question)


def _names_nothing(question: Question) -> bool:
    """Whether a question is about things in general, so that a list alone may miss what is meant."""
    named = question.models or question.devices or question.unknown
    return not named and question.kind not in {"greeting", "out_of_scope"}


def _parts(names: Named) -> tuple[Part, ...]:
    """The parts to answer. Where the only names are unknown ones, nothing is left but to say so."""
    if names.question.unknown and not names.models and not names.places:
        return tuple(part for part in names.question.parts if part.kind == "out_of_scope")
    return names.question.parts


def _answer(part: Part, names: Named) -> Iterator[Found]:
    if part.kind == "greeting":
        yield Nothing(None, "thanks" if THANKS.search(names.question.normalized) else None)
    elif part.kind == "out_of_scope":
        outside = Nothing(Refusal("out_of_scope", part.topic or "this subject"), part.topic)
        yield ForGuides(outside, part.clause) if part.perhaps else outside
    elif part.kind in PAIR_KINDS and (names.models or names.places):
        yield from answer_pairs(part, names)
    elif part.kind in TOGETHER_KINDS:
        yield from TOGETHER_KINDS[part.kind](part, names)
    else:
        yield ForGuides(NOT_KNOWN, part.clause)
