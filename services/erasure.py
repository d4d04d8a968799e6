"""People who asked to be forgotten, and that they stay so: whatever brings an old database back, they are erased from it again.

The ledger stands beside the database, never in it, or it would be restored together with what it is to undo. Each line names a person by a
digest; the database notes how many lines it has obeyed. The digest is a pseudonym, not anonymous: who has the ledger can test a guess.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from chat.message import Address
from storage.database import Database
from storage.work import Work

_OBEYED = "erased"


class Erasure:
    """Erases people from a database, and keeps the ledger of it. What has no `work` blocks."""

    def __init__(self, database: Database, ledger: Path) -> None:
        self._database = database
        self._ledger = ledger

    def forget(self, address: Address) -> int:
        """Erase the person of that address, at all their addresses, now and for ever. Gives back how many rows went."""
        mark = self.record(self._database.read_now(lambda work: work.erasure.addresses_of(address)))
        return self._database.do_now(lambda work: self.erase(work, address, mark))

    def record(self, addresses: Iterable[Address]) -> int:
        """Write down, before it is done, that these are to be erased; gives back the mark for `erase`."""
        with self._ledger.open("a+", encoding="utf-8") as file:
            self._ledger.chmod(0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            before = file.read()
            # A line that a power cut left without its end must not swallow the next one.
            lines = "" if not before or before.endswith("\n") else "\n"
            at = self._database.read_now(lambda work: work.now).isoformat()
            lines += "".join(json.dumps({"at": at, "who": _digest(one.platform, one.person)}) + "\n" for one in addresses)
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
            return (before + lines).count("\n")

    def erase(self, work: Work, address: Address, mark: int) -> int:
        """Erase the person of that address in this unit of work, and note that the ledger is obeyed up to the mark."""
        gone = work.erasure.erase(address.platform, address.person)
        _note(work, mark)
        return gone

    def again(self) -> int:
        """Erase whoever the ledger names and the database has not obeyed yet; gives back how many people that were."""
        lines = _lines(self._ledger)
        if not self._database.read_now(lambda work: pending(work, self._ledger)):
            return 0

        def obey(work: Work) -> int:
            wanted = {_who(line) for line in lines[_obeyed(work) :]}
            found = [known for known in work.erasure.known() if _digest(*known) in wanted]
            for platform, person in found:
                work.erasure.erase(platform, person)
            _note(work, len(lines))
            return len(found)

        return self._database.do_now(obey)


def pending(work: Work, ledger: Path) -> int:
    """How many lines of the ledger the database has not obeyed yet."""
    return max(0, len(_lines(ledger)) - _obeyed(work))


def joined(restored: Path, living: Path) -> None:
    """Let a restored ledger know what the living one knows: its own lines first, which its database has counted."""
    own, more = _lines(restored), _lines(living)
    if new := [line for line in more if line not in set(own)]:
        restored.write_text("".join(f"{line}\n" for line in (*own, *new)), "utf-8")
        restored.chmod(0o600)


def _lines(ledger: Path) -> list[str]:
    return ledger.read_text("utf-8", "replace").splitlines() if ledger.exists() else []


def _who(line: str) -> str:
    try:
        return str(json.loads(line)["who"])
    except (ValueError, KeyError, TypeError):
        return ""


def _digest(platform: str, person: str) -> str:
    return hashlib.sha256(f"{platform}\x1f{person}".encode("utf-8", "surrogatepass")).hexdigest()


def _obeyed(work: Work) -> int:
    return int(work.notes.get(_OBEYED) or 0)


def _note(work: Work, mark: int) -> None:
    if mark > _obeyed(work):
        work.notes.put(_OBEYED, str(mark))
