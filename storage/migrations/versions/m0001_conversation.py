"""Conversation: inbox, outbox, places, turns, plans, people, audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INTEGER = sa.Integer()
TEXT = sa.Text()
MOMENT = sa.DateTime(timezone=True)
OPEN: dict[str, Any] = {"sqlite_where": sa.text("finished_at IS NULL"), "postgresql_where": sa.text("finished_at IS NULL")}


def upgrade() -> None:
    """Create the tables, and let the database itself guard the audit."""
    op.create_table(
        "audit",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("object", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "cursors",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "account"),
    )
    op.create_table(
        "due",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "key"),
        sqlite_autoincrement=True,
    )
    op.create_index("due_finished", "due", ["finished_at"])
    op.create_index("due_open", "due", ["at", "id"], **OPEN)
    op.create_table(
        "inbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("account", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("body", TEXT),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("token", TEXT),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "account", "key"),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_finished", "inbox", ["finished_at"])
    op.create_index("inbox_open", "inbox", ["id"], **OPEN)
    op.create_index("inbox_open_chat", "inbox", ["platform", "chat", "id"], **OPEN)
    op.create_table(
        "notes", sa.Column("name", TEXT, nullable=False), sa.Column("value", TEXT, nullable=False), sa.PrimaryKeyConstraint("name")
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("body", TEXT),
        sa.Column("lane", INTEGER, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("press", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", INTEGER, nullable=False),
        sa.Column("error", TEXT, nullable=False),
        sa.Column("message_ids", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT),
        sa.Column("token", TEXT),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_chat", "outbox", ["platform", "chat", "id"])
    op.create_index("outbox_finished", "outbox", ["finished_at"])
    op.create_index("outbox_open", "outbox", ["lane", "id"], **OPEN)
    op.create_index("outbox_open_chat", "outbox", ["platform", "chat", "lane", "id"], **OPEN)
    op.create_table(
        "people",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("opted_out", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("met_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "places",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "person"),
    )
    op.create_table(
        "turns",
        sa.Column("id", KEY, nullable=False),
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("reading", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("answer", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("turns_address", "turns", ["platform", "chat", "person", "id"])
    op.create_table(
        "addresses",
        sa.Column("platform", TEXT, nullable=False),
        sa.Column("person", TEXT, nullable=False),
        sa.Column("chat", TEXT, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("platform", "person"),
    )
    op.create_index("addresses_person_id", "addresses", ["person_id"])
    op.create_table(
        "grants",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "role", "region"),
    )
    op.create_table(
        "invites",
        sa.Column("code_hash", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("region", TEXT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        sa.Column("used_by", KEY),
        sa.Column("used_at", MOMENT),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    guard = _on_a_server if op.get_bind().dialect.name == "postgresql" else _in_a_file
    guard()


def _in_a_file() -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )


def _on_a_server() -> None:
    words = "RAISE EXCEPTION 'the audit is append-only'"
    op.execute(f"CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {words}; END $$")
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
    )
