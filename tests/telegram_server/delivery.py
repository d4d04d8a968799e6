"""Delivers updates to a webhook: in order within a lane, tried again ever more slowly until it is taken."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from tests.telegram_server.text import Json
from tests.telegram_server.updates import Update
from tests.telegram_server.world import Webhook, World

TIMEOUT = 60.0
SLOWEST = (60.0, 120.0)
Call = Callable[[str, Json], Awaitable[Any]]


class Delivery:
    """One task for each lane that has something to deliver. `call` runs a method that an answer asks for."""

    def __init__(self, world: World, call: Call) -> None:
        self._world = world
        self._call = call
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._client = httpx.AsyncClient(timeout=TIMEOUT, trust_env=False, verify=False)
        world.updates.pushed = self.wake

    def wake(self) -> None:
        """Look for lanes that nobody works on."""
        if not self._world.webhook.url:
            return
        for update in self._world.updates.fresh():
            if update.lane not in self._lanes:
                self._lanes[update.lane] = asyncio.create_task(self._work(update.lane))

    def _next(self, lane: str) -> Update | None:
        return next((update for update in self._world.updates.fresh() if update.lane == lane), None)

    async def _work(self, lane: str) -> None:
        tries = 0
        try:
            while (hook := self._world.webhook).url and (update := self._next(lane)):
                wait = await self._deliver(hook, update)
                if wait is None:
                    self._world.updates.drop(update)
                    tries = 0
                    continue
                tries += 1
                await asyncio.sleep((wait or _pause(tries)) * hook.scale)
        finally:
            self._lanes.pop(lane, None)

    async def _deliver(self, hook: Webhook, update: Update) -> float | None:
        """Post one update. None where it was taken, otherwise the seconds that were asked for (0: as usual)."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            answer = await self._client.post(hook.url, json=update.json(), headers=headers)
        except httpx.HTTPError as error:
            return self._failed(hook, f"Connection failed: {type(error).__name__}")
        if not answer.is_success:
            retry = answer.headers.get("retry-after", "0")
            self._failed(hook, f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
            return float(retry) if retry.isdigit() else 0.0
        await self._obey(answer)
        return None

    def _failed(self, hook: Webhook, reason: str) -> float:
        hook.error, hook.error_time = reason, self._world.clock.now()
        self._world.feed.add("webhook", 0, {"error": reason}, by_bot=False)
        return 0.0

    async def _obey(self, answer: httpx.Response) -> None:
        """A call in the answer's body is made without telling its outcome."""
        with contextlib.suppress(ValueError):
            body = answer.json()
            if isinstance(body, dict) and isinstance(body.get("method"), str):
                await self._call(body.pop("method"), body)

    async def close(self) -> None:
        """Stop delivering."""
        lanes = list(self._lanes.values())
        for task in lanes:
            task.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
        await self._client.aclose()


def _pause(tries: int) -> float:
    """At once after the first failure, then 2, 4, 8 … seconds up to one or two minutes."""
    return 0.0 if tries < 2 else min(2.0 ** (tries - 1), random.uniform(*SLOWEST))
