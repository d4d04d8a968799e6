"""Made-up subscriptions of any number in the product's own tables, and posts that they may want; the same for the same seed."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path

from bench.generate import SEED, TOWNS
from chat.message import Address
from domain.clock import SystemClock
from domain.listing import Kind, Listing, Pay, PayUnit, Side
from domain.subscription import LEVELS, Topic
from storage.database import Database
from storage.migrations import REVISIONS

_MAJORS = tuple(
    f"{name}大类" for name in ("装备制造", "能源动力与材料", "电子与信息", "财经商贸", "医药卫生", "土木建筑", "交通运输", "旅游")
)
_LEFT, _RIGHT = "光风电焊车钳铣护理数控机软硬物会计商农林医药幼教食化纺冶", "伏工师员装修调检测维运营销管培训助操设编仓储送配"
_KINDS = ("", *(kind.value for kind in Kind))
_OF_KINDS = (15, 40, 25, 10, 2, 2, 2, 2, 2)
_TOLD = "person_id, topic, kind, region, words, major, education, lowest_pay, paused"
_ALIKE = "rhythm, weekday, most, quiet_from, quiet_to, since, revision"
_FILL = f"""
INSERT INTO subscriptions ({_TOLD}, {_ALIKE}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 'daily', 0, 5, 22, 8, '2026-11-01 00:00:00.000000', 1)
"""
_ANCHORS = "CREATE TABLE anchors (word TEXT, id INTEGER, PRIMARY KEY (word, id)) WITHOUT ROWID"


def words(chance: random.Random) -> tuple[str, ...]:
    """What people write, the usual before the rare: about 2,500 words."""
    made = sorted({a + b + c for a in _LEFT for b in _RIGHT for c in ("", "员", "工", "师")})
    chance.shuffle(made)
    return tuple(made)


WORDS = words(random.Random(SEED))
_OFTEN = tuple(accumulate(1 / (place + 5) for place in range(len(WORDS))))


def database(folder: Path, count: int) -> Path:
    """The file with so many subscriptions, made where it is not there yet; its table `anchors` has one word of each, for a peer."""
    file = folder / f"subscribers-{REVISIONS[-1]}-{count}.db"
    if not file.exists():
        draft = file.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        with closing(Database.open(f"sqlite:///{draft}", SystemClock())) as made:
            made.do_now(lambda work: work.people.meet(Address("bench", "1", "1")))
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; BEGIN")
            connection.execute("INSERT INTO notes (name, value) VALUES ('subscriptions_revision', '1')")
            connection.executemany(_FILL, rows(count))
            connection.execute(_ANCHORS)
            first = "CASE instr(words, ' ') WHEN 0 THEN words ELSE substr(words, 1, instr(words, ' ') - 1) END"
            connection.execute(f"INSERT INTO anchors SELECT {first}, id FROM subscriptions")
            connection.execute("COMMIT")
        draft.rename(file)
    return file


def rows(count: int) -> Iterator[tuple[object, ...]]:
    """Each one's own columns: most ask for one city, a third for no word, half for no pay; a tenth is for policies, few are paused."""
    chance = random.Random(SEED)
    kinds = chance.choices(_KINDS, _OF_KINDS, k=count)
    for kind in kinds:
        told = chance.choices(WORDS, cum_weights=_OFTEN, k=chance.choices((0, 1, 2), (35, 40, 25))[0])
        yield (
            Topic.POLICIES if chance.random() < 0.1 else Topic.LISTINGS,
            kind,
            _region(chance),
            " ".join(dict.fromkeys(told)),
            chance.choice(_MAJORS) if chance.random() < 0.3 else "",
            chance.choice(LEVELS),
            chance.randrange(30, 120) * 100 if chance.random() < 0.5 else 0,
            chance.random() < 0.05,
        )


def posts(count: int) -> list[Listing]:
    """Jobs and internships of invented firms; each names some of the words that people look for."""
    chance = random.Random(f"posts:{SEED}")
    return [_post(chance) for _ in range(count)]


def _post(chance: random.Random) -> Listing:
    told = chance.choices(WORDS, cum_weights=_OFTEN, k=6)
    return Listing(
        id=1,
        kind=chance.choice((Kind.JOB, Kind.INTERNSHIP)),
        side=Side.OFFERED,
        title=told[0],
        enterprise=0,
        author=0,
        region=chance.choice(TOWNS).code,
        duties="，".join(f"负责{word}相关工作" for word in told[:4]) * 4,
        requirements="，".join(f"会{word}者优先" for word in told[2:]) * 4,
        pay=Pay(low := chance.randrange(30, 120) * 100, low + 2000, PayUnit.MONTH),
        majors=tuple(chance.sample(_MAJORS, chance.randrange(3))),
        education=chance.choice(LEVELS),
    )


def _region(chance: random.Random) -> str:
    town, share = chance.choice(TOWNS).code, chance.random()
    return "" if share < 0.02 else f"{town[:2]}0000" if share < 0.15 else f"{town[:4]}{chance.randrange(2, 9):02}" if share < 0.3 else town
