"""Raw updates and the messages that they are."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.reader import Malformed, Me, read
from chat.message import Address, File, Message, Sort

ME = Me(42, "xiaoqitong_bot")
LI = {"id": 7, "is_bot": False, "first_name": "小", "last_name": "李"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100, "type": "supergroup", "title": "群"}


def update(chat: Mapping[str, Any] = PRIVATE, **fields: Any) -> dict[str, Any]:
    return {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": chat, "from": LI, **fields}}


def said(raw: dict[str, Any]) -> Message:
    message = read(raw, ME)
    assert message is not None
    return message


def test_a_private_message() -> None:
    assert said(update(text="你好")) == Message("5", Address("telegram", "7", "7"), text="你好", name="小 李")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("@xiaoqitong_bot 有哪些？", "有哪些？"),
        ("@XiaoQiTong_Bot，有哪些？", "有哪些？"),
        ("请问 @xiaoqitong_bot 有哪些？", "请问 有哪些？"),
        ("/help@xiaoqitong_bot", "/help"),
        ("/region@xiaoqitong_bot 包头", "/region 包头"),
    ],
)
def test_a_group_speaks_to_the_bot_by_its_name(typed: str, read_as: str) -> None:
    message = said(update(GROUP, text=typed))
    assert (message.text, message.private, message.sender) == (read_as, False, Address("telegram", "-100", "7"))


@pytest.mark.parametrize("typed", ["有哪些？", "/help", "/help@other_bot", "@xiaoqitong_bot2 有哪些？", "a@xiaoqitong_bots"])
def test_other_talk_of_a_group_is_none_of_our_business(typed: str) -> None:
    assert read(update(GROUP, text=typed), ME) is None


def test_a_reply_to_the_bot_is_spoken_to_it() -> None:
    assert said(update(GROUP, text="那第二年呢？", reply_to_message={"message_id": 3, "from": {"id": 42}})).text == "那第二年呢？"
    assert read(update(GROUP, text="那第二年呢？", reply_to_message={"message_id": 3, "from": {"id": 43}}), ME) is None


@pytest.mark.parametrize(
    ("field", "sort"),
    [
        ("sticker", Sort.STICKER),
        ("photo", Sort.PHOTO),
        ("voice", Sort.VOICE),
        ("video_note", Sort.VOICE),
        ("document", Sort.FILE),
        ("location", Sort.OTHER),
    ],
)
def test_what_is_no_text_has_its_sort(field: str, sort: Sort) -> None:
    message = said(update(caption="看", **{field: {}}))
    assert (message.sort, message.text) == (sort, "看")


def test_a_picture_and_a_document_stay_where_they_are() -> None:
    photo = [{"file_id": "small", "width": 90}, {"file_id": "large", "width": 900}]
    assert said(update(photo=photo)).file == File("图片.jpg", "image/jpeg", ref="large")
    paper = {"file_id": "p1", "file_name": "简章.pdf", "mime_type": "application/pdf"}
    assert said(update(document=paper)).file == File("简章.pdf", "application/pdf", ref="p1")


def test_an_address_behind_words_is_written_out() -> None:
    linked = {"type": "text_link", "offset": 5, "length": 2, "url": "https://example.org/a"}
    assert said(update(text="😀报名点这里吧", entities=[linked])).text == "😀报名点这里（https://example.org/a）吧"
    assert said(update(photo=[], caption="😀报名点这里吧", caption_entities=[linked])).text.endswith("（https://example.org/a）吧")
    bold = {"type": "bold", "offset": 0, "length": 2}
    assert said(update(text="报名", entities=[bold])).text == "报名"
    inner = {**linked, "url": "tg://user?id=7"}
    assert said(update(text="😀报名点这里吧", entities=[inner])).text == "😀报名点这里吧"


def test_a_press() -> None:
    query = {"id": "q1", "from": LI, "data": "clause:12", "chat_instance": "1", "message": {"message_id": 9, "chat": GROUP}}
    sender = Address("telegram", "-100", "7")
    expected = Message("5", sender, Sort.PRESS, pressed="clause:12", origin="9", press="q1", private=False, name="小 李")
    assert read({"update_id": 5, "callback_query": query}, ME) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 5, "edited_message": {"text": "改了"}},
        {"update_id": 5, "channel_post": {"text": "公告"}},
        {"update_id": 5},
        {"update_id": 5, "callback_query": {"id": "q", "from": LI, "data": "x"}},
        update(text="我是机器人", **{"from": {**LI, "is_bot": True}}),
    ],
)
def test_what_is_not_meant_for_it(raw: dict[str, Any]) -> None:
    assert read(raw, ME) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"message": {"text": "x"}},
        {"update_id": "5", "message": update(text="x")["message"]},
        {"update_id": True, "message": update(text="x")["message"]},
        {"update_id": 5, "message": "x"},
        update(text=5),
        update({"id": "7", "type": "private"}, text="x"),
        update({"type": "private"}, text="x"),
        {"update_id": 5, "callback_query": {"id": 5, "from": LI, "message": {"message_id": 1, "chat": PRIVATE}}},
    ],
)
def test_what_makes_no_sense(raw: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        read(raw, ME)


def test_text_is_cleaned() -> None:
    assert said(update(text="包\u202e头\x00\ud800？")).text == "包头？"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "from", "chat", "text", "data"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["update_id", "message", "callback_query"]), json_values))
def test_whatever_comes_is_read_or_malformed(raw: dict[str, Any]) -> None:
    try:
        message = read(raw, ME)
    except Malformed:
        return
    assert message is None or message.key


@given(st.sampled_from(["text", "chat", "from", "sticker", "reply_to_message", "caption"]), json_values)
def test_one_strange_field_is_read_or_malformed(field: str, value: object) -> None:
    try:
        message = read({"update_id": 5, "message": {**update(text="x")["message"], field: value}}, ME)
    except Malformed:
        return
    assert message is None or message.key == "5"
