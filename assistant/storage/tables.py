"""The tables. Times are Unix seconds, so that every database sorts them alike."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("settled", Text, nullable=False),
    Column("updated", Float, nullable=False, index=True),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation", String(32), nullable=True),
    Column("asked", Float, nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("question", Text, nullable=True),  # null unless the owner keeps questions
    Column("body", Text, nullable=False),  # the answer as JSON, its question masked or left out
    Column("facts_ms", Float, nullable=False),
    Column("total_ms", Float, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer", String(32), primary_key=True),
    Column("vote", Integer, nullable=False),
    Column("reason", String(64), nullable=True),
    Column("text", Text, nullable=True),
    Column("given", Float, nullable=False),
)

Index("answers_by_status", answers.c.status, answers.c.kind)

decisions = Table(
    "decisions",
    metadata,
    Column("target", String(16), primary_key=True),  # answer, guide or passage
    Column("id", String(200), primary_key=True),
    Column("decision", String(8), nullable=False),  # pin, block or clear
    Column("note", Text, nullable=True),
    Column("made", Float, nullable=False),
)

switches = Table(
    "switches",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("on", Boolean, nullable=False),
    Column("reason", Text, nullable=True),
    Column("changed", Float, nullable=False),
)
