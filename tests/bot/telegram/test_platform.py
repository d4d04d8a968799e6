"""Replies as they arrive on Telegram, against the strict local server."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from bot.platforms.base import Delivery, Unreadable
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.platform import Telegram
from chat.message import Address, File, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.errors import DeliveryProblem, Moved, Revoked, TooFast, TryLater, Unreachable
from tests.fakes import FakeClock
from tests.telegram_server import Heard, Person, Room, TelegramServer, running_server

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with running_server(seed=7) as server:
        yield server


@pytest.fixture
async def platform(telegram: TelegramServer) -> AsyncIterator[Telegram]:
    async def nobody(
        account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        raise AssertionError("nothing comes in here")

    platform = Telegram(Api(telegram.token, telegram.url), nobody, FakeClock(), {"help": "能做什么"})
    yield platform
    await platform.stop()


@pytest.fixture
async def li(telegram: TelegramServer) -> Person:
    li = telegram.person("小李")
    await li.say("/start")
    return li


def to(person: Person, reply: Reply, *, chat: int = 0, origin: str = "", press: str = "") -> Delivery:
    return Delivery(1, "k", Address("telegram", str(chat or person.id), str(person.id)), reply, origin, press)


async def test_looks_arrive_as_formatting(platform: Telegram, li: Person) -> None:
    await platform.send(to(li, Reply((Block("标题", Look.TITLE), Block("目标<500>个", Look.QUOTE, ((2, 7),))))))
    heard = await li.hears()
    assert heard.text == "标题\n\n目标<500>个"
    assert heard.formatted("bold") == ["标题", "<500>"]
    assert heard.formatted("blockquote") == ["目标<500>个"]


async def test_buttons_hang_from_the_last_piece(platform: Telegram, li: Person) -> None:
    link = Choice("网页", url="https://example.org/a")
    ids = await platform.send(to(li, Reply((Block("一" * 3000), Block("二" * 3000)), ((Choice("好", "x:1"), link),))))
    first, second = await li.hears(), await li.hears()
    assert ids == (str(first.id), str(second.id))
    assert (first.buttons, second.buttons) == ([], ["好", "网页"])


async def test_buttons_without_words_get_some(platform: Telegram, li: Person) -> None:
    await platform.send(to(li, Reply(choices=((Choice("好", "x:1"),),))))
    assert (await li.hears()).text == "请选择："


async def test_an_edit_takes_the_messages_place(platform: Telegram, li: Person) -> None:
    (origin,) = await platform.send(to(li, say("一")))
    await li.hears()
    again = to(li, replace(say("二"), edits=True), origin=origin)
    assert await platform.send(again) == (origin,)
    heard = await li.hears()
    assert (heard.text, heard.edited, str(heard.id)) == ("二", True, origin)
    assert await platform.send(again) == (origin,)


async def test_what_can_no_longer_be_edited_is_said_anew(platform: Telegram, li: Person) -> None:
    (sent,) = await platform.send(to(li, replace(say("二"), edits=True), origin="99999"))
    assert str((await li.hears()).id) == sent


async def test_a_press_is_answered_with_its_word_and_an_old_one_harms_nothing(platform: Telegram, li: Person) -> None:
    await platform.send(to(li, say("选", choices=((Choice("好", "x:1"),),))))
    await li.hears()
    query = await li.tap("好")
    assert await platform.send(to(li, Reply(toast="谢谢"), press=query)) == ()
    assert (await li.answer(query)).text == "谢谢"
    assert len(await platform.send(to(li, say("好的"), press="no-such-press"))) == 1


async def test_pictures_and_files_go_before_the_words(platform: Telegram, li: Person) -> None:
    reply = replace(say("请看"), picture=File("图.png", "image/png", PNG), file=File("表.txt", "text/plain", "甲".encode()))
    assert len(await platform.send(to(li, reply))) == 3
    assert [set(one.raw) & {"photo", "document", "text"} for one in [await li.hears() for _ in range(3)]] == [
        {"photo"},
        {"document"},
        {"text"},
    ]


async def test_markup_that_telegram_refuses_is_sent_plain(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    await telegram.fault("sendMessage", status=400, description="Bad Request: can't parse entities: unsupported start tag")
    await platform.send(to(li, Reply((Block("1 < 2", Look.TITLE),))))
    heard = await li.hears()
    assert (heard.text, heard.formatted("bold")) == ("1 < 2", [])


async def test_who_blocked_the_bot_or_was_never_there_is_out_of_reach(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    await li.block()
    with pytest.raises(Unreachable):
        await platform.send(to(li, say("一")))
    with pytest.raises(Unreachable):
        await platform.send(to(li, say("一"), chat=987654321))


async def test_a_group_that_has_moved_tells_its_new_id(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    room = telegram.chat("group", "群", li)
    moved = await room.migrate()
    with pytest.raises(Moved) as caught:
        await platform.send(to(li, say("一"), chat=room.id))
    assert caught.value.chat == str(moved.id)


async def test_a_channel_without_rights_or_gone_is_out_of_reach(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    for hurt in ("member", "kicked", "deleted"):
        channel = telegram.chat("channel", "频道", li, bot="administrator")
        await (channel.delete() if hurt == "deleted" else channel.set_bot(hurt))
        with pytest.raises(Unreachable):
            await platform.send(to(li, say("一"), chat=channel.id))


async def test_a_groups_flood_concerns_the_group_alone(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    room = telegram.chat("supergroup", "群", li)
    await telegram.flood("sendMessage", retry_after=40)
    with pytest.raises(TooFast) as caught:
        await platform.send(to(li, say("一"), chat=room.id))
    assert (caught.value.everything, caught.value.seconds) == (False, 40)


async def test_a_try_that_was_cut_short_goes_on_where_it_was(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    kept: list[tuple[str, ...]] = []

    async def between(ids: tuple[str, ...]) -> None:
        kept.append(ids)

    long = replace(to(li, Reply(tuple(Block(sign * 3000) for sign in "一二三"))), between=between)
    await telegram.fault("sendMessage", status=502, skip=1)
    with pytest.raises(TryLater):
        await platform.send(long)
    (first,) = kept
    ids = await platform.send(replace(long, sent=first))
    assert [one.text[0] for one in [await li.hears() for _ in range(3)]] == ["一", "二", "三"]
    assert ids[:1] == first
    assert len(ids) == 3


async def test_a_piece_that_is_refused_is_said_plain_and_the_others_are_not_said_twice(
    platform: Telegram, telegram: TelegramServer, li: Person
) -> None:
    await telegram.fault("sendMessage", status=400, description="Bad Request: can't parse entities: unsupported start tag", skip=1)
    await platform.send(to(li, Reply((Block("一" * 3000, Look.TITLE), Block("二" * 3000, Look.TITLE)))))
    first, second = await li.hears(), await li.hears()
    assert (len(first.formatted("bold")), len(second.formatted("bold"))) == (1, 0)
    assert len(await li.sees()) == 3


async def test_a_call_that_hangs_is_given_up_by_the_watchdog(telegram: TelegramServer, li: Person) -> None:
    api = Api(telegram.token, telegram.url, poll=0.1, watchdog=0.2)
    await telegram.fault("*", kind="hang", times=2)
    with pytest.raises(TryLater):
        await api.updates(None)
    with pytest.raises(TryLater) as caught:
        await api.send(li.id, "一")
    assert caught.value.ambiguous
    patient = Api(telegram.token, telegram.url)
    assert [update["message"]["text"] for update in await patient.updates(None)] == ["/start"]
    for one in (api, patient):
        await one.close()


async def test_who_fetches_updates_with_a_revoked_token_is_told(telegram: TelegramServer) -> None:
    api = Api("1:revoked", telegram.url)
    with pytest.raises(Revoked, match="XIAOQITONG_TELEGRAM_TOKEN"):
        await api.updates(None)
    await api.close()


@pytest.mark.parametrize(
    ("fault", "everything", "ambiguous", "seconds"),
    [
        ({"retry_after": 7}, True, False, 7),
        ({"status": 502}, False, True, 2),
        ({"status": 401}, True, False, 60),
        ({"kind": "lost"}, False, True, 2),
    ],
)
async def test_trouble_asks_for_patience(
    platform: Telegram, telegram: TelegramServer, li: Person, fault: dict[str, object], everything: bool, ambiguous: bool, seconds: float
) -> None:
    await telegram.act("fault", method="sendMessage", **{"kind": "error", **fault})
    with pytest.raises(TryLater) as caught:
        await platform.send(to(li, say("一")))
    assert (caught.value.everything, caught.value.ambiguous, caught.value.seconds) == (everything, ambiguous, seconds)


async def test_nobody_at_the_other_end_is_no_maybe(li: Person) -> None:
    api = Api("1:x", "http://127.0.0.1:9")
    with pytest.raises(TryLater) as caught:
        await api.send(1, "一")
    assert not caught.value.ambiguous
    await api.close()


async def test_a_problem_never_tells_the_token() -> None:
    api = Api("7123456789:AAF-very_secret_token_0000000000000", "http://127.0.0.1:9")
    for call in (api.me(), api.updates(None), api.send(1, "一")):
        with pytest.raises(DeliveryProblem) as caught:
            await call
        assert "very_secret" not in f"{caught.value}{caught.value.__cause__}"
    await api.close()


async def test_typing_and_drafts_are_shown_and_their_failure_is_nobodys_business(
    platform: Telegram, telegram: TelegramServer, li: Person
) -> None:
    here = Address("telegram", str(li.id), str(li.id))
    await platform.typing(here)
    draft = platform.draft(here)
    await draft.show("包头")
    await draft.show("包头要建")
    assert len(await telegram.calls("sendChatAction")) == 1
    assert [call["params"]["text"] for call in await telegram.calls("sendMessageDraft")] == ["包头"]
    await telegram.act("fault", method="*", kind="error", status=500, times=None)
    await platform.typing(here)
    await platform.draft(here).show("再来")


async def told(li: Person, room: Room) -> list[Heard]:
    """What stands in a group, without the line that says who made it."""
    return [one for one in await li.sees(room=room) if one.text]


async def test_in_a_group_a_draft_is_a_message_whose_place_the_answer_takes(
    platform: Telegram, telegram: TelegramServer, li: Person
) -> None:
    room = telegram.chat("supergroup", "群", li)
    draft = platform.draft(Address("telegram", str(room.id), str(li.id)))
    for text in ("", "包头", "包头", "包头<要建>"):
        await draft.show(text)
    (begun,) = await told(li, room)
    assert (begun.text, str(begun.id)) == ("包头<要建>", draft.message)
    reply = replace(say("包头要建500个。"), edits=True, over=draft.message)
    assert await platform.send(to(li, reply, chat=room.id, origin=draft.message)) == (draft.message,)
    assert [one.text for one in await told(li, room)] == ["包头要建500个。"]
    assert await telegram.calls("sendMessageDraft") == []


async def test_a_groups_draft_that_fails_is_nobodys_business(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    room = telegram.chat("supergroup", "群", li)
    draft = platform.draft(Address("telegram", str(room.id), str(li.id)))
    await telegram.fault("sendMessage", status=500)
    await draft.show("包头")
    assert draft.message == ""
    await draft.show("包头要")
    await telegram.fault("editMessageText", retry_after=7)
    await draft.show("包头要建")
    assert [one.text for one in await told(li, room)] == ["包头要"]


# What everybody sees, and what is taken back


async def test_what_is_taken_back_disappears_whole(platform: Telegram, li: Person) -> None:
    picture = File("a.png", "image/png", PNG)
    ids = await platform.send(to(li, replace(say("公告"), picture=picture)))
    await platform.send(to(li, replace(say("已撤回"), gone=ids, edits=True), origin=ids[-1]))
    assert {str(one.id) for one in await li.sees()}.isdisjoint(ids)
    assert "已撤回" not in [one.text for one in await li.sees()]


async def test_what_is_too_old_to_disappear_says_that_it_was_taken_back(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    ids = await platform.send(to(li, say("公告")))
    await telegram.settings(advance=49 * 3600)
    await platform.send(to(li, replace(say("已撤回"), gone=ids, edits=True), origin=ids[-1]))
    assert [one.text for one in await li.sees() if str(one.id) in ids] == ["已撤回"]


async def test_what_its_reader_deleted_is_not_said_again(platform: Telegram, li: Person) -> None:
    before = len(await li.sees())
    await platform.send(to(li, replace(say("已撤回"), gone=("9998", "9999"), edits=True), origin="9999"))
    assert len(await li.sees()) == before


async def test_a_file_that_lies_with_telegram_is_sent_by_its_id(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    sent = await li.send("photo", content=PNG)
    by_id = File("图片.jpg", "image/jpeg", ref=sent.raw["photo"][-1]["file_id"])
    await platform.send(to(li, replace(say("公告"), picture=by_id)))
    heard = await li.hears()
    assert heard.raw["photo"][-1]["file_unique_id"] == sent.raw["photo"][-1]["file_unique_id"]
    paper = await li.send("document", content=b"%PDF-1.4", name="简章.pdf")
    await platform.send(to(li, Reply(file=File("简章.pdf", "application/pdf", ref=paper.raw["document"]["file_id"]))))
    assert (await li.hears()).text == "公告"
    assert (await li.hears()).raw["document"]["file_name"] == "简章.pdf"


async def test_a_button_of_a_post_opens_a_private_chat(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    channel = telegram.chat("channel", "虚构频道", li, bot="administrator")
    await platform.send(to(li, Reply((Block("周报"),), ((Choice("1", start="job_128"),),)), chat=channel.id))
    (post,) = [Heard(raw) for raw in await telegram.messages(channel.id)]
    address = post.raw["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert re.fullmatch(r"https://t\.me/\w+bot\?start=job_128", address)


async def test_a_channel_tells_who_reads_it_and_what_is_lacking(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    readers = [telegram.person(f"读者{number}") for number in range(3)]
    channel = telegram.chat("channel", "虚构频道", li, *readers, bot="administrator", username="xugou")
    room = await platform.room("@xugou")
    assert (room.chat, room.title, room.channel, room.lacks) == (str(channel.id), "虚构频道", True, ())
    assert room.members >= 4
    await channel.set_bot("administrator", can_post_messages=True)
    assert (await platform.room(str(channel.id))).lacks == ("编辑消息", "删除消息")
    await channel.set_bot("member")
    assert (await platform.room("@xugou")).lacks == ("发布消息", "编辑消息", "删除消息")
    with pytest.raises(DeliveryProblem):
        await platform.room("@nosuch")
    await channel.set_bot("kicked")
    with pytest.raises(Unreachable):
        await platform.room("@xugou")


async def test_a_link_in_words_leads_to_the_bot(platform: Telegram, telegram: TelegramServer, li: Person) -> None:
    await platform.send(to(li, Reply((Block("转给别人：", start="job_128"),), ((Choice("看这条", start="job_128"),),))))
    heard = await li.hears()
    name = (await telegram.world())["bot"]["username"]
    assert heard.text == f"转给别人：https://t.me/{name}?start=job_128"
    assert await li.tap("看这条", on=heard) == f"https://t.me/{name}?start=job_128"


async def test_a_file_arrives_under_its_name(platform: Telegram, li: Person) -> None:
    await platform.send(to(li, Reply((Block("改好再发："),), file=File('导入 "待改".csv', "text/csv", b"a,b"))))
    heard = await li.hears()
    assert heard.raw["document"]["file_name"] == '导入 "待改".csv'
