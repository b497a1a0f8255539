"""What an owner decided, in the database that all workers share: pins, blocks and the read-only switch."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, Table, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.errors import StorageError
from assistant.storage.tables import decisions, switches

Target = Literal["answer", "guide", "passage"]
Choice = Literal["pin", "block", "clear"]
READ_ONLY = "read_only"


@dataclass(frozen=True)
class Decision:
    """What an owner decided of one answer, guide or passage, and when (Unix seconds)."""

    target: Target
    id: str
    decision: Choice
    note: str | None
    made: float


@dataclass(frozen=True)
class ReadOnly:
    """Whether nothing may be written, why, and since when (Unix seconds)."""

    on: bool = False
    reason: str | None = None
    changed: float = 0.0


@dataclass(frozen=True)
class Decided:
    """Everything that is in force."""

    decisions: tuple[Decision, ...] = ()
    read_only: ReadOnly = ReadOnly()

    def ids(self, target: Target, decision: Choice) -> frozenset[str]:
        """Return the ids of what was decided so."""
        return frozenset(one.id for one in self.decisions if (one.target, one.decision) == (target, decision))


class Desk:
    """Reads and writes decisions. `clock` gives Unix seconds."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def read(self) -> Decided:
        """Return what is in force.

        Raises:
            StorageError: the database cannot be read.
        """
        try:
            with self._engine.connect() as connection:
                made = connection.execute(select(decisions).where(decisions.c.decision != "clear")).all()
                switch = connection.execute(select(switches).where(switches.c.name == READ_ONLY)).first()
        except SQLAlchemyError as error:
            raise StorageError(str(error).splitlines()[0]) from error
        found = tuple(Decision(row.target, row.id, row.decision, row.note, row.made) for row in made)
        return Decided(found, ReadOnly(switch.on, switch.reason, switch.changed) if switch else ReadOnly())

    def decide(self, target: Target, name: str, decision: Choice, note: str | None) -> None:
        """Pin, block or clear one thing; a later decision takes the place of an earlier one.

        Raises:
            StorageError: the database cannot be written.
        """
        where = {"target": target, "id": name}
        self._put(decisions, where, {"decision": decision, "note": note, "made": self._clock()})

    def switch(self, *, on: bool, reason: str | None) -> None:
        """Turn read-only on or off.

        Raises:
            StorageError: the database cannot be written.
        """
        self._put(switches, {"name": READ_ONLY}, {"on": on, "reason": reason, "changed": self._clock()})

    def _put(self, table: Table, where: dict[str, str], values: dict[str, object]) -> None:
        same = [table.c[name] == value for name, value in where.items()]
        try:
            with self._engine.begin() as connection:
                if not connection.execute(update(table).where(*same).values(values)).rowcount:
                    connection.execute(insert(table).values(where | values))
        except IntegrityError:  # another worker was first
            self._put(table, where, values)
        except SQLAlchemyError as error:
            raise StorageError(str(error).splitlines()[0]) from error
