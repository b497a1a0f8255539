"""The guides behind the answer path: opened with the first question that needs them. Satisfies its port `Guides`."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain.explained import Explained, NotSearched
from assistant.domain.question import Question
from assistant.errors import IndexUnusableError, VectorServerError
from assistant.retrieval.explain import GuideReader


@dataclass
class LazyGuides:
    """Opens the index when it is first asked. `mend` is tried once if it cannot be used, for example to build it."""

    open: Callable[[], GuideReader]
    mend: Callable[[], object] | None = None
    _reader: GuideReader | None = None

    def explain(
        self, question: Question, *, clause: str | None, page: str | None, beside: bool
    ) -> Explained | NotSearched:
        """Return what the guides say, or why they cannot be searched."""
        try:
            return self._opened().explain(question, clause=clause, page=page, beside=beside)
        except IndexUnusableError as error:
            self._reader = None  # a later build may have mended it
            return NotSearched(str(error))

    def _opened(self) -> GuideReader:
        if self._reader is None:
            try:
                self._reader = self.open()
            except IndexUnusableError as error:
                if self.mend is None or isinstance(error, VectorServerError):
                    raise
                mend, self.mend = self.mend, None
                mend()
                self._reader = self.open()
        return self._reader
