"""What every repository stands on: the connection of the unit of work, and its moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select

Rows = Select[*tuple[Any, ...]]
"""A query of several columns."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A few tables as the rest of the house speaks of them. It lives no longer than its unit of work.

    `now` is the unit's moment (aware, UTC): all that one unit writes happened at once.
    """

    connection: Connection
    now: datetime
