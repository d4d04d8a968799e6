"""Sending the same words to many people through a local server: each client as its documentation says, several calls under way."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiohttp
from aiogram import Bot as AiogramBot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bench.mute import FIRST, WORDS
from tests.telegram_server.world import TOKEN

HANDS = 16

Send = Callable[[int], Awaitable[object]]
Sender = Callable[[str], AbstractAsyncContextManager[Send]]
"""Given the server's address: what sends to one chat."""


@asynccontextmanager
async def with_aiohttp(url: str) -> AsyncIterator[Send]:
    """The bare client."""
    async with aiohttp.ClientSession() as session:

        async def send(chat: int) -> object:
            async with session.post(f"{url}/bot{TOKEN}/sendMessage", json={"chat_id": chat, "text": WORDS}) as response:
                return await response.json()

        yield send


@asynccontextmanager
async def with_aiogram(url: str) -> AsyncIterator[Send]:
    """aiogram's bot."""
    bot = AiogramBot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        yield lambda chat: bot.send_message(chat, WORDS)
    finally:
        await bot.session.close()


@asynccontextmanager
async def with_ptb(url: str, limiter: AIORateLimiter | None = None) -> AsyncIterator[Send]:
    """python-telegram-bot, with its rate limiter where one is given."""
    request = HTTPXRequest(connection_pool_size=2 * HANDS, pool_timeout=60)
    bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=request, rate_limiter=limiter)
    async with bot:
        yield lambda chat: bot.send_message(chat, WORDS)


@asynccontextmanager
async def with_limiter(url: str) -> AsyncIterator[Send]:
    """The same with its rate limiter wide open, for what it costs."""
    async with with_ptb(url, AIORateLimiter(overall_max_rate=0, group_max_rate=0)) as send:
        yield send


PEERS: Mapping[str, Sender] = {
    "aiohttp": with_aiohttp,
    "aiogram": with_aiogram,
    "python-telegram-bot": with_ptb,
    "python-telegram-bot + AIORateLimiter": with_limiter,
}


async def sent_by(sender: Sender, url: str, many: int) -> tuple[float, float]:
    """Seconds, and seconds of processor, for so many messages with sixteen under way."""
    numbers = iter(range(many))
    async with sender(url) as send:
        await send(FIRST)

        async def hand() -> None:
            for number in numbers:
                await send(FIRST + number)

        begin, worked = time.perf_counter(), time.process_time()
        await asyncio.gather(*(hand() for _ in range(HANDS)))
        return time.perf_counter() - begin, time.process_time() - worked


async def behind(url: str, queued: int, replies: int = 8) -> list[float]:
    """Seconds that replies wait in one AIORateLimiter at Telegram's thirty a second, side by side with so many messages to others."""
    async with with_ptb(url, AIORateLimiter(overall_max_rate=30, overall_time_period=1)) as send:

        async def timed(chat: int) -> float:
            begin = time.perf_counter()
            await send(chat)
            return time.perf_counter() - begin

        line = [asyncio.create_task(timed(FIRST + number)) for number in range(queued)]
        told: list[asyncio.Task[float]] = []
        for number in range(replies):
            await asyncio.sleep(0.1)
            told.append(asyncio.create_task(timed(FIRST - 1 - number)))
        waits = await asyncio.gather(*told)
        await asyncio.gather(*line)
        return waits
