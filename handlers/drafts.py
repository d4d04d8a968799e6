"""An answer shown while it is being written: from the thread that writes it to the chat that waits for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol

from chat.message import Address
from rag.model.ports import OnText

_PATIENCE = 1.0


class Draft(Protocol):
    """Where the writing is shown; the reply that follows takes its place."""

    @property
    def message(self) -> str:
        """The platform's id of the message in which it is shown; "" where the draft gives way by itself."""
        ...

    async def show(self, text: str) -> None:
        """Show all that is written so far. Never raises for a failed delivery."""
        ...


Drafts = Callable[[Address], Draft]
"""The draft in somebody's chat."""


@asynccontextmanager
async def showing(draft: Draft) -> AsyncIterator[OnText]:
    """Gives what may be called from any thread with all that is written so far; only the newest is shown.

    At the end nothing is on its way any more, or the draft might come after the answer; a platform that hangs is waited for one second.
    """
    loop = asyncio.get_running_loop()
    texts: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(_show(draft, texts))
    try:
        yield lambda text: _hand_over(loop, texts, text)
    finally:
        texts.put_nowait("")
        with suppress(TimeoutError):
            await asyncio.wait_for(task, _PATIENCE)


def _hand_over(loop: asyncio.AbstractEventLoop, texts: asyncio.Queue[str], text: str) -> None:
    loop.call_soon_threadsafe(texts.put_nowait, text)


async def _show(draft: Draft, texts: asyncio.Queue[str]) -> None:
    """Show what comes until there is an empty text."""
    while text := await _newest(texts):
        await draft.show(text)


async def _newest(texts: asyncio.Queue[str]) -> str:
    text = await texts.get()
    while text and not texts.empty():
        text = texts.get_nowait()
    return text
