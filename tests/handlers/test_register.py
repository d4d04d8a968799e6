"""The form of a registration as somebody meets it: sentences that tell several things, buttons, and platforms without buttons."""

from contextlib import suppress
from dataclasses import replace

import pytest

from domain.errors import NotAllowed
from domain.knowledge import Version
from domain.people import Grant, Role
from tests.handlers.conftest import Desk, digest, plan
from tests.talk import Talk

CODE = "91150200MA0QHX2K1H"
NAME = "虚构北疆稀土材料有限公司"
TOLD = f"{NAME}，{CODE}，包头昆区，稀土，小型"


@pytest.fixture
def form(talk: Talk) -> Talk:
    return talk


async def to_the_summary(talk: Talk) -> str:
    await talk.say("/register", TOLD)
    await talk.press("同意")
    await talk.say("虚构的张某", "13800001234", "人才、设备")
    return await talk.press("不清楚")


async def test_one_breath_leaves_only_what_is_missing(form: Talk) -> None:
    await form.say("/register")
    assert "存什么" in await form.say(TOLD)
    told = form.place.answers
    assert (told["name"], told["code"], told["place"], told["industry"], told["size"]) == (NAME, CODE, "150203", "稀土", "small")


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        ("所在地改青山区", "place", ""),
        ("地址改成包头市青山区", "place", "150204"),
        ("手机号改成13900001234", "mobile", "+8613900001234"),
        ("联系人换成虚构的李某", "contact", "虚构的李某"),
        ("行业是光伏，规模是微型", "industry", "光伏"),
        ("想找技术", "needs", "technology"),
        ("企业名称改为虚构新名有限公司", "name", "虚构新名有限公司"),
        ("产教融合型企业改成是", "listed", "yes"),
    ],
)
async def test_a_sentence_at_the_summary_changes_what_it_names(form: Talk, sentence: str, name: str, value: str) -> None:
    await to_the_summary(form)
    before = form.place.answers
    await form.say(sentence)
    assert form.place.answers.get(name, "") == value
    assert value or form.buttons[:2] == ["包头市青山区", "武汉市青山区"]
    kept = before.keys() - {name, "size"}
    assert {key: form.place.answers[key] for key in kept} == {key: before[key] for key in kept}


async def test_an_earlier_answer_is_set_right_on_the_way(form: Talk) -> None:
    await form.say("/register", f"{NAME}，{CODE}，包头昆区")
    assert "主要做哪一行" in await form.say("所在地改九原区")
    assert form.place.answers["place"] == "150207"


async def test_a_long_name_is_not_taken_for_a_place_or_an_industry(form: Talk) -> None:
    await form.say("/register", "虚构包头光伏科技有限公司")
    assert form.place.answers["name"] == "虚构包头光伏科技有限公司"
    assert {"place", "industry"} & form.place.answers.keys() == set()


async def test_a_name_that_begins_like_a_mark_is_a_name(form: Talk) -> None:
    await form.say("/register", f"电话机虚构制造有限公司，{CODE}")
    assert form.place.answers["name"] == "电话机虚构制造有限公司"


async def test_a_city_of_the_documents_and_its_district_are_pressed(form: Talk) -> None:
    await form.say("/register", NAME, CODE)
    assert form.buttons[:2] == ["包头", "普陀"]
    assert "目前：包头市" in await form.press("包头")
    assert "主要做哪一行" in await form.press("昆都仑区")
    assert form.place.answers["place"] == "150203"


async def test_a_new_document_brings_its_city_and_its_clusters(desk: Desk) -> None:
    desk.holds(plan())
    talk = desk.talk()
    await talk.say("/register", NAME, CODE)
    assert "巴州" not in talk.buttons
    await talk.press("取消")
    text = "巴州发展石油化工、纺织服装，石油化工优先。\n"
    clause = replace(digest().clauses[0], doc="korla", text=text, end=len(text))
    desk.holds(Version(replace(digest().document, stem="korla", region="652800"), text, "f3", (clause,), ()))
    await talk.say("/register", NAME, CODE)
    await talk.press("巴州", "库尔勒市")
    assert talk.buttons[:3] == ["石油化工", "纺织服装", "其他行业"]


async def test_every_section_can_be_pressed(form: Talk) -> None:
    await form.say("/register", f"{NAME}，{CODE}，包头昆区")
    await form.press("其他行业")
    assert len(form.buttons) == 22
    assert max(map(len, form.buttons)) <= 8
    assert "规模多大" in await form.press("信息技术软件")


async def test_the_summary_shows_every_answer_and_the_number_in_full(form: Talk) -> None:
    summary = await to_the_summary(form)
    for line in (
        "所在地：包头市昆都仑区",
        "行业：稀土",
        "规模：小型",
        "手机号：13800001234",
        "找什么：找人才、找设备",
        "产教融合型企业：不清楚",
    ):
        assert line in summary
    assert [label for label in form.buttons if label.startswith("改")] == [
        f"改{name}"
        for name in ("企业名称", "信用代码", "所在地", "行业", "规模", "个人信息", "联系人", "手机号", "找什么", "产教融合型企业")
    ]


async def test_without_buttons_it_is_filled_in_by_numbers(desk: Desk) -> None:
    desk.holds(plan(), digest())
    talk = Talk(desk.talk()._router, do=desk.do, buttons=False)
    await talk.say("/register", NAME, CODE, "1", "2", "稀土", "3", "1", "虚构的张某", "13800001234", "2", "就这些", "2")
    assert "所在地：包头市昆都仑区" in talk.heard
    assert "待审核" in await talk.say("确认")


async def test_where_nobody_reviews_it_is_said(desk: Desk, form: Talk) -> None:
    await to_the_summary(form)
    assert "暂时没有审核人员" in await form.press("确认")
    staff = desk.talk("staff")
    person = await desk.database.do(lambda work: work.people.meet(staff.sender))
    await desk.database.do(lambda work: work.people.grant(person.id, Grant(Role.ADMIN)))
    assert "1 家" in await staff.say("/reviews")
    await staff.press(NAME)
    assert "已通过" in await staff.press("通过")
    assert await staff.say("/reviews") == "现在没有等您审核的企业登记。"


@pytest.mark.parametrize("value", ["firm:", "firm-all:x", "firm-yes:1.1", "firm-no:99999999999999", "firm-in:1.1", "firm-invite:-1"])
async def test_a_forged_button_comes_to_nothing(desk: Desk, value: str) -> None:
    staff = desk.talk("staff")
    person = await desk.database.do(lambda work: work.people.meet(staff.sender))
    await desk.database.do(lambda work: work.people.grant(person.id, Grant(Role.ADMIN)))
    with suppress(NotAllowed):
        await staff.press_value(value)
    assert staff.place.flow == ""
    assert not staff.reply.blocks or "没有" in staff.heard


async def test_somebody_elses_enterprise_cannot_be_opened(desk: Desk, form: Talk) -> None:
    await to_the_summary(form)
    await form.press("确认")
    stranger = desk.talk("stranger")
    assert "不是您登记的" in (await stranger.press_value("firm-edit:1"))
    assert stranger.place.flow == ""


async def test_a_cancelled_form_leaves_nothing(desk: Desk, form: Talk) -> None:
    await to_the_summary(form)
    await form.press("取消")
    assert form.place.answers == {}
    assert await desk.database.read(lambda work: work.enterprises.counts()) == {}


@pytest.mark.parametrize("breath", [f"登记企业 {NAME} {CODE} 昆区 稀土 小型", f"我们想注册一家企业，{TOLD}"])
async def test_a_registration_in_one_breath_opens_the_form(talk: Talk, breath: str) -> None:
    assert "存什么" in await talk.say(breath)
    told = talk.place.answers
    assert (told["name"], told["code"], told["place"], told["size"]) == (NAME, CODE, "150203", "small")


@pytest.mark.parametrize("words", ["注册企业有补贴吗", "怎么注册企业？", "登记失业有什么政策"])
async def test_a_question_about_registering_opens_no_form(talk: Talk, words: str) -> None:
    await talk.say(words)
    assert talk.place.flow == ""


@pytest.mark.parametrize("words", ["虚构王大姐 13800001234", "虚构王大姐，手机13800001234", "13800001234 虚构王大姐"])
async def test_a_name_and_a_number_together_are_both_taken(form: Talk, words: str) -> None:
    await form.say("/register", TOLD)
    await form.press("同意")
    assert (await form.say(words)).startswith("想找什么？")
    assert (form.place.answers["contact"], form.place.answers["mobile"]) == ("虚构王大姐", "+8613800001234")


@pytest.mark.parametrize("words", ["有哪些扶持政策", "有什么好处"])
async def test_a_question_is_no_yes(form: Talk, words: str) -> None:
    await form.say("/register", TOLD)
    await form.press("同意")
    await form.say("虚构的张某", "13800001234", "人才", words)
    assert "listed" not in form.place.answers
