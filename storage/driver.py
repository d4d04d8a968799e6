"""Text that the driver itself runs, past SQLAlchemy: what every unit runs, where the way through costs more than the deed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor

T = TypeVar("T")


def run(connection: Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any], told: Callable[[DBAPICursor], T]) -> T:
    """Run it, and give back what is asked of the cursor. Errors are those of SQLAlchemy's own statements."""
    cursor: DBAPICursor | None = None
    try:
        cursor = connection.connection.cursor()
        cursor.execute(sql, parameters)
        found = told(cursor)
        cursor.close()
    except BaseException as error:
        # The way out that all statements take: errors are translated, and a connection that was lost is given up.
        connection._handle_dbapi_exception(error, None, None, cursor, None)
    return found


def nothing(cursor: DBAPICursor) -> None:
    """For text that tells nothing."""
