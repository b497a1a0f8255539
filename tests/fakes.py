"""Hand-written fakes of the ports. There are no mocks."""

from collections.abc import AsyncIterator

from assistant.domain.answer import Sentence
from assistant.domain.facts import Evidence, Passage
from assistant.domain.question import Question


class FixedSearcher:
    """Finds the same passages for every question and remembers what it was asked."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = passages
        self.asked: list[str] = []

    def search(self, question: str, *, limit: int) -> tuple[Passage, ...]:
        self.asked.append(question)
        return self.passages[:limit]


class ScriptedExplainer:
    """Says the same sentences to every question and remembers the evidence it was given."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.evidence: list[Evidence] = []

    async def explain(self, question: Question, evidence: Evidence) -> AsyncIterator[Sentence]:
        self.evidence.append(evidence)
        for text in self.texts:
            yield Sentence(text, "model")
