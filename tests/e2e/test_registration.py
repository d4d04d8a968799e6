"""An enterprise registers on Telegram, two of the staff decide, a colleague joins; the bot is killed in the middle."""

import asyncio

from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.telegram_server import TelegramServer
from tests.telegram_server.person import Heard, Person

NAME = "虚构北疆稀土材料有限公司"
CODE = "91150200MA0QHX2K1H"


async def becomes_staff(bot: Bot, person: Person) -> None:
    """Take up an invitation."""
    code = await asyncio.to_thread(bot.told, "staff", "invite", "--role", "moderator", "--region", "包头")
    await person.say(f"/staff {code}")
    assert "审核员（包头）" in (await person.hears()).text


async def hears_of(person: Person, words: str) -> Heard:
    """The next message that has these words: a kill may repeat one that went out just before it."""
    while words not in (heard := await person.hears(20)).text:
        pass
    return heard


async def says(person: Person, text: str, words: str) -> Heard:
    """Say something, and wait for the word on it."""
    await person.say(text)
    return await hears_of(person, words)


async def presses(person: Person, label: str, words: str) -> Heard:
    """Press a button, and wait for the word on it."""
    await person.tap(label)
    return await hears_of(person, words)


async def test_registration_with_review(install: Install, telegram: TelegramServer) -> None:
    bot = install()
    bot.start()
    firm, colleague = telegram.person("虚构的张某"), telegram.person("虚构的李某")
    first, second = telegram.person("虚构的甲"), telegram.person("虚构的乙")
    for officer in (first, second):
        await becomes_staff(bot, officer)

    await says(firm, "注册企业", "全称")
    await says(firm, NAME, "信用代码是多少")
    await says(firm, "91150200MA0QHX2K12", "最后一位")
    bot.kill()
    bot.start()
    await says(firm, f"{CODE},所在地改昆区", "主要做哪一行")
    await presses(firm, "稀土", "规模多大")
    await presses(firm, "小型", "存多久")
    await presses(firm, "同意", "联系人叫什么")
    await says(firm, "虚构的张某", "手机号")
    await says(firm, "13800001234", "想找什么")
    await says(firm, "人才、设备", "产教融合型企业名单")
    await presses(firm, "否", "所在地：包头市昆都仑区")
    await presses(firm, "确认", "待审核")

    for officer in (first, second):
        card = await hears_of(officer, NAME)
        assert card.buttons == ["通过", "退回", "看全文"]
        assert "138****1234" in card.text
    await presses(first, "看全文", "13800001234")
    await presses(first, "通过", "已通过")
    await presses(second, "通过", "已由虚构的甲处理")
    await hears_of(firm, "已通过审核")

    await says(firm, "/enterprise", "已认证")
    invitation = await presses(firm, "邀请同事", "/join")
    await says(colleague, f"/start join_{invitation.text.split('/join ')[1].split()[0]}", "您已加入")
    assert len([one for one in await firm.sees() if "已通过审核" in one.text]) == 1
