"""Ambiguity (contract 5): every reading is weighed; one verdict for all is an answer, else the reader chooses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from assistant.corpus.records import ModelRecord
from assistant.domain.answer import Clarify, Option
from assistant.domain.question import Question, Span
from assistant.lookups.subjects import Choice
from assistant.lookups.targets import Target, Wanted

COUNTED = re.compile(r"\d+ x ")
COUNT_BEFORE = re.compile(
    r"(?:\b(?:\d+ ?x?|two|three|four|dual|a pair of|zwei|drei|vier|deux|trois|dos|tres)\s+)$", re.IGNORECASE
)
MOST_READINGS = 12  # more than a reader can choose from: the name decides nothing, so it is asked for


@dataclass(frozen=True)
class Reading:
    """One way to understand a pair of model and device; `label` tells it from the others."""

    model: ModelRecord | None
    target: Target | None
    label: str
    question: str


def readings(question: Question, subject: Choice | None, wanted: Wanted | None) -> tuple[Reading, ...]:
    """Return every combination of what the names can mean, with the complete question for each."""
    models: tuple[ModelRecord | None, ...] = subject.readings if subject else (None,)
    targets: tuple[Target | None, ...] = wanted.readings if wanted else (None,)
    found = []
    for model, target in product(models, targets):
        labels = []
        if len(models) > 1 and model is not None:
            labels.append(model.name)
        if len(targets) > 1 and target is not None:
            labels.append(target.label)
        text = _rewritten(question.normalized, tuple(_changes(subject, model, wanted, target)))
        if subject and model and subject.span is None and len(models) > 1:  # only a size was said
            text = f"{text} ({model.name})"
        found.append(Reading(model, target, " on ".join(labels), text))
    return tuple(found)


def certain(subject: Choice | None, wanted: Wanted | None) -> bool:
    """Whether the names leave nothing open beyond the readings the catalog has."""
    return (subject is None or subject.certain) and (wanted is None or wanted.certain)


def ask_back(named: str, found: tuple[Reading, ...], subject: Choice | None, wanted: Wanted | None) -> Clarify:
    """Ask which reading is meant; each option is a complete question."""
    shown = found[:MOST_READINGS]
    options = tuple(Option(reading.label or _name(reading), reading.question) for reading in shown)
    hint = "name the model" if subject and subject.span is None else "say the size"
    more = "" if len(found) <= MOST_READINGS else f" ({len(found)} in all; {hint} to narrow it down)"
    beyond = "" if certain(subject, wanted) else " It can also mean one that the catalog does not have."
    return Clarify(f'Which one do you mean by "{named}"{more}?{beyond}', options)


def open_name(subject: Choice | None, wanted: Wanted | None) -> str:
    """The words that were ambiguous, as the reader wrote them."""
    names = []
    if subject and (len(subject.readings) > 1 or not subject.certain):
        names.append(subject.named)
    if wanted and (len(wanted.readings) > 1 or not wanted.certain):
        names.append(wanted.named)
    return '" and "'.join(names)


def _name(reading: Reading) -> str:
    names = [reading.model.name if reading.model else "", reading.target.label if reading.target else ""]
    return " on ".join(name for name in names if name)


def _changes(
    subject: Choice | None, model: ModelRecord | None, wanted: Wanted | None, target: Target | None
) -> Iterator[tuple[Span, str]]:
    if subject and model and subject.span and (len(subject.readings) > 1 or not subject.certain):
        yield subject.span, model.name
    if wanted and target and wanted.spans and (len(wanted.readings) > 1 or not wanted.certain):
        yield (wanted.spans[0][0], wanted.spans[-1][1]), target.label


def _rewritten(text: str, changes: tuple[tuple[Span, str], ...]) -> str:
    for (start, end), name in sorted(changes, reverse=True):
        before = text[:start]
        if COUNTED.match(name):  # the reader's own count goes, or it would be said twice
            before = COUNT_BEFORE.sub("", before)
        text = before + name + text[end:]
    return text
