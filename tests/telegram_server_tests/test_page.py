"""The page, in a real browser: a person types and presses, and sees what the bot does."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.telegram_server import TelegramServer
from tests.telegram_server_tests.api import Api

CHROMIUM = shutil.which("chromium") or ""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update")
PATIENCE = 15_000

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="没有 Chromium：在 Debian 上用 apt-get install chromium 安装后会自动测试网页")


@pytest.fixture
async def page(server: TelegramServer) -> AsyncIterator[Page]:
    """The page; an error in its script fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 900, "height": 700})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(server.url)
        yield page
        await browser.close()
        assert errors == []


async def test_a_person_talks_with_the_bot(page: Page, api: Api) -> None:
    await page.get_by_label("消息", exact=True).fill("/start 你好")
    await page.keyboard.press("Enter")
    chat = (await api("getUpdates", timeout=15))[0]["message"]["chat"]["id"]
    await expect(page.locator("article.mine")).to_contain_text("/start 你好", timeout=PATIENCE)

    await api("sendMessageDraft", chat_id=chat, draft_id=1, text="正在想")
    await expect(page.locator("#draft")).to_have_text("正在想", timeout=PATIENCE)
    keys = {"inline_keyboard": [[{"text": "原文", "callback_data": "c:1"}]]}
    text = "🌍 <b>目标 &lt;200&gt;</b>，见<i>第<u>三</u>条</i>"
    sent = await api("sendMessage", chat_id=chat, text=text, parse_mode="HTML", reply_markup=keys)
    await expect(page.locator("#draft")).to_have_count(0, timeout=PATIENCE)
    await expect(page.locator("article b")).to_have_text("目标 <200>")
    await expect(page.locator("article i u")).to_have_text("三")

    await page.get_by_role("button", name="原文").click()
    press = (await api("getUpdates", offset=-1, timeout=15))[0]
    while "callback_query" not in press:
        press = (await api("getUpdates", offset=press["update_id"] + 1, timeout=15))[0]
    await api("answerCallbackQuery", callback_query_id=press["callback_query"]["id"], text="看到了")
    await expect(page.get_by_role("status")).to_have_text("看到了", timeout=PATIENCE)
    await api("editMessageText", chat_id=chat, message_id=sent["message_id"], text="改过了")
    await expect(page.locator(f"#m{sent['message_id']}")).to_contain_text("改过了已编辑", timeout=PATIENCE)
    await expect(page.get_by_role("button", name="原文")).to_have_count(0)


async def test_a_person_opens_a_channel_and_sees_its_posts(page: Page, server: TelegramServer, api: Api) -> None:
    page.on("dialog", lambda dialog: dialog.accept("#公告"))
    await page.get_by_role("button", name="新群或频道").click()
    await expect(page.locator("#title")).to_have_text("公告", timeout=PATIENCE)
    (channel,) = [chat for chat in (await server.world())["chats"] if chat["type"] == "channel"]
    await api("sendMessage", chat_id=channel["id"], text="通知")
    await expect(page.locator("article")).to_contain_text("通知", timeout=PATIENCE)
