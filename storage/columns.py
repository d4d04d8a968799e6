"""Column types that hold values to their promises whatever the database, and the one insert that forgives a known key."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import insert

from domain.text import clean, storable

__all__ = ["Id", "Json", "Moment", "Words", "insert"]
# `insert` is PostgreSQL's: SQLite took ON CONFLICT over from there, and this construct compiles for both.

Id = BigInteger().with_variant(Integer(), "sqlite")
"""A key that counts upwards; SQLite counts only for INTEGER."""


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody knows which clock it was read from."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], datetime | str | None]:
        """To UTC."""
        return _written if dialect.name == "sqlite" else _in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Aware again; SQLite keeps no zone."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Words(TypeDecorator[str]):
    """Free text, cleaned on its way in: the last guard behind the one at intake."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """Without what breaks a database or deceives a reader."""
        return lambda value: None if value is None else clean(value)


class Json(TypeDecorator[str]):
    """JSON as text, and any other text in which offsets count: only what cannot be stored is taken out."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """Without NUL and lone surrogates."""
        return lambda value: None if value is None else storable(value)


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a moment without time zone: {value}")
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    """As SQLAlchemy writes it for SQLite (2026-05-01 08:00:00.000000), in a third of the time."""
    moment = _in_utc(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:26]
