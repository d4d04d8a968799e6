"""How long a data folder of some size takes to be backed up and to come back: `python -m bench.recovery FOLDER [--megabytes 1000]`.

The folder is made, filled with conversations until the database has that size, backed up (plain and sealed), and restored into another
one with its index, as after the loss of a disk. Nothing is kept in caches on purpose, nothing is dropped from them either.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.brain import open_database
from bot.commands.backup import backup, restore
from bot.commands.ingest import ingest
from bot.config import ROOT, Config, load
from chat.message import Address
from domain.clock import SystemClock
from services.folder import DATABASE
from storage.backup import sound
from storage.inbox import Incoming
from storage.outbox import Owed
from storage.work import Work

_PASSPHRASE = "XIAOQITONG_BACKUP_PASSPHRASE"
_UNIT = 500
_LETTERS = "产教融合实训基地企业学校合作培养人才补贴政策地区目标年度建设支持办法申请材料"


def timed(name: str, job: Callable[[], object]) -> None:
    """Do it, and print how long that took."""
    start = time.monotonic()
    job()
    sys.stdout.write(f"{name}: {time.monotonic() - start:.1f} s\n")
    sys.stdout.flush()


def fill(config: Config, megabytes: int) -> None:
    """Conversations of invented people, until the database has that size."""
    chance, file, number = random.Random(7), config.folder / DATABASE, 0
    with closing(open_database(config, SystemClock())) as database:
        while file.stat().st_size < megabytes << 20:
            database.do_now(lambda work, first=number: _talk(work, chance, first))  # type: ignore[misc]
            number += _UNIT


def _talk(work: Work, chance: random.Random, first: int) -> None:
    """A question and its answer, kept three times as they are in life: as a row in, a turn, and a row out."""
    incoming = []
    for number in range(first, first + _UNIT):
        who = Address("telegram", str(number % 50_000), str(number % 50_000))
        question, answer = _words(chance, 20), _words(chance, 600)
        incoming.append(Incoming("telegram", "us", str(number), who.chat, who.person, json.dumps({"text": question}, ensure_ascii=False)))
        work.outbox.put(Owed(str(number), "telegram", who.chat, who.person, json.dumps({"blocks": [answer]}, ensure_ascii=False)))
        work.turns.add(who, question, answer=json.dumps([answer[:200]], ensure_ascii=False))
    work.inbox.take(incoming)


def _words(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(_LETTERS, k=length))


def main() -> None:
    """Measure, and leave the folders for whoever wants to look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=1000)
    wish = parser.parse_args()
    here, there = load(data=wish.folder / "here"), wish.folder / "there"
    plain, sealed = wish.folder / "plain.xqt", wish.folder / "sealed.xqt"
    ingest(here, [ROOT / "corpus"])
    timed("filled", lambda: fill(here, wish.megabytes))
    sys.stdout.write(f"database: {(here.folder / DATABASE).stat().st_size / 2**20:.0f} MB\n")
    timed("looked over", lambda: sound(here.folder / DATABASE))
    timed("backup", lambda: backup(here, plain, encrypt=False))
    timed("restore", lambda: restore(load(data=there), plain, force=False))
    os.environ[_PASSPHRASE] = "a passphrase for the bench"
    timed("sealed backup", lambda: backup(load(data=here.folder), sealed, encrypt=True))
    timed("sealed restore", lambda: restore(load(data=there), sealed, force=True))


if __name__ == "__main__":
    main()
