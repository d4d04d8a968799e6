"""Editing, deleting, copying and forwarding."""

from typing import Any

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server_tests.api import Api

KEYS: dict[str, Any] = {"inline_keyboard": [[{"text": "下一页", "callback_data": "p2"}]]}


async def test_an_edit_is_seen_in_place(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="第一页", reply_markup=KEYS)
    assert (await started.hears()).buttons == ["下一页"]
    await api("editMessageText", chat_id=started.id, message_id=sent["message_id"], text="第二页")
    heard = await started.hears()
    assert (heard.edited, heard.text, heard.buttons) == (True, "第二页", [])
    assert [message.text for message in await started.sees()] == ["/start", "第二页"]


async def test_the_same_again_is_not_modified(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="<b>甲</b>", parse_mode="HTML", reply_markup=KEYS)
    same = {"chat_id": started.id, "message_id": sent["message_id"], "reply_markup": KEYS}
    reason = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await api.refusal("editMessageText", **same, text="<strong>甲</strong> ", parse_mode="HTML") == reason
    assert await api.refusal("editMessageReplyMarkup", **same) == reason
    assert await api("editMessageText", **same, text="甲")


async def test_only_the_keyboard_is_changed(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="甲", reply_markup=KEYS)
    changed = await api("editMessageReplyMarkup", chat_id=started.id, message_id=sent["message_id"])
    assert (changed["text"], "reply_markup" in changed) == ("甲", False)


async def test_what_cannot_be_edited(api: Api, started: Person) -> None:
    question = await started.say("我的话")
    about = {"chat_id": started.id, "text": "x"}
    assert await api.refusal("editMessageText", **about, message_id=99) == "Bad Request: message to edit not found"
    assert await api.refusal("editMessageText", **about, message_id=question.id) == "Bad Request: message can't be edited"
    assert await api.refusal("editMessageText", **about) == "Bad Request: message identifier is not specified"
    assert await api.refusal("editMessageText", text="x", inline_message_id="none") == "Bad Request: MESSAGE_ID_INVALID"


async def test_a_deleted_message_is_gone(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="走了")
    assert await api("deleteMessage", chat_id=started.id, message_id=sent["message_id"])
    assert (await started.notices("delete"))["body"] == {"message_id": sent["message_id"]}
    assert await api.refusal("deleteMessage", chat_id=started.id, message_id=sent["message_id"]) == (
        "Bad Request: message to delete not found"
    )


async def test_old_messages_stay(api: Api, server: TelegramServer, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="旧")
    await server.settings(advance=3 * 86_400)
    assert await api.refusal("deleteMessage", chat_id=started.id, message_id=sent["message_id"]) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_others_messages_need_a_right_in_groups(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "群", anna)
    theirs = await anna.say("/x", room=room)
    about = {"chat_id": room.id, "message_id": theirs.id}
    assert await api.refusal("deleteMessage", **about) == "Bad Request: message can't be deleted"
    await room.set_bot("administrator", can_delete_messages=True)
    assert await api("deleteMessages", chat_id=room.id, message_ids=[theirs.id, 999])


async def test_copies_hide_their_origin_and_forwards_show_it(api: Api, started: Person) -> None:
    said = await started.say("原话")
    about = {"chat_id": started.id, "from_chat_id": started.id, "message_id": said.id}
    copied = await api("copyMessage", **about)
    forwarded = await api("forwardMessage", **about)
    seen = {message.id: message.raw for message in await started.sees()}
    assert (seen[copied["message_id"]]["text"], "forward_origin" in seen[copied["message_id"]]) == ("原话", False)
    assert forwarded["forward_origin"]["sender_user"]["id"] == started.id
    assert await api.refusal("copyMessage", **about | {"message_id": 77}) == "Bad Request: message to copy not found"
