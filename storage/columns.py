"""Column types that hold values to their promises whatever the database, and the one insert that forgives a known key."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import insert

from domain.text import clean, storable

__all__ = ["Id", "Json", "Moment", "Words", "insert"]
# `insert` is PostgreSQL's: SQLite took ON CONFLICT over from there, and this construct compiles for both.

Id = BigInteger().with_variant(Integer(), "sqlite")
"""A key that counts upwards; SQLite counts only for INTEGER."""


class _Written(sqlite.DATETIME):
    """How SQLite keeps a moment (2026-05-01 08:00:00.000000), in a third of the time that SQLAlchemy takes to write the same."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:  # noqa: ARG002
        """To text."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")[:26]


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody knows which clock it was read from."""

    impl = DateTime(timezone=True).with_variant(_Written(), "sqlite")  # type: ignore[no-untyped-call]
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without time zone: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware again; SQLite keeps no zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Words(TypeDecorator[str]):
    """Free text, cleaned on its way in: the last guard behind the one at intake."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Without what breaks a database or deceives a reader."""
        return None if value is None else clean(value)


class Json(TypeDecorator[str]):
    """JSON as text, and any other text in which offsets count: only what cannot be stored is taken out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Without NUL and lone surrogates."""
        return None if value is None else storable(value)
