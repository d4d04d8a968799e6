"""Knowledge: documents with clauses, passages and vectors; ratings and unanswered questions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INTEGER = sa.Integer()
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)
OPEN: dict[str, Any] = {"sqlite_where": sa.text("finished_at IS NULL"), "postgresql_where": sa.text("finished_at IS NULL")}
CURRENT: dict[str, Any] = {"sqlite_where": sa.text("ended_at IS NULL"), "postgresql_where": sa.text("ended_at IS NULL")}


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "corrections",
        sa.Column("stem", TEXT, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stem", "field"),
    )
    op.create_table(
        "questions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("retrieved", TEXT, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("wants_word", sa.Boolean(), nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("answered_by", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("questions_open", "questions", ["id"], **OPEN)
    op.create_table(
        "ratings",
        sa.Column("turn_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("turn_id", "person_id"),
    )
    op.create_table(
        "versions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stem", TEXT, nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("precision", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("period_from", INTEGER),
        sa.Column("period_to", INTEGER),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("superseded_by", TEXT, nullable=False),
        sa.Column("text", TEXT),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("stem", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("versions_current", "versions", ["stem"], unique=True, **CURRENT)
    op.create_table(
        "clauses",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("ordinal", INTEGER, nullable=False),
        sa.Column("parent", INTEGER, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("heading", TEXT, nullable=False),
        sa.Column("start", INTEGER, nullable=False),
        sa.Column("end", INTEGER, nullable=False),
        sa.Column("body_start", INTEGER, nullable=False),
        sa.Column("bodies", TEXT, nullable=False),
        sa.Column("voice", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version_id", "ordinal"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "passages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version_id", KEY, nullable=False),
        sa.Column("doc", TEXT, nullable=False),
        sa.Column("clause", INTEGER, nullable=False),
        sa.Column("ordinal", INTEGER, nullable=False),
        sa.Column("start", INTEGER, nullable=False),
        sa.Column("end", INTEGER, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("context", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("passages_version", "passages", ["version_id"])
    op.create_table(
        "vectors",
        sa.Column("passage_id", KEY, nullable=False),
        sa.Column("space", TEXT, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("passage_id", "space"),
    )
