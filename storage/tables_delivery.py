"""The tables of what goes to many: announcements, and the channels that they may go to."""

from sqlalchemy import Column, Index, Table, Text

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
)
