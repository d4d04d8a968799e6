"""What is looked at again and again while the bot runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain.errors import StoreProblem

log = logging.getLogger(__name__)


async def regularly(look: Callable[[], Awaitable[object]], every: float, trouble: str) -> None:
    """Look, rest so many seconds, and so on until cancelled. A store that does not answer is logged with `trouble`, and asked again."""
    while True:
        try:
            await look()
        except StoreProblem as problem:
            log.error("%s: %s", trouble, problem)
        await asyncio.sleep(every)
