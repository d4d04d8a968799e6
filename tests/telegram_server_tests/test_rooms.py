"""Groups, supergroups and channels: who is there, what the bot sees, where it may write."""

from typing import Any

import pytest

from tests.telegram_server import Person, Refused, TelegramServer
from tests.telegram_server_tests.api import Api


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    return [next(key for key in update if key != "update_id") for update in updates]


async def test_the_bot_is_told_that_it_was_added(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "产教融合", anna)
    standing, arrival = await api("getUpdates")
    change = standing["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert arrival["message"]["new_chat_members"][0]["id"] == server.bot_id
    assert str(room.id).startswith("-100")
    assert room.id < -(2**31)


async def test_in_groups_it_sees_what_is_meant_for_it(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "群", anna)
    seen = (await api("getUpdates"))[-1]["update_id"] + 1
    await anna.say("大家好", room=room)
    await anna.say("/help", room=room)
    await anna.say("/help@other_bot", room=room)
    await anna.say("@xiaoqitong_bot 在吗", room=room)
    answer = await api("sendMessage", chat_id=room.id, text="在")
    await anna.say("谢谢", room=room, reply_to=answer["message_id"])
    heard = [update["message"]["text"] for update in await api("getUpdates", offset=seen)]
    assert heard == ["/help", "@xiaoqitong_bot 在吗", "谢谢"]


async def test_without_privacy_or_as_administrator_it_sees_all(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "群", anna)
    await server.settings(privacy=False)
    await anna.say("甲", room=room)
    await server.settings(privacy=True)
    await room.set_bot("administrator")
    await anna.say("乙", room=room)
    texts = [update["message"].get("text") for update in await api("getUpdates") if "message" in update]
    assert texts[-2:] == ["甲", "乙"]


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_where_it_was_thrown_out_it_cannot_write(api: Api, server: TelegramServer, anna: Person, kind: str) -> None:
    room = server.chat(kind, "地方", anna, bot="administrator")
    assert await api("sendMessage", chat_id=room.id, text="在")
    await room.set_bot("kicked")
    assert (await api("getUpdates", allowed_updates=[]))[-1].keys() & {"my_chat_member", "message"}
    assert await api.refusal("sendMessage", chat_id=room.id, text="x") == f"Forbidden: bot was kicked from the {kind} chat"
    await room.set_bot("left")
    assert await api.refusal("sendMessage", chat_id=room.id, text="x") == f"Forbidden: bot is not a member of the {kind} chat"


async def test_channels_need_the_right_to_post(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("channel", "公告", anna, bot="administrator", rights={"can_post_messages": True})
    post = await api("sendMessage", chat_id=room.id, text="通知")
    assert (post["sender_chat"]["id"], "from" in post) == (room.id, False)
    assert (await anna.hears(room=room)).text == "通知"
    await room.set_bot("administrator", can_delete_messages=True)
    assert await api.refusal("sendMessage", chat_id=room.id, text="x") == "Bad Request: need administrator rights in the channel chat"


async def test_posts_of_people_are_channel_posts(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("channel", "公告", anna, bot="administrator")
    said = await anna.say("人写的", room=room)
    await anna.edit(said, "人改的", room=room)
    assert kinds(await api("getUpdates"))[-2:] == ["channel_post", "edited_channel_post"]


async def test_a_restricted_bot_is_silent(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "群", anna)
    await room.set_bot("restricted")
    assert await api.refusal("sendMessage", chat_id=room.id, text="x") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )


async def test_a_group_that_became_a_supergroup_tells_its_new_identifier(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("group", "旧群", anna)
    new = await room.migrate()
    status, body = await api.answer("sendMessage", chat_id=room.id, text="x")
    assert (status, body["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    leaving, arriving = (update["message"] for update in (await api("getUpdates"))[-2:])
    assert (leaving["migrate_to_chat_id"], arriving["migrate_from_chat_id"]) == (new.id, room.id)
    assert await api("sendMessage", chat_id=new.id, text="搬好了")


async def test_a_deleted_group_is_gone(api: Api, server: TelegramServer, anna: Person) -> None:
    group, channel = server.chat("group", "群", anna), server.chat("channel", "频道", anna, bot="administrator")
    await group.delete()
    await channel.delete()
    assert await api.refusal("sendMessage", chat_id=group.id, text="x") == "Forbidden: the group chat was deleted"
    assert await api.refusal("sendMessage", chat_id=channel.id, text="x") == "Forbidden: bot was kicked from the channel chat"


async def test_public_chats_are_found_by_name(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("channel", "公告", anna, bot="administrator", username="xqt_news")
    assert (await api("sendMessage", chat_id="@xqt_news", text="x"))["chat"]["id"] == room.id
    assert await api.refusal("sendMessage", chat_id="@nobody_here", text="x") == "Bad Request: chat not found"
    assert await api.refusal("sendMessage", chat_id="abc", text="x") == "Bad Request: chat not found"


async def test_blocking_is_told_and_undone(api: Api, started: Person) -> None:
    await started.block()
    await started.unblock()
    changes = [update["my_chat_member"]["new_chat_member"]["status"] for update in await api("getUpdates") if "my_chat_member" in update]
    assert changes == ["kicked", "member"]


async def test_members_are_looked_up(api: Api, server: TelegramServer, anna: Person) -> None:
    bao = server.person("小包")
    room = server.chat("supergroup", "群", anna, bao, bot="administrator")
    assert (await api("getChatMember", chat_id=room.id, user_id=bao.id))["status"] == "member"
    assert {member["status"] for member in await api("getChatAdministrators", chat_id=room.id)} == {"creator", "administrator"}
    assert await api("getChatMemberCount", chat_id=room.id) == 3
    assert await api.refusal("getChatMember", chat_id=room.id, user_id=1) == "Bad Request: user not found"
    await room.let_in(bao, "left")
    assert (await api("getChatMember", chat_id=room.id, user_id=bao.id))["status"] == "left"
    with pytest.raises(Refused, match="not in chat"):
        await bao.say("还在吗", room=room)


async def test_the_bot_can_leave(api: Api, server: TelegramServer, started: Person) -> None:
    room = server.chat("supergroup", "群", started)
    assert await api("leaveChat", chat_id=room.id)
    assert await api.refusal("sendMessage", chat_id=room.id, text="x") == "Forbidden: bot is not a member of the supergroup chat"
    assert await api.refusal("leaveChat", chat_id=started.id) == "Bad Request: chat member status can't be changed in private chats"


async def test_counting_begins_anew_in_each_chat(api: Api, server: TelegramServer, started: Person) -> None:
    room = server.chat("channel", "频道", started, bot="administrator")
    assert (await api("sendMessage", chat_id=room.id, text="x"))["message_id"] == 1
    assert (await api("sendMessage", chat_id=started.id, text="x"))["message_id"] == 2


async def test_telegrams_clients_keep_people_from_the_impossible(server: TelegramServer, started: Person) -> None:
    await started.block()
    with pytest.raises(Refused, match="blocked"):
        await started.say("在吗")
    await started.deactivate()
    with pytest.raises(Refused, match="no account"):
        await started.say("在吗")
