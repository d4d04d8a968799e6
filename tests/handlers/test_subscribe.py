"""Subscriptions: taken in, shown, changed, paused, ended; each by its owner only, and in a chat of their own."""

import pytest

from tests.handlers.conftest import Desk, digest, plan
from tests.market import Market
from tests.talk import Talk

SENTENCE = "每周一给我推包头光伏实习"


@pytest.fixture
def market(desk: Desk, gazetteer: object) -> Market:
    desk.holds(plan(), digest())
    return Market(desk.database, desk.clock, gazetteer)  # type: ignore[arg-type]


async def test_what_is_missing_is_asked_for(talk: Talk) -> None:
    assert (await talk.say("/subscribe")).startswith("想收到什么？")
    assert (await talk.say("随便")).startswith("没看出想找什么。")
    assert (await talk.say("包头光伏实习")).startswith("多久推一次？")
    assert "包头 / 光伏 / 实习\n每周五推一次" in await talk.say("每周五")


async def test_a_sentence_without_a_rhythm_is_asked_for_it(talk: Talk) -> None:
    assert (await talk.say("订阅包头光伏实习")).startswith("多久推一次？")
    assert "有新的就推" in await talk.press("有新的就推")


async def test_a_word_behind_the_command_is_what_is_wanted(talk: Talk) -> None:
    assert "包头 / 光伏 / 实习\n每天推一次，每次最多3条" in await talk.say("/subscribe 包头光伏实习，每天，最多3条")


async def test_ones_own_city_is_meant_where_none_is_named(talk: Talk) -> None:
    await talk.say("/region 包头")
    assert "包头 / 光伏 / 实习" in await talk.say("有光伏实习就告诉我")
    assert "包头 / 新政策\n有新的就推" in await talk.say("有新政策告诉我")
    assert "普陀 / 新政策" in await talk.say("普陀有新政策告诉我")


async def test_the_same_wish_is_one_subscription(talk: Talk) -> None:
    await talk.say(SENTENCE, "每天给我推包头光伏实习", "/subscribe")
    assert talk.heard == "您的订阅：\n包头 / 光伏 / 实习（每天推一次，每次最多5条，晚上22点到早上8点不打扰）"


async def test_it_is_changed_by_buttons(talk: Talk) -> None:
    await talk.say(SENTENCE)
    await talk.press("改")
    assert talk.buttons == ["有新的就推", "每天", "每周五", "每月1号", "最多3条", "最多10条", "夜里也可以推", "改内容"]
    assert "每次最多3条" in await talk.press("最多3条")
    assert "夜里也推" in await talk.press("改", "夜里也可以推")
    assert (await talk.press("改", "改内容")).startswith("想收到什么？")
    assert "包头 / 焊工 / 岗位\n每天推一次，每次最多3条，夜里也推" in await talk.say("包头焊工岗位", "每天")


async def test_a_pause_lets_nothing_come_and_nothing_come_later(desk: Desk, market: Market) -> None:
    talk = desk.talk()
    await talk.say("有包头光伏实习就告诉我")
    assert (await talk.press("暂停")).startswith("已暂停：包头 / 光伏 / 实习。")
    market.post()
    await market.until(2026, 11, 21, 12)
    assert (await talk.press("恢复")).startswith("已恢复：")
    await market.until(2026, 11, 22, 12)
    assert market.letters(talk) == []
    market.post(title="光伏实习生新")
    await market.until(2026, 11, 22, 14)
    assert len(market.letters(talk)) == 1


async def test_somebody_elses_subscription_is_nobodys_business(desk: Desk, market: Market) -> None:
    owner, other = desk.talk("1"), desk.talk("2")
    await owner.say(SENTENCE)
    end, change = owner.value("退订"), owner.value("暂停")
    await other.say("你好")
    for value in (end, change, end.replace("end", "how")):
        with pytest.raises(Exception, match="权限"):
            await other.press_value(value)
    await owner.say("/subscribe")
    assert "每周一推一次" in owner.heard


async def test_forged_buttons_do_nothing(talk: Talk) -> None:
    await talk.say(SENTENCE)
    for value in ("sub:99", "sub-end:99", "sub-set:99.often.daily", "sub-set:1.nothing.x", "sub-set:", "alert:1.2.3", "alert:x"):
        await talk.press_value(value)
        assert talk.reply.toast
    await talk.press_value("sub-set:1.often.sometimes")
    assert "每周一推一次" in talk.heard
    await talk.press_value("sub-set:1.most.9999")
    assert "每次最多10条" in talk.heard


async def test_in_a_group_it_is_asked_to_come_alone(desk: Desk, market: Market) -> None:
    member = desk.talk("7", chat="room", private=False)
    assert "请私聊我" in await member.say(SENTENCE)
    assert "请私聊我" in await member.say("/subscribe")


@pytest.mark.parametrize("words", ["有结果通知我", "通知我", "以后别推了", "有新政策吗"])
async def test_what_asks_for_no_subscription_makes_none(talk: Talk, words: str) -> None:
    await talk.say(words, "/subscribe")
    assert talk.heard.startswith("想收到什么？")


async def test_there_is_an_end_to_subscriptions(desk: Desk, market: Market) -> None:
    talk = desk.talk()
    for number in range(20):
        await talk.say(f"每天给我推包头的PLC{number}岗位")
    assert "请先退掉几个" in await talk.say(SENTENCE)


async def test_a_long_alert_has_pages(desk: Desk, market: Market) -> None:
    talk, other = desk.talk("1"), desk.talk("2")
    await talk.say("每天给我推包头光伏实习，最多3条")
    for number in range(7):
        market.post(title=f"光伏实习生{number}")
    await market.until(2026, 11, 21, 10)
    (letter,) = market.letters(talk)
    assert "7条" in letter
    assert letter.count("符合：") == 3
    assert "2/3" not in letter
    turn = talk.value("›")
    await talk.press("›", "›")
    assert talk.heard.count("符合：") == 1
    assert (await other.press_value(turn), other.reply.toast)[1]


async def test_plain_words_change_the_one_subscription(talk: Talk) -> None:
    await talk.say(SENTENCE)
    assert "可以改成每月一次，或每次最多三条" in await talk.say("太多了")
    assert (await talk.say("暂停")).startswith("已暂停：包头 / 光伏 / 实习")
    assert "已暂停" in await talk.say("我的订阅")
    assert (await talk.say("恢复推送")).startswith("已恢复：包头 / 光伏 / 实习")


async def test_a_pause_with_several_subscriptions_shows_them(talk: Talk) -> None:
    await talk.say(SENTENCE, "每天给我推普陀焊工岗位", "暂停")
    assert talk.buttons == ["1. 看或改", "2. 看或改", "再订一个"]


async def test_who_has_no_subscription_pauses_nothing(talk: Talk) -> None:
    assert "订阅" not in await talk.say("暂停")


async def test_unsubscribing_in_one_word_leaves_no_subscription_unseen(talk: Talk) -> None:
    await talk.say(SENTENCE)
    assert "还有1个没退" in await talk.say("退订")
    assert talk.buttons == ["退订：包头 / 光伏 / 实习", "重新订阅"]
    assert (await talk.press("退订：包头 / 光伏 / 实习")).startswith("已退订：")
    assert "没退" not in await talk.say("退订")


async def test_a_recommendation_now_is_no_subscription(talk: Talk) -> None:
    await talk.say("给我推荐几个工作")
    assert talk.place.flow == ""
    assert "已订阅" in await talk.say("每天给我推荐几个包头光伏实习")


async def test_what_keeps_nothing_gives_way_to_a_subscription(talk: Talk) -> None:
    assert "哪" in await talk.say("找实习")
    assert (await talk.say("/subscribe")).startswith("“找岗位”先放下了。")
    assert talk.place.flow == "subscribe"
