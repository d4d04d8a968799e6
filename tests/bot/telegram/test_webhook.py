"""What is pushed to us: known by its secret, kept before it is acknowledged, and taken once."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from bot.intake import InboxIntake
from bot.platforms.base import Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.reader import Me
from bot.platforms.telegram.webhook import MOST, PATH, webhook
from chat.message import Message
from domain.errors import StoreProblem
from storage.database import Database
from storage.work import Work
from tests.bot.telegram.test_poller import update
from tests.fakes import FakeClock

SECRET = "a-secret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Desk:
    """Where updates are taken in; `full` when nothing can be kept."""

    database: Database
    full: bool = False
    woken: int = 0
    kept: InboxIntake = field(init=False)

    def __post_init__(self) -> None:
        self.kept = InboxIntake(self.database, "telegram", self._wake)

    async def intake(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        if self.full:
            raise StoreProblem("满了")
        await self.kept(account, messages, unreadable=unreadable, cursor=cursor)

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(Database.open(f"sqlite:///{tmp_path_factory.mktemp('desk')}/desk.db", FakeClock()))


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    platform = Telegram(Api("42:x", "http://127.0.0.1:9"), desk.intake, FakeClock(), {})
    platform.me = Me(42, "xiaoqitong_bot")
    app = Starlette(routes=[webhook(platform, desk.intake, SECRET)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot", headers={HEADER: SECRET}) as client:
        yield client
    await platform.stop()
    desk.database.close()


def state(desk: Desk) -> dict[str, int]:
    def read(work: Work) -> dict[str, int]:
        return {str(key): int(count) for key, count in work.connection.exec_driver_sql("SELECT state, count(*) FROM inbox GROUP BY state")}

    return desk.database.read_now(read)


async def test_an_update_that_is_pushed_three_times_is_taken_once(client: httpx.AsyncClient, desk: Desk) -> None:
    assert [(await client.post(PATH, json=update(5))).status_code for _ in range(3)] == [200] * 3
    assert state(desk) == {"waiting": 1}


async def test_a_lower_number_than_the_last_is_as_good(client: httpx.AsyncClient, desk: Desk) -> None:
    for number in (900, 3, 899):
        await client.post(PATH, json=update(number))
    assert state(desk) == {"waiting": 3}


@pytest.mark.parametrize("shown", [None, "", "wrong", SECRET + "x", SECRET[:-1], "密"])
async def test_who_does_not_know_the_secret_leaves_nothing_behind(client: httpx.AsyncClient, desk: Desk, shown: str | None) -> None:
    headers = {} if shown is None else {HEADER.encode(): shown.encode()}
    del client.headers[HEADER]
    assert (await client.post(PATH, json=update(5), headers=headers)).status_code == 403
    assert state(desk) == {}


async def test_what_could_not_be_kept_is_not_acknowledged(client: httpx.AsyncClient, desk: Desk) -> None:
    desk.full = True
    assert (await client.post(PATH, json=update(5))).status_code == 503
    desk.full = False
    assert (await client.post(PATH, json=update(5))).status_code == 200
    assert state(desk) == {"waiting": 1}


async def test_the_limit_of_a_body_is_kept_to_the_byte(client: httpx.AsyncClient, desk: Desk) -> None:
    body = json.dumps(update(5)).encode()
    assert (await client.post(PATH, content=body.ljust(MOST))).status_code == 200
    assert (await client.post(PATH, content=body.ljust(MOST + 1))).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000])
async def test_what_is_no_json_will_not_become_any_by_being_sent_again(client: httpx.AsyncClient, desk: Desk, body: bytes) -> None:
    assert (await client.post(PATH, content=body)).status_code == 400
    assert state(desk) == {}


@pytest.mark.parametrize("odd", [{"update_id": 7, "message": "x"}, {"update_id": 7, "message": {"chat": {}, "from": {"id": 1}}}])
async def test_a_malformed_update_is_a_dead_letter_and_the_next_one_flows(client: httpx.AsyncClient, desk: Desk, odd: object) -> None:
    assert (await client.post(PATH, json=odd)).status_code == 200
    assert (await client.post(PATH, json=update(8))).status_code == 200
    assert state(desk) == {"dead": 1, "waiting": 1}
    assert "Error" in desk.database.read_now(lambda work: work.inbox.dead())[0].error


@pytest.mark.parametrize("odd", [[], "x", 5, None, {"message": {}}])
async def test_what_has_no_number_is_acknowledged_and_passed_over(client: httpx.AsyncClient, desk: Desk, odd: object) -> None:
    assert (await client.post(PATH, content=json.dumps(odd))).status_code == 200
    assert state(desk) == {}
