"""Forgetting a person whole: every row that is about them, whatever table it stands in."""

from sqlalchemy import bindparam, delete, select, union, update

from chat.message import Address
from storage.questions import Outcome
from storage.repository import Repository
from storage.tables import addresses, inbox, outbox, people, places, turns
from storage.tables_business import enterprises, listings
from storage.tables_knowledge import questions, ratings

BY_ADDRESS = (inbox, outbox, places, turns, addresses)
"""Tables whose rows name a platform and the person there."""

KEPT = frozenset(
    {
        "audit",
        "amendments",
        "broadcasts",
        "bulletins",
        "channels",
        "notes",
        "passes",
        "reports",
        "cursors",
        "due",
        "versions",
        "corrections",
        "clauses",
        "passages",
        "vectors",
    }
)
"""Tables that hold nothing about people, or (audit, amendments, broadcasts, bulletins) only the number that somebody had here."""

_OWNER = select(addresses.c.person_id).where(addresses.c.platform == bindparam("on"), addresses.c.person == bindparam("by"))
_LODGED = select(addresses.c.platform, addresses.c.chat, addresses.c.person).where(addresses.c.person_id == bindparam("who"))
_KNOWN = union(*(select(table.c.platform, table.c.person) for table in BY_ADDRESS))
_ROWS = [delete(table).where(table.c.platform == bindparam("on"), table.c.person == bindparam("by")) for table in BY_ADDRESS]
_ASKED = questions.c.person == bindparam("who")
_JOINED = select(questions.c.alike).where(questions.c.alike != 0, questions.c.person != bindparam("who"))
_OWNED = [
    # What was answered serves everybody, and what others joined waits for them: it stays, and is nobody's.
    delete(questions).where(_ASKED, questions.c.outcome != Outcome.ANSWERED, questions.c.id.not_in(_JOINED)),
    update(questions).where(_ASKED).values(person=0, wants_word=False, told_platform="", told_chat="", told_person=""),
    delete(ratings).where(ratings.c.person_id == bindparam("who")),
    # The enterprise stays with its public facts; what somebody offered as a person goes.
    update(enterprises).where(enterprises.c.owner == bindparam("who")).values(contact="", mobile=""),
    delete(listings).where(listings.c.author_id == bindparam("who"), listings.c.enterprise_id.is_(None)),
    # Their contact was shown to others: what was said so is forgotten, and what is still to be said is not said.
    delete(outbox).where(outbox.c.about == bindparam("who"), outbox.c.finished_at.is_(None)),
    update(outbox).where(outbox.c.about == bindparam("who")).values(body=None),
    # Whatever hangs on the person goes with them, or loses their name: grants, profile, subscriptions, interests and so on.
    delete(people).where(people.c.id == bindparam("who")),
]


class Erasure(Repository):
    """What is erased here is gone: rows that dealt with somebody are deleted, not blanked."""

    __slots__ = ()

    def known(self) -> list[tuple[str, str]]:
        """Everybody of whom any row tells: platform, and their id there."""
        return [(platform, person) for platform, person in self.connection.execute(_KNOWN)]

    def addresses_of(self, address: Address) -> list[Address]:
        """All addresses of the person who is reached at one, that one among them."""
        owner = self.connection.scalar(_OWNER, {"on": address.platform, "by": address.person})
        found = [Address(*row) for row in self.connection.execute(_LODGED, {"who": owner})] if owner else []
        return found or [address]

    def erase(self, platform: str, person: str) -> int:
        """Forget the person of that id, at all their addresses. Gives back how many rows went or were blanked."""
        if self.connection.dialect.name == "sqlite":
            # Or the words would stay in the file's free pages, and in every copy of it.
            self.connection.exec_driver_sql("PRAGMA secure_delete=ON")
        owner = self.connection.scalar(_OWNER, {"on": platform, "by": person})
        gone = 0
        for address in self.addresses_of(Address(platform, "", person)):
            values = {"on": address.platform, "by": address.person}
            gone += sum(self.connection.execute(statement, values).rowcount for statement in _ROWS)
        if owner:
            gone += sum(self.connection.execute(statement, {"who": owner}).rowcount for statement in _OWNED)
        return gone
