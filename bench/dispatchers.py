"""One update to one reply with nothing that is kept and no network: ours, and the bare loops of python-telegram-bot and aiogram.

Each reads the raw JSON, finds the handler of a command, and makes and sends the reply into a request that answers from memory.
"""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any

from aiogram import Bot as AiogramBot
from aiogram import Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import Message as AiogramMessage
from telegram import Bot, Update
from telegram.ext import Application, CommandHandler, ContextTypes
from telegram.request import BaseRequest, RequestData

from bench.pushing import update
from bot.platforms.base import Delivery
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.reader import Me, read
from chat.flow import Place
from chat.message import Message, Sort
from chat.reply import Reply, say
from chat.router import Router, Routes
from domain.clock import SystemClock
from tests.telegram_server.world import TOKEN

Dispatch = Callable[[int], Awaitable[None]]
"""Takes the update of a number and replies."""

WORDS = "您好，我是校企通。可以直接问政策，也可以说“找实习”。"
_ME = {"id": 42, "is_bot": True, "first_name": "校企通", "username": "xiaoqitong_bot"}
_SENT = {
    "ok": True,
    "result": {"message_id": 2, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "李"}, "from": _ME, "text": WORDS},
}
_ANSWERS: Mapping[str, bytes] = {
    "getMe": json.dumps({"ok": True, "result": _ME}).encode(),
    "sendMessage": json.dumps(_SENT, ensure_ascii=False).encode(),
}


class Offline(BaseRequest):
    """python-telegram-bot's way to the server, which stays here."""

    sent = 0

    @property
    def read_timeout(self) -> float:
        """As long as it takes."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any) -> tuple[int, bytes]:  # noqa: ARG002
        """The answer that the server would give."""
        assert request_data is None or request_data.json_payload
        Offline.sent += 1
        return 200, _ANSWERS[url.rpartition("/")[2]]


class OfflineSession(BaseSession):  # type: ignore[misc]
    """The same for aiogram."""

    async def close(self) -> None:
        """Nothing to close."""

    async def make_request(self, bot: AiogramBot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ARG002, ASYNC109
        """The answer that the server would give, read as it is read from there."""
        for name, value in method.model_dump(warnings=False).items():
            self.prepare_value(value, bot=bot, files={}) if name else None
        content = _ANSWERS[method.__api_method__].decode()
        return self.check_response(bot, method, 200, content).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """Nothing."""
        yield b""


def _raw(number: int) -> bytes:
    one: dict[str, Any] = update(number)
    one["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 5}]
    return json.dumps(one, ensure_ascii=False).encode()


async def bare_ptb() -> Dispatch:
    """An `Application` with one command."""
    bot = Bot(TOKEN, request=Offline(), get_updates_request=Offline())
    application = Application.builder().bot(bot).updater(None).build()

    async def help_(told: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert told.message
        await told.message.reply_text(WORDS)

    application.add_handler(CommandHandler("help", help_))
    await application.initialize()

    async def dispatch(number: int) -> None:
        await application.process_update(Update.de_json(json.loads(_raw(number)), bot))

    return dispatch


async def aiogram() -> Dispatch:
    """A `Dispatcher` with one command."""
    bot, dispatcher = AiogramBot(TOKEN, session=OfflineSession()), Dispatcher()

    async def help_(message: AiogramMessage) -> None:
        await message.answer(WORDS)

    dispatcher.message.register(help_, Command("help"))

    async def dispatch(number: int) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(_raw(number)))

    return dispatch


async def ours() -> Dispatch:
    """The product's reader, router and Telegram platform."""

    async def help_(_: Message) -> Reply:
        return say(WORDS)

    async def nobody(*_: Any, **__: Any) -> None:
        """Nothing is kept here."""

    api = Api(TOKEN, "http://127.0.0.1:9")
    api._bot = Bot(TOKEN, request=Offline(), get_updates_request=Offline())
    await api._bot.initialize()
    platform, me = Telegram(api, nobody, SystemClock(), {}), Me(42, "xiaoqitong_bot")
    router = Router(Routes({"help": help_}, {}, help_, help_, dict.fromkeys(Sort, help_)))

    async def dispatch(number: int) -> None:
        message = read(json.loads(_raw(number)), me)
        assert message
        turn = await router.route(message, Place())
        assert isinstance(turn.outcome, Reply)
        await platform.send(Delivery(number, str(number), message.sender, turn.outcome))

    return dispatch
