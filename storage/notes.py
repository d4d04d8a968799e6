"""Small things to remember, each under its name."""

from sqlalchemy import bindparam, select

from storage.columns import insert
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import notes

_get = select(notes.c.value).where(notes.c.name == bindparam("of"))
_GET = Prepared(_get)
_HOLD = _get.with_for_update()
_PUT = insert(notes)
_PUT = _PUT.on_conflict_do_update(index_elements=["name"], set_={"value": _PUT.excluded.value})


class Notes(Repository):
    """One text for each name."""

    __slots__ = ()

    def get(self, name: str) -> str:
        """What was noted last; "" where nothing was."""
        return _GET.scalar(self.connection, {"of": name}) or ""

    def hold(self, name: str) -> None:
        """Let no other unit change it until this one ends: for whoever reads it, reckons, and puts it."""
        self.connection.execute(_HOLD, {"of": name})

    def put(self, name: str, value: str) -> None:
        """Note it in the place of what was there."""
        self.connection.execute(_PUT, {"name": name, "value": value})
