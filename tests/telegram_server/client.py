"""The handle to a running server: what tests order, and what they look at."""

import asyncio
from types import TracebackType
from typing import Any, Self

import httpx

from tests.telegram_server.person import Heard, Person, Room
from tests.telegram_server.text import Json
from tests.telegram_server.world import TOKEN

PATIENCE = 10.0


class Refused(Exception):
    """The control interface refused: no Telegram client could have done that."""


class TelegramServer:
    """Speaks with a server at an address, in this process or another. Use it as an async context manager."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url.rstrip("/")
        self.token = token
        # Plain HTTP on this machine: reading the certificates of the world would take longer than most tests.
        self._client = httpx.AsyncClient(base_url=self.url, timeout=60, trust_env=False, verify=False)
        self._orders = httpx.Client(base_url=self.url, timeout=60, trust_env=False, verify=False)

    @property
    def bot_id(self) -> int:
        """The bot's identifier, which its token begins with."""
        return int(self.token.partition(":")[0])

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`; the token follows it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._orders.close()
        await self._client.aclose()

    async def act(self, verb: str, **body: Any) -> Json:
        """Order something by its verb. Raises Refused with the reason."""
        return _checked(await self._client.post(f"/_control/{verb}", json=body))

    def _order(self, verb: str, **body: Any) -> Json:
        return _checked(self._orders.post(f"/_control/{verb}", json=body))

    async def look(self, what: str, **query: Any) -> Any:
        """Read something: world, events, calls, messages/{chat}."""
        given = {key: value for key, value in query.items() if value is not None}
        answer = await self._client.get(f"/_control/{what}", params=given)
        answer.raise_for_status()
        return answer.json()

    def person(self, name: str, **more: Any) -> Person:
        """Somebody new: username, last_name, language_code, id may be given."""
        return Person(self, self._order("person", name=name, **more)["id"], name)

    def chat(self, kind: str, title: str, owner: Person, *members: Person, bot: str | None = "member", **more: Any) -> Room:
        """A group, supergroup or channel. `bot` is its standing there; `rights` and `username` may be given."""
        who = [person.id for person in members]
        chat = self._order("chat", type=kind, title=title, owner=owner.id, members=who, bot=bot, **more)
        return Room(self, chat["id"], title)

    async def fault(self, method: str = "*", kind: str = "error", **more: Any) -> None:
        """Order a fault; faults.Fault tells the fields."""
        await self.act("fault", method=method, kind=kind, **more)

    async def flood(self, method: str = "*", *, retry_after: int = 1, times: int | None = 1, **more: Any) -> None:
        """Refuse the next calls with 429."""
        await self.fault(method, retry_after=retry_after, times=times, **more)

    async def calm(self) -> None:
        """Forget all faults that are left and let go of calls that hang."""
        await self.act("calm")

    async def settings(self, **values: Any) -> Json:
        """advance (seconds), pacing, privacy, token_valid, webhook_scale, next_update."""
        return await self.act("settings", **values)

    async def push(self, update: Any) -> None:
        """Give the bot an update as it stands."""
        await self.act("update", update=update)

    async def reset(self, seed: int | None = None) -> None:
        """Begin anew: nobody there, nothing said; the token stays."""
        await self.act("reset", seed=seed)

    async def calls(self, method: str = "", *, after: int = 0) -> list[Json]:
        """The finished calls of a method, as ledger.Call."""
        found: list[Json] = await self.look("calls", method=method, after=after)
        return found

    async def called(self, method: str, count: int = 1, *, after: int = 0, timeout: float = PATIENCE) -> list[Json]:  # noqa: ASYNC109
        """The same once there are that many. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                found: list[Json] = await self.look("calls", method=method, after=after, count=count, timeout=timeout)
                if len(found) >= count:
                    return found

    async def world(self) -> Json:
        """Who and what there is: people, chats, commands, menus, webhook, pending updates."""
        found: Json = await self.look("world")
        return found

    async def messages(self, chat: int) -> list[Json]:
        """All messages of a chat as they stand now."""
        found: list[Json] = await self.look(f"messages/{chat}")
        return found

    async def events(self, after: int = 0, **wanted: Any) -> list[Json]:
        """What was seen after a number: chat, user, kinds (comma-separated), by_bot, limit; `timeout` waits for the first."""
        found: list[Json] = await self.look("events", after=after, **wanted)
        return found

    async def next_event(self, after: int, timeout: float, **wanted: Any) -> Json:  # noqa: ASYNC109
        """The first such event. Raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while not (found := await self.events(after, limit=1, timeout=min(timeout, 20), **wanted)):
                pass
        return found[0]


def _checked(answer: httpx.Response) -> Json:
    body: Json = answer.json()
    if answer.status_code == 400:
        raise Refused(body["error"])
    answer.raise_for_status()
    return body


__all__ = ["Heard", "Person", "Refused", "Room", "TelegramServer"]
