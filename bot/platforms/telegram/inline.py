"""Questions typed in other people's chats (@bot 光伏 实习): answered at once or not at all, and never held against anything else.

They leave no trace: nothing is stored, and what is not answered in a moment is asked anew with the next letter.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.flood import Buckets
from bot.platforms.telegram.api import Api
from chat.reply import Offer, Reply, linked
from domain.clock import Clock
from domain.errors import DeliveryProblem, StoreProblem
from domain.text import clean

log = logging.getLogger(__name__)

Offers = Callable[[str], Awaitable[Sequence[Offer]]]
"""What fits the words that somebody typed."""

_PATIENCE = 3.0
_AT_ONCE = 16


class InlineDesk:
    """Answers each person's newest question. `address` is where a chat with us begins with a word."""

    def __init__(self, api: Api, clock: Clock, offers: Offers, address: Callable[[str], str]) -> None:
        self._api = api
        self._offers = offers
        self._address = address
        self._pace = Buckets(clock, burst=20, per_minute=60)
        self._asking: dict[str, asyncio.Task[None]] = {}

    def take(self, query: Any) -> None:
        """Begin to answer a raw inline query; returns at once. Too many, too fast or malformed ones are let go."""
        try:
            number, person = str(query["id"]), str(query["from"]["id"])
            text, offset = clean(str(query.get("query", ""))), query.get("offset", "")
        except (AttributeError, KeyError, TypeError):
            return
        # All that there is went with the first answer; whoever scrolls on asks for more.
        if offset or self._pace.take(person):
            return
        if before := self._asking.pop(person, None):
            before.cancel()
        if len(self._asking) < _AT_ONCE:
            task = self._asking[person] = asyncio.create_task(self._answer(number, text))
            task.add_done_callback(lambda done: self._done(person, done))

    def stop(self) -> None:
        """Let go of what is being answered."""
        for task in self._asking.values():
            task.cancel()

    def _done(self, person: str, task: asyncio.Task[None]) -> None:
        if self._asking.get(person) is task:
            del self._asking[person]

    async def _answer(self, number: str, text: str) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                offers = await self._offers(text)
                await self._api.offer(number, [(one, self._drawn(one)) for one in offers])
        except (DeliveryProblem, StoreProblem, TimeoutError) as problem:
            log.info("Telegram: an inline question was not answered: %s", type(problem).__name__)
        except Exception:
            log.exception("Telegram: an inline question failed")

    def _drawn(self, offer: Offer) -> Reply:
        return linked(offer.reply, self._address)
