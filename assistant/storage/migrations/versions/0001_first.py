"""Conversations, answers, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("settled", sa.Text, nullable=False),
        sa.Column("updated", sa.Float, nullable=False, index=True),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("conversation", sa.String(32), nullable=True),
        sa.Column("asked", sa.Float, nullable=False, index=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("question", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("facts_ms", sa.Float, nullable=False),
        sa.Column("total_ms", sa.Float, nullable=False),
    )
    op.create_index("answers_by_status", "answers", ["status", "kind"])
    op.create_table(
        "feedback",
        sa.Column("answer", sa.String(32), primary_key=True),
        sa.Column("vote", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(64), nullable=True),
        sa.Column("text", sa.Text, nullable=True),
        sa.Column("given", sa.Float, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("feedback", "answers", "conversations"):
        op.drop_table(name)
