"""Questions about the assistant itself are answered at the counter, and by no document."""

import pytest

from tests.handlers.conftest import Desk
from tests.talk import Talk


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("我想招人怎么弄", "直接发一句话就能发布"),
        ("怎么发招聘？", "直接发一句话就能发布"),
        ("请问在哪里发布岗位信息", "直接发一句话就能发布"),
        ("怎么登记企业", "提交后由当地工作人员审核"),
        ("怎么找实习", "直接说要找什么就行"),
        ("怎么取消订阅", "发“我的订阅”"),
        ("如何删除我的信息", "/delete"),
        ("删除我的资料", "/delete"),
        ("帮我注销账号", "/delete"),
        ("有啥适合我的", "按您的求职资料挑"),
        ("有没有适合我的工作", "按您的求职资料挑"),
        ("转人工", "不是真人"),
        ("客服电话多少", "不是真人"),
    ],
)
async def test_how_things_are_done_here_is_told(desk: Desk, talk: Talk, words: str, told: str) -> None:
    assert told in await talk.say(words)
    assert desk.assistant.asked == []


@pytest.mark.parametrize(
    "words", ["怎么认定产教融合型企业？", "人工智能产业学院有哪些", "企业招实习生怎么签协议", "包头人工成本补贴", "怎么改革职业教育"]
)
async def test_a_question_of_policy_goes_to_the_documents(desk: Desk, talk: Talk, words: str) -> None:
    await talk.say(words)
    assert [one.text for one in desk.assistant.asked] == [words]


async def test_the_way_to_it_is_a_button(talk: Talk) -> None:
    await talk.say("怎么登记企业")
    assert (await talk.press("注册企业")).startswith("企业全称是什么？")
    await talk.say("取消", "怎么找工作")
    assert (await talk.press("填求职资料")).startswith("填了求职资料")


async def test_a_wish_to_be_erased_leads_to_the_question_whether_one_is_sure(talk: Talk) -> None:
    await talk.say("删除我的资料")
    assert (await talk.press("全部删除")).startswith("确定删除吗？")


async def test_the_greeting_tells_of_more_than_policy(talk: Talk) -> None:
    told = await talk.say("/start")
    assert "招焊工5名" in told
    assert "包头有什么光伏实习" in told
