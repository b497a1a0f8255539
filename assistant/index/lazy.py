"""The guides behind the answer path: opened with the first question that needs them. Satisfies its port `Guides`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.domain.explained import Explained, NotSearched
from assistant.domain.question import Part, Question
from assistant.errors import IndexUnusableError, VectorServerError
from assistant.retrieval.explain import GuideReader


@dataclass
class LazyGuides:
    """Opens the index when it is first asked, and again when it was built anew. May be asked by several threads.

    `mend` is tried once if it cannot be used, for example to build it. `mark` changes with every build.
    """

    open: Callable[[], GuideReader]
    mend: Callable[[], object] | None = None
    mark: Callable[[], object] = lambda: None
    _reader: GuideReader | None = None
    _marked: object = None
    _alone: threading.Lock = field(default_factory=threading.Lock)
    _one: threading.Lock = field(default_factory=threading.Lock)

    def explain(
        self, question: Question, *, clause: str | None, page: str | None, beside: bool
    ) -> Explained | NotSearched:
        """Return what the guides say, or why they cannot be searched."""
        try:
            reader = self._opened()
            with self._one:  # more threads would only wait for one another at every step of the model
                return reader.explain(question, clause=clause, page=page, beside=beside)
        except IndexUnusableError as error:
            self._reader = None  # a later build may have mended it
            return NotSearched(str(error))

    def load(self) -> None:
        """Open the index now and ask it something, so that the first reader does not wait for the model.

        Raises:
            IndexUnusableError: it cannot be used.
        """
        nothing = Question("warm up", "warm up", "en", (Part("guide"),))
        self._opened().explain(nothing, clause=None, page=None, beside=False)

    def _opened(self) -> GuideReader:
        with self._alone:
            mark = self.mark()
            if self._reader is None or mark not in (None, self._marked):  # a missing index leaves the old one in use
                self._reader, self._marked = self._mended(), self.mark()
            return self._reader

    def _mended(self) -> GuideReader:
        try:
            return self.open()
        except IndexUnusableError as error:
            if self.mend is None or isinstance(error, VectorServerError):
                raise
            mend, self.mend = self.mend, None
            mend()
            return self.open()
