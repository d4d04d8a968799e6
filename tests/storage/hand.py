"""A worker process: claims what is ready in the inbox and deals with it, until it is killed or nothing is left.

python -m tests.storage.hand URL
"""

import secrets
import sys
import time
from functools import partial

from domain.clock import SystemClock
from storage.database import Database
from storage.inbox import Received
from storage.work import Work

LEASE = 1.0
"""Seconds after which the rows of one that was killed are free."""


class Overtaken(Exception):
    """The lease ran out; somebody else deals with the row."""


def deal(row: Received, token: str, work: Work) -> None:
    """The effect, and the end of the row: together or not at all."""
    work.audit.record(0, row.incoming.chat, row.incoming.key)
    if not work.inbox.done(row.id, token):
        raise Overtaken


def run(url: str) -> None:
    """Work until nothing is left."""
    database, token = Database.open(url, SystemClock()), secrets.token_hex(8)
    last = ("", "")
    while database.read_now(lambda work: work.inbox.waiting()):
        rows = database.do_now(partial(_claim, token, last))
        for row in rows:
            last = (row.incoming.platform, row.incoming.chat)
            try:
                database.do_now(partial(deal, row, token))
            except Overtaken:
                continue
        if not rows:
            time.sleep(0.05)
    database.close()


def _claim(token: str, last: tuple[str, str], work: Work) -> list[Received]:
    return work.inbox.claim(8, LEASE, token, after=last)


if __name__ == "__main__":
    run(sys.argv[1])
