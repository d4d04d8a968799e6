"""Whether the assistant can do its work now: signs of life that its parts offer, looked at when somebody asks."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.clock import Clock
from domain.errors import StoreProblem
from storage.database import Database
from storage.work import Work
from vectorstore.index import Hit, Query

log = logging.getLogger(__name__)

LATE = 120.0
"""Seconds after which a reply that is still owed means that something is wrong."""

SILENT = 90.0
"""The same for the last word of a platform that is polled; a poll that brings nothing takes 50 s."""

_ROOM = 0.05
_PATIENCE = 5.0
_KEPT = 1.0
_CANARY = 60.0


@dataclass(frozen=True, slots=True)
class Vital:
    """One sign of life. `look` gives back why it is bad, in words for whoever runs the bot; "" while it is well."""

    name: str
    look: Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Sign:
    """What a vital showed; `words` is "" while it is well."""

    name: str
    words: str

    @property
    def well(self) -> bool:
        """Whether it is as it should be."""
        return not self.words


class Health:
    """All vitals, looked at side by side. An outcome is kept for a second: many who ask at once cost one look."""

    def __init__(self, vitals: Sequence[Vital], clock: Clock) -> None:
        self._vitals = vitals
        self._clock = clock
        self._looking = asyncio.Lock()
        self._signs: tuple[Sign, ...] = ()
        self._until = -1.0

    async def signs(self) -> tuple[Sign, ...]:
        """How everything is."""
        async with self._looking:
            if self._clock.monotonic() >= self._until:
                self._signs = tuple(await asyncio.gather(*map(_looked, self._vitals)))
                self._until = self._clock.monotonic() + _KEPT
            return self._signs


async def _looked(vital: Vital) -> Sign:
    try:
        async with asyncio.timeout(_PATIENCE):
            return Sign(vital.name, await vital.look())
    except TimeoutError:
        return Sign(vital.name, f"{_PATIENCE:.0f} 秒内没有回答")
    except Exception as error:
        log.exception("the vital %s cannot be looked at", vital.name)
        return Sign(vital.name, f"检查时出错：{type(error).__name__}")


def writes(database: Database) -> Vital:
    """The database takes something in and brings it to the disk."""

    async def look() -> str:
        try:
            await database.do(lambda work: work.notes.put("alive", work.now.isoformat()))
        except StoreProblem as problem:
            return str(problem)
        return ""

    return Vital("database", look)


def sends(database: Database, platforms: Sequence[str]) -> Vital:
    """No reply that this process is to send has been waiting for long."""

    def oldest(work: Work) -> dict[str, float]:
        return {name: work.outbox.oldest_owed(name) for name in platforms}

    async def look() -> str:
        late = {name: seconds for name, seconds in (await database.read(oldest)).items() if seconds >= LATE}
        return "；".join(f"{name} 有回复等了 {seconds:.0f} 秒还没发出" for name, seconds in late.items())

    return Vital("outbox", look)


def hears(platform: str, silence: Callable[[], float | None]) -> Vital:
    """A platform is joined and its reader hears from it; `silence` is the seconds since then, None before it was joined."""

    async def look() -> str:
        seconds = silence()
        if seconds is None:
            return "还没有连上：请检查网络"
        return f"{seconds:.0f} 秒没有回音：请检查网络" if seconds >= SILENT else ""

    return Vital(platform, look)


class Sender(Protocol):
    """What sends on a platform."""

    @property
    def trouble(self) -> str:
        """Why it cannot until somebody does something; "" while it can."""
        ...


def able(platform: str, sender: Sender) -> Vital:
    """Nothing is in the way of sending on a platform."""

    async def look() -> str:
        return sender.trouble

    return Vital(f"{platform}-sending", look)


def has_room(folder: Path) -> Vital:
    """The disk of the data folder is not nearly full."""

    async def look() -> str:
        return has_little_room(folder)

    return Vital("disk", look)


def has_little_room(folder: Path) -> str:
    """Why the disk is nearly full; "" where it is not."""
    disk = shutil.disk_usage(folder)
    return "" if disk.free > disk.total * _ROOM else f"磁盘只剩 {disk.free >> 20:,} MB，不到 5%：请清理，或用 --data 换一个位置"


class Canary:
    """A stored passage that has to find itself, another one each minute."""

    def __init__(self, database: Database, find: Callable[[Query], Sequence[Hit]], clock: Clock) -> None:
        self._database = database
        self._find = find
        self._clock = clock
        self._next = -1.0
        self._words = ""
        self._last = 0

    @property
    def vital(self) -> Vital:
        """The canary as a sign of life."""
        return Vital("index", self._look)

    async def _look(self) -> str:
        if self._clock.monotonic() >= self._next:
            self._words = await asyncio.to_thread(self._sung)
            # What is wrong is looked at again each time, so that its mending is seen.
            self._next = self._clock.monotonic() + (0.0 if self._words else _CANARY)
        return self._words

    def _sung(self) -> str:
        passage = self._database.read_now(self._passage)
        if passage is None:
            return ""
        self._last = passage[0]
        hits = self._find(Query(passage[1], limit=10))
        return "" if any(hit.id == passage[0] for hit in hits) else "索引找不到库里的一段原文：运行 xiaoqitong reindex"

    def _passage(self, work: Work) -> tuple[int, str] | None:
        page = work.library.all_passages(self._last, 1) or work.library.all_passages(0, 1)
        return (page[0].id, f"{page[0].context}\n{page[0].text}") if page else None
