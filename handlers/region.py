"""/region: the city that is meant when a question names none."""

from chat.flow import Effect
from chat.message import Message
from chat.reply import Choice, Reply, say
from domain.region import Region
from services.holdings import Holdings
from services.people import People
from storage.work import Work

ASK = "您一般问哪里的政策？点一个，或者发 /region 加地名，例如：/region 昆区。"
NOT_FOUND = "没认出这个地名。请写城市或区县的名字，例如：/region 包头。"
FORGOTTEN = "好的，不再预设城市。问题里没有说明城市时，我会问您。"


class Regions:
    """Asks for the city, and remembers it."""

    def __init__(self, holdings: Holdings, people: People) -> None:
        self._holdings = holdings
        self._people = people

    async def region(self, message: Message) -> Reply | Effect:
        """/region, alone or with a place."""
        if not message.text:
            return await self.choices(message)
        place = await self._holdings.meant(message.text)
        return self.remembering(message, place) if place else say(NOT_FOUND, choices=await self._rows())

    async def choices(self, message: Message) -> Reply:
        """The cities to choose from."""
        person = await self._people.who(message.sender)
        now = f"现在记着的是{self._holdings.region(person.region).short}。" if person.region else ""
        return say(now + ASK, choices=await self._rows())

    async def chosen(self, message: Message) -> Reply | Effect:
        """A city was pressed; "" is none."""
        if not message.pressed:
            return self._forgetting(message)
        place = self._holdings.region(message.pressed)
        # The button's value came from outside: only a place that exists is remembered.
        return self.remembering(message, place) if place.name != place.code else say(NOT_FOUND)

    def remembering(self, message: Message, place: Region) -> Effect:
        """Remember that city."""

        def effect(work: Work) -> Reply:
            self._people.choose_region(work, message, place.code)
            words = f"记住了：{place.short}。问题里没有说明城市时，就按{place.short}回答；发 /region 可以更换。"
            return Reply(say(words).blocks, edits=True, toast=f"已选{place.short}")

        return effect

    def _forgetting(self, message: Message) -> Effect:
        def effect(work: Work) -> Reply:
            self._people.choose_region(work, message, "")
            return Reply(say(FORGOTTEN).blocks, edits=True)

        return effect

    async def _rows(self) -> tuple[tuple[Choice, ...], ...]:
        held = await self._holdings.held()
        return (*in_rows([Choice(one.short, f"region:{one.code}") for one in held.regions]), (Choice("不预设", "region:"),))


def in_rows(choices: list[Choice], width: int = 3) -> tuple[tuple[Choice, ...], ...]:
    """Buttons, a few to a row."""
    return tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))
