"""The tables of knowledge: versions of documents with their clauses, passages and vectors, and what people thought of answers.

A version without `ended_at` is the current one of its stem, and only that one has text, clauses and passages.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from storage.columns import Id, Json, Moment, Words
from storage.tables import metadata

CURRENT = text("ended_at IS NULL")

versions = Table(
    "versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stem", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("title", Words, nullable=False),
    Column("issuer", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("region", Text, nullable=False),
    Column("published", Date),
    Column("precision", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("period_from", Integer),
    Column("period_to", Integer),
    Column("digest", Boolean, nullable=False),
    Column("superseded_by", Words, nullable=False),
    Column("text", Text),
    Column("added_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("stem", "version"),
    Index("versions_current", "stem", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("stem", Json, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

amendments = Table(
    "amendments",
    metadata,
    Column("stem", Json, primary_key=True),
    Column("key", Json, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Words, nullable=False),
    Column("person", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

clauses = Table(
    "clauses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("parent", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("body_start", Integer, nullable=False),
    Column("bodies", Text, nullable=False),
    Column("voice", Text, nullable=False),
    UniqueConstraint("version_id", "ordinal"),
    sqlite_autoincrement=True,
)

passages = Table(
    "passages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), nullable=False),
    Column("doc", Json, nullable=False),
    Column("clause", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("region", Text, nullable=False),
    Index("passages_version", "version_id"),
    sqlite_autoincrement=True,
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("space", Text, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("turn_id", Id, primary_key=True),
    Column("person_id", Id, primary_key=True),
    Column("useful", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", Words, nullable=False),
    Column("region", Text, nullable=False),
    Column("retrieved", Json, nullable=False),
    Column("person", Id, nullable=False),
    Column("wants_word", Boolean, nullable=False),
    Column("answer", Words, nullable=False),
    Column("answered_by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("told_platform", Json, nullable=False, server_default=""),
    Column("told_chat", Json, nullable=False, server_default=""),
    Column("told_person", Json, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("office", Words, nullable=False, server_default=""),
    Column("until", Date),
    Column("alike", Id, nullable=False, server_default="0"),
    Column("pushed_at", Moment),
    Index("questions_open", "id", sqlite_where=text("finished_at IS NULL"), postgresql_where=text("finished_at IS NULL")),
    sqlite_autoincrement=True,
)
