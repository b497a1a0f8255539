"""Events of the answer path as events of a stream (contract 10): a name and data, no ids yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from assistant.domain.answer import Answer, Citation
from assistant.domain.turn import Begun, Event, FactsFound, Finished, Held, Noted, Released

_ANY: TypeAdapter[Any] = TypeAdapter(Any)
_FACTS = TypeAdapter(FactsFound)
_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True)
class Record:
    """One event of a stream."""

    event: str
    data: dict[str, Any]


def records(event: Event) -> Iterator[Record]:
    """Write an event of the answer path; the end is written by `ending`."""
    match event:
        case FactsFound():
            yield from _facts(_FACTS.dump_python(event, by_alias=True, mode="json"))
        case Begun():
            yield Record("status", {"step": event.step})
        case Released():
            sentence = event.sentence
            data = {"n": event.n, "text": sentence.text, "origin": sentence.origin}
            yield Record("sentence", data | {"evidence": list(sentence.evidence)})
        case Held():
            yield Record("withheld", {"code": event.code, "count": event.count})
        case Noted():
            yield Record("error", {"code": event.code, "message": event.message, "retryable": event.retryable})
        case Finished():
            return


def _facts(found: dict[str, Any]) -> Iterator[Record]:
    estimates = found["estimates"]
    data = {name: found[name] for name in ("lead", "facts", "refusals", "assumptions")}
    yield Record("facts", data | {"estimate": estimates[0] if estimates else None, "estimates": estimates})
    yield from (Record("citation", one) for one in found["citations"])
    if found["clarify"]:
        yield Record("clarify", found["clarify"])


def ending(answer: Answer, cited: int) -> Iterator[Record]:
    """Write the citations behind the first `cited`, and the end."""
    yield from (Record("citation", plain(one)) for one in answer.citations[cited:])
    data = {
        "status": answer.status, "text": answer.text, "timings_ms": plain(answer.timings_ms),
        "followups": list(answer.followups), "cached": answer.cached, "engine": plain(answer.engine),
        "withheld": [plain(one) for one in answer.withheld], "refusals": [plain(one) for one in answer.refusals],
    }  # fmt: skip
    yield Record("done", data)


def replayed(answer: Answer) -> Iterator[Record]:
    """Write a whole answer as the stream it was."""
    lead = [sentence for sentence in answer.sentences if sentence.origin == "lead"]
    cited = _cited_in(answer.lead, answer.citations)
    found = FactsFound(
        answer.lead, answer.facts, answer.estimates, answer.refusals, answer.assumptions, answer.citations[:cited],
        answer.clarify,
    )  # fmt: skip
    yield from records(found)
    for n, sentence in enumerate(answer.sentences[len(lead) :], start=len(lead) + 1):
        yield from records(Released(n, sentence))
    yield from (Record("withheld", {"code": one.code, "count": one.count}) for one in answer.withheld)
    yield from ending(answer, cited)


def _cited_in(lead: str, citations: tuple[Citation, ...]) -> int:
    return sum(f"[{one.n}]" in lead for one in citations)


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a frozen value as JSON takes it."""
    return _ANY.dump_python(value, mode="json", by_alias=True)


def answer_data(answer: Answer) -> dict[str, Any]:
    """Return a whole answer as JSON takes it (contract 7)."""
    found: dict[str, Any] = _ANSWER.dump_python(answer, by_alias=True, mode="json")
    return found
