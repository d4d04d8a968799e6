"""What is kept of a person: told to them, handed to them as a file, and erased for ever when they say so."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chat.message import Address
from domain.clock import HERE
from domain.people import STAFF, Action, Person, Thing
from services.erasure import Erasure
from services.permission import permit
from services.staff import is_last_admin
from storage.database import Database
from storage.held import Row
from storage.work import Work

_LONGEST = 20_000
"""Longer words (a file that was sent) are left out of the export."""

_CUT = "（太长，略）"


class MyData:
    """Reads and erases what is somebody's own; nobody reaches another one's with it."""

    def __init__(self, database: Database, erasure: Erasure) -> None:
        self._database = database
        self._erasure = erasure

    def held(self, work: Work, address: Address) -> dict[str, list[Row]]:
        """The rows about whoever writes from there, by table."""
        _own(work, address, Action.SEE_OWN)
        return work.held.of(address)

    def export(self, work: Work, address: Address, names: Mapping[str, str], told: str) -> bytes:
        """The same as a JSON file, under the tables' `names`; `told` says what it is."""
        person = _own(work, address, Action.SEE_OWN)
        rows = {names[table]: [_plain(row) for row in found] for table, found in self.held(work, address).items()}
        work.audit.record(person.id, "person.exported", str(person.id))
        whole = {"说明": told, "导出时间": _value(work.now), "内容": rows}
        return json.dumps(whole, ensure_ascii=False, indent=2).encode()

    def must_stay(self, work: Work, address: Address) -> bool:
        """Whether they administer a region as the only one, and have to hand that over first."""
        person = work.people.find(address) or Person(0)
        return any(is_last_admin(work, person.id, one) for one in person.grants if one.role in STAFF)

    async def record(self, address: Address) -> int:
        """Write down, before it is done, that they are to be erased, so that they stay so after a restore; the mark for `erase`."""
        addresses = await self._database.read(lambda work: work.erasure.addresses_of(address))
        return await asyncio.to_thread(self._erasure.record, addresses)

    def erase(self, work: Work, address: Address, mark: int) -> int:
        """Erase them at all their addresses. Gives back how many rows went."""
        person = _own(work, address, Action.CHANGE_OWN)
        work.audit.record(person.id, "person.erased", str(person.id))
        return self._erasure.erase(work, address, mark)


def moments(rows: Sequence[Row]) -> tuple[date, date] | None:
    """The first and the last day on which any of the rows was written; None where they tell none."""
    days = [value.astimezone(HERE).date() for row in rows for value in row.values() if isinstance(value, datetime)]
    return (min(days), max(days)) if days else None


def _own(work: Work, address: Address, action: Action) -> Person:
    """Who that is; with id 0 where only their messages are known."""
    person = work.people.find(address)
    if person:
        permit(person, action, Thing(owner=person.id))
    return person or Person(0)


def _plain(row: Row) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items() if value not in (None, "")}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(HERE).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _CUT if len(value) > _LONGEST else _json(value)
    return value


def _json(text: str) -> Any:
    """What JSON stands in a text, readable; the text where it is none."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
