"""The tables of what goes to many: announcements as staff make them and as they are spread, and the channels that they may go to."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, false

from storage.columns import Id, Json, Moment, Words
from storage.tables import OPEN, metadata

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("region", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("platform", Json, nullable=False),
    Column("chat", Json, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("state", Text, nullable=False),
    Column("reached", Id, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("interest", Text, server_default="", nullable=False),
    Column("follows", Id, server_default="0", nullable=False),
    Index("broadcasts_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
    sqlite_autoincrement=True,
)

channels = Table(
    "channels",
    metadata,
    Column("platform", Json, primary_key=True),
    Column("chat", Json, primary_key=True),
    Column("title", Words, nullable=False),
    Column("region", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("lost_at", Moment),
    Column("why", Words, nullable=False),
    Column("digest", Boolean, server_default=false(), nullable=False),
)

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("decided_by", Id, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("audience", Json, nullable=False),
    Column("size", Integer, nullable=False),
    Column("corrects", Id, nullable=False),
    Column("parts", Text, nullable=False),
    Column("recalls", Text, nullable=False),
    Column("at", Moment),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
