"""Hand-written fakes of the ports. There are no mocks."""

from collections.abc import AsyncIterator

from assistant.domain.answer import Sentence
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.facts import Evidence
from assistant.domain.question import Question


class FixedGuides:
    """Says the same to every question and remembers what it was asked."""

    def __init__(self, said: Explained | NotSearched) -> None:
        self.said = said
        self.asked: list[dict[str, object]] = []

    def explain(
        self, question: Question, *, clause: str | None, page: str | None, beside: bool
    ) -> Explained | NotSearched:
        self.asked.append({"text": question.normalized, "clause": clause, "page": page, "beside": beside})
        return self.said


class ScriptedExplainer:
    """Says the same sentences to every question and remembers the evidence it was given."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.evidence: list[Evidence] = []

    async def explain(self, question: Question, evidence: Evidence) -> AsyncIterator[Sentence]:
        self.evidence.append(evidence)
        for text in self.texts:
            yield Sentence(text, "model")
