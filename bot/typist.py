"""The sign that an answer is under way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.platforms.base import Platform
from chat.message import Address

_AGAIN = 4.5
"""Seconds after which platforms take the sign away."""


@asynccontextmanager
async def typing(platform: Platform, to: Address, patience: float) -> AsyncIterator[None]:
    """Show it while what stands inside goes on, once that takes longer than `patience` seconds."""
    task = asyncio.create_task(_shown(platform, to, patience))
    try:
        yield
    finally:
        task.cancel()


async def _shown(platform: Platform, to: Address, patience: float) -> None:
    await asyncio.sleep(patience)
    while True:
        await platform.typing(to)
        await asyncio.sleep(_AGAIN)
