"""The schema of a new file, remembered: a thousand tests begin with an empty store, and Alembic takes ten times as long as SQLite."""

from collections.abc import Callable

from sqlalchemy import Connection

from storage.migrations import REVISIONS, upgrade


def remembering() -> Callable[[Connection], bool]:
    """In the place of `storage.migrations.upgrade` for SQLite: the first empty file is migrated, later ones are made as it then was."""
    made: list[str] = []

    def upgraded(connection: Connection) -> bool:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            return upgrade(connection)
        if not made:
            upgrade(connection)
            made.extend(_statements(connection))
        else:
            for statement in made:
                connection.exec_driver_sql(statement)
        return True

    return upgraded


def _statements(connection: Connection) -> list[str]:
    """What makes a database like this one, which holds nothing but its revision."""
    own = "FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid"
    made, names, kinds = zip(*connection.exec_driver_sql(f"SELECT sql, name, type {own}"), strict=True)
    tables = [name for name, kind in zip(names, kinds, strict=True) if kind == "table"]
    rows = {table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables}
    assert {table for table, count in rows.items() if count} == {"alembic_version"}, rows
    return [*made, f"INSERT INTO alembic_version VALUES ('{REVISIONS[-1]}')"]
