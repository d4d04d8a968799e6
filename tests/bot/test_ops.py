"""Health and figures: what is well, what is not and why, and who is told."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import ops
from bot.config import ROOT
from bot.health import Canary, Health, Vital, able, has_room, hears, sends, writes
from bot.metrics import Metrics, Timed, figures
from domain.clock import SystemClock
from domain.errors import Refused, TryLater, Unreachable
from rag.answer import Answer, Question
from rag.model.ports import OnText
from storage.database import Database
from storage.inbox import Incoming
from storage.outbox import Lane, Owed
from storage.work import Work
from tests.fakes import FakeClock
from vectorstore.index import Hit, Query, State

TOKEN = "let-me-see"
INDEX = State("g-1", 7, 3, 0, 0, "lsa", vectors=True, why="")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    with closing(Database.open(f"sqlite:///{tmp_path}/ops.db", clock)) as database:
        yield database


def vital(name: str, *words: str) -> Vital:
    """Shows these words one after the other, and the last of them for ever."""
    left = list(words)

    async def look() -> str:
        return left.pop(0) if len(left) > 1 else left[0]

    return Vital(name, look)


class Door(NamedTuple):
    """Where a caller stands, and what they bring."""

    host: str = "127.0.0.1"
    name: str = "127.0.0.1"
    headers: tuple[tuple[str, str], ...] = ()


def caller(door: Door, *vitals: Vital, token: str = TOKEN) -> TestClient:
    async def told() -> bytes:
        return b"xiaoqitong_x 1\n"

    app = Starlette(routes=ops.routes(Health(vitals, FakeClock()), told, token))
    return TestClient(app, f"http://{door.name}", client=(door.host, 1), headers=dict(door.headers))


def test_where_all_is_well_it_is_ready() -> None:
    with caller(Door(), vital("database", ""), vital("disk", "")) as client:
        assert client.get("/healthz").text == "ok"
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {"ok": True, "parts": {"database": {"ok": True, "why": ""}, "disk": {"ok": True, "why": ""}}}


def test_one_bad_sign_is_enough_and_says_why() -> None:
    with caller(Door(), vital("database", "磁盘满了"), vital("disk", "")) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["parts"]["database"] == {"ok": False, "why": "磁盘满了"}
        assert client.get("/healthz").status_code == 200, "the loop turns all the same"


STRANGERS = [
    Door("192.0.2.7"),
    Door(headers=(("X-Forwarded-For", "127.0.0.1"),)),
    Door(headers=(("Forwarded", "for=127.0.0.1"),)),
    Door(name="rebound.example.org"),
    Door("192.0.2.7", headers=(("Authorization", "Bearer let-me-in"),)),
    Door("192.0.2.7", headers=(("Authorization", "Bearer "),)),
]


@pytest.mark.parametrize("door", STRANGERS, ids=str)
def test_strangers_learn_whether_but_not_why(door: Door) -> None:
    with caller(door, vital("database", "磁盘满了")) as client:
        assert (client.get("/readyz").status_code, client.get("/readyz").text) == (503, "not ready\n")
        assert client.get("/metrics").status_code == 403
        assert client.get("/healthz").status_code == 200


def test_where_no_token_is_set_an_empty_one_opens_nothing() -> None:
    with caller(Door("192.0.2.7", headers=(("Authorization", "Bearer "),)), vital("x", ""), token="") as client:
        assert client.get("/metrics").status_code == 403


@pytest.mark.parametrize(
    "door", [Door(), Door("::1", "localhost"), Door("192.0.2.7", headers=(("Authorization", f"Bearer {TOKEN}"),))], ids=str
)
def test_this_machine_and_who_has_the_token_see_figures(door: Door) -> None:
    with caller(door, vital("x", "")) as client:
        assert client.get("/metrics").text == "xiaoqitong_x 1\n"
        assert client.get("/readyz").json()["ok"] is True


async def test_many_who_ask_at_once_cost_one_look(clock: FakeClock) -> None:
    health = Health([vital("x", "bad", "")], clock)
    assert {signs[0].words for signs in await asyncio.gather(*(health.signs() for _ in range(20)))} == {"bad"}
    clock.forward(1)
    assert (await health.signs())[0].well


async def test_a_part_that_hangs_or_fails_is_no_good_sign(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.health._PATIENCE", 0.01)

    async def fail() -> str:
        raise RuntimeError("secret words")

    health = Health([Vital("hangs", asyncio.Event().wait), Vital("fails", fail)], clock)  # type: ignore[arg-type]
    hangs, fails = await health.signs()
    assert "没有回答" in hangs.words
    assert fails.words == "检查时出错：RuntimeError"


async def test_the_database_is_well_while_it_takes_something_in(tmp_path: Path, clock: FakeClock) -> None:
    with closing(Database.open(f"sqlite:///{tmp_path}/full.db", clock)) as database:
        assert await writes(database).look() == ""
    with closing(Database.open(f"sqlite:///{tmp_path}/full.db", clock)) as database:
        database.close()
        assert "关闭" in await writes(database).look()


async def test_a_reply_that_waits_too_long_is_told_with_its_platform(database: Database, clock: FakeClock) -> None:
    database.do_now(lambda work: work.outbox.put(Owed("1", "telegram", "7", "7", "{}")))
    clock.forward(119)
    assert await sends(database, ["telegram"]).look() == ""
    clock.forward(1)
    assert "telegram 有回复等了 120 秒" in await sends(database, ["web", "telegram"]).look()
    assert await sends(database, ["web"]).look() == "", "another process sends those"


async def test_a_platform_that_was_not_joined_or_is_silent_is_told() -> None:
    for silence, told in ((None, "还没有连上"), (89.0, ""), (90.0, "90 秒没有回音")):
        words = await hears("telegram", lambda silence=silence: silence).look()  # type: ignore[misc]
        assert words.startswith(told)
        assert bool(words) is bool(told)


async def test_why_a_platform_cannot_be_sent_to_is_told() -> None:
    for trouble in ("", "Telegram 不认这个 token"):
        assert await able("telegram", SimpleNamespace(trouble=trouble)).look() == trouble


async def test_a_disk_with_less_than_a_twentieth_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, well in ((6, True), (5, False), (0, False)):
        monkeypatch.setattr(shutil, "disk_usage", lambda _, free=free: shutil._ntuple_diskusage(100 << 20, 0, free << 20))
        assert (await has_room(tmp_path).look() == "") is well


class Passages:
    """An index over one stored passage, which it finds or not."""

    def __init__(self) -> None:
        self.found: list[Hit] = []
        self.asked: list[str] = []

    def search(self, query: Query) -> list[Hit]:
        self.asked.append(query.text)
        return self.found


async def test_the_canary_sings_while_a_stored_passage_finds_itself(
    database: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Passages()
    canary = Canary(database, index.search, clock)
    assert await canary.vital.look() == "", "no document, nothing to find"
    monkeypatch.setattr(Canary, "_passage", lambda self, work: (3, "支持职业院校与企业共建实训基地。"))
    clock.forward(60)
    assert "xiaoqitong reindex" in await canary.vital.look()
    index.found = [Hit(3, 1.0, 1.0, 0.0)]
    assert await canary.vital.look() == "", "mended, and seen at once"
    assert await canary.vital.look() == ""
    assert len(index.asked) == 2, "well for a minute"


class Sure:
    """Answers at once, and abstains where it is asked to."""

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        return Answer(abstained=question.text == "几千？")


def value(text: str, name: str) -> float:
    line = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert line, name
    return float(line[1])


async def told(metrics: Metrics, database: Database) -> str:
    return (await figures(metrics, database, lambda: INDEX, lambda work: 4)).decode()


def send(metrics: Metrics, error: Exception | None) -> None:
    """An alert is sent, or fails with that error, which is not swallowed."""
    with nullcontext() if error is None else pytest.raises(type(error)), metrics.sending("telegram", Lane.ALERT):
        if error:
            raise error


async def test_what_happens_is_counted(database: Database) -> None:
    metrics = Metrics()
    metrics.received("telegram", 2)
    metrics.received("telegram", 3)
    for error in (None, TryLater("慢些", 1), Refused("太长"), Unreachable("屏蔽了"), RuntimeError("bug")):
        send(metrics, error)
    assistant = Timed(Sure(), metrics, SystemClock())
    assert not assistant.answer(Question("几个？")).abstained
    assert assistant.answer(Question("几千？")).abstained
    text = await told(metrics, database)
    assert value(text, 'xiaoqitong_updates_total{platform="telegram"}') == 3
    for result in ("sent", "later", "refused", "unreachable", "failed"):
        assert value(text, f'xiaoqitong_replies_total{{lane="alert",platform="telegram",result="{result}"}}') == 1
    assert value(text, "xiaoqitong_answer_seconds_count") == 2
    assert value(text, "xiaoqitong_abstained_total") == 1


async def test_how_things_stand_is_read_from_the_store(database: Database, clock: FakeClock) -> None:
    def fill(work: Work) -> None:
        work.inbox.take([Incoming("telegram", "us", str(key), str(key), "7", "{}") for key in range(2)])
        work.inbox.take([Incoming("telegram", "us", "x", "", "", "?", error="no JSON")])
        work.outbox.put(Owed("1", "telegram", "7", "7", "{}", Lane.ALERT))

    database.do_now(fill)
    clock.forward(30)
    text = await told(Metrics(), database)
    assert value(text, "xiaoqitong_inbox_waiting") == 2
    assert value(text, 'xiaoqitong_outbox_waiting{lane="alert"}') == 1
    assert value(text, "xiaoqitong_outbox_oldest_seconds") == 30
    assert value(text, 'xiaoqitong_dead_letters{kind="inbox"}') == 1
    assert value(text, "xiaoqitong_model_calls_today") == 4
    assert value(text, "xiaoqitong_index_revision") == 7
    assert value(text, "process_open_fds") > 0


async def test_a_loop_that_was_held_up_shows_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    metrics, clock, turns = Metrics(), FakeClock(), 0

    async def sleep(seconds: float) -> None:
        nonlocal turns
        turns += 1
        if turns == 3:
            raise asyncio.CancelledError
        clock.forward(seconds + 0.25 * turns)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(asyncio.CancelledError):
        await metrics.beat(clock)
    assert value(await told(metrics, database), "xiaoqitong_loop_lag_seconds") == 0.5
    assert value(await told(metrics, database), "xiaoqitong_loop_lag_seconds") == 0


def test_the_page_names_every_figure_and_no_other() -> None:
    page = (ROOT / "docs/running.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(xiaoqitong_\w+)`", page, re.MULTILINE))
    known = {family.name for family in Metrics().registry.collect() if family.name.startswith("xiaoqitong")}
    counters = {family.name for family in Metrics().registry.collect() if family.type == "counter"}
    assert named == {f"{name}_total" if name in counters else name for name in known}


def test_the_page_names_every_sign() -> None:
    page = (ROOT / "docs/running.md").read_text("utf-8")
    section = page.split("## 知道它好不好")[1].split("\n## ")[0]
    assert {"database", "outbox", "index", "disk", "telegram"} <= set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
