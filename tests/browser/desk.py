"""Where somebody sits down before the page, on whatever device."""

from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.bot.web.town import Town

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


class Desk:
    """A browser before the town. It notes every complaint of the page, and every host that the page asked."""

    def __init__(self, browser: Browser, town: Town, address: str) -> None:
        self._browser = browser
        self.town = town
        self.address = address
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.hosts: set[str | None] = set()

    async def sit_down(self, **device: Any) -> Page:
        """A page that is open and connected, in a browser that was never here."""
        context = await self._browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **device)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        await page.goto(self.address)
        await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
        return page

    async def leave(self) -> None:
        """Close everything."""
        for context in self.contexts:
            await context.close()


async def ask(page: Page, text: str) -> None:
    """Type and press Enter."""
    await page.get_by_label("输入问题").fill(text)
    await page.keyboard.press("Enter")
