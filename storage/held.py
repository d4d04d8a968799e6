"""All that is kept of a person, table by table: drawn from the tables themselves, so that a new one cannot be forgotten."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Column, ColumnElement, Select, Table, bindparam, exists, or_, select

from chat.message import Address
from storage import tables_business, tables_delivery, tables_knowledge
from storage.repository import Repository
from storage.tables import addresses, metadata, people

Row = Mapping[str, Any]

NUMBERED: Mapping[str, str] = {
    tables_knowledge.questions.name: "person",
    tables_knowledge.ratings.name: "person_id",
    tables_knowledge.amendments.name: "person",
    tables_delivery.broadcasts.name: "author_id",
    tables_delivery.bulletins.name: "author_id",
    "audit": "actor_id",
}
"""Columns that hold a person's number and are no key to them."""

JUDGED = frozenset({tables_business.enterprises.c.reviewer.name})
"""Columns that name who of the staff decided on a row: it is somebody else's, and the audit tells of the decision."""

UNSAID = frozenset(
    {"token", "lease_until", "code_hash", "attempts", "lane", "next_at", "press", "origin", "error", "answered_by", "decided_by"}
)
"""Columns that serve the machine, or name somebody else."""

_NOBODY = -1
_PERSON = select(addresses.c.person_id).where(addresses.c.platform == bindparam("on"), addresses.c.person == bindparam("by"))
_WHO: BindParameter[int] = bindparam("who")
_ON: BindParameter[str] = bindparam("on")
_BY: BindParameter[str] = bindparam("by")


def _keys(table: Table) -> list[Column[Any]]:
    """The columns by which a row is a person's own."""
    if table is people:
        return [people.c.id]
    keys = [column for column in table.c if any(key.column is people.c.id for key in column.foreign_keys) and column.name not in JUDGED]
    return keys + ([table.c[NUMBERED[table.name]]] if table.name in NUMBERED else [])


def _own(table: Table) -> ColumnElement[bool] | None:
    """Which rows of a table are a person's own; None where none can be."""
    if keys := _keys(table):
        return or_(*(key == _WHO for key in keys))
    if not {"platform", "person"} <= set(table.c.keys()):
        return None
    here = (table.c.platform == _ON) & (table.c.person == _BY)
    lodged = exists().where(addresses.c.person_id == _WHO, addresses.c.platform == table.c.platform, addresses.c.person == table.c.person)
    return here | lodged


def _hanging(table: Table) -> ColumnElement[bool] | None:
    """Which rows hang on a person's own and tell of nobody else."""
    for key in (key for key in table.foreign_keys if key.ondelete == "CASCADE"):
        outer = _own(key.column.table)
        if outer is not None:
            return key.parent.in_(select(key.column).where(outer))
    return None


def _statements() -> dict[str, Select[Any]]:
    found = {}
    for table in metadata.sorted_tables:
        which = _own(table)
        which = _hanging(table) if which is None else which
        if which is not None:
            found[table.name] = select(*(column for column in table.c if column.name not in UNSAID)).where(which)
    return found


TABLES = _statements()
"""How to read what is a person's own, by table."""


class Held(Repository):
    """Reads; erasing is `storage.erasure`'s."""

    __slots__ = ()

    def of(self, address: Address) -> dict[str, list[Row]]:
        """The rows about whoever is reached at that address, wherever they wrote from, by table; tables without any are left out."""
        here = {"on": address.platform, "by": address.person}
        values = {**here, "who": self.connection.scalar(_PERSON, here) or _NOBODY}
        held: dict[str, list[Row]] = {
            name: [dict(row) for row in self.connection.execute(read, values).mappings()] for name, read in TABLES.items()
        }
        return {name: rows for name, rows in held.items() if rows}
