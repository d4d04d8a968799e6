"""The walk along the heads of the chats gives what a plain look at every row gives."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.outbox import Claimed, Lane, Owed
from storage.work import Work
from tests.fakes import FakeClock

NUMBERS = count(1)
LEASE = 60.0


@dataclass
class Row:
    key: str
    chat: str
    lane: Lane
    next_at: float = 0.0
    lease: float = 0.0


@dataclass
class Plain:
    """All that is open, in the order in which it was put, and the slow way to see whose turn it is."""

    now: float = 0.0
    rows: list[Row] = field(default_factory=list)

    def claim(self, most: int, after: str) -> list[str]:
        claimed: list[Row] = []
        for lane in Lane:
            ready = [row for row in self.rows if row.lane is lane and self._may_go(row)]
            ready.sort(key=lambda row: (row.chat <= after, row.chat))
            claimed += ready[: most - len(claimed)]
        for row in claimed:
            row.lease = self.now + LEASE
        return [row.key for row in claimed]

    def _may_go(self, row: Row) -> bool:
        chat = [other for other in self.rows if other.chat == row.chat]
        first = min(chat, key=lambda other: other.lane)
        return first is row and row.next_at <= self.now and all(other.lease <= self.now for other in chat)


CHATS = st.sampled_from("abcde")
STEPS = st.one_of(
    st.tuples(st.just("put"), st.lists(st.tuples(CHATS, st.sampled_from(Lane)), max_size=6)),
    st.tuples(st.just("claim"), st.integers(1, 4)),
    st.tuples(st.just("settle"), st.integers(0, 9)),
    st.tuples(st.just("later"), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.sampled_from([5.0, 31.0, 61.0])),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, FakeClock]]:
    clock = FakeClock()
    folder: Path = tmp_path_factory.mktemp("heads")
    database = Database.open(f"sqlite:///{folder}/heads.db", clock)
    yield database, clock
    database.close()


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_the_same_rows_are_claimed(store: tuple[Database, FakeClock], steps: list[tuple[str, object]]) -> None:
    database, clock = store
    platform, plain, after, ids = f"p{next(NUMBERS)}", Plain(), "", dict[str, int]()

    def put(rows: list[Row]) -> None:
        database.do_now(lambda work: work.outbox.put_many([Owed(row.key, platform, row.chat, "p", "{}", row.lane) for row in rows]))

    def claim(most: int) -> list[Claimed]:
        behind = dict.fromkeys(Lane, after)
        return database.do_now(lambda work: work.outbox.claim(most, LEASE, "t", platform=platform, after=behind))

    for name, much in steps:
        held = [row for row in plain.rows if row.lease > plain.now]
        match name, much:
            case "put", list(many):
                rows = [Row(f"k{next(NUMBERS)}", chat, lane) for chat, lane in many]
                put(rows)
                plain.rows += rows
            case "claim", int(most):
                found = claim(most)
                assert [row.owed.key for row in found] == plain.claim(most, after)
                ids |= {row.owed.key: row.id for row in found}
                after = found[-1].owed.chat if found else ""
            case "settle", int(which) if held:
                row = held[which % len(held)]
                assert database.do_now(partial(settled, ids[row.key]))
                plain.rows.remove(row)
            case "later", int(which) if held:
                row = held[which % len(held)]
                assert database.do_now(partial(put_off, ids[row.key]))
                row.lease, row.next_at = 0.0, plain.now + 30
            case "wait", float(seconds):
                clock.forward(seconds)
                plain.now += seconds


def settled(row: int, work: Work) -> bool:
    return work.outbox.settle(row, "t", ["1"])


def put_off(row: int, work: Work) -> bool:
    return work.outbox.later(row, "t", 30, "x", count=True)
