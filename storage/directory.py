"""What staff set right in the directory. The entries themselves are drawn from the documents whenever they are asked for."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select

from storage.columns import insert
from storage.repository import Repository
from storage.tables_knowledge import amendments

_ALL = select(amendments.c.stem, amendments.c.key, amendments.c.field, amendments.c.value)
_SET = insert(amendments)
_SET = _SET.on_conflict_do_update(
    index_elements=["stem", "key", "field"],
    set_={"value": _SET.excluded.value, "person": _SET.excluded.person, "at": _SET.excluded.at},
)
_DROP = delete(amendments).where(amendments.c.stem == bindparam("of"), amendments.c.key == bindparam("entry"))

Amendments = Mapping[tuple[str, str], Mapping[str, str]]
"""What was set right, by field, under a document's stem and an entry's key."""


class Directory(Repository):
    """Amendments stand under a document's stem and an entry's key, not under a version: they outlive new versions."""

    __slots__ = ()

    def amendments(self) -> Amendments:
        """All that was set right."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for stem, key, field, value in self.connection.execute(_ALL):
            found.setdefault((stem, key), {})[field] = value
        return found

    def amend(self, stem: str, key: str, field: str, value: str, person: int) -> None:
        """Set a field of an entry right; the last word counts."""
        values = {"stem": stem, "key": key, "field": field, "value": value, "person": person, "at": self.now}
        self.connection.execute(_SET, values)

    def restore(self, stem: str, key: str) -> bool:
        """Let an entry say again what the document says. False where nothing was set right."""
        return self.connection.execute(_DROP, {"of": stem, "entry": key}).rowcount > 0
