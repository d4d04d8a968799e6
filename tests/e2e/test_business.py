"""Posts, alerts and open questions on Telegram: an enterprise, the staff, and people who wait for word, with one bot between them."""

import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chat.message import Address
from domain.clock import HERE, SystemClock
from domain.enterprise import Enterprise, Review, Size
from domain.people import Grant, Role
from storage.database import Database
from storage.work import Work
from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.e2e.nursery import CLOCK
from tests.e2e.test_registration import hears_of, presses, says
from tests.telegram_server import TelegramServer
from tests.telegram_server.person import Person

BREATH = "招光伏实习生5名，150元/天，昆区钢铁大街，负责电站巡检，要求会看图纸，12月31号截止"
QUESTION = "包头录用一名毕业生补几千？"
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=HERE)


class Town:
    """One bot whose clock is moved by hand, and what an operator knows of its people."""

    def __init__(self, install: Install, clock: Path) -> None:
        self._clock = clock
        self.at(FRIDAY)
        self.bot: Bot = install(**{CLOCK: str(clock)})
        self.bot.start()

    def at(self, moment: datetime) -> None:
        """Let it be that moment."""
        ahead = moment.astimezone(UTC) - SystemClock().now()
        # Never half a file.
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(ahead.total_seconds()), "utf-8")
        fresh.replace(self._clock)

    def note(self, effect: Callable[[Work], object]) -> None:
        """Write something beside the running bot."""
        with closing(Database.open(f"sqlite:///{self.bot.data / 'xiaoqitong.db'}", SystemClock())) as database:
            database.do_now(effect)

    def staff(self, person: Person) -> Person:
        """Make somebody a moderator of Baotou."""
        self.note(lambda work: work.people.grant(work.people.meet(address(person), person.name).id, Grant(Role.MODERATOR, "150200")))
        return person

    def firm(self, person: Person) -> Person:
        """Give somebody an approved enterprise."""

        def add(work: Work) -> None:
            owner = work.people.meet(address(person), person.name).id
            work.enterprises.add(
                Enterprise(
                    0, "虚构光伏科技公司", "91150200MA0QHX2K1H", "150203", "光伏", Size.SMALL, person.name, "+8613800001234",
                    owner=owner, state=Review.APPROVED,
                )
            )  # fmt: skip

        self.note(add)
        return person


def address(person: Person) -> Address:
    return Address("telegram", str(person.id), str(person.id))


@pytest.fixture(scope="module")
def town(install: Install, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(install, tmp_path_factory.mktemp("clock") / "clock.txt")


async def heard_about(person: Person, words: str) -> int:
    """How many messages in somebody's chat have these words."""
    return sum(words in one.text for one in await person.sees())


async def test_a_post_goes_by_the_staff_to_whoever_asked_for_its_like(town: Town, telegram: TelegramServer) -> None:
    firm, officer = town.firm(telegram.person("虚构的王某")), town.staff(telegram.person("虚构的甲"))
    await says(officer, "/start", "校企通")
    eager, weekly, resting = (telegram.person(f"虚构的{name}某") for name in "赵钱孙")
    await says(eager, "有新的包头光伏实习就告诉我", "订阅")
    await says(weekly, "每周一给我推包头光伏实习", "每周一推一次")
    await says(resting, "有新的包头光伏实习就告诉我", "订阅")
    await presses(resting, "暂停", "暂停")

    await says(firm, BREATH, "光伏实习生")
    sent = await presses(firm, "确认", "编号")
    number = re.search(r"编号(\d+)", sent.text)
    assert number
    assert "光伏实习生" in (await hears_of(officer, "待审核的信息")).text
    await presses(officer, "通过", "已通知企业")
    await hears_of(firm, f"job_{number[1]}")

    town.at(FRIDAY + timedelta(minutes=3))
    alert = await hears_of(eager, "您订阅的有新的")
    assert "同城 · 写明光伏 · 实习" in alert.text
    await says(eager, f"/start job_{number[1]}", "150元/天")

    town.at(FRIDAY + timedelta(days=3, hours=-2))
    await says(weekly, "你好", "")
    assert await heard_about(weekly, "您订阅的有新的") == 0
    town.at(FRIDAY + timedelta(days=3, minutes=-59))
    digest = await hears_of(weekly, "您订阅的有新的")
    assert "光伏实习生" in digest.text
    assert "写明光伏" in digest.text

    await says(firm, "/mine", "您的企业发布的信息")
    for person, times in ((eager, 1), (weekly, 1), (resting, 0), (firm, 0)):
        assert await heard_about(person, "您订阅的有新的") == times


async def test_what_the_documents_left_open_is_answered_by_staff_and_cited_to_the_next(town: Town, telegram: TelegramServer) -> None:
    guest, officer, next_ = telegram.person("虚构的李某"), town.staff(telegram.person("虚构的乙")), telegram.person("虚构的周某")
    await says(officer, "/start", "校企通")
    await says(guest, QUESTION, "有结果通知您")
    await presses(guest, "通知我", "通知您")
    await hears_of(officer, QUESTION)
    await presses(officer, "答复", "请写答复")
    await says(officer, "每录用一名应届毕业生补贴1000元，向虚构的市人社局申请。", "哪个单位")
    await says(officer, "虚构市人社局", "有效到哪一天")
    await presses(officer, "一年", "请核对答复")
    await presses(officer, "确认", "已答复")
    assert "1000元" in (await hears_of(guest, "1000元")).text
    for _ in range(20):
        heard = await says(next_, QUESTION, "")
        if "工作人员答复" in heard.text:
            break
    assert "1000元" in heard.text
    assert "虚构市人社局" in heard.text
    assert await heard_about(guest, "1000元") == 1
