"""A small town behind the web chat: letterboxes in memory, and somebody who answers by a script."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.asgi import application
from bot.flood import Buckets
from bot.platforms.base import Delivery, Unreadable
from bot.platforms.web.chat import Limits
from bot.platforms.web.guard import Door
from bot.platforms.web.mailbox import Letter, Said
from bot.platforms.web.platform import WebPlatform
from bot.platforms.web.routes import routes
from bot.platforms.web.streams import Streams
from chat.message import Address, Message
from chat.reply import Reply
from domain.clock import Clock
from domain.errors import StoreProblem

ASSETS = Path(__file__).parents[3] / "assets" / "web"
Answer = Callable[[Message], Sequence[Reply]]


class Town:
    """The web chat's mailbox and intake at once. `closed` makes it refuse, as a broken disk would; when
    `silent`, nobody rings the bell, as when another process answers."""

    def __init__(self, clock: Clock, answer: Answer, limits: Limits | None = None, burst: int = 200, pages: int = 100) -> None:
        self._clock = clock
        self._answer = answer
        self._numbers = itertools.count(1)
        self.entries: list[Letter | Said] = []
        self.closed = False
        self.silent = False
        self.streams = Streams(most=pages)
        self.platform = WebPlatform(self.streams)
        door = Door(posts=Buckets(clock, burst, 20), looks=Buckets(clock, 2 * burst, 40), files=Buckets(clock, 3, 6))
        self.app = application(routes(self, self, self.streams, door, ASSETS, limits))

    async def __call__(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        """Keep what came in, and answer what is new."""
        if self.closed:
            raise StoreProblem("磁盘已满")
        for message in messages:
            if message.key not in {said.message.key for said in self.heard}:
                self.entries.append(Said(message, self._clock.now()))
                for reply in self._answer(message):
                    await self.tell(message.sender, reply, message.origin, message.press)

    @property
    def heard(self) -> list[Said]:
        """All that came in."""
        return [entry for entry in self.entries if isinstance(entry, Said)]

    @property
    def told(self) -> list[Letter]:
        """All that was answered."""
        return [entry for entry in self.entries if isinstance(entry, Letter)]

    async def tell(self, to: Address, reply: Reply, origin: str = "", press: str = "") -> tuple[str, ...]:
        """Put a letter into somebody's box and ring."""
        number = next(self._numbers)
        delivery = Delivery(number, f"said:{number}", to, reply, origin, press)
        self.entries.append(Letter(delivery, self._clock.now()))
        return () if self.silent else await self.platform.send(delivery)

    async def after(self, chat: str, last: int, limit: int) -> Sequence[Letter]:
        """Letters to that chat after the last one seen."""
        if self.closed:
            raise StoreProblem("数据库文件已损坏")
        return [letter for letter in self.told if letter.delivery.to.chat == chat and letter.id > last][:limit]

    async def recent(self, chat: str, limit: int) -> Sequence[Letter | Said]:
        """The end of that chat's conversation."""
        if self.closed:
            raise StoreProblem("数据库文件已损坏")
        return [entry for entry in self.entries if _chat(entry) == chat][-limit:]

    async def letter(self, chat: str, number: int) -> Letter | None:
        """One letter to that chat."""
        return next((letter for letter in self.told if letter.id == number and letter.delivery.to.chat == chat), None)


def _chat(entry: Letter | Said) -> str:
    return entry.delivery.to.chat if isinstance(entry, Letter) else entry.message.sender.chat
