"""One answer against the expectations of its case: a list of what is wrong, empty if nothing is."""

import re
from collections.abc import Iterator
from dataclasses import asdict

from assistant.domain.answer import Answer
from assistant.domain.facts import Fact, Subject
from assistant.domain.question import Question
from assistant.evaluation.golden import Expect, ExpectedFact


def failures(expect: Expect, answer: Answer) -> list[str]:
    """Return one line per broken expectation."""
    return [
        *_outcome(expect, answer),
        *_facts(expect, answer),
        *_estimates(expect, answer),
        *_text(expect, answer),
    ]


def entity_failures(expect: Expect, question: Question) -> list[str]:
    """Return one line per name that was not read as expected. Order does not count."""
    read: dict[str, object] = {
        "models": {candidate for mention in question.models for candidate in mention.candidates},
        "devices": {candidate for mention in question.devices for candidate in mention.candidates},
        "quants": {quant.name for quant in question.settings.quants} | {m.quant for m in question.models if m.quant},
        "contexts": set(question.settings.contexts),
        "kind": question.kind,
        "language": question.language,
    }
    broken = []
    for name, wanted in expect.entities.items():
        expected = wanted if isinstance(wanted, str) else set(wanted)
        if read[name] != expected:
            broken.append(f"{name}: read {read[name]}, expected {expected}")
    return broken


def _outcome(expect: Expect, answer: Answer) -> Iterator[str]:
    if answer.status not in expect.status:
        yield f"status: {answer.status}, expected {' or '.join(expect.status)}"
    verdict = answer.estimate.verdict if answer.estimate else None
    if expect.verdict and (answer.estimate is None or verdict not in expect.verdict):
        yield f"verdict: {verdict}, expected {' or '.join(map(str, expect.verdict))}"
    codes = {refusal.code for refusal in answer.refusals}
    yield from (f"refusal missing: {code}" for code in expect.refusals if code not in codes)
    offered = [option.question for option in answer.clarify.options] if answer.clarify else []
    missing = [option for option in expect.options if not any(option in question for question in offered)]
    yield from (f"option missing: {option}" for option in missing)
    cited = {citation.id for citation in answer.citations}
    wanted = expect.citations
    yield from (f"not cited: {name}" for name in wanted.must if not _cites(cited, name))
    yield from (f"wrongly cited: {name}" for name in wanted.must_not if _cites(cited, name))
    if wanted.any and not any(_cites(cited, name) for name in wanted.any):
        yield f"none cited of: {', '.join(wanted.any)}"


def _cites(cited: set[str], name: str) -> bool:
    """Whether an id is cited; a guide or page also by one of its passages."""
    return any(one == name or one.startswith((f"{name}#", f"{name}~")) for one in cited)


def _facts(expect: Expect, answer: Answer) -> Iterator[str]:
    for wanted in expect.facts:
        owned = [f for f in answer.facts if f.metric == wanted.metric and _same(wanted.subject, f)]
        if not any(_equal(wanted, fact) for fact in owned):
            seen = ", ".join(f"{f.value} {f.unit}" for f in owned) or "no such fact"
            yield f"fact {wanted.metric} {_named(wanted.subject)}: {seen}, expected {wanted.value} {wanted.unit or ''}"
    for banned in expect.no_facts:
        for fact in answer.facts:
            if fact.metric == banned.metric and _same(banned.subject, fact):
                yield f"fact that must not be there: {fact.metric} {fact.value} {fact.unit}"


def _estimates(expect: Expect, answer: Answer) -> Iterator[str]:
    for wanted in expect.estimates:
        owned = [
            e
            for e in answer.estimates
            if e.model == wanted.model
            and (wanted.device is None or wanted.device in {d.id for d in e.devices})
            and (wanted.quant is None or wanted.quant == e.quant)
        ]
        if not any(e.verdict in wanted.verdict for e in owned):
            seen = ", ".join(str(e.verdict) for e in owned) or "no such estimate"
            place = f"{wanted.model} on {wanted.device}"
            yield f"estimate {place}: {seen}, expected {' or '.join(map(str, wanted.verdict))}"


def _text(expect: Expect, answer: Answer) -> Iterator[str]:
    yield from (f"text lacks {part!r}" for part in expect.contains if part not in answer.text)
    yield from (f"text must not contain {part!r}" for part in expect.not_contains if part in answer.text)
    yield from (f"text does not match {form!r}" for form in expect.regex if not re.search(form, answer.text))


def _same(subject: Subject, fact: Fact) -> bool:
    owner = asdict(fact.subject)
    return all(owner[name] == value for name, value in asdict(subject).items() if value is not None)


def _named(subject: Subject) -> str:
    return " ".join(str(value) for value in asdict(subject).values() if value is not None)


def _equal(wanted: ExpectedFact, fact: Fact) -> bool:
    if wanted.unit is not None and fact.unit != wanted.unit:
        return False
    if wanted.value is None or wanted.value == fact.value:
        return True
    if isinstance(wanted.value, str) or isinstance(fact.value, str):
        return False
    return abs(fact.value - wanted.value) <= wanted.tolerance * abs(wanted.value)
