"""A model's explanation, sentence by sentence, behind the number ledger: prompt, text, check, watch. Start here.

What the model writes is released unit by unit as the ledger allows. Text that thinks aloud, repeats itself, repeats the
answer, speaks another language or is cut off ends the explanation; what was released until then stands.
"""

import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from assistant.domain.answer import Sentence
from assistant.domain.facts import Evidence
from assistant.domain.generated import Prompt, Stopped
from assistant.domain.turn import Begun, Held, Noted
from assistant.errors import ModelError
from assistant.prompting.explain import Asked, ExplainPrompt
from assistant.verifier.ledger import EvidenceFile, NameReader, Settled
from assistant.verifier.verify import Gate, VerifiedUnit

Written = Sentence | Begun | Held | Noted
TAGS = re.compile(r"[ \t]*\[[FP]\d{1,3}(?:\s*,\s*[FP]\d{1,3})*\]")
MOST_UNITS = 12  # released; the prompt asks for five sentences
MOST_HELD = 8  # in a row: what comes after them will not be better
MOST_REPEATS = 2
FOREIGN = "The language model answered in another language, so this was put together by code."
RETRYABLE = ("absent", "busy", "cut", "slow")
_THOUGHT = re.compile(r"<think>|</think>|<\|channel\|>|<reasoning>", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9.]+")


class TextGenerator(Protocol):
    """Writes text to a prompt, piece by piece."""

    @property
    def model(self) -> str:
        """The name of the model."""
        ...

    async def ready(self) -> None:
        """Return if the model can be asked; costs next to nothing where nobody listens.

        Raises:
            ModelError: it cannot be asked.
        """
        ...

    async def warm(self) -> None:
        """Have the model loaded before it is asked, with the settings it will be asked with.

        Raises:
            ModelError: it cannot be.
        """
        ...

    def write(self, prompt: Prompt) -> AsyncGenerator[str | Stopped, None]:
        """Yield text as it comes, and how it ended; closing the iterator ends the generation.

        Raises:
            ModelError: no text, or no more of it; the code says why.
        """
        ...


@dataclass(frozen=True)
class ToExplain:
    """What an explanation is about: the question, the answer shown, what may be drawn on, what is settled."""

    question: str
    lead: str
    evidence: Evidence
    settled: Settled


@dataclass(frozen=True)
class ModelExplainer:
    """Explains answers with a model. `quiet` says nothing of a model that nobody set up and that is not there."""

    generator: TextGenerator
    prompt: ExplainPrompt
    names: NameReader
    quiet: bool = False

    @property
    def model(self) -> str:
        """The name of the model."""
        return self.generator.model

    @property
    def digest(self) -> str:
        """The digest of the prompt."""
        return self.prompt.template.digest

    async def hindrance(self) -> Noted | None:
        """Return why the model cannot be asked, None if it can; without a message where nobody set up a model."""
        try:
            await self.generator.ready()
        except ModelError as error:
            return self._noted(error)
        return None

    async def warm(self) -> Noted | None:
        """Have the model loaded; return why it could not be, None if it was."""
        if hindrance := await self.hindrance():
            return hindrance
        try:
            await self.generator.warm()
        except ModelError as error:
            return self._noted(error)
        return None

    def _noted(self, error: ModelError) -> Noted:
        silent = self.quiet and error.code == "absent"
        return Noted(error.code, "" if silent else str(error), retryable=error.code in RETRYABLE)

    async def explain(self, about: ToExplain) -> AsyncGenerator[Written, None]:
        """Yield sentences that the ledger released, how many it held back, and a note if the model failed."""
        asked = self.prompt.write(about.question, about.lead, about.evidence)
        if asked is None:
            return
        yield Begun("writing")
        try:
            async with aclosing(self._sentences(about, asked)) as written:
                async for one in written:
                    yield one
        except ModelError as error:
            yield self._noted(error)

    async def _sentences(self, about: ToExplain, asked: Asked) -> AsyncGenerator[Sentence | Held, None]:
        evidence = asked.marked.evidence
        file = EvidenceFile(about.question, about.settled, evidence.facts, evidence.passages)
        gate, watch = Gate(file, self.names), Watch(about.lead)
        stopped: Stopped | None = None
        async with aclosing(self.generator.write(asked.prompt)) as stream:
            async for piece in stream:
                if isinstance(piece, Stopped):
                    stopped = piece
                    break
                for unit in gate.feed(watch.seen(piece)):
                    for one in _told(unit, watch, asked):
                        yield one
        for unit in gate.flush() if _ended_well(stopped, asked.prompt) else ():
            for one in _told(unit, watch, asked):
                yield one
        watch.end()


def _ended_well(stopped: Stopped | None, prompt: Prompt) -> bool:
    """Whether the last unit is a whole one.

    Raises:
        ModelError: the connection ended early, or the server counted fewer tokens than were sent: it cut the prompt.
    """
    if stopped is None:
        raise ModelError("cut", "The language model broke off, so its last words are left out.")
    if stopped.prompt_tokens is not None and stopped.prompt_tokens < prompt.least_tokens:
        raise ModelError(
            "truncated", "The language model did not read the whole question; what it wrote last is left out."
        )
    return stopped.whole


def _told(unit: VerifiedUnit, watch: "Watch", asked: Asked) -> Iterator[Sentence | Held]:
    """A released unit as a sentence, with the ids of the answer; a withheld one as its code.

    Raises:
        ModelError: enough was seen; nothing good will come.
    """
    if not unit.released:
        watch.held(unit)
        yield Held(unit.code or "unparsed")
    elif watch.new(unit.text):
        own = asked.marked.own
        yield Sentence(TAGS.sub("", unit.text).strip(), "model", tuple(own[one] for one in unit.cites if one in own))


@dataclass
class Watch:
    """What a text has done so far; raises `ModelError` when it is not worth going on."""

    lead: str
    _told: set[str] = field(default_factory=set)
    _tail: str = ""
    _repeats: int = 0
    _held: int = 0
    _foreign: int = 0
    silent: bool = True

    def seen(self, piece: str) -> str:
        """Return a piece of text if nothing in it thinks aloud."""
        self.silent = self.silent and not piece.strip()
        self._tail = (self._tail + piece)[-64:]
        if _THOUGHT.search(self._tail):
            raise ModelError("thinking", "The language model thought aloud, so this was put together by code.")
        return piece

    def held(self, unit: VerifiedUnit) -> None:
        """Count a unit that was withheld."""
        self._held += 1
        self._foreign += unit.code == "wrong_language"
        if self._foreign > MOST_REPEATS:
            raise ModelError("language", FOREIGN)
        if self._held > MOST_HELD:
            raise ModelError(
                "withheld", "Little of what the language model wrote could be confirmed, so it was left out."
            )

    def end(self) -> None:
        """Nothing more comes; an explanation of which nothing is left is a failure too."""
        if self.silent:
            raise ModelError("empty", "The language model wrote nothing, so this was put together by code.")
        if self._foreign and not self._told:
            raise ModelError("language", FOREIGN)
        if self._held and not self._told:
            raise ModelError(
                "withheld", "Nothing of what the language model wrote could be confirmed, so it was left out."
            )

    def new(self, text: str) -> bool:
        """Whether a released unit says something that was not there before."""
        self._held = 0
        words = " ".join(_WORDS.findall(TAGS.sub("", text).lower()))
        if not words or words in self._told or words in " ".join(_WORDS.findall(self.lead.lower())):
            self._repeats += 1
            if self._repeats > MOST_REPEATS:
                raise ModelError("repeats", "The language model repeated itself, so the rest was left out.")
            return False
        self._told.add(words)
        if len(self._told) > MOST_UNITS:
            raise ModelError("long", "The language model went on and on, so the rest was left out.")
        return True
