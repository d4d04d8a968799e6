"""Those who wait a little so that all go on at the same moment."""

import asyncio

from bot.together import Together


class Group:
    """So many are under way; each comes to the door and goes on."""

    def __init__(self, many: int, seconds: float = 60) -> None:
        self.through: list[int] = []
        self.many = many
        self.door = Together(seconds, lambda: self.many)

    async def come(self, *numbers: int) -> None:
        """They come to the door."""
        self.tasks = [asyncio.create_task(self._go(number)) for number in numbers]
        for _ in range(5):
            await asyncio.sleep(0)

    async def _go(self, number: int) -> None:
        await self.door.wait()
        self.through.append(number)


async def test_who_waits_goes_on_when_somebody_opens() -> None:
    group = Group(5)
    await group.come(1, 2, 3)
    assert group.through == []
    group.door.open()
    await asyncio.gather(*group.tasks)
    assert group.through == [1, 2, 3]


async def test_where_nobody_else_can_come_all_go_on_at_once() -> None:
    group = Group(3)
    await group.come(1, 2)
    assert group.through == []
    first = group.tasks
    await group.come(3)
    await asyncio.gather(*first, *group.tasks)
    assert sorted(group.through) == [1, 2, 3]


async def test_who_ends_elsewhere_is_not_waited_for() -> None:
    group = Group(3)
    await group.come(1, 2)
    group.many = 2
    group.door.look()
    await asyncio.gather(*group.tasks)
    assert group.through == [1, 2]


async def test_nobody_waits_longer_than_that() -> None:
    group = Group(3, seconds=0)
    await group.come(1)
    await asyncio.gather(*group.tasks)
    assert group.through == [1]


async def test_who_gave_up_holds_nobody_up_and_the_door_shuts_again() -> None:
    group = Group(9)
    await group.come(1, 2)
    group.tasks[0].cancel()
    group.door.open()
    await asyncio.gather(*group.tasks, return_exceptions=True)
    assert group.through == [2]
    await group.come(3)
    assert group.through == [2]
    group.door.open()
    await asyncio.gather(*group.tasks)
