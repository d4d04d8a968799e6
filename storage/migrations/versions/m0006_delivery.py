"""Delivery: what a row of the outbox is about, addresses that were lost, announcements, channels."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)
OPEN: dict[str, Any] = {"sqlite_where": sa.text("finished_at IS NULL"), "postgresql_where": sa.text("finished_at IS NULL")}
ABOUT: dict[str, Any] = {"sqlite_where": sa.text("subject <> ''"), "postgresql_where": sa.text("subject <> ''")}


def upgrade() -> None:
    """Add the columns, create the tables, and call the dead by one name on both sides."""
    op.add_column("outbox", sa.Column("subject", TEXT, server_default="", nullable=False))
    op.create_index("outbox_subject", "outbox", ["subject", "state"], **ABOUT)
    op.execute("UPDATE outbox SET state = 'dead' WHERE state = 'given-up'")
    op.add_column("addresses", sa.Column("lost_at", MOMENT))
    op.create_table(
        "broadcasts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("reached", KEY, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("broadcasts_open", "broadcasts", ["id"], **OPEN)
    op.create_table(
        "channels",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("lost_at", MOMENT),
        sa.Column("why", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat"),
    )
