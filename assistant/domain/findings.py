"""What was looked up for each part of a question: values only, no words. `compose` writes them."""

from dataclasses import dataclass

from assistant.domain.answer import Clarify, Refusal, Status
from assistant.domain.catalogued import (
    BuildChoice,
    CardChoice,
    Comparison,
    FileSizes,
    Price,
    Specification,
    Speed,
    SpeedTable,
    Upgrade,
)
from assistant.domain.estimate import Estimate
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.facts import Fact
from assistant.domain.weighed import Fit, LargestContext, Needed, QuantChoice, Runnable, SameVerdict, SizeClass


@dataclass(frozen=True)
class Nothing:
    """Nothing can be said about a part: a refusal, a topic outside, or a greeting (no refusal)."""

    refusal: Refusal | None
    topic: str | None = None


THIS_QUESTION = "this question"
NOT_KNOWN = Nothing(Refusal("not_in_corpus", THIS_QUESTION))

Finding = (
    Fit
    | SameVerdict
    | SizeClass
    | LargestContext
    | QuantChoice
    | Runnable
    | Needed
    | Speed
    | SpeedTable
    | Specification
    | Comparison
    | FileSizes
    | Price
    | CardChoice
    | BuildChoice
    | Upgrade
    | Explained
    | NotSearched
    | Nothing
)


@dataclass(frozen=True)
class ForGuides:
    """A part that guides and pages may answer; `otherwise` is what is said if they do not.

    None: facts answer the question, and guides may have something to add. A question back is asked in any case, behind
    what guides say. `clause` holds the words to explain, None for the whole question.
    """

    otherwise: Finding | Clarify | None
    clause: str | None = None


def refusal_of(part: Finding) -> Refusal | None:
    """Return the refusal of a part that answers nothing; None for one that does."""
    match part:
        case Nothing() | Speed() | Price():
            return part.refusal
        case Specification() if all(value.fact is None for value in part.values):
            value = part.values[0]
            return Refusal("not_in_corpus", f"the {value.label} of {value.item.name}")
        case NotSearched():
            return NOT_KNOWN.refusal
        case _:
            return None


@dataclass(frozen=True)
class Findings:
    """All parts of one question. With `clarify` set, a reading must be chosen first.

    `open` are parts that wait for what guides and pages say; the refusals are those of the other parts.
    """

    parts: tuple[Finding, ...] = ()
    open: tuple[ForGuides, ...] = ()
    clarify: Clarify | None = None
    assumptions: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    facts: tuple[Fact, ...] = ()
    estimates: tuple[Estimate, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether some part is answered."""
        return any(refusal_of(part) is None for part in self.parts)

    @property
    def status(self) -> Status:
        """The status of contract 6: one answered part makes an answer, whatever was refused beside it."""
        if self.answered:
            return "answered"
        if self.clarify is not None:
            return "clarify"
        codes = {refusal.code for refusal in self.refusals}
        if "out_of_scope" in codes and codes <= {"out_of_scope", "unknown_model", "unknown_device"}:
            return "out_of_scope"  # the names of a subject outside are not expected to be known
        if codes & {"unknown_model", "unknown_device"}:
            return "unknown"
        return "refused"
