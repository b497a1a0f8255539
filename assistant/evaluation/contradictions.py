"""Every quantity in guides and pages that disagrees with the catalog or the estimator.

The number ledger's grammar reads the prose: names, quantities, owners. A quantity is carried if a record of something
the statement speaks of has that value, or if it can be computed from records. One that is not carried is reported if
the statement names whose it is and no word gives it to something else; a speed whenever no verified row carries it.
What names no owner, or measures what no record measures, is not judged.

A line of the report is mended in the guide, or justified there: `<!-- stands: "the words": why -->`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.catalog import Catalog
from assistant.corpus.guides import Guide
from assistant.corpus.problems import Problem
from assistant.entities.index import NameIndex
from assistant.entities.reader import NameReading
from assistant.errors import CorpusError
from assistant.evaluation.prose import Statement, statements, without
from assistant.evaluation.prose_facts import ProseFacts
from assistant.evaluation.spoken import Reading
from assistant.lookups.shelf import Shelf
from assistant.verifier.discourse import after
from assistant.verifier.ledger import NameReader
from assistant.verifier.scene import Before

STANDS = re.compile(r'<!--\s*stands:\s*"([^"]+)":\s*(.+?)\s*-->', re.DOTALL)


@dataclass(frozen=True)
class Contradiction:
    """One quantity or verdict of a guide, what the records have instead, and why it stands if it does."""

    statement: Statement
    said: str
    known: str
    justified: str | None = None


@dataclass(frozen=True)
class Report:
    """What was found in one guide; `read` quantities could be judged, of which `carried` are right."""

    guide: str
    found: tuple[Contradiction, ...]
    read: int
    carried: int
    idle: tuple[str, ...]  # justifications of what nothing contradicts

    @property
    def open(self) -> tuple[Contradiction, ...]:
        """Those without a justification."""
        return tuple(one for one in self.found if one.justified is None)

    def problems(self) -> Iterator[Problem]:
        """As lines of `ownrig corpus check`."""
        for one in self.open:
            words = f"{one.said!r} in {one.statement.raw!r} disagrees: {one.known}"
            yield Problem(f"{self.guide}.md", one.statement.section, "text", words)
        for text in self.idle:
            yield Problem(f"{self.guide}.md", "comment", "stands", f"{text!r} is contradicted by nothing", "note")


def contradictions(guide: Guide, text: str, facts: ProseFacts, names: NameReader) -> Report:
    """Return what disagrees in one guide; `text` is its file, with the commands in its comments.

    Raises:
        CorpusError: a command in a comment cannot be run.
    """
    reading = Reading(facts.declared(f"corpus/{guide.id}.md", text), facts, names)
    found: list[Contradiction] = []
    read = carried = 0
    before, section = Before(), ""
    for statement in statements(guide):
        if statement.section != section:
            section = statement.section
            before = after(reading.scene(section, Before()).scene, Before())
        spoken = reading.scene(statement.text, before, cell=statement.raw.startswith("|"))
        judged = list(spoken.judged())
        read += len(judged)
        carried += sum(known is None for _, known in judged)
        wrong = [*((one, known) for one, known in judged if known), *spoken.places()]
        found += [Contradiction(statement, *one) for one in wrong]
        before = after(spoken.scene, before)
    return _justified(guide, text, found, read, carried)


class Checker:
    """Holds guides and pages to a catalog."""

    def __init__(self, corpus: Path, catalog: Catalog) -> None:
        index = NameIndex.build(catalog)
        self._corpus = corpus
        self.names = NameReading(index)
        self.facts = ProseFacts(Shelf(catalog), index)

    def report(self, guide: Guide) -> Report:
        """Return what disagrees in a guide of the corpus.

        Raises:
            CorpusError: its file cannot be read, or a command in a comment cannot be run.
        """
        try:
            text = (self._corpus / f"{guide.id}.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(f"corpus/{guide.id}.md: cannot be read ({error})") from error
        return contradictions(guide, text, self.facts, self.names)

    def clean(self, guide: Guide) -> Guide:
        """Return the guide without the statements that disagree: they are not quoted."""
        return without(guide, frozenset(one.statement.raw for one in self.report(guide).open))


def _justified(guide: Guide, text: str, found: list[Contradiction], read: int, carried: int) -> Report:
    reasons = {" ".join(match[1].split()): match[2] for match in STANDS.finditer(text)}
    used: set[str] = set()
    settled = []
    for one in found:
        fits = next((words for words in reasons if words in one.statement.text and one.said in words), None)
        used |= {fits} if fits else set()
        settled.append(Contradiction(one.statement, one.said, one.known, reasons[fits] if fits else None))
    return Report(guide.id, tuple(settled), read, carried, tuple(one for one in reasons if one not in used))
