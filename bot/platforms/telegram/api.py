"""The calls of the Bot API that we make, with our own errors and values."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import NetworkError

from bot.platforms.telegram.calls import Calls
from bot.platforms.telegram.errors import Conflict, UnknownToken, translated
from bot.platforms.telegram.markup import pieces
from bot.platforms.telegram.reader import READ, Me
from chat.message import File
from chat.reply import Choice, Offer, Reply
from chat.room import Room
from domain.errors import TryLater
from domain.text import clean

Rows = Sequence[Sequence[Choice]]

_SEND_TIMEOUT = 20.0
_POLL_SECONDS = 50.0
_WATCHDOG = 30.0
"""Seconds beyond which no call goes on, however it drips: a socket whose other end is gone must not hold anything up."""
_RIGHTS = {"can_post_messages": "发布消息", "can_edit_messages": "编辑消息", "can_delete_messages": "删除消息"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Api:
    """The Bot API at `base` (such as https://api.telegram.org) for one token. Every call raises `DeliveryProblem`s only.

    `poll` is how long Telegram may wait for updates, `watchdog` for how many seconds more any call may last.
    """

    def __init__(self, token: str, base: str, *, poll: float = _POLL_SECONDS, watchdog: float = _WATCHDOG) -> None:
        self._poll, self._watchdog = poll, watchdog
        self.username = ""
        # Else every 429 warns that the library will one day tell its pause as a time span.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        root = f"{base.rstrip('/')}/bot"
        self._calls = Calls(base, _SEND_TIMEOUT)
        files = f"{base.rstrip('/')}/file/bot"
        self._bot = Bot(token, base_url=root, base_file_url=files, request=self._calls, get_updates_request=self._calls)
        # The library's own polling parses a whole batch before anybody sees it, and one bad update then holds up all behind it.
        self._polls, self._updates = Calls(base, poll + 15.0), f"{root}{token}/getUpdates"

    async def me(self) -> Me:
        """Who the bot is."""
        async with self._called():
            user = await self._bot.get_me()
        self.username = user.username or ""
        return Me(user.id, user.username or "")

    async def updates(self, offset: int | None) -> list[Any]:
        """Raw updates from `offset` on, as soon as there are any; [] after a while without. Earlier ones count as acknowledged."""
        asked: dict[str, object] = {"timeout": int(self._poll), "allowed_updates": list(READ), "limit": 100}
        if offset is not None:
            asked["offset"] = offset
        try:
            # To give up closes the connection, so the next poll goes out on a new one.
            async with asyncio.timeout(self._poll + self._watchdog):
                status, body = await self._polls.post_raw(self._updates, asked)
            answer = json.loads(body)
        except (NetworkError, TimeoutError, ValueError, RecursionError) as error:
            # Chained without its words: they may hold the address, and with it the token.
            raise TryLater(f"取不到 Telegram 的消息：{type(error).__name__}", 2.0) from None
        return _result(status, answer)

    async def send(self, chat: int, text: str, rows: Rows = (), *, markup: bool = True) -> str:
        """Send a message and give back its id. With `markup` the text is HTML."""
        async with self._called(chat):
            sent = await self._bot.send_message(
                chat,
                text,
                parse_mode=ParseMode.HTML if markup else None,
                reply_markup=keyboard(rows),
                link_preview_options=_NO_PREVIEW,
            )
        return str(sent.message_id)

    async def edit(self, chat: int, message: int, text: str, rows: Rows = (), *, markup: bool = True) -> None:
        """Put other text and buttons in a message's place."""
        async with self._called(chat):
            await self._bot.edit_message_text(
                text,
                chat,
                message,
                parse_mode=ParseMode.HTML if markup else None,
                reply_markup=keyboard(rows),
                link_preview_options=_NO_PREVIEW,
            )

    async def picture(self, chat: int, file: File) -> str:
        """Send a picture and give back the message's id."""
        async with self._called(chat):
            sent = await self._bot.send_photo(chat, file.ref or InputFile(file.data, file.name))
        return str(sent.message_id)

    async def document(self, chat: int, file: File) -> str:
        """Send a file and give back the message's id."""
        async with self._called(chat):
            sent = await self._bot.send_document(chat, file.ref or InputFile(file.data, file.name))
        return str(sent.message_id)

    async def remove(self, chat: int, messages: Sequence[int]) -> None:
        """Let messages disappear; those that are not there any more are passed over."""
        async with self._called(chat):
            await self._bot.delete_messages(chat, messages)

    async def room(self, name: str, me: int) -> Room:
        """A channel by its @name or number, and what the bot may not do there."""
        async with self._called():
            chat = await self._bot.get_chat(name)
            member = await self._bot.get_chat_member(chat.id, me)
            count = await self._bot.get_chat_member_count(chat.id)
        able = member.status == "administrator"
        lacks = tuple(words for right, words in _RIGHTS.items() if not (able and getattr(member, right, False)))
        return Room(str(chat.id), clean(chat.title or name), count, chat.type == "channel", lacks)

    async def download(self, ref: str, most: int) -> bytes | None:
        """The bytes of a file that somebody sent; None when there are more than `most`."""
        async with self._called():
            found = await self._bot.get_file(ref)
            if found.file_size is None or found.file_size > most:
                return None
            data = bytes(await found.download_as_bytearray())
        return data if len(data) <= most else None

    async def answer(self, press: str, toast: str = "") -> None:
        """Tell Telegram that a press was seen, with a short word (at most 200 characters) over the button."""
        async with self._called():
            await self._bot.answer_callback_query(press, toast[:200] or None)

    async def offer(self, query: str, offers: Sequence[tuple[Offer, Reply]]) -> None:
        """Answer an inline question; anybody who asks the same within half a minute gets the same."""
        results = [_article(one, reply) for one, reply in offers]
        async with self._called():
            await self._bot.answer_inline_query(query, results, cache_time=30, is_personal=False)

    async def typing(self, chat: int) -> None:
        """Show for five seconds that the bot writes."""
        async with self._called(chat):
            await self._bot.send_chat_action(chat, ChatAction.TYPING)

    async def draft(self, chat: int, number: int, text: str) -> None:
        """Show a message in the making in a private chat; the same number replaces it."""
        async with self._called(chat):
            await self._bot.send_message_draft(chat, number, text)

    async def commands(self, commands: Mapping[str, str]) -> None:
        """Set the menu of commands (name → what it does)."""
        async with self._called():
            await self._bot.set_my_commands([BotCommand(name, words) for name, words in commands.items()])

    async def webhook(self, url: str, secret: str) -> None:
        """Have updates pushed to `url`, or fetched again where it is ""."""
        async with self._called():
            if url:
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(READ))
            else:
                await self._bot.delete_webhook()

    @asynccontextmanager
    async def _called(self, chat: int = 0) -> AsyncIterator[None]:
        with translated(chat):
            async with asyncio.timeout(self._watchdog):
                yield

    async def close(self) -> None:
        """Close the connections."""
        await self._polls.shutdown()
        await self._calls.shutdown()


def _article(offer: Offer, reply: Reply) -> InlineQueryResultArticle:
    words = InputTextMessageContent(pieces(reply.blocks)[0], ParseMode.HTML, link_preview_options=_NO_PREVIEW)
    return InlineQueryResultArticle(offer.id, offer.title, words, keyboard(reply.choices), description=offer.words)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons under a message of the bot of that name."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(choice) for choice in row] for row in rows])


def _button(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(choice.label, url=choice.url)
    return InlineKeyboardButton(choice.label, callback_data=choice.value)


def _result(status: int, answer: Any) -> list[Any]:
    if isinstance(answer, dict) and answer.get("ok") and isinstance(answer.get("result"), list):
        return list(answer["result"])
    told = answer if isinstance(answer, dict) else {}
    words = f"取不到 Telegram 的消息（{status}）：{told.get('description', '')}"
    parameters = told.get("parameters")
    pause = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if status == 409:
        raise Conflict(words, 5.0)
    if status in {401, 404}:
        raise UnknownToken(f"{words}：请更正环境变量 XIAOQITONG_TELEGRAM_TOKEN 并重新启动", 60.0, everything=True)
    raise TryLater(words, float(pause) if isinstance(pause, int | float) else 2.0)
