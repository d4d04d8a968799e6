"""`xiaoqitong demo`: a made-up town in a data folder of its own, and the web chat before it."""

from dataclasses import asdict
from pathlib import Path

from bot.app import Joined, join_web
from bot.brain import Brain
from bot.commands.run import serve
from bot.commands.seeding import seed
from bot.config import Config, TelegramSettings
from bot.dues import deeds
from bot.intake import InboxIntake
from bot.platforms.nowhere import Nowhere
from domain.clock import Clock
from domain.errors import ConfigProblem
from domain.people import Grant, Role
from services.demo.filling import FULL, PLATFORM, fill, is_untouched, is_whole
from services.people import People, new_code
from services.wanting import BySql
from storage.database import Database

SERVER = "演示只放在自己的数据文件夹里，不用设好的数据库服务器。请先去掉 [database] url。"
NO_WEB = "演示要用网页聊天，请打开 [web] enabled。"
REAL = "{folder} 里已有别的数据，演示不放进去。请用 --data 换一个空文件夹。"
WORDS = """
这里面全是虚构的：{enterprises:,} 家企业、{listings:,} 条信息、{people:,} 位求职者，名称都以“虚构”开头，手机号和信用代码不属于任何人。
数据在 {folder}，删掉这个文件夹就什么也不剩。可以这样试：

  求职　　　包头有什么光伏实习 ／ 每周一给我推包头光伏实习 ／ /jobs
  企业　　　注册企业 ／ 招光伏技术员5名，月薪6千到8千（登记通过之后）
  工作人员　打开 {{address}}/?start=staff_{code} ，按发送，再发 /reviews、/moderate、/questions 或 /staff
  问政策　　包头2025年要建多少个实训基地？

换一个浏览器或无痕窗口，就是另一个人：一个当企业，一个当工作人员，就能走完登记、审核、发布、推送。"""


def demo(config: Config) -> int:
    """Fill the folder where that was not done before, and run; 0 after an orderly end."""
    if config.database.url:
        raise ConfigProblem(SERVER)
    if not config.web.enabled:
        raise ConfigProblem(NO_WEB)
    config = config.model_copy(update={"telegram": TelegramSettings()})

    def prepare(database: Database, brain: Brain) -> str:
        make_town(database, brain, config.folder)
        code = invited(database)
        return WORDS.format(folder=config.folder, code=code, **asdict(FULL))

    serve(config, [join_web, _join_nowhere], prepare)
    return 0


def make_town(database: Database, brain: Brain, folder: Path) -> None:
    """Fill an empty store with documents and the town. Raises ConfigProblem for one that holds anything else."""
    if not database.read_now(is_whole):
        if not database.read_now(is_untouched):
            raise ConfigProblem(REAL.format(folder=folder))
        seed(brain)
        database.do_now(lambda work: fill(work, brain.gazetteer, deeds(BySql())))
    seed(brain)


def invited(database: Database) -> str:
    """A code with which whoever looks on becomes one of the staff, everywhere."""
    code, people = new_code(), People(database)
    database.do_now(lambda work: people.invite(work, code, Grant(Role.ADMIN)))
    return code


def _join_nowhere(config: Config, database: Database, clock: Clock, received: object) -> Joined:  # noqa: ARG001
    return Joined(Nowhere(PLATFORM), InboxIntake(database, PLATFORM, lambda: None))
