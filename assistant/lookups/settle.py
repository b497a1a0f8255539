"""Step 2 again, once the guides were asked: the parts that waited for them are closed."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.domain.answer import Clarify, Nearest, Refusal
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.findings import NOT_KNOWN, THIS_QUESTION, Finding, Findings, Nothing
from assistant.lookups.collect import collect


def settle(findings: Findings, said: Explained | NotSearched | None) -> Findings:
    """Return the findings with what the guides said behind the other parts.

    If they said nothing, each part that waited ends as it would without them. `None`: there are no guides.
    """
    if isinstance(said, Explained) and said.excerpts:
        return _with(findings, [said])
    waiting = [part.otherwise for part in findings.open if part.otherwise]
    return _with(findings, [_ending(one, said) for one in waiting if not isinstance(one, Clarify)])


def _ending(otherwise: Finding, said: Explained | NotSearched | None) -> Finding:
    if otherwise != NOT_KNOWN or said is None:
        return otherwise
    if isinstance(said, NotSearched):
        return said
    if not said.nearest:
        return Nothing(Refusal("out_of_scope", "this subject"))
    near = tuple(Nearest(passage.title, passage.url or "") for passage in said.nearest)
    return Nothing(Refusal("not_in_corpus", THIS_QUESTION, near))


def _with(findings: Findings, parts: Iterable[Finding]) -> Findings:
    found = (*findings.parts, *dict.fromkeys(parts))
    waiting = (part.otherwise for part in findings.open if isinstance(part.otherwise, Clarify))
    clarify = findings.clarify or next(waiting, None)
    return replace(collect(found, clarify), assumptions=findings.assumptions)
