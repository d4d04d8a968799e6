"""Statements that every message runs: written once in SQLAlchemy's words, compiled once, and run by the driver itself.

What SQLAlchemy does around each run (a context, a result, its events) costs several times what SQLite needs for the statement itself, and
a message runs a score of them. A statement is prepared when every message, reply or update runs it; all others go by `Connection.execute`,
which a prepared one equals: the same rows, the same effects, the same errors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler

from storage import driver

T = TypeVar("T")
Values = Mapping[str, Any]
Row = tuple[Any, ...]
Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Convert = Callable[[Any], Any] | None
"""From a value to what the driver takes, or back; None where it stays as it is."""


class Prepared:
    """A statement whose text is the same at each run (it has no `expanding` list), and whose rows hold no fractions: those of PostgreSQL
    come in a form that is known only afterwards. It runs in a transaction that was begun.
    """

    __slots__ = ("_forms", "statement")

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self._forms: dict[tuple[str, ...], _Form] = {}

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        """All rows that it gives back."""
        form = self._form(connection.dialect, values)
        found = form.run(connection, values, _fetched)
        return [form.shown(row) for row in found] if form.converts else found

    def first(self, connection: Connection, values: Values) -> Row | None:
        """The first row; None where there is none."""
        return next(iter(self.rows(connection, values)), None)

    def scalar(self, connection: Connection, values: Values) -> Any:
        """The first value of the first row; None where there is none."""
        row = self.first(connection, values)
        return None if row is None else row[0]

    def count(self, connection: Connection, values: Values) -> int:
        """How many rows it wrote."""
        return self._form(connection.dialect, values).run(connection, values, _counted)

    def _form(self, dialect: Dialect, values: Values) -> "_Form":
        # An insert fills the columns that it is given values for, so its text depends on their names.
        key = (dialect.name, *values)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = _compiled(self.statement, dialect, values)
        return form


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement in one database's own words.

    `given` are the values that each run brings, `fixed` those that stand in the statement itself, as the driver takes them. `order` names
    the value at each place; None for a driver that knows values by their names.
    """

    sql: str
    given: Sequence[tuple[str, Convert]]
    fixed: Values
    order: Sequence[str] | None
    converts: Sequence[Convert]

    def run(self, connection: Connection, values: Values, told: Callable[[DBAPICursor], T]) -> T:
        """Run it, and give back what is asked of the cursor."""
        if not connection.in_transaction():
            raise RuntimeError("a prepared statement outside of any transaction")
        return driver.run(connection, self.sql, self._parameters(values), told)

    def shown(self, row: Row) -> Row:
        """A row as the columns' types give it."""
        return tuple([convert(value) if convert else value for convert, value in zip(self.converts, row, strict=True)])

    def _parameters(self, values: Values) -> list[Any] | dict[str, Any]:
        named = {name: convert(values[name]) if convert else values[name] for name, convert in self.given}
        named.update(self.fixed)
        return named if self.order is None else [named[name] for name in self.order]


def _compiled(statement: Statement, dialect: Dialect, values: Values) -> _Form:
    compiled = statement.compile(dialect=dialect, column_keys=list(values))
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        raise ValueError(f"its text or its values change from run to run: {statement}")
    binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
    all_of = compiled.construct_params(values)
    shown = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.exported_columns]
    return _Form(
        sql=compiled.string,
        given=[(name, convert) for name, convert in binds.items() if name in values],
        fixed={name: convert(all_of[name]) if convert else all_of[name] for name, convert in binds.items() if name not in values},
        order=compiled.positiontup if compiled.positional else None,
        converts=shown if any(shown) else [],
    )


def _fetched(cursor: DBAPICursor) -> list[Row]:
    return list(cursor.fetchall())


def _counted(cursor: DBAPICursor) -> int:
    return cursor.rowcount
