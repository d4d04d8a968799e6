"""An answer of a language model before a person's eyes: it grows, is replaced by what stands, and its copy says what wrote it."""

from threading import Event

import pytest
from playwright.async_api import Browser, expect

from tests.browser.desk import ask
from tests.e2e.conftest import Install
from tests.rag.model.fake_endpoint import quoting, served

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

MARK = "AI生成（qwen-test），以所引原文为准"
INVENTED = "请拨打13800000000领取补贴。"


async def test_it_grows_on_the_page_and_the_copy_says_who_wrote_it(chromium: Browser, install: Install) -> None:
    gate = Event()
    with served(quoting("", INVENTED, gate=gate)) as endpoint:
        model = {"XIAOQITONG_LLM_BASE_URL": endpoint.base_url, "XIAOQITONG_LLM_MODEL": "qwen-test", "XIAOQITONG_LLM_TIMEOUT": "120"}
        product = install(token="", **model)
        product.start()
        context = await chromium.new_context(locale="zh-CN", permissions=["clipboard-read", "clipboard-write"])
        page = await context.new_page()
        await page.goto(product.address)
        await ask(page, "包头2025年要建多少个实训基地？")
        draft, answer = page.locator("#pending"), page.locator("#log .reply")
        await expect(draft).to_contain_text(MARK, timeout=90_000)
        await expect(answer).to_have_count(0)
        gate.set()
        await expect(answer).to_contain_text(MARK)
        await expect(answer.locator("figure")).to_contain_text("包头")
        await expect(draft).to_be_empty()
        await expect(answer).not_to_contain_text(INVENTED)
        await page.get_by_role("button", name="复制这条回答").click()
        await expect(page.get_by_role("button", name="已复制")).to_be_visible()
        assert (await page.evaluate("navigator.clipboard.readText()")).startswith(MARK)
        await page.reload()
        await expect(answer).to_contain_text(MARK)
        await context.close()
        gate.set()
