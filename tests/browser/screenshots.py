"""Takes the pictures of the page for the documentation: `python -m tests.browser.screenshots docs/screenshots`."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, async_playwright, expect

from tests.browser.conftest import CHROMIUM, QUIET, STAY_HOME
from tests.browser.desk import PHONE, ask
from tests.e2e.bot import Bot

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
SHARP = 1.25
QUESTIONS = ("平顶山有哪些职教集团？", "包头2025年实训基地的目标是多少？")


async def picture(browser: Browser, address: str, file: Path, *, clause: bool, **device: Any) -> None:
    """Ask the questions on a device, open the clause where wished, and take a picture."""
    context = await browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", device_scale_factor=SHARP, **device)
    page = await context.new_page()
    await page.goto(address)
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")
    for number, question in enumerate(QUESTIONS, 1):
        await ask(page, question)
        await expect(page.locator("#log .reply")).to_have_count(number)
    if clause:
        await page.get_by_role("button", name="原文").last.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
    await page.locator("body").evaluate("() => Promise.all(document.getAnimations().map(one => one.finished))")
    await page.screenshot(path=file)
    await context.close()


async def take(folder: Path) -> None:
    """Desktop and phone, light and dark."""
    with TemporaryDirectory() as data:
        product = Bot(Path(data), "", {"web": "port = 0"})
        product.start()
        try:
            await pictures(product.address, folder)
        finally:
            product.end()


async def pictures(address: str, folder: Path) -> None:
    """Of a product that runs."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *STAY_HOME])
        await picture(browser, address, folder / "desktop.png", clause=False, **DESKTOP)
        await picture(browser, address, folder / "desktop-dark.png", clause=True, color_scheme="dark", **DESKTOP)
        await picture(browser, address, folder / "phone.png", clause=False, **PHONE)
        await picture(browser, address, folder / "phone-dark.png", clause=True, color_scheme="dark", **PHONE)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]).resolve()))
