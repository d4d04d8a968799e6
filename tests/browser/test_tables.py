"""Tables that are sent from the page, and links that lead back to it, in a real Chromium."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from chat.reply import Block, Choice, Reply
from services.workbook import XLSX, Sheet, xlsx_of
from tests.browser.desk import PHONE, Desk, ask

pytestmark = pytest.mark.asyncio(loop_scope="module")
TABLE = FilePayload(name="岗位.xlsx", mimeType=XLSX, buffer=xlsx_of(Sheet("一", [["类型"], ["岗位"]])))
PAPER = FilePayload(name="简历.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")


async def test_a_table_is_sent_and_shown_by_its_name(desk: Desk, page: Page) -> None:
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("button", name="发送表格").click()
    await (await chosen.value).set_files([TABLE])
    await expect(page.locator(".own .bubble")).to_have_text("岗位.xlsx")
    await expect(page.locator(".own")).to_have_attribute("data-state", "sent")
    await expect(page.locator("#log .reply")).to_have_count(1)
    await expect(page.locator("#pending")).to_be_empty()
    await page.reload()
    await expect(page.locator(".own .bubble")).to_have_text("岗位.xlsx")
    assert [said.message.file.data for said in desk.town.heard if said.message.file] == [TABLE["buffer"]]
    assert desk.complaints == []


async def test_what_is_no_table_is_told_and_can_be_dropped(desk: Desk, page: Page) -> None:
    await page.locator("#file").set_input_files([PAPER])
    await expect(page.locator(".own .fate")).to_contain_text("这不是表格")
    await page.get_by_role("button", name="重发").click()
    await expect(page.locator(".own .fate")).to_contain_text("这不是表格")
    await page.get_by_role("button", name="删除").click()
    await expect(page.locator(".own")).to_have_count(0)
    await ask(page, "还能说话")
    await expect(page.locator("#log .reply")).to_contain_text("您说的是：还能说话")


async def test_a_link_that_leads_here_is_the_pages_own_address(desk: Desk, page: Page) -> None:
    await ask(page, "你好")
    await expect(page.locator("#log .reply")).to_have_count(1)
    to = desk.town.heard[-1].message.sender
    await desk.town.tell(to, Reply((Block("转给别人：", start="job_128"),), ((Choice("看这条", start="job_128"),),)))
    link = page.locator("#log .reply .body a")
    await expect(link).to_have_text(f"{desk.address}/?start=job_128")
    await expect(page.locator("a.choice")).to_have_attribute("href", f"{desk.address}/?start=job_128")
    await page.goto(f"{desk.address}/?start=job_128")
    await expect(page.get_by_label("输入问题")).to_have_value("/start job_128")


async def test_on_a_phone_the_button_stands_beside_the_line(desk: Desk) -> None:
    page = await desk.sit_down(**PHONE)
    await expect(page.get_by_role("button", name="发送表格")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
