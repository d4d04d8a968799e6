"""What people come for besides questions, on the real page: an enterprise registers and posts, staff let it pass, answer and announce."""

import re
import shutil
from contextlib import closing

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.brain import open_database
from bot.config import ROOT, load
from domain.clock import SystemClock
from domain.people import Grant, Role
from services.people import People, new_code
from tests.brains import fill
from tests.browser.desk import PHONE, ask
from tests.e2e.bot import Bot
from tests.e2e.conftest import Install

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

OPEN = "包头录用一名毕业生补几千？"
NEWS = "五月十日在虚构会展中心有校企招聘会。"


class Hall:
    """The product on one digest, and the browsers before it."""

    def __init__(self, chromium: Browser, product: Bot) -> None:
        self._chromium = chromium
        self._product = product

    async def sit_down(self, link: str = "", **device: object) -> Page:
        """A page in a browser that was never here."""
        context = await self._chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **device)  # type: ignore[arg-type]
        page = await context.new_page()
        await page.goto(f"{self._product.address}/{link}")
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
        return page

    async def officer(self, **device: object) -> Page:
        """One of the staff, by the link that they were given."""
        code = new_code()
        with closing(open_database(load(data=self._product.data), SystemClock())) as database:
            database.do_now(lambda work: People(database).invite(work, code, Grant(Role.MODERATOR, "150200")))
        page = await self.sit_down(f"?start=staff_{code}", **device)
        await expect(page.get_by_label("输入问题")).to_have_value(f"/start staff_{code}")
        await sends(page, "审核员（包头）")
        return page


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def hall(chromium: Browser, install: Install, tmp_path_factory: pytest.TempPathFactory) -> Hall:
    papers, data = tmp_path_factory.mktemp("papers"), tmp_path_factory.mktemp("hall") / "data"
    shutil.copy(ROOT / "corpus" / "baotou-2023.md", papers)
    fill(data, papers, SystemClock())
    product = install(token="", data=data, XIAOQITONG_LIMITS_PER_MINUTE="600")
    product.start()
    return Hall(chromium, product)


async def hears(page: Page, words: str) -> None:
    """The last reply has these words."""
    await expect(page.locator("#log .reply").last).to_contain_text(words)


async def says(page: Page, text: str, words: str) -> None:
    """Type it, and wait for the word on it."""
    await ask(page, text)
    await hears(page, words)


async def sends(page: Page, words: str) -> None:
    """Send what a link brought along."""
    await page.get_by_role("button", name="发送", exact=True).click()
    await hears(page, words)


async def presses(page: Page, label: str, words: str) -> None:
    """Press the newest button of that label, and wait for the word on it."""
    await page.get_by_role("button", name=label, exact=True).last.click()
    await hears(page, words)


async def registers(page: Page) -> None:
    """From the first word to the review."""
    await says(page, "注册企业", "全称")
    await says(page, "虚构北疆光伏有限公司", "信用代码是多少")
    await says(page, "91150200MA0QHX2K1H，所在地改昆区", "主要做哪一行")
    await says(page, "光伏", "规模多大")
    await presses(page, "小型", "存多久")
    await presses(page, "同意", "联系人叫什么")
    await says(page, "虚构的张某", "手机号")
    await says(page, "13800001234", "想找什么")
    await says(page, "人才、设备", "产教融合型企业名单")
    await presses(page, "否", "所在地：包头市昆都仑区")
    await presses(page, "确认", "待审核")


async def posts(page: Page) -> None:
    """One breath, one question, one look."""
    await says(page, "招光伏实习生5名，150元/天，昆区钢铁大街，负责电站巡检，要求会看图纸", "到哪天截止")
    await says(page, "12月31号", "来源：虚构北疆光伏有限公司")
    await presses(page, "确认", "等工作人员审核")


async def test_an_enterprise_registers_and_posts_and_staff_let_both_pass(hall: Hall) -> None:
    firm, officer = await hall.sit_down(), await hall.officer(**PHONE)
    await registers(firm)
    await hears(officer, "虚构北疆光伏有限公司")
    await expect(officer.locator("#log .reply").last).to_contain_text("138****1234")
    await presses(officer, "看全文", "13800001234")
    await expect(officer.get_by_role("button", name="通过", exact=True)).to_have_count(1)
    await presses(officer, "通过", "已通过")
    await hears(firm, "已通过审核")
    await posts(firm)
    await hears(officer, "光伏实习生")
    assert await officer.evaluate("document.documentElement.scrollWidth") == 390
    await presses(officer, "通过", "已通知企业")
    await hears(firm, "已通过审核")
    guest = await hall.sit_down("?start=job_1")
    await sends(guest, "光伏实习生")


async def test_somebody_subscribes_pauses_and_unsubscribes(hall: Hall) -> None:
    page = await hall.sit_down(**PHONE)
    await says(page, "每周一给我推包头光伏实习", "包头 / 光伏 / 实习")
    await says(page, "/start", "可以这样问")
    await expect(page.get_by_role("button", name="选择城市").first).to_be_visible()
    await says(page, "/subscribe", "包头 / 光伏 / 实习")
    await page.reload()
    await hears(page, "包头 / 光伏 / 实习")
    await presses(page, "1. 看或改", "今天已有")
    await presses(page, "暂停", "已暂停")
    await presses(page, "退订", "已退订")
    await says(page, "/subscribe", "想收到什么")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_what_the_documents_left_open_is_answered_by_staff(hall: Hall) -> None:
    guest, officer = await hall.sit_down(**PHONE), await hall.officer()
    await says(guest, OPEN, "有结果通知您")
    await presses(guest, "通知我", "通知您")
    await hears(officer, OPEN)
    await presses(officer, "答复", "请写答复")
    await says(officer, "每录用一名应届毕业生补贴1000元，向虚构的市人社局申请。", "哪个单位")
    await says(officer, "虚构市人社局", "有效到哪一天")
    await presses(officer, "一年", "请核对答复")
    await presses(officer, "确认", "已答复")
    await hears(guest, "1000元")


async def test_an_announcement_is_seen_on_the_page_and_taken_back(hall: Hall) -> None:
    reader, officer = await hall.sit_down(**PHONE), await hall.officer()
    await says(reader, "/region 包头", "包头")
    await says(officer, "/announce", "公告写什么")
    await says(officer, NEWS, "要配一张图片")
    await presses(officer, "不用", "发给哪些订阅者")
    await officer.get_by_role("button", name=re.compile("^全部订阅者")).last.click()
    await hears(officer, "什么时候发")
    await presses(officer, "现在发", NEWS)
    await presses(officer, "确认", "已送达")
    await hears(reader, NEWS)
    await officer.get_by_role("button", name="撤回", exact=True).last.click()
    await officer.get_by_role("button", name="确定撤回", exact=True).last.click()
    await expect(reader.locator("#log")).not_to_contain_text(NEWS)
