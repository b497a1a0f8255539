"""Hand-written fakes of the ports. There are no mocks."""

from collections.abc import AsyncGenerator

from assistant.domain.answer import Sentence
from assistant.domain.explained import Explained, NotSearched
from assistant.domain.generated import Prompt, Stopped
from assistant.domain.question import Question
from assistant.domain.turn import Noted
from assistant.written import ToExplain, Written


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
    """Says the same to every question and remembers what it was asked; with a hindrance it is never asked."""

    model = "scripted"
    digest = "0123"

    def __init__(self, *said: str | Written, hindrance: Noted | None = None) -> None:
        self.said = said
        self.asked: list[ToExplain] = []
        self._hindrance = hindrance

    async def warm(self) -> None:
        """There is nothing to load."""

    async def hindrance(self) -> Noted | None:
        return self._hindrance

    async def explain(self, about: ToExplain) -> AsyncGenerator[Written, None]:
        self.asked.append(about)
        for one in self.said:
            yield Sentence(one, "model") if isinstance(one, str) else one


class ScriptedGenerator:
    """Writes the same pieces to every prompt, then ends as told; remembers the prompts."""

    model = "scripted"

    def __init__(self, *pieces: str, whole: bool = True, counted: int | None = 900) -> None:
        self.pieces = pieces
        self.stopped = Stopped(counted, whole)
        self.prompts: list[Prompt] = []

    async def warm(self) -> None:
        """There is nothing to load."""

    async def ready(self) -> None:
        """Always."""

    async def write(self, prompt: Prompt) -> AsyncGenerator[str | Stopped, None]:
        self.prompts.append(prompt)
        for piece in self.pieces:
            yield piece
        yield self.stopped
