"""People: their city, and how somebody becomes one of the staff."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from chat.message import Address, Message
from domain.people import STAFF, Action, Grant, Person, Role, Thing
from services.permission import permit
from storage.database import Database
from storage.work import Work

VALID = timedelta(days=7)
"""For how long an invitation can be taken up."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NOBODY = Person(0)


class People:
    """What concerns people. Methods with a `work` belong into a unit of work; the others read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def who(self, address: Address) -> Person:
        """Who that is; with id 0 when they were never met."""
        return await self._database.read(lambda work: work.people.find(address)) or _NOBODY

    def choose_region(self, work: Work, message: Message, code: str) -> Person:
        """Remember somebody's city ("" forgets it)."""
        person = self.meet(work, message)
        permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
        work.people.set_region(person.id, code)
        return person

    def meet(self, work: Work, message: Message) -> Person:
        """Know who sent a message from now on."""
        return work.people.meet(message.sender, message.name, private=message.private)

    def welcome_back(self, work: Work, address: Address) -> None:
        """Whoever writes to us again can be reached again. Who wanted no announcements still gets none."""
        work.people.found(address)

    def forget(self, work: Work, address: Address) -> None:
        """Erase the conversation of an address and its city."""
        work.turns.erase(address)
        person = work.people.find(address)
        if person:
            permit(person, Action.CHANGE_OWN, Thing(owner=person.id))
            work.people.set_region(person.id, "")
            work.audit.record(person.id, "person.forgotten", str(person.id))

    def invite(self, work: Work, code: str, grant: Grant, by: int = 0) -> None:
        """Let whoever brings the code have the grant; only its hash is kept. `by` is a person's id, 0 for the machine's operator."""
        work.people.invite(grant.role, grant.region, hash_of(code), work.now + VALID)
        work.audit.record(by, "staff.invited", _told(grant))

    def redeem(self, work: Work, message: Message, code: str) -> Grant | None:
        """Take up an invitation; None when the code is none, was used, or is too old."""
        person = self.meet(work, message)
        grant = work.people.redeem(hash_of(code), person.id)
        work.audit.record(person.id, "staff.joined" if grant else "staff.code-refused", _told(grant) if grant else "")
        return grant

    def remove(self, work: Work, person: int, by: int = 0, grants: Sequence[Grant] | None = None) -> list[Grant]:
        """Take staff roles from somebody (all that they hold, where none are named), and give back which they were."""
        known = work.people.get(person)
        held = [grant for grant in known.grants if grant.role in STAFF and (grants is None or grant in grants)] if known else []
        for grant in held:
            work.people.revoke(person, grant)
            work.audit.record(by, "staff.removed", str(person), _told(grant))
        return held


def new_code() -> str:
    """A one-time code of 60 bits, in letters and figures that cannot be mistaken for each other."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4))


def role_named(name: str) -> Role | None:
    """The staff role of that name; None for everything else."""
    return next((role for role in STAFF if role.value == name), None)


def hash_of(code: str) -> str:
    """All that is kept of a code."""
    plain = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _told(grant: Grant) -> str:
    return f"{grant.role.value}@{grant.region or '*'}"
