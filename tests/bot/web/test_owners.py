"""Every route of the product times everybody who might come: nobody but the owner sees or changes what is theirs.

The table of routes is the product's own, so that a route that is added and not thought of here fails the first test.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from bot import ops
from bot.app import join_telegram, join_web
from bot.asgi import application
from bot.config import Config, TelegramSettings
from bot.flood import Buckets
from bot.health import Health, Vital
from bot.intake import InboxIntake
from bot.platforms.telegram.webhook import PATH as TELEGRAM
from bot.platforms.web.chat import Limits
from bot.platforms.web.guard import Door
from bot.platforms.web.identity import Visitor, new_visitor
from bot.platforms.web.routes import routes as web_routes
from bot.platforms.web.stored import StoredMailbox
from bot.platforms.web.streams import Streams
from chat.message import File
from chat.reply import Block, Reply
from chat.wire import reply_to_json
from services.erasure import Erasure
from storage.database import Database
from storage.outbox import Owed
from tests.bot.web.caller import HOST, Answered, asked
from tests.bot.web.town import ASSETS
from tests.fakes import FakeClock

CANARY = "只有我知道的事"
SECRET = "webhook-secret"

# What each route gives, and to whom.
OPEN = {("GET", "/"), ("GET", "/assets"), ("GET", "/healthz"), ("GET", "/readyz")}
OWNED = {("GET", "/chat/history"), ("GET", "/chat/events"), ("GET", "/chat/files/{number:int}/{part}")}
WRITTEN = {("POST", "/chat/messages"), ("POST", "/chat/files")}
LEFT = {("POST", "/chat/leave")}
OPERATED = {("GET", "/metrics")}
PUSHED = {("POST", TELEGRAM)}


def table(routes: Sequence[BaseRoute]) -> set[tuple[str, str]]:
    """Method and path of every route."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        assert isinstance(route, Route | Mount), route
        methods = (route.methods or set()) - {"HEAD"} if isinstance(route, Route) else {"GET"}
        found |= {(method, route.path) for method in methods}
    return found


async def figures() -> bytes:
    return CANARY.encode()


async def bad() -> str:
    return CANARY


@pytest.fixture
def database(tmp_path: Path, clock: FakeClock) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{tmp_path}/web.db", clock)
    yield database
    database.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[BaseRoute]]:
    """All that the product serves, with every platform joined."""
    clock, folder = FakeClock(), tmp_path_factory.mktemp("served")
    wish = TelegramSettings(mode="webhook", webhook_url=HOST, token=SecretStr("1:x"), secret=SecretStr(SECRET))
    with closing(Database.open(f"sqlite:///{folder}/web.db", clock)) as database:
        joined = [join(Config(telegram=wish), database, clock, lambda: None) for join in (join_web, join_telegram)]
        yield [*ops.routes(Health([Vital("x", bad)], clock), figures, "ops-token"), *(route for one in joined for route in one.routes)]


def test_every_route_is_thought_of_here(served: list[BaseRoute]) -> None:
    assert table(served) == OPEN | OWNED | WRITTEN | LEFT | OPERATED | PUSHED


class Owner:
    """A visitor with a conversation, and the product's routes around it."""

    def __init__(self, app: Starlette, database: Database, visitor: Visitor, letter: int) -> None:
        self.app = app
        self.database = database
        self.visitor = visitor
        self.letter = letter

    async def asks(self, method: str, path: str, secret: str = "", **headers: str) -> Answered:
        """Ask for what is the owner's with some cookie ("" brings none)."""
        path = path.replace("{number:int}", str(self.letter)).replace("{part}", "file")
        cookie = {"cookie": f"xqt={secret}"} if secret else {}
        return await asked(
            self.app, method, path, {"x-key": "key-00000009", **cookie, **headers}, b'{"key": "key-00000009", "text": "hi"}', "192.0.2.7"
        )

    async def rows(self) -> int:
        """How many messages came in."""
        return len(await self.database.read(lambda work: work.conversation.heard_last("web", "web", self.visitor.id, 99)))


@pytest.fixture
async def owner(database: Database, served: list[BaseRoute], clock: FakeClock) -> Owner:
    visitor = new_visitor()
    reply = Reply((Block(CANARY),), file=File("a.txt", "text/plain", CANARY.encode()))
    owed = Owed("key", "web", visitor.id, visitor.id, reply_to_json(reply))
    letter = await database.do(lambda work: work.outbox.put(owed))
    door = Door(posts=Buckets(clock, 100, 100), looks=Buckets(clock, 100, 100), files=Buckets(clock, 100, 100))
    intake, mailbox = InboxIntake(database, "web", lambda: None), StoredMailbox(database)
    chat = web_routes(intake, mailbox, Streams(), door, ASSETS, Limits(heartbeat=0.01))
    known = {route.path for route in chat if isinstance(route, Route)}
    others = [route for route in served if not (isinstance(route, Route) and route.path in known)]
    return Owner(application([*chat, *others]), database, visitor, letter)


Stolen = Callable[[Visitor], str]
STRANGERS: dict[str, Stolen] = {
    "another": lambda _: new_visitor().secret,
    "nobody": lambda _: "",
    "the public name": lambda owner: owner.id,
    "the token": lambda owner: owner.token[:32],
    "forged": lambda owner: owner.secret[:-1] + ("A" if owner.secret[-1] != "A" else "B"),
    "two": lambda owner: f"{new_visitor().secret}; xqt={owner.id}",
    "other case": lambda owner: owner.secret.swapcase(),
    "longer": lambda owner: f"{owner.secret}=",
}


@pytest.mark.parametrize(("method", "path"), sorted(OWNED))
async def test_the_owner_finds_it(owner: Owner, method: str, path: str) -> None:
    assert CANARY in (await owner.asks(method, path, owner.visitor.secret)).words


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize(("method", "path"), sorted(OPEN | OWNED | WRITTEN | LEFT | OPERATED | PUSHED))
async def test_nobody_else_does(owner: Owner, method: str, path: str, who: str) -> None:
    secret = STRANGERS[who](owner.visitor)
    answer = await owner.asks(method, path, secret)
    assert CANARY not in answer.words
    if (method, path) in WRITTEN | LEFT | OPERATED | PUSHED:
        assert answer.status == 403
    assert await owner.rows() == 0


@pytest.mark.parametrize(("method", "path"), sorted(WRITTEN | LEFT))
async def test_a_post_with_the_owners_cookie_needs_a_page_of_ours(owner: Owner, method: str, path: str) -> None:
    token, secret = owner.visitor.token, owner.visitor.secret
    forged = [
        {},
        {"x-token": token},
        {"origin": HOST},
        {"origin": "https://evil.test", "x-token": token},
        {"origin": HOST, "x-token": new_visitor().token},
        {"origin": HOST, "sec-fetch-site": "cross-site", "x-token": token},
    ]
    assert [(await owner.asks(method, path, secret, **headers)).status for headers in forged] == [403] * len(forged)
    assert await owner.rows() == 0
    done = await owner.asks(method, path, secret, **{"origin": HOST, "x-token": token})
    assert (done.status, await owner.rows()) == ((202, 1) if (method, path) in WRITTEN else (204, 0))


@pytest.mark.parametrize(("method", "path"), sorted(OPEN | OWNED | WRITTEN | LEFT | OPERATED))
async def test_no_other_method_does_anything(owner: Owner, method: str, path: str) -> None:
    token = owner.visitor.token
    for other in {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "GET"} - {method}:
        if (other, path) not in OPEN | OWNED | WRITTEN | LEFT:
            answer = await owner.asks(other, path, owner.visitor.secret, **{"origin": HOST, "x-token": token})
            assert answer.status in {404, 405}, other
    assert await owner.rows() == 0


@pytest.mark.parametrize(("method", "path"), sorted(OWNED))
async def test_the_cookie_of_somebody_who_was_forgotten_finds_nothing(owner: Owner, tmp_path: Path, method: str, path: str) -> None:
    Erasure(owner.database, tmp_path / "erased.jsonl").forget(owner.visitor.address)
    assert CANARY not in (await owner.asks(method, path, owner.visitor.secret)).words


@pytest.mark.parametrize(("method", "path"), sorted(OPERATED | {("GET", "/readyz")}))
async def test_figures_and_reasons_are_for_whoever_runs_it(owner: Owner, method: str, path: str) -> None:
    assert CANARY not in (await owner.asks(method, path, authorization="Bearer guessed")).words
    assert CANARY in (await owner.asks(method, path, authorization="Bearer ops-token")).words
