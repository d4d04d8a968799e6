"""Telegram as a platform: what it can do, and how a reply becomes messages there."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence

from bot.platforms.base import Abilities, Delivery, Draft, Intake, NoDraft
from bot.platforms.telegram.api import Api, Rows
from bot.platforms.telegram.errors import Moved, NotModified, UnknownToken
from bot.platforms.telegram.markup import LIMIT, pieces, plain
from bot.platforms.telegram.poller import Poller
from bot.platforms.telegram.reader import PLATFORM, Me
from chat.message import Address
from chat.reply import Block, Reply
from domain.clock import Clock
from domain.errors import ConfigProblem, DeliveryProblem, Refused, TryLater

log = logging.getLogger(__name__)

_DRAFT_EVERY = 1.0


class TelegramDraft:
    """An answer in the making, shown at most once a second."""

    def __init__(self, api: Api, chat: int, clock: Clock) -> None:
        self._api = api
        self._chat = chat
        self._clock = clock
        self._next = 0.0

    async def show(self, text: str) -> None:
        """Show all that is written so far."""
        if not text or self._clock.monotonic() < self._next:
            return
        self._next = self._clock.monotonic() + _DRAFT_EVERY
        try:
            await self._api.draft(self._chat, 1, text[: LIMIT // 2])
        except DeliveryProblem as problem:
            log.info("Telegram: no draft: %s", problem)


class Telegram:
    """One bot account. `menu` is the menu of commands; with `webhook` (its public address and secret) updates are pushed to us."""

    def __init__(
        self, api: Api, intake: Intake, clock: Clock, menu: Mapping[str, str], webhook: tuple[str, str] = ("", ""), pause: float = 5.0
    ) -> None:
        self._api = api
        self._intake = intake
        self._clock = clock
        self._menu = menu
        self._webhook = webhook
        self._pause = pause
        self.me: Me | None = None

    @property
    def name(self) -> str:
        """The name in `Address.platform`."""
        return PLATFORM

    @property
    def abilities(self) -> Abilities:
        """What Telegram can do."""
        return Abilities(buttons=True, edits=True, streaming=True, files=True, length=LIMIT, roof=28.0, gap=1.0)

    async def run(self) -> None:
        """Introduce the bot, then read what comes until cancelled. Raises `ConfigProblem` for a token that Telegram does not know."""
        self.me = await self._introduced()
        log.info("Telegram: @%s", self.me.username)
        if not self._webhook[0]:
            await Poller(self._api, self._intake, self.me).run()

    async def stop(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Answer the press, then say what there is to say."""
        if delivery.press:
            await self._answer(delivery.press, delivery.reply.toast)
        try:
            return await self._say(int(delivery.to.chat), delivery)
        except Moved as moved:
            return await self._say(moved.chat, delivery)

    async def typing(self, address: Address) -> None:
        """Show that the bot writes."""
        try:
            await self._api.typing(int(address.chat))
        except DeliveryProblem as problem:
            log.info("Telegram: no typing: %s", problem)

    def draft(self, address: Address) -> Draft:
        """A draft; Telegram has them in private chats only."""
        return TelegramDraft(self._api, int(address.chat), self._clock) if address.chat == address.person else NoDraft()

    async def _introduced(self) -> Me:
        while True:
            try:
                me = await self._api.me()
                await self._api.webhook(*self._webhook)
                await self._api.commands(self._menu)
            except UnknownToken as problem:
                raise ConfigProblem("Telegram 不认这个 token，请检查环境变量 XIAOQITONG_TELEGRAM_TOKEN") from problem
            except TryLater as problem:
                log.warning("Telegram: %s", problem)
                await asyncio.sleep(self._pause)
            else:
                return me

    async def _answer(self, press: str, toast: str) -> None:
        try:
            await self._api.answer(press, toast)
        except DeliveryProblem as problem:
            # The button stops turning by itself; what is owed matters more.
            log.info("Telegram: a press was not answered: %s", problem)

    async def _say(self, chat: int, delivery: Delivery) -> tuple[str, ...]:
        reply = delivery.reply
        files = [await self._api.picture(chat, reply.picture)] if reply.picture else []
        files += [await self._api.document(chat, reply.file)] if reply.file else []
        try:
            texts = await self._texts(chat, delivery, pieces, markup=True)
        except Refused as problem:
            log.warning("Telegram: sent without markup: %s", problem)
            texts = await self._texts(chat, delivery, plain, markup=False)
        return (*files, *texts)

    async def _texts(self, chat: int, delivery: Delivery, draw: Callable[[Sequence[Block]], list[str]], *, markup: bool) -> tuple[str, ...]:
        texts = draw(_blocks(delivery.reply))
        sent: list[str] = []
        for number, text in enumerate(texts, 1):
            rows = delivery.reply.choices if number == len(texts) else ()
            if number == 1 and delivery.reply.edits and delivery.origin and await self._edited(chat, delivery.origin, text, rows, markup):
                sent.append(delivery.origin)
            else:
                sent.append(await self._api.send(chat, text, rows, markup=markup))
        return tuple(sent)

    async def _edited(self, chat: int, origin: str, text: str, rows: Rows, markup: bool) -> bool:
        """Whether the text could take the old message's place."""
        try:
            await self._api.edit(chat, int(origin), text, rows, markup=markup)
        except NotModified:
            return True
        except Refused as problem:
            log.info("Telegram: sent anew: %s", problem)
            return False
        return True


def _blocks(reply: Reply) -> Sequence[Block]:
    # Buttons need a message to hang from.
    return reply.blocks or ((Block("请选择："),) if reply.choices else ())
