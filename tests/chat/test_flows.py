"""A registration, told as a dialogue."""

from collections.abc import Callable

import pytest

from chat.flow import Answers, Finished, Flow, Invalid, Open, Step
from chat.message import File, Message, Sort
from chat.reply import Block, Choice, Reply, say
from chat.router import Router, Routes
from tests.talk import Talk

CITIES = (Choice("包头", "150200"), Choice("普陀", "310107"))


def city(text: str) -> str:
    for choice in CITIES:
        if choice.label in text:
            return choice.value
    raise Invalid("请从下面选一个城市。")


def count(text: str) -> str:
    if not text.isdigit():
        raise Invalid("请写一个数字。")
    return str(int(text))


def gather(text: str) -> Answers:
    return {"city": city(text)} if "所在地改" in text else {}


THINGS = {"t": "人才", "e": "设备", "s": "服务"}


def left(answers: Answers) -> tuple[Choice, ...]:
    """What was not picked yet, and the word that ends it."""
    picked = answers.get("what.draft", "").split()
    end = (Choice("就这些", "."),) if picked else ()
    return (*(Choice(label, value) for value, label in THINGS.items() if value not in picked), *end)


def another(picked: str, value: str) -> tuple[str, bool]:
    return (picked, True) if value == "." else (f"{picked} {value}".strip(), len(picked.split()) == len(THINGS) - 1)


def wished(value: str) -> str:
    return "、".join(THINGS.get(one, one) for one in value.split())


class Desk:
    """What the bot does besides: answers, and takes registrations in."""

    def __init__(self) -> None:
        self.taken: list[Finished] = []
        self.wish = Flow("wish", (Step("what", "找什么？", offer=left, pick=another, show=wished),), self._take, title="需求")
        self.register = Flow(
            name="register",
            title="企业登记",
            steps=(
                Step("name", "企业名称？", label="名称"),
                Step("city", "所在地？", choices=CITIES, parse=city, label="所在地"),
                Step("jobs", "招几个人？", choices=(Choice("不招", "0"),), parse=count, label="人数", number=True),
                Step("pay", "月薪？", when=lambda answers: answers.get("jobs") != "0", label="月薪"),
            ),
            finish=self._take,
            gather=gather,
        )
        self.reject = Flow("reject", (Step("why", "退回的理由？"),), self._take)

    async def _take(self, finished: Finished) -> Reply:
        self.taken.append(finished)
        return say("已提交，待审核。")

    async def answer(self, message: Message) -> Reply:
        return say(f"答：{message.text}", choices=((Choice("原文", "clause:1"),),))

    async def help(self, message: Message) -> Reply:
        return say(f"可以问政策。{message.text}")

    async def clause(self, message: Message) -> Reply:
        return say(f"第{message.pressed}条")

    async def begin_rejecting(self, message: Message) -> Open:
        return Open("reject", {"subject": message.pressed})

    @property
    def router(self) -> Router:
        return Router(
            Routes(
                commands={"help": self.help, "register": self.register, "wish": self.wish},
                buttons={"clause": self.clause, "reject": self.begin_rejecting},
                flows=(self.reject,),
                question=self.answer,
                unknown=self.help,
                sorts={sort: self.help for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}},
            )
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return Talk(desk.router)


async def test_a_flow_asks_sums_up_and_finishes(desk: Desk, talk: Talk) -> None:
    assert await talk.say("/register") == "企业名称？"
    assert await talk.say("北方重工") == "所在地？"
    assert talk.buttons == ["包头", "普陀", "上一步", "取消"]
    assert await talk.press("包头") == "招几个人？"
    assert await talk.say("12") == "月薪？"
    assert await talk.say("6000") == "请核对企业登记：\n名称：北方重工\n所在地：包头\n人数：12\n月薪：6000"
    assert await talk.press("确认") == "已提交，待审核。"
    assert dict(desk.taken[0].answers) == {"name": "北方重工", "city": "150200", "jobs": "12", "pay": "6000"}


async def test_each_run_has_a_ticket_of_its_own(desk: Desk, talk: Talk) -> None:
    for _ in range(2):
        await talk.say("/register", "北方重工", "包头", "0", "确认")
    assert len({finished.ticket for finished in desk.taken}) == 2


async def test_a_step_that_does_not_apply_is_not_asked(talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "0")
    assert talk.heard == "请核对企业登记：\n名称：北方重工\n所在地：包头\n人数：不招"


async def test_an_answer_that_stopped_applying_is_left_out(desk: Desk, talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "12", "6000")
    await talk.press("改人数", "不招", "确认")
    assert "pay" not in desk.taken[0].answers


async def test_what_cannot_be_taken_is_asked_again_with_the_reason(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    assert await talk.say("火星") == "请从下面选一个城市。\n所在地？"


async def test_a_question_in_between_is_answered_and_the_flow_goes_on(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    assert await talk.say("产业学院有哪些？") == "答：产业学院有哪些？\n我们接着填：\n所在地？"
    assert talk.buttons == ["原文", "包头", "普陀", "上一步", "取消"]
    assert await talk.press("普陀") == "招几个人？"


async def test_a_question_that_could_be_an_answer_is_asked_with_a_word_before_it(talk: Talk) -> None:
    await talk.say("/register")
    assert await talk.say("先问，24365是什么？") == "答：24365是什么？\n我们接着填：\n企业名称？"


async def test_help_a_sticker_and_a_quotation_do_not_disturb_a_flow(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    assert (await talk.say("/help")).endswith("所在地？")
    assert (await talk.send(Sort.STICKER)).endswith("所在地？")
    assert await talk.press_value("clause:3") == "第3条"
    assert await talk.say("包头") == "招几个人？"


async def test_back_takes_the_last_answer_back(talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头")
    assert await talk.press("上一步") == "所在地？"
    assert await talk.press("上一步") == "企业名称？"
    assert await talk.say("上一步") == "已经是第一步了。\n企业名称？"


async def test_cancel_ends_it_and_keeps_nothing(desk: Desk, talk: Talk) -> None:
    for word in ("取消", "/cancel"):
        await talk.say("/register", "北方重工")
        assert (await talk.say(word)).startswith("已取消")
        assert await talk.say("包头") == "答：包头"
    assert desk.taken == []
    for word in ("取消", "/cancel"):
        assert (await talk.say(word)).startswith("现在没有")


async def test_each_field_of_the_summary_can_be_changed(talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "0")
    assert talk.buttons == ["确认", "改名称", "改所在地", "改人数", "上一步", "取消"]
    assert await talk.press("改名称") == "企业名称？"
    assert "名称：南方重工" in await talk.say("南方重工")
    assert await talk.say("改所在地") == "所在地？"
    assert "所在地：普陀" in await talk.press("普陀")
    assert "人数：9" not in await talk.say("人数改成九")
    assert talk.heard.startswith("请写一个数字。")
    await talk.say("人数改成9", "8000")
    assert "人数：9" in talk.heard


async def test_one_sentence_may_change_a_field(talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "0")
    assert "所在地：普陀" in await talk.say("所在地改普陀区")


async def test_words_at_the_summary_do_not_confirm_by_accident(desk: Desk, talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "0", "随便")
    assert talk.heard.startswith("请点按钮确认")
    assert (await talk.say("要审核几天？")).startswith("答：")
    assert desk.taken == []
    await talk.say("确认")
    assert len(desk.taken) == 1


async def test_an_old_button_is_told_so_and_does_nothing(desk: Desk, talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    old = talk.value("包头")
    await talk.press("普陀")
    await talk.press_value(old)
    assert talk.reply.toast
    assert talk.place.answers["city"] == "310107"


async def test_a_doubled_press_confirms_once(desk: Desk, talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头", "0")
    confirm = talk.value("确认")
    await talk.press("确认")
    await talk.press_value(confirm)
    assert talk.reply.toast
    assert len(desk.taken) == 1


async def test_a_doubled_back_goes_one_step(talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头")
    back = talk.value("上一步")
    await talk.press_value(back)
    await talk.press_value(back)
    assert talk.place.answers == {"name": "北方重工"}


@pytest.mark.parametrize("forged", ["", "x", "..", "a.b", "nothing:1", "finish", "aaaaaaaa.finish."])
async def test_a_forged_button_does_nothing(desk: Desk, talk: Talk, forged: str) -> None:
    await talk.say("/register", "北方重工", "包头", "0")
    before = talk.place
    await talk.press_value(forged)
    assert (talk.place, desk.taken, bool(talk.reply.toast)) == (before, [], True)


async def test_a_value_that_no_button_had_is_not_taken(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    await talk.press_value(f"{talk.place.ticket}.city.999999")
    assert talk.reply.toast
    assert "city" not in talk.place.answers


async def test_another_flow_waits_until_this_one_is_done(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    assert await talk.press_value("reject:12") == "企业登记还没填完。先填完，或取消后再来。\n所在地？"


async def test_a_handler_may_begin_a_flow_with_what_it_knows(desk: Desk, talk: Talk) -> None:
    assert await talk.press_value("reject:12") == "退回的理由？"
    await talk.say("材料不全", "确认")
    assert dict(desk.taken[0].answers) == {"subject": "12", "why": "材料不全"}


async def test_a_step_added_later_is_simply_asked(desk: Desk, talk: Talk) -> None:
    await talk.say("/register", "北方重工", "包头")
    older = talk.place
    newer = Talk(desk.router)
    newer.place = older.without("name")
    assert await newer.say("北方重工") == "招几个人？"


async def test_a_flow_that_is_gone_leaves_nobody_stuck(talk: Talk) -> None:
    await talk.say("/register", "北方重工")
    talk.place = type(talk.place)("abolished", "t", {"x": "1"})
    assert await talk.say("你好") == "答：你好"


async def test_an_answer_is_put_together_press_by_press(desk: Desk, talk: Talk) -> None:
    assert await talk.say("/wish") == "找什么？"
    assert await talk.press("人才") == "目前：人才\n找什么？"
    assert talk.buttons == ["设备", "服务", "就这些", "上一步", "取消"]
    assert await talk.press("服务", "就这些") == "请核对需求：\n找什么：人才、服务"
    await talk.press("确认")
    assert dict(desk.taken[0].answers) == {"what": "t s"}


async def test_a_choice_is_picked_once_and_may_be_typed(talk: Talk) -> None:
    await talk.say("/wish")
    old = talk.value("人才")
    await talk.press("人才")
    await talk.press_value(old)
    assert talk.reply.toast
    assert (await talk.say("设备", "就这些")).endswith("找什么：人才、设备")


async def test_back_takes_back_what_was_picked_so_far(talk: Talk) -> None:
    await talk.say("/wish")
    await talk.press("人才")
    assert await talk.press("上一步") == "找什么？"
    assert talk.place.answers == {}


async def test_a_changed_answer_is_picked_from_the_beginning(talk: Talk) -> None:
    await talk.say("/wish")
    await talk.press("人才", "服务", "就这些", "改找什么")
    assert talk.buttons == ["人才", "设备", "服务", "取消"]


def test_nothing_is_drawn_from_behind_a_shut_gate() -> None:
    steps = (Step("name", "名称？"), Step("consent", "同意吗？", gate=True), Step("phone", "电话？"))
    flow = Flow("f", steps, Desk()._take, gather=lambda _: {"name": "a", "consent": "yes", "phone": "1"})
    assert flow.drawn("", {}) == {"name": "a"}
    assert flow.drawn("", {"consent": "yes"}) == {"name": "a", "consent": "yes", "phone": "1"}


def news(receive: Callable[[Message], Answers]) -> Talk:
    """Somebody who writes news: words, and a picture if they like."""

    async def finish(finished: Finished) -> Reply:
        return say(finished.answers["words"])

    def preview(told: Answers) -> Reply:
        return Reply((Block(told["words"]),), picture=File(told["picture"], "image/png") if told.get("picture", "-") != "-" else None)

    steps = (Step("words", "写什么？"), Step("picture", "图片？", choices=(Choice("不用", "-"),)))
    flow = Flow("news", steps, finish, preview=preview, receive=receive)

    async def nothing(message: Message) -> Reply:
        return say("看不懂图片。")

    return Talk(Router(Routes({"news": flow}, {}, nothing, nothing, dict.fromkeys(Sort, nothing))))


async def test_what_is_no_text_may_be_an_answer() -> None:
    talk = news(lambda message: {"picture": "a.png"} if message.sort is Sort.PHOTO else {})
    await talk.say("/news", "招聘会")
    assert await talk.send(Sort.PHOTO) == "请核对：\n招聘会"
    assert talk.reply.picture == File("a.png", "image/png")
    assert (await talk.send(Sort.STICKER)).startswith("看不懂图片。\n我们接着填：")


async def test_a_summary_with_a_picture_takes_no_old_messages_place() -> None:
    talk = news(lambda _: {"picture": "a.png"})
    await talk.say("/news", "招聘会")
    await talk.press("不用")
    assert talk.reply.edits
    await talk.send(Sort.PHOTO)
    await talk.press("改写什么")
    assert talk.reply.edits
    await talk.say("双选会")
    assert (talk.reply.picture, talk.reply.edits) == (File("a.png", "image/png"), False)


async def test_what_is_no_text_may_be_refused() -> None:
    def receive(message: Message) -> Answers:
        raise Invalid("太大了。")

    talk = news(receive)
    await talk.say("/news", "招聘会")
    assert await talk.send(Sort.FILE) == "太大了。\n图片？"


@pytest.mark.parametrize("later", ["下周再弄行吗", "等会儿再填", "我有事，明天再弄吧", "回头接着填"])
async def test_who_goes_on_later_is_told_that_all_is_kept(talk: Talk, later: str) -> None:
    await talk.say("/register", "北方重工")
    assert await talk.say(later) == "好的，先放着，填过的都在。什么时候回来，接着答这一项就行。\n所在地？"
    assert await talk.say("包头") == "招几个人？"


async def test_an_answer_that_speaks_of_later_is_an_answer(talk: Talk) -> None:
    await talk.say("/register", "明天再来超市")
    assert talk.place.answers["name"] == "明天再来超市"
