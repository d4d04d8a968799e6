"""A table of posts on Telegram, from the document that is sent to the post that others find in any chat and share."""

from chat.message import Address
from domain.clock import SystemClock
from domain.enterprise import Enterprise, Review, Size
from handlers.import_rows import COLUMNS
from services.workbook import Sheet, xlsx_of
from storage.database import Database
from storage.work import Work
from tests.e2e.bot import Bot
from tests.e2e.conftest import Install
from tests.e2e.test_registration import hears_of, presses, says
from tests.telegram_server import TelegramServer
from tests.telegram_server.person import Person

HEAD = [column[0] for column in COLUMNS.values()]
GOOD = ["岗位", "", "光伏焊工", "3", "6000-8000元/月", "包头市昆都仑区", "两个月后", "焊接", "", "", "", ""]
BAD = ["岗位", "", "车工，只要男生", "2", "面议", "包头", "昨天", "车工", "", "", "", ""]


def settle(bot: Bot, boss: Person) -> None:
    """Somebody belongs to an enterprise whose posts staff trust."""

    def fill(work: Work) -> None:
        owner = work.people.meet(Address("telegram", str(boss.id), str(boss.id)), "虚构的张某").id
        told = Enterprise(
            0, "虚构铝业公司", "91150200MA0QHX2K1H", "150203", "C", Size.SMALL, "虚构的张某", "+8613800001234", owner=owner,
            state=Review.APPROVED,
        )  # fmt: skip
        work.enterprises.trust(work.enterprises.add(told), trusted=True)

    bot.data.mkdir(parents=True, exist_ok=True)
    database = Database.open(f"sqlite:///{bot.data}/xiaoqitong.db", SystemClock())
    database.do_now(fill)
    database.close()


async def test_a_table_becomes_posts_that_are_found_and_shared(install: Install, telegram: TelegramServer) -> None:
    bot, boss, reader = install(), telegram.person("虚构的张某"), telegram.person("虚构的李某")
    settle(bot, boss)
    bot.start()
    await says(boss, "/import", "一行填一条")
    await boss.send("document", content=xlsx_of(Sheet("一", [HEAD, GOOD, BAD])), name="岗位.xlsx")
    await hears_of(boss, "读到1条可以提交，1行有问题")
    await presses(boss, "确认", "已发布1条")
    files = [heard.raw["document"]["file_name"] for heard in await boss.sees() if "document" in heard.raw]
    assert files == ["校企通-导入模板.xlsx", "岗位.xlsx", "导入-待改.xlsx"]

    await reader.ask_inline("光伏")
    (found,) = await reader.inline_results(timeout=20)
    assert found["title"] == "招聘｜光伏焊工 3人"
    ((button,),) = found["reply_markup"]["inline_keyboard"]
    assert button["url"].endswith("?start=job_1")
    await says(reader, f"/start {button['url'].partition('start=')[2]}", "光伏焊工")
    assert button["url"] in (await presses(reader, "分享", "转给别人")).text
