"""getUpdates: offsets, waiting, conflicts, what is kept and for how long."""

import asyncio

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server_tests.api import Api


async def test_numbers_follow_one_another_and_an_offset_confirms_all_before_it(api: Api, started: Person) -> None:
    await started.say("甲")
    await started.say("乙")
    first, second, third = (update["update_id"] for update in await api("getUpdates"))
    assert (second, third) == (first + 1, first + 2)
    assert len(await api("getUpdates", offset=first)) == 3
    assert [update["message"]["text"] for update in await api("getUpdates", offset=second, limit=1)] == ["甲"]
    assert [update["message"]["text"] for update in await api("getUpdates", offset=0)] == ["甲", "乙"]
    assert await api("getUpdates", offset=third + 1) == []
    assert await api("getUpdates") == []


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(api: Api, started: Person) -> None:
    await started.say("甲")
    assert [update["message"]["text"] for update in await api("getUpdates", offset=-1)] == ["甲"]
    assert len(await api("getUpdates")) == 1


async def test_a_long_poll_ends_with_the_first_update(api: Api, server: TelegramServer, anna: Person) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await server.world()
    await anna.say("在吗")
    assert (await poll)[0]["message"]["text"] == "在吗"


async def test_a_newer_poll_ends_the_older_with_a_conflict(api: Api, anna: Person) -> None:
    polls = [asyncio.create_task(api.answer("getUpdates", timeout=30)) for _ in range(2)]
    (older,), (newer,) = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
    status, body = older.result()
    assert (status, body["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    await anna.say("在吗")
    assert [update["message"]["text"] for update in (await newer)[1]["result"]] == ["在吗"]


async def test_only_wanted_kinds_are_kept_until_told_otherwise(api: Api, started: Person) -> None:
    await api("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await started.say("不要听")
    assert len(await api("getUpdates")) == 1
    await api("getUpdates", allowed_updates=[])
    await started.say("要听")
    assert (await api("getUpdates", offset=-1))[0]["message"]["text"] == "要听"


async def test_messages_wait_a_day_and_presses_two_and_a_half_minutes(api: Api, server: TelegramServer, started: Person) -> None:
    await started.tap(data="x", forged=True)
    assert len(await api("getUpdates")) == 2
    await server.settings(advance=151)
    assert len(await api("getUpdates")) == 1
    await server.settings(advance=86_400)
    assert await api("getUpdates") == []


async def test_numbers_may_restart_lower_and_an_offset_from_before_is_ignored(api: Api, server: TelegramServer, started: Person) -> None:
    offset = (await api("getUpdates"))[-1]["update_id"] + 1
    assert await api("getUpdates", offset=offset) == []
    await server.settings(next_update=1000)
    await started.say("一周以后")
    assert [update["update_id"] for update in await api("getUpdates", offset=offset)] == [1000]


async def test_any_update_can_be_pushed_even_twice(api: Api, server: TelegramServer) -> None:
    await server.push({"update_id": 5, "message": {"broken": True}})
    assert [update["update_id"] for update in await api("getUpdates")] == [5]
    assert await api("getUpdates", offset=6) == []
    await server.push({"update_id": 5, "message": {"broken": True}})
    assert await api("getUpdates", offset=6) == [{"update_id": 5, "message": {"broken": True}}]
    assert await api("getUpdates", offset=6) == []


async def test_an_edit_is_told(api: Api, started: Person) -> None:
    said = await started.say("写错了")
    await started.edit(said, "写对了")
    update = (await api("getUpdates", offset=-1))[0]["edited_message"]
    assert (update["message_id"], update["text"], "edit_date" in update) == (said.id, "写对了", True)
