"""Which city a list is for: the one that was named, else the person's own, else all of them or a choice."""

from collections.abc import Iterable
from typing import Any

from chat.message import Message
from chat.reply import Choice
from domain.region import Region, within
from handlers.region import in_rows
from services.directory import Listed
from services.holdings import Holdings
from services.people import People

EVERYWHERE = "全部城市"
_ALL = frozenset({"全部", "所有", EVERYWHERE})


class Scope:
    """Finds the city that somebody means."""

    def __init__(self, holdings: Holdings, people: People) -> None:
        self._holdings = holdings
        self._people = people

    async def named(self, words: str) -> Region | None:
        """The city that words name and nothing else."""
        return await self._holdings.meant(words) if words else None

    async def own(self, message: Message) -> str:
        """The code of the person's own city, "" for none."""
        return (await self._people.who(message.sender)).region

    async def meant(self, message: Message) -> str | None:
        """The code of the city behind a command, else of the person's own; "" for all, None where one has to be asked for."""
        if message.text in _ALL:
            return ""
        if message.text:
            place = await self.named(message.text)
            return place.code if place else None
        return await self.own(message) or None

    def title(self, code: str) -> str:
        """What a city is called in a heading."""
        return self._holdings.region(code).short if code else EVERYWHERE

    def place(self, code: str) -> str:
        """A city's short name."""
        return self._holdings.region(code).short if code else ""

    async def cities(self, held: Iterable[Listed[Any]], value: str) -> tuple[tuple[Choice, ...], ...]:
        """Buttons for the cities that have something to show, and one for all; the code is put into `value` for {}."""
        codes = {one.document.region for one in held if one.document.region}
        regions = (await self._holdings.held()).regions
        choices = [Choice(one.short, value.format(one.code)) for one in regions if any(within(code, one.code) for code in codes)]
        return (*in_rows(choices), (Choice(EVERYWHERE, value.format("")),))
