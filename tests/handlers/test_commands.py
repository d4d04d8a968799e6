"""What the commands say."""

import re

import pytest

from chat.message import Sort
from domain.people import Action, Grant, Role, Thing, can
from handlers.menu import MENU
from services.people import new_code
from storage.work import Work
from tests.handlers.conftest import Desk, digest, plan
from tests.talk import Talk


async def test_every_route_is_in_the_help(desk: Desk) -> None:
    told = await (await moderator(desk)).say("/help")
    assert [name for name in {*desk.routes.commands, "cancel"} if f"/{name}　" not in told] == []


async def moderator(desk: Desk) -> Talk:
    talk = desk.talk("20")
    await talk.say(f"/staff {await invited(desk, Grant(Role.MODERATOR, '150200'))}")
    return talk


async def test_who_is_not_of_the_staff_is_not_shown_what_is_for_them(desk: Desk) -> None:
    told = await desk.talk().say("/help")
    assert "/jobs　" in told
    assert "/moderate" not in told
    assert "工作人员请发 /staff" in told


async def test_staff_are_told_what_waits_as_they_come_in(desk: Desk) -> None:
    desk.holds(plan())
    asker = desk.talk("7")
    await asker.say("/region 包头", "包头录用一名毕业生补几千？")
    staff = await moderator(desk)
    assert "待答复的问题 1：/questions" in staff.heard
    assert "待答复的问题 1：/questions" in await staff.say("/start")
    assert "包头录用一名毕业生补几千？" in await staff.press("待答复的问题")
    assert "/questions" not in await asker.say("/start")
    assert "/questions" not in await desk.talk("20", chat="-100", private=False).say("/start")
    await staff.say("/questions")
    await staff.press("1", "不答复", "没看懂想问什么，请说明城市和要办的事，再问一次")
    assert "现在没有等着处理的" in await staff.say("/start")


def test_the_menu_holds_what_telegram_takes() -> None:
    assert [name for name in MENU if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []
    assert [words for words in MENU.values() if not 1 <= len(words) <= 256] == []


async def test_start_tells_who_we_are_and_what_is_held(talk: Talk) -> None:
    told = await talk.say("/start")
    assert "不是真人" in told
    assert "收录了 2 份文件，来自包头、普陀" in told
    assert "1 份是我们自己写的摘要" in told
    assert "xiaoqitong ingest" in told


async def test_start_without_digests_does_not_speak_of_them(desk: Desk) -> None:
    desk.holds(plan())
    assert "摘要" not in await desk.talk().say("/start")


async def test_start_without_documents_says_so(desk: Desk) -> None:
    assert "还没有收录文件" in await desk.talk().say("/start")


async def test_a_link_brings_its_city_along(desk: Desk, talk: Talk) -> None:
    assert "记住您的城市：包头" in await talk.say("/start r150200")
    assert (await desk.people.who(talk.sender)).region == "150200"


@pytest.mark.parametrize("payload", ["r999999", "x", "r", "150200; DROP TABLE people"])
async def test_a_strange_link_only_greets(desk: Desk, talk: Talk, payload: str) -> None:
    assert "记住" not in await talk.say(f"/start {payload}")
    assert (await desk.people.who(talk.sender)).region == ""


async def test_start_revives_who_was_given_up(desk: Desk, talk: Talk) -> None:
    person = await desk.database.do(lambda work: work.people.meet(talk.sender, "小李"))
    await desk.database.do(lambda work: work.people.lose(talk.sender.platform, talk.sender.chat))
    assert await desk.database.read(lambda work: work.people.addresses_of(person.id)) == []
    await talk.say("/start")
    assert await desk.database.read(lambda work: work.people.addresses_of(person.id)) == [talk.sender]


@pytest.mark.parametrize("words", ["退订", "/stop"])
async def test_who_wants_no_announcements_gets_none_until_they_ask_for_some(desk: Desk, talk: Talk, words: str) -> None:
    async def opted_out() -> bool:
        return await desk.database.read(lambda work: work.people.opted_out(talk.sender))

    await desk.database.do(lambda work: work.people.meet(talk.sender, "小李"))
    assert "不再给您发公告" in await talk.say(words)
    assert await opted_out()
    await talk.say("/start")
    assert await opted_out()
    assert "以后有公告会发给您" in await talk.say("订阅")
    assert not await opted_out()


async def test_the_buttons_of_the_greeting_lead_on(talk: Talk) -> None:
    await talk.say("/start")
    assert (await talk.press("选择城市")).startswith("您一般问哪里的政策")
    await talk.press("普陀")
    assert talk.heard.startswith("记住了：普陀")
    assert talk.reply.edits


async def test_the_region_can_be_typed_with_the_command(desk: Desk, talk: Talk) -> None:
    assert (await talk.say("/region 昆区")).startswith("记住了：包头")
    assert (await talk.say("/region")).startswith("现在记着的是包头。")
    assert await talk.press("不预设") == "好的，不再预设城市。问题里没有说明城市时，我会问您。"
    assert (await desk.people.who(talk.sender)).region == ""


async def test_a_place_that_nobody_knows_is_asked_again(talk: Talk) -> None:
    assert (await talk.say("/region 火星")).startswith("没认出这个地名")
    assert "包头" in talk.buttons


async def test_a_forged_region_is_not_remembered(desk: Desk, talk: Talk) -> None:
    await talk.press_value("region:evil")
    assert talk.heard.startswith("没认出这个地名")
    assert (await desk.people.who(talk.sender)).region == ""


async def test_an_unknown_command_says_what_can_be_asked(talk: Talk) -> None:
    assert (await talk.say("/weather")).startswith("没有这个命令。直接把想问的事发给我就行")


@pytest.mark.parametrize("sort", [sort for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}])
async def test_what_is_no_text_gets_a_friendly_word(talk: Talk, sort: Sort) -> None:
    assert "请把想问的政策写成一句话" in await talk.send(sort)


async def test_privacy_tells_what_is_kept_and_clears_it(desk: Desk, talk: Talk) -> None:
    await talk.say("/region 包头", "2025年建多少个实训基地？")
    assert "30 天后删去" in await talk.say("/privacy")
    assert await talk.press("清除我的记录") == "已清除您的问答记录和城市。"
    assert (await desk.people.who(talk.sender)).region == ""
    assert await desk.database.read(lambda work: work.turns.find(1)) is None


async def invited(desk: Desk, grant: Grant) -> str:
    code = new_code()
    await desk.database.do(lambda work: desk.people.invite(work, code, grant))
    return code


async def test_a_code_makes_somebody_staff_once(desk: Desk, talk: Talk) -> None:
    code = await invited(desk, Grant(Role.MODERATOR, "150200"))
    assert (await talk.say(f"/staff {code.lower()}")).startswith("登记成功，您的角色：审核员（包头）。")
    assert (await talk.say("/staff")).splitlines()[0] == "您的角色：审核员（包头）。"
    assert (await desk.talk("8").say(f"/staff {code}")).startswith("这个邀请码不对、已经用过")
    person = await desk.people.who(talk.sender)
    assert can(person, Action.ANSWER_QUESTION, Thing("150203"))
    assert not can(person, Action.ANSWER_QUESTION, Thing("310107"))


async def test_a_code_is_good_for_seven_days(desk: Desk, talk: Talk) -> None:
    code = await invited(desk, Grant(Role.EDITOR))
    desk.clock.forward(7 * 86400 + 1)
    assert (await talk.say(f"/staff {code}")).startswith("这个邀请码不对")


async def test_a_code_does_not_belong_in_a_group(desk: Desk) -> None:
    code = await invited(desk, Grant(Role.ADMIN))
    talk = desk.talk(chat="-100", private=False)
    assert (await talk.say(f"/staff {code}")).startswith("邀请码不能发在群里")
    assert not (await desk.people.who(talk.sender)).is_staff


async def test_who_was_removed_may_do_nothing_more(desk: Desk, talk: Talk) -> None:
    await talk.say(f"/staff {await invited(desk, Grant(Role.ADMIN))}")
    person = await desk.people.who(talk.sender)
    await desk.database.do(lambda work: desk.people.remove(work, person.id))
    assert not (await desk.people.who(talk.sender)).is_staff
    assert (await talk.say("/staff")).startswith("这里供工作人员登记")


async def test_joining_and_leaving_stand_in_the_audit_without_the_code(desk: Desk, talk: Talk) -> None:
    code = await invited(desk, Grant(Role.EDITOR, "310107"))
    await talk.say(f"/staff {code}", "/staff WRONG")
    deeds = await desk.database.read(lambda work: work.audit.latest(9))
    assert [deed.action for deed in deeds] == ["staff.code-refused", "staff.joined", "staff.invited"]
    assert not any(code in f"{deed.object}{deed.detail}" for deed in deeds)


async def test_only_the_hash_of_a_code_is_stored(desk: Desk) -> None:
    code = await invited(desk, Grant(Role.EDITOR))

    def invites(work: Work) -> str:
        return str(work.connection.exec_driver_sql("SELECT * FROM invites").all())

    assert code not in await desk.database.read(invites)


async def test_help_and_start_work_in_a_group(desk: Desk) -> None:
    desk.holds(digest())
    group = desk.talk(chat="-100", private=False)
    assert "校企通能做什么" in await group.say("/help")
