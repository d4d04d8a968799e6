"""What people agreed to: which version of the notice, and when."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import consents

_AGREE = insert(consents).on_conflict_do_nothing(index_elements=["person_id", "version"])
_AT = select(consents.c.at).where(consents.c.person_id == bindparam("who"), consents.c.version == bindparam("which"))


class Consents(Repository):
    """Consents by person and version; the first one of a version counts."""

    __slots__ = ()

    def agree(self, person: int, version: str) -> None:
        """Somebody agreed to that version of the notice, now. To agree again changes nothing."""
        self.connection.execute(_AGREE, {"person_id": person, "version": version, "at": self.now})

    def at(self, person: int, version: str) -> datetime | None:
        """When they agreed to it; None where they did not."""
        moment: datetime | None = self.connection.scalar(_AT, {"who": person, "which": version})
        return moment

    def has(self, person: int, version: str) -> bool:
        """Whether they agreed to it."""
        return self.at(person, version) is not None
