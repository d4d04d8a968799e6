"""How an answer is shown on Telegram while it is being written."""

import logging

from bot.platforms.telegram.api import Api
from bot.platforms.telegram.errors import NotModified
from bot.platforms.telegram.markup import LIMIT
from domain.clock import Clock
from domain.errors import DeliveryProblem

log = logging.getLogger(__name__)

_EVERY = 1.0


class PrivateDraft:
    """Alone with somebody: Telegram's own drafts, which leave nothing behind, at most once a second."""

    message = ""

    def __init__(self, api: Api, chat: int, clock: Clock) -> None:
        self._api = api
        self._chat = chat
        self._clock = clock
        self._next = 0.0

    async def show(self, text: str) -> None:
        """Show all that is written so far."""
        if not text or self._clock.monotonic() < self._next:
            return
        self._next = self._clock.monotonic() + _EVERY
        try:
            await self._api.draft(self._chat, 1, text[: LIMIT // 2])
        except DeliveryProblem as problem:
            log.info("Telegram: no draft: %s", problem)


class GroupDraft:
    """In a group, where Telegram has no drafts: a message that is edited, and whose place the answer takes. It does not ask how often."""

    def __init__(self, api: Api, chat: int) -> None:
        self._api = api
        self._chat = chat
        self.message = ""

    async def show(self, text: str) -> None:
        """Show all that is written so far."""
        if not text:
            return
        try:
            if self.message:
                await self._api.edit(self._chat, int(self.message), text[: LIMIT // 2], markup=False)
            else:
                self.message = await self._api.send(self._chat, text[: LIMIT // 2], markup=False)
        except NotModified:
            return
        except DeliveryProblem as problem:
            log.info("Telegram: no draft: %s", problem)
