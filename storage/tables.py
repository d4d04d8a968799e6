"""The tables of conversation: what came in, what is owed, where people stand, who they are, what was done.

A row that is still to be worked on has no `finished_at`; partial indexes over those keep claims quick however much history there is.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint, false, text

from storage.columns import Id, Json, Moment, Words

metadata = MetaData()
OPEN = text("finished_at IS NULL")
LEASED = text("finished_at IS NULL AND lease_until IS NOT NULL")
ABOUT = text("subject <> ''")

cursors = Table(
    "cursors",
    metadata,
    Column("platform", Json, primary_key=True),
    Column("account", Json, primary_key=True),
    Column("value", Json, nullable=False),
)

notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", Json, nullable=False),
    Column("account", Json, nullable=False),
    Column("key", Json, nullable=False),
    Column("chat", Json, nullable=False),
    Column("person", Json, nullable=False),
    Column("body", Json),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Words, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("token", Text),
    Column("finished_at", Moment),
    UniqueConstraint("platform", "account", "key"),
    Index("inbox_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("inbox_open_chat", "platform", "chat", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("inbox_finished", "finished_at"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Json, nullable=False, unique=True),
    Column("platform", Json, nullable=False),
    Column("chat", Json, nullable=False),
    Column("person", Json, nullable=False),
    Column("body", Json),
    Column("lane", Integer, nullable=False),
    Column("origin", Json, nullable=False),
    Column("press", Json, nullable=False),
    Column("subject", Json, nullable=False, server_default=""),
    Column("about", Id, nullable=False, server_default="0"),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Words, nullable=False),
    Column("message_ids", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("token", Text),
    Column("finished_at", Moment),
    Index("outbox_open_lane", "platform", "lane", "chat", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("outbox_open_chat", "platform", "chat", "lane", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("outbox_leased", "platform", "chat", sqlite_where=LEASED, postgresql_where=LEASED),
    Index("outbox_subject", "subject", "state", sqlite_where=ABOUT, postgresql_where=ABOUT),
    Index("outbox_chat", "platform", "chat", "id"),
    Index("outbox_finished", "finished_at"),
    sqlite_autoincrement=True,
)

places = Table(
    "places",
    metadata,
    Column("platform", Json, primary_key=True),
    Column("chat", Json, primary_key=True),
    Column("person", Json, primary_key=True),
    Column("body", Json, nullable=False),
    Column("saved_at", Moment, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("platform", Json, nullable=False),
    Column("chat", Json, nullable=False),
    Column("person", Json, nullable=False),
    Column("question", Words, nullable=False),
    Column("reading", Words, nullable=False),
    Column("region", Text, nullable=False),
    Column("answer", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Index("turns_address", "platform", "chat", "person", "id"),
    sqlite_autoincrement=True,
)

due = Table(
    "due",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Json, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("kind", "key"),
    Index("due_open", "at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    Index("due_finished", "finished_at"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Words, nullable=False),
    Column("region", Text, nullable=False),
    Column("opted_out", Boolean, nullable=False, server_default=false()),
    Column("met_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)

addresses = Table(
    "addresses",
    metadata,
    Column("platform", Json, primary_key=True),
    Column("person", Json, primary_key=True),
    Column("chat", Json, nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("lost_at", Moment),
    Index("addresses_person_id", "person_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("region", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used_by", ForeignKey("people.id", ondelete="SET NULL")),
    Column("used_at", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Words, nullable=False),
    Column("detail", Words, nullable=False),
    sqlite_autoincrement=True,
)
