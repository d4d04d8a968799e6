"""Inline keyboards: what is let through, what a press does."""

from typing import Any

import pytest

from tests.telegram_server import Person, Refused, TelegramServer
from tests.telegram_server_tests.api import Api

PARSE = "can't parse inline keyboard button: "


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


async def test_a_press_reaches_the_bot_and_its_answer_the_person(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="看？", reply_markup=keys({"text": "原文", "callback_data": "c:1"}))
    query = await started.tap("原文")
    update = (await api("getUpdates", offset=-1))[0]["callback_query"]
    assert (update["id"], update["data"], update["message"]["message_id"]) == (query, "c:1", sent["message_id"])
    assert update["from"]["id"] == started.id
    assert update["chat_instance"]
    assert await api("answerCallbackQuery", callback_query_id=query, text="好的", show_alert=True)
    answer = await started.answer(query)
    assert (answer.text, answer.box) == ("好的", True)


async def test_a_press_that_is_never_answered_is_noticed(api: Api, started: Person) -> None:
    await api("sendMessage", chat_id=started.id, text="看？", reply_markup=keys({"text": "原文", "callback_data": "c:1"}))
    with pytest.raises(TimeoutError):
        await started.press("原文", timeout=0.05)


async def test_a_late_answer_is_too_old(api: Api, server: TelegramServer, started: Person) -> None:
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await api("sendMessage", chat_id=started.id, text="看？", reply_markup=keys({"text": "原文", "callback_data": "c:1"}))
    query = await started.tap("原文")
    await server.settings(advance=61)
    assert await api.refusal("answerCallbackQuery", callback_query_id=query) == too_old
    assert await api.refusal("answerCallbackQuery", callback_query_id="1") == too_old
    assert await api.refusal("answerCallbackQuery", callback_query_id=query, text="字" * 201) == "Bad Request: MESSAGE_TOO_LONG"


async def test_only_buttons_that_are_there_can_be_pressed(api: Api, started: Person) -> None:
    await api("sendMessage", chat_id=started.id, text="看？", reply_markup=keys({"text": "原文", "callback_data": "c:1"}))
    with pytest.raises(Refused, match="原文"):
        await started.tap("没有的")


async def test_a_forged_press_carries_what_no_button_has(api: Api, started: Person) -> None:
    await started.tap(data="admin:1", forged=True)
    assert (await api("getUpdates", offset=-1))[0]["callback_query"]["data"] == "admin:1"


async def test_a_link_opens_without_the_bot(api: Api, server: TelegramServer, started: Person) -> None:
    await api("sendMessage", chat_id=started.id, text="看？", reply_markup=keys({"text": "官网", "url": "example.cn"}))
    assert await started.tap("官网") == "http://example.cn/"
    assert len((await server.world())["pending"]) == 1


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "甲", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "甲", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "甲", "callback_data": 5}, PARSE + 'Field "callback_data" must be of type String'),
        ({"text": "甲"}, PARSE + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "x"}, PARSE + 'Can\'t find field "text"'),
        ({"text": "甲", "url": "http://localhost"}, "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL"),
        ({"text": "甲", "url": "file://a.b/c"}, "inline keyboard button URL 'file://a.b/c' is invalid: Unsupported URL protocol"),
    ],
)
async def test_buttons_are_refused(api: Api, started: Person, button: dict[str, Any], reason: str) -> None:
    refusal = await api.refusal("sendMessage", chat_id=started.id, text="x", reply_markup=keys(button))
    assert refusal == f"Bad Request: {reason}"


async def test_sixty_four_bytes_are_let_through(api: Api, started: Person) -> None:
    button = {"text": "甲", "callback_data": "字" * 21 + "x"}
    assert await api("sendMessage", chat_id=started.id, text="x", reply_markup=keys(button))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([1], "object expected as reply markup"),
        ({"inline_keyboard": [{"text": "甲"}]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": [[{"text": "甲", "callback_data": "x"}]] * 101}, "reply markup is too long"),
    ],
)
async def test_keyboards_are_refused(api: Api, started: Person, markup: object, reason: str) -> None:
    assert await api.refusal("sendMessage", chat_id=started.id, text="x", reply_markup=markup) == f"Bad Request: {reason}"


async def test_a_keyboard_under_the_writing_field_is_seen_but_is_no_part_of_the_message(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="x", reply_markup={"keyboard": [["是", "否"]]})
    assert "reply_markup" not in sent
    assert (await started.notices("keyboard"))["body"]["keyboard"] == [[{"text": "是"}, {"text": "否"}]]
