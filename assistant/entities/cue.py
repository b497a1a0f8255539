"""One row of the tables by which a question shows its kind, and how its words are written."""

import re
from dataclasses import dataclass

from assistant.domain.question import Attribute, Kind


@dataclass(frozen=True)
class Cue:
    """If a clause holds `words`, is `about` the meanings, and the entities satisfy `needs`, it asks `kind`.

    `about` and `unless` name meanings of `lexicon`: all of the first must stand in the clause, in any order and
    language, and none of the second. Sets of which one will do are parted by "|".
    `needs` and `never` are letters: M a model, N none, S a bare model size, D a device, V a memory size, Q a
    quantization, 1 just one, R two of them, C a context, F the full one, B a budget, T a task, E an engine, G a rig
    the reader owns, 2 two names of one kind; alternatives are parted by "|". `needs` looks at the whole question,
    `never` at the names of the clause if it has any. A matching cue takes the kinds in `removes` out of its clause.
    `weak` cues count only where nothing else does. In the text a product name is written as a row of dots.
    """

    kind: Kind
    words: re.Pattern[str] | None = None
    needs: str = ""
    never: str = ""
    removes: str = ""
    attribute: Attribute | None = None
    weak: bool = False
    about: str = ""
    unless: str = ""

    def speaks(self, clause: str, meant: frozenset[str]) -> bool:
        """Whether the words of a clause with these meanings are the ones this cue waits for."""
        if self.words is not None and not self.words.search(clause):
            return False
        if self.unless and any(meant.issuperset(every.split()) for every in self.unless.split("|")):
            return False
        return not self.about or any(meant.issuperset(every.split()) for every in self.about.split("|"))


def words(pattern: str) -> re.Pattern[str]:
    """Compile alternatives that are written on several lines; a line that begins with "& " goes on."""
    joined = "|".join(line.strip() for line in pattern.strip().splitlines())
    return re.compile(joined.replace("|& ", ""), re.IGNORECASE)
