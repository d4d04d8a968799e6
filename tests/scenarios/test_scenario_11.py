"""Alerts: one sentence subscribes; afterwards only what is new, with the reason, none twice, nothing on an empty week."""

from collections.abc import Iterator

import pytest

from services.alerts import published
from tests.conftest import DataOf
from tests.market import Market
from tests.scenarios.hall import PAPERS, Hall, hall_in
from tests.services.desk import GAZETTEER
from tests.talk import Talk

SENTENCE = "每周一给我推包头光伏实习"


@pytest.fixture(scope="module")
def square(data_of: DataOf) -> Iterator[Hall]:
    """A hall of its own: time passes in it."""
    with hall_in(data_of(PAPERS)) as hall:
        yield hall


async def test_a_subscription_from_the_first_word_to_too_many(square: Hall) -> None:
    talk, market = square.somebody(), Market(square.database, square.clock, GAZETTEER)
    market.post(title="光伏实习生甲")

    heard = await talk.say(SENTENCE)
    assert "包头 / 光伏 / 实习" in heard
    assert "每周一推一次" in heard
    assert "今天已有1条符合" in heard
    assert talk.buttons == ["看现在的", "改", "暂停", "退订"]
    assert "光伏实习生甲" in await talk.press("看现在的")

    new, closed = market.post(title="光伏实习生乙"), market.post(title="光伏实习生丙")
    market.post(title="会计实习生", duties="做账")
    market.post(title="光伏实习生丁", region="310107")
    await market.until(2026, 11, 22, 23)
    assert market.letters(talk) == []
    market.close(closed)
    await market.until(2026, 11, 23, 9, 30)
    (letter,) = market.letters(talk)
    assert "光伏实习生乙" in letter
    assert "同城 · 写明光伏 · 实习" in letter
    assert not any(title in letter for title in ("生甲", "生丙", "会计", "生丁"))
    assert talk.buttons == ["1", "看现在的", "改", "暂停", "退订"]
    assert f"job:{new}" == talk.value("1")

    await market.until(2026, 11, 30, 12)
    assert market.letters(talk) == []

    assert "可以改成每月一次，或每次最多三条" in await talk.say("太多")
    assert talk.buttons == ["每月一次", "最多三条", "暂停", "退订"]
    assert "每月1号推一次" in await talk.press("每月一次")
    market.post(title="光伏实习生戊")
    await market.until(2026, 12, 1, 8, 59)
    assert market.letters(talk) == []
    await market.until(2026, 12, 1, 9)
    (letter,) = market.letters(talk)
    assert "光伏实习生戊" in letter
    assert "生乙" not in letter

    assert "已退订：包头 / 光伏 / 实习" in await talk.press("退订")
    market.post(title="光伏实习生己")
    await market.until(2027, 1, 5, 12)
    assert market.letters(talk) == []


async def test_nothing_fits_and_a_subscription_is_offered(square: Hall) -> None:
    talk = square.somebody()
    assert "现在没有符合的信息：平顶山 / 陶瓷 / 岗位" in await talk.say("平顶山有没有陶瓷岗位")
    await talk.press("有新的告诉我")
    assert talk.heard.startswith("多久推一次？")
    assert "平顶山 / 陶瓷 / 岗位\n每天推一次" in await talk.press("每天")


async def test_too_many_is_a_plain_word_to_whoever_gets_no_alerts(talk: Talk) -> None:
    assert "订阅" not in await talk.say("太多")


async def test_policies_too(square: Hall) -> None:
    talk, market = square.somebody(), Market(square.database, square.clock, GAZETTEER)
    assert "包头 / 新政策" in await talk.say("包头有新政策告诉我")
    found = square.database.read_now(lambda work: work.library.document("baotou-2023"))
    assert found is not None
    square.database.do_now(lambda work: published(work, "baotou-2023", 2))
    square.database.do_now(lambda work: published(work, "pingdingshan-2025", 2))
    await market.work()
    day = square.clock.now().date()
    await market.until(day.year, day.month, day.day, 23, 59)
    assert market.letters(talk) == [
        f"您关注的政策有更新：包头 / 新政策，1份\n《{found.title}》（{found.number + '，' if found.number else ''}包头，摘要）"
    ]
