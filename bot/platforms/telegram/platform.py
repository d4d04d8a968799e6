"""Telegram as a platform: what it can do, and how a reply becomes messages there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from bot.platforms.base import Abilities, Alone, Delivery, Draft, Intake
from bot.platforms.telegram.api import Api, Rows
from bot.platforms.telegram.drafts import GroupDraft, PrivateDraft
from bot.platforms.telegram.errors import NotModified, UnknownToken
from bot.platforms.telegram.inline import InlineDesk, Offers
from bot.platforms.telegram.markup import LIMIT, pieces, unmarked
from bot.platforms.telegram.poller import Poller
from bot.platforms.telegram.reader import PLATFORM, Me
from chat.message import Address, File
from chat.reply import Block, Reply, linked
from chat.room import Room
from domain.clock import Clock
from domain.errors import BadDocument, ConfigProblem, DeliveryProblem, Refused, TryLater
from rag.loading.rows import LARGEST, TOO_LARGE

log = logging.getLogger(__name__)

GONE = "这个文件从 Telegram 取不到了，请再发一次。"


class Telegram:
    """One bot account. `menu` is the menu of commands; with `webhook` (its public address and secret) updates are pushed to us.

    Without one it fetches them, `alone`: in one process at a time.
    """

    def __init__(
        self,
        api: Api,
        intake: Intake,
        clock: Clock,
        menu: Mapping[str, str],
        webhook: tuple[str, str] = ("", ""),
        pause: float = 5.0,
        alone: Alone = lambda _, job: job(),
    ) -> None:
        self._api = api
        self._intake = intake
        self._clock = clock
        self._menu = menu
        self._webhook = webhook
        self._pause = pause
        self._alone = alone
        self._poller: Poller | None = None
        self._inline: InlineDesk | None = None
        self.me: Me | None = None

    @property
    def silence(self) -> float:
        """Seconds since Telegram last answered a request for updates; 0 where updates are pushed, or none was asked for yet."""
        return self._poller.silence if self._poller else 0.0

    @property
    def name(self) -> str:
        """The name in `Address.platform`."""
        return PLATFORM

    @property
    def abilities(self) -> Abilities:
        """What Telegram can do."""
        return Abilities(buttons=True, edits=True, streaming=True, files=True, length=LIMIT, roof=28.0, bulk=22.0, gap=1.0, per_minute=18)

    async def run(self) -> None:
        """Introduce the bot, then read what comes until cancelled. Raises `ConfigProblem` for a token that Telegram does not know."""
        self.me = await self._introduced()
        log.info("Telegram: @%s", self.me.username)
        if not self._webhook[0]:
            await self._alone(f"poll:{PLATFORM}:{self.me.id}", self._poll)

    async def _poll(self) -> None:
        assert self.me is not None
        self._poller = Poller(self._api, self._intake, self.me, self._clock, aside=self.aside)
        try:
            await self._poller.run()
        finally:
            self._poller = None

    def offering(self, offers: Offers) -> None:
        """Answer from now on what people type behind our name in any chat."""
        self._inline = InlineDesk(self._api, self._clock, offers, self.address)

    def aside(self, update: Any) -> bool:
        """Take an inline question, which is answered at once and leaves no trace; False for everything else."""
        query = update.get("inline_query")
        if query and self._inline:
            self._inline.take(query)
        return bool(query)

    async def stop(self) -> None:
        """Close the connections."""
        if self._inline:
            self._inline.stop()
        await self._api.close()

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Answer the press, then say what there is to say, going on behind what an earlier try has said."""
        if delivery.press and not delivery.sent:
            await self._answer(delivery.press, delivery.reply.toast)
        if delivery.reply.gone:
            return await self._take_back(delivery)
        if delivery.reply.leads and not self._api.username:
            await self._api.me()
        said = delivery.sent
        for number, message in enumerate(self._messages(delivery)):
            if number < len(said):
                continue
            if number:
                await delivery.between(said)
            said = (*said, await message())
        return said

    def address(self, word: str) -> str:
        """Where a chat with the bot begins with that word; known once the bot was introduced."""
        return f"https://t.me/{self._api.username}?start={word}"

    async def room(self, name: str) -> Room:
        """A channel that the bot may post to, or why it may not. Raises DeliveryProblem."""
        me = self.me or await self._api.me()
        return await self._api.room(name, me.id)

    async def _take_back(self, delivery: Delivery) -> tuple[str, ...]:
        """Let messages disappear; of what is too old for that, the words give way to others. What its reader deleted is gone already."""
        chat, reply = int(delivery.to.chat), delivery.reply
        try:
            await self._api.remove(chat, [int(one) for one in reply.gone])
        except Refused as problem:
            log.info("Telegram: not deleted: %s", problem)
        else:
            return delivery.sent
        text = next(iter(pieces(_blocks(reply))), "")
        changed = await self._edited(chat, reply.gone[-1], text, reply.choices, markup=True)
        return (reply.gone[-1],) if changed else delivery.sent

    async def fetch(self, file: File) -> bytes:
        """The bytes of a file that Telegram still holds. Raises BadDocument with a word for whoever sent it, and TryLater."""
        try:
            data = await self._api.download(file.ref, LARGEST)
        except Refused as problem:
            raise BadDocument(GONE) from problem
        if data is None:
            raise BadDocument(TOO_LARGE)
        return data

    async def typing(self, address: Address) -> None:
        """Show that the bot writes."""
        try:
            await self._api.typing(int(address.chat))
        except DeliveryProblem as problem:
            log.info("Telegram: no typing: %s", problem)

    def draft(self, address: Address) -> Draft:
        """A draft; Telegram has them in private chats only, in others a message is edited."""
        chat = int(address.chat)
        return PrivateDraft(self._api, chat, self._clock) if address.chat == address.person else GroupDraft(self._api, chat)

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

    def _messages(self, delivery: Delivery) -> Iterator[Callable[[], Awaitable[str]]]:
        """What sends each of the messages that a reply becomes, in order."""
        chat, reply = int(delivery.to.chat), linked(delivery.reply, self.address)
        if reply.picture:
            yield partial(self._api.picture, chat, reply.picture)
        if reply.file:
            yield partial(self._api.document, chat, reply.file)
        texts = pieces(_blocks(reply))
        for number, text in enumerate(texts, 1):
            rows = reply.choices if number == len(texts) else ()
            origin = delivery.origin if number == 1 and reply.edits else ""
            yield partial(self._text, chat, text, rows, origin)

    async def _text(self, chat: int, text: str, rows: Rows, origin: str) -> str:
        """Say it, in the place of `origin` if there is one; without markup where Telegram does not like ours."""
        try:
            return await self._put(chat, text, rows, origin, markup=True)
        except Refused as problem:
            log.warning("Telegram: sent without markup: %s", problem)
            return await self._put(chat, unmarked(text), rows, origin, markup=False)

    async def _put(self, chat: int, text: str, rows: Rows, origin: str, *, markup: bool) -> str:
        if origin and await self._edited(chat, origin, text, rows, markup):
            return origin
        return await self._api.send(chat, text, rows, markup=markup)

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
