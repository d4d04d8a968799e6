"""The whole product, killed and started again, with a person at its page."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import ask
from tests.e2e.conftest import Install

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


async def test_a_question_is_answered_from_the_corpus_and_nothing_is_lost_by_a_kill(
    chromium: Browser, install: Install, tmp_path: Path
) -> None:
    product = install(token="", data=tmp_path)
    product.start()
    page = await chromium.new_page(locale="zh-CN")
    await page.goto(product.address)
    await ask(page, "包头2025年实训基地的目标是多少？")
    await expect(page.locator("#log .reply figure")).to_contain_text("500")
    await page.get_by_role("button", name="原文").click()
    await expect(page.get_by_role("dialog").locator("mark").first).to_contain_text("500")
    await page.keyboard.press("Escape")
    product.kill()
    await expect(page.locator("#state")).to_have_text("连接断开，正在重连…")
    await ask(page, "平顶山有哪些职教集团？")
    product.settings["web"] = f"port = {product.address.rpartition(':')[2]}"
    product.start()
    await expect(page.locator("#log .reply").last).to_contain_text("职业教育集团", timeout=30_000)
    await expect(page.locator(".own")).to_have_count(2)
    await expect(page.locator("#log .reply")).to_have_count(3)
    assert product.stop()[0] == 0
    await page.close()
