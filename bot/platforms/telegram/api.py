"""The calls of the Bot API that we make, with our own errors and values."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.request import HTTPXRequest

from bot.platforms.telegram.errors import translated
from bot.platforms.telegram.reader import READ, Me
from chat.message import File
from chat.reply import Choice
from domain.errors import TryLater

Rows = Sequence[Sequence[Choice]]

_SEND_TIMEOUT = 20.0
_POLL_SECONDS = 50
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Conflict(TryLater):
    """Another program fetches the same bot's updates."""


class Api:
    """The Bot API at `base` (such as https://api.telegram.org) for one token. Every call raises `DeliveryProblem`s only."""

    def __init__(self, token: str, base: str) -> None:
        # Else every 429 warns that the library will one day tell its pause as a time span.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        root = f"{base.rstrip('/')}/bot"
        sends = HTTPXRequest(64, read_timeout=_SEND_TIMEOUT, write_timeout=_SEND_TIMEOUT, connect_timeout=10.0, pool_timeout=10.0)
        self._bot = Bot(token, base_url=root, request=sends)
        # The library's own polling parses a whole batch before anybody sees it, and one bad update then holds up all behind it.
        self._polls = httpx.AsyncClient(base_url=f"{root}{token}/", timeout=httpx.Timeout(10.0, read=_POLL_SECONDS + 15.0))

    async def me(self) -> Me:
        """Who the bot is."""
        with translated():
            user = await self._bot.get_me()
        return Me(user.id, user.username or "")

    async def updates(self, offset: int | None) -> list[Any]:
        """Raw updates from `offset` on, as soon as there are any; [] after a while without. Earlier ones count as acknowledged."""
        asked: dict[str, object] = {"timeout": _POLL_SECONDS, "allowed_updates": list(READ), "limit": 100}
        if offset is not None:
            asked["offset"] = offset
        try:
            response = await self._polls.post("getUpdates", json=asked)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            # Chained without its words: they may hold the address, and with it the token.
            raise TryLater(f"取不到 Telegram 的消息：{type(error).__name__}", 2.0) from None
        return _result(response.status_code, answer)

    async def send(self, chat: int, text: str, rows: Rows = (), *, markup: bool = True) -> str:
        """Send a message and give back its id. With `markup` the text is HTML."""
        with translated():
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
        with translated():
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
        with translated():
            sent = await self._bot.send_photo(chat, InputFile(file.data, file.name))
        return str(sent.message_id)

    async def document(self, chat: int, file: File) -> str:
        """Send a file and give back the message's id."""
        with translated():
            sent = await self._bot.send_document(chat, InputFile(file.data, file.name))
        return str(sent.message_id)

    async def answer(self, press: str, toast: str = "") -> None:
        """Tell Telegram that a press was seen, with a short word (at most 200 characters) over the button."""
        with translated():
            await self._bot.answer_callback_query(press, toast[:200] or None)

    async def typing(self, chat: int) -> None:
        """Show for five seconds that the bot writes."""
        with translated():
            await self._bot.send_chat_action(chat, ChatAction.TYPING)

    async def draft(self, chat: int, number: int, text: str) -> None:
        """Show a message in the making in a private chat; the same number replaces it."""
        with translated():
            await self._bot.send_message_draft(chat, number, text)

    async def commands(self, commands: Mapping[str, str]) -> None:
        """Set the menu of commands (name → what it does)."""
        with translated():
            await self._bot.set_my_commands([BotCommand(name, words) for name, words in commands.items()])

    async def webhook(self, url: str, secret: str) -> None:
        """Have updates pushed to `url`, or fetched again where it is ""."""
        with translated():
            if url:
                await self._bot.set_webhook(url, secret_token=secret, allowed_updates=list(READ))
            else:
                await self._bot.delete_webhook()

    async def close(self) -> None:
        """Close the connections."""
        await self._polls.aclose()
        await self._bot.request.shutdown()


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Buttons under a message."""
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
    raise TryLater(words, float(pause) if isinstance(pause, int | float) else 60.0 if status in {401, 404} else 2.0)
