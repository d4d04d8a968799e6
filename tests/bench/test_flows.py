"""What the measurements of flows stand on does what it says, at sizes that take no time."""

import asyncio
import json
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from bench import house, papers, stores
from bench.measure_broadcast import announced, idle
from bench.measure_intake import ours, raw
from bench.measure_loop import Phase, ticking
from bench.mute import mute
from bench.setting import ROOT
from domain.clock import SystemClock
from storage.database import Database
from tests.conftest import BrainOver


def test_made_papers_are_shelved_under_the_ids_of_their_passages(tmp_path: Path) -> None:
    papers.shelved(tmp_path / "store.db", 600)
    with closing(Database.open(f"sqlite:///{tmp_path / 'store.db'}", SystemClock())) as database:
        found = database.read_now(lambda work: work.library.passages([1, 501, 600]))
        assert [one.id for one in found] == [1, 501, 600]
        assert len(database.read_now(lambda work: work.library.stems())) == 2


def test_made_papers_are_numbered_clauses(tmp_path: Path) -> None:
    papers.write(tmp_path, 60)
    first, second = sorted(tmp_path.glob("*.md"))
    assert first.read_text("utf-8").count("（十") == 10
    assert "（五十）" in first.read_text("utf-8")
    assert "（十一）" not in second.read_text("utf-8")


def test_the_mute_server_answers_every_call() -> None:
    with mute() as url:
        for method, told in (("getMe", "username"), ("sendMessage", "message_id")):
            request = urllib.request.Request(f"{url}/bot1:x/{method}", data=b"{}", headers={"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as response:
                assert told in json.load(response)["result"]


@pytest.mark.parametrize("group", [1, 5])
def test_raw_and_ours_keep_what_they_count(tmp_path: Path, group: int) -> None:
    with raw(tmp_path, group) as run:
        waits = run(0.05)
    assert len(waits) % group == 0
    with ours(tmp_path) as run:
        waits = run(0.05)
    with closing(Database.open(f"sqlite:///{tmp_path}/ours.db", SystemClock())) as database:
        assert database.read_now(lambda work: work.inbox.waiting()) == len(waits)


def test_several_processes_tell_their_waits(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/shared.db"
    Database.open(url, SystemClock()).close()
    waits = stores.measured(url, 1, 0.05, 4)
    with closing(Database.open(url, SystemClock())) as database:
        assert database.read_now(lambda work: work.inbox.waiting()) > len(waits) > 0, "what warmed it up is not counted"


async def test_an_announcement_reaches_everybody_while_others_are_answered(tmp_path: Path) -> None:
    with mute() as url:
        found = await announced(tmp_path, url, 40, paced=False, talk=True)
        assert await idle(tmp_path, url, 2)
    assert found.rate > 0
    assert 0 < found.stored <= found.worked
    assert found.replies


async def test_ticks_come_late_never_early() -> None:
    phase = Phase()
    task = asyncio.create_task(ticking(phase))
    await asyncio.sleep(0.05)
    task.cancel()
    assert phase.late
    assert min(phase.late) > -0.001


async def test_a_house_answers_by_the_whole_way(brain_of: BrainOver, tmp_path: Path) -> None:
    async with house.open_house(brain_of(ROOT / "corpus"), tmp_path) as one:
        waits = await one.all(house.golden()[:3], 2)
    assert len(waits) == 3
    assert min(waits) > 0
