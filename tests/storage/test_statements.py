"""Statements are neutral: the same ones serve SQLite now and PostgreSQL later."""

import importlib
import pkgutil
from typing import Any

import pytest
from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.dialects import registry

import storage
from storage.prepared import Prepared

DIALECTS = {name: registry.load(name)() for name in ("sqlite", "postgresql")}


def statements() -> list[tuple[str, Any]]:
    modules = [importlib.import_module(f"storage.{module.name}") for module in pkgutil.iter_modules(storage.__path__)]
    return [
        (f"{module.__name__}.{name}", value.statement if isinstance(value, Prepared) else value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, (Select, Insert, Update, Delete, Prepared))
    ]


def test_there_are_statements_to_look_at() -> None:
    assert len(statements()) > 60


@pytest.mark.parametrize("name", [name for name, _ in statements()])
def test_both_databases_understand_it(name: str) -> None:
    statement = dict(statements())[name]
    for dialect in DIALECTS.values():
        assert str(statement.compile(dialect=dialect))


def test_workers_on_postgresql_will_not_wait_for_each_others_claims() -> None:
    every = dict(statements())
    for name in ("storage.inbox._CLAIM", "storage.outbox._CLAIM"):
        assert "SKIP LOCKED" in str(every[name].compile(dialect=DIALECTS["postgresql"]))
