"""Conversations, receipts and feedback in a database: SQLite beside the index by default, any other by its address.

Every call is short and blocking; the service makes them in threads.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.domain.answer import Answer
from assistant.domain.question import Settled
from assistant.errors import StorageError
from assistant.storage.masking import masked
from assistant.storage.tables import answers, conversations, feedback

_SETTLED = TypeAdapter(Settled)
_ANSWER = TypeAdapter(Answer)
MIGRATION_WAITS_S = (0.1, 0.3, 1.0, 3.0)
BUSY_S = 3.0  # how long SQLite waits for another writer
CONVERSATION_S = 24 * 3600.0
MOST_RECEIPTS = 2000  # that are looked through for values that changed
RECEIPT_S = 30 * 24 * 3600.0


@dataclass(frozen=True)
class Vote:
    """A reader's judgement of an answer: 1 or -1, with a reason of a list and words of their own."""

    answer: str
    vote: int
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Receipt:
    """An answer as it was given, and when (Unix seconds)."""

    answer: Answer
    asked: float


class Store:
    """The database behind the service."""

    def __init__(self, engine: Engine, clock: Callable[[], float], *, keep_questions: bool) -> None:
        self._engine = engine
        self._clock = clock
        self._keep_questions = keep_questions

    @classmethod
    def open(cls, url: str, data_dir: Path, *, keep_questions: bool, clock: Callable[[], float] = time.time) -> "Store":
        """Open the database and bring its tables up to date; `clock` gives Unix seconds.

        Raises:
            StorageError: it cannot be opened or written; the message says why.
        """
        try:
            if not url:
                data_dir.mkdir(parents=True, exist_ok=True)
            engine = create_engine(url or f"sqlite:///{data_dir / 'service.db'}", pool_pre_ping=bool(url))
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _sqlite)
            _migrate(engine)
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(f"the database cannot be opened: {_reason(error)}") from error
        return cls(engine, clock, keep_questions=keep_questions)

    def settled(self, conversation: str | None) -> Settled | None:
        """Return what a conversation has settled; None if there is none, it is over, or it cannot be read.

        Raises:
            StorageError: the database cannot be read.
        """
        if conversation is None:
            return None
        fresh = conversations.c.updated > self._clock() - CONVERSATION_S
        try:
            with self._engine.connect() as connection:
                row = connection.execute(
                    select(conversations.c.settled).where(conversations.c.id == conversation, fresh)
                ).first()
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error
        try:
            return _SETTLED.validate_json(row[0]) if row else None
        except ValidationError:  # written by another version
            return None

    def keep(self, answer: Answer, settled: Settled) -> None:
        """Keep a receipt, and what its conversation has settled now.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        shown = masked(answer.question) if self._keep_questions else None
        body = _ANSWER.dump_json(replace(answer, question=shown or ""), by_alias=True).decode()
        row = {
            "id": answer.id, "conversation": answer.conversation, "asked": now, "kind": answer.kind,
            "status": answer.status, "question": shown, "body": body,
            "facts_ms": answer.timings_ms.facts, "total_ms": answer.timings_ms.total,
        }  # fmt: skip
        words = _SETTLED.dump_json(settled).decode()
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(answers).values(row))
                changed = connection.execute(
                    update(conversations)
                    .where(conversations.c.id == answer.conversation)
                    .values(settled=words, updated=now)
                )
                if not changed.rowcount and answer.conversation:
                    values = {"id": answer.conversation, "settled": words, "updated": now}
                    connection.execute(insert(conversations).values(values))
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error

    def receipt(self, answer: str) -> Receipt | None:
        """Return an answer that was given; None if it is not known.

        Raises:
            StorageError: the database cannot be read.
        """
        try:
            with self._engine.connect() as connection:
                row = connection.execute(select(answers.c.body, answers.c.asked).where(answers.c.id == answer)).first()
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error
        found = _read(row[0]) if row else None
        return Receipt(found, row[1]) if row and found else None

    def receipts(self, days: int) -> list[Receipt]:
        """Return the answers of the last days, the newest first, those that another version wrote left out.

        Raises:
            StorageError: the database cannot be read.
        """
        since = self._clock() - days * 24 * 3600
        wanted = select(answers.c.body, answers.c.asked).where(answers.c.asked > since)
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(wanted.order_by(answers.c.asked.desc()).limit(MOST_RECEIPTS)).all()
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error
        return [Receipt(found, row.asked) for row in rows if (found := _read(row.body)) is not None]

    def vote(self, vote: Vote) -> bool:
        """Keep a judgement; a later one of the same answer takes its place. False if there is no such answer.

        Raises:
            StorageError: the database cannot be written.
        """
        values = {
            "vote": vote.vote, "reason": vote.reason, "given": self._clock(),
            "text": masked(vote.text) if vote.text else None,
        }  # fmt: skip
        try:
            with self._engine.begin() as connection:
                if connection.execute(select(answers.c.id).where(answers.c.id == vote.answer)).first() is None:
                    return False
                changed = connection.execute(update(feedback).where(feedback.c.answer == vote.answer).values(values))
                if not changed.rowcount:
                    connection.execute(insert(feedback).values(values | {"answer": vote.answer}))
        except IntegrityError:  # another worker was first
            return self.vote(vote)
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error
        return True

    def forget(self) -> int:
        """Drop what has expired; return how many rows.

        Raises:
            StorageError: the database cannot be written.
        """
        now = self._clock()
        try:
            with self._engine.begin() as connection:
                old = connection.execute(delete(conversations).where(conversations.c.updated < now - CONVERSATION_S))
                gone = connection.execute(delete(answers).where(answers.c.asked < now - RECEIPT_S))
                return old.rowcount + gone.rowcount
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has; also finds out whether the database answers.

        Raises:
            StorageError: it does not.
        """
        try:
            with self._engine.connect() as connection:
                tables = (conversations, answers, feedback)
                return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
        except SQLAlchemyError as error:
            raise StorageError(_reason(error)) from error

    @property
    def engine(self) -> Engine:
        """The database, for reports."""
        return self._engine

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _read(body: str) -> Answer | None:
    """An answer that was kept; None if another version wrote it."""
    try:
        return _ANSWER.validate_json(body)
    except ValidationError:
        return None


def _sqlite(connection: object, _record: object) -> None:
    """Several workers read while one writes."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own connection
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={int(BUSY_S * 1000)}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415 - once, at the start
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    for wait in (*MIGRATION_WAITS_S, None):
        try:
            with engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except SQLAlchemyError:  # perhaps another worker makes the same tables at this moment
            if wait is None:
                raise
            time.sleep(wait)
        else:
            return


def _reason(error: Exception) -> str:
    """The driver's own words, without the statement."""
    return str(getattr(error, "orig", None) or error).splitlines()[0]
