"""A desk with the real handlers, services and store, and an assistant that knows three questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.app import FONT
from bot.press import Press
from chat.flow import Turn
from chat.message import Address
from chat.reply import Reply
from chat.room import Room
from chat.router import Router
from domain.errors import Unreachable
from domain.knowledge import Clause, Document, Version
from domain.region import Region
from handlers.routes import routes
from rag.answer import Answer, Citation, Found, Look, Part, Question, Spelling
from rag.loading.rows_worker import table_of
from rag.model.ports import OnText
from rag.regions import Gazetteer
from services.answers import Answers
from services.directory import Directory
from services.erasure import Erasure
from services.folder import LEDGER
from services.holdings import Holdings
from services.mydata import MyData
from services.paper import Paper, Picture
from services.people import People
from services.posting import Posting
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock
from tests.talk import Talk

QUOTE = "到2025年，建设实训基地500个。"
LONG = "\n".join(f"{number}．支持企业与学校共建实训基地，给予场地和设备。" for number in range(1, 80))
TEXT = f"一、目标\n{QUOTE}\n责任单位：市教育局、市人社局\n二、措施\n{LONG}\n"
BASE = TEXT.index("二、")


def plan() -> Version:
    """A plan of Baotou with two clauses: a short one with bodies, a long one without."""
    document = Document("baotou-plan", "包头实施方案", "包头市政府", "", "150200", date(2023, 11, 1))
    first = Clause(0, document.stem, 0, -1, ("一、",), "一", "目标", TEXT[:BASE], 0, BASE, 5, ("市教育局", "市人社局"))
    second = Clause(0, document.stem, 1, -1, ("二、",), "二", "措施", TEXT[BASE:], BASE, len(TEXT), BASE + 5)
    return Version(document, TEXT, "f1", (first, second), ())


def digest() -> Version:
    """A digest of Putuo."""
    text = "企业办职业教育，可按投资额的30%抵免。\n"
    document = Document("putuo", "普陀实施方案摘要", region="310107", digest=True)
    clause = Clause(0, "putuo", 0, -1, (), "", "", text, 0, len(text), 0)
    return Version(document, text, "f2", (clause,), ())


@dataclass
class FakeAssistant:
    """Answers from a script, and remembers what it was asked."""

    asked: list[Question] = field(default_factory=list)
    watched: bool = False

    def answer(self, question: Question, on_text: OnText | None = None) -> Answer:
        self.asked.append(question)
        self.watched = self.watched or on_text is not None
        if question.text == "你好":
            return Answer((Part("您好。"),), chitchat=True)
        if "补几千" in question.text:
            found = Found("baotou-plan", "一", QUOTE, 0.4)
            return Answer((Part("文件里没有这个金额。"),), passages=(found,), abstained=True, region=question.region)
        if "提案" in question.text:
            return replace(self._quoting(0, QUOTE, question), proposal=True, reading="")
        if "种工" in question.text:
            asked = [Spelling(name, question.text.replace("种工职院", name)) for name in ("重工职院", "中工职院")]
            return Answer(spellings=tuple(asked))
        if "抵" in question.text and "和" not in question.text and not question.region and question.may_ask:
            return Answer(regions=(Region("150200", "包头市", "包头"), Region("310107", "普陀区", "普陀")))
        if "措施" in question.text:
            end = TEXT.rindex("79．")
            return self._quoting(1, TEXT[end : end + 20], question)
        return self._quoting(0, QUOTE, question)

    def _quoting(self, ordinal: int, quote: str, question: Question) -> Answer:
        parts = (Part(quote, Look.QUOTE, ((0, 4),)), Part("——《包头实施方案》", Look.SOURCE))
        return Answer(parts, (Citation("baotou-plan", "一", ordinal, quote),), region=question.region, reading=question.text)


class WatchedPress(Press):
    """Prints, and remembers which pictures."""

    def __init__(self) -> None:
        super().__init__(FONT)
        self.drawn: list[Paper] = []

    def picture(self, paper: Paper) -> Picture:
        self.drawn.append(paper)
        return super().picture(paper)


class Desk:
    """Everything behind the counter."""

    def __init__(self, folder: Path, gazetteer: Gazetteer) -> None:
        self.clock, self.gazetteer = FakeClock(), gazetteer
        self.database = Database.open(f"sqlite:///{folder}/desk.db", self.clock)
        self.assistant = FakeAssistant()
        self.people = People(self.database)
        answers = Answers(self.database, self.assistant, self.clock)
        self.rooms: dict[str, Room] = {}
        """The channels of the platform "test", by name and by id."""
        self.press = WatchedPress()
        self.posting = Posting(self.clock, gazetteer)
        directory = Directory(self.database, self.clock, gazetteer)
        self.mydata = MyData(self.database, Erasure(self.database, folder / LEDGER))
        holdings = Holdings(self.database, gazetteer)
        self.routes = routes(
            self.database,
            answers,
            holdings,
            self.people,
            directory,
            self.press,
            self.posting,
            self.mydata,
            longest=200,
            read=table_of,
            rooms={"test": self._room},
        )
        self.router = Router(self.routes)

    async def _room(self, name: str) -> Room:
        if name not in self.rooms:
            raise Unreachable("对方收不到消息：chat not found")
        return self.rooms[name]

    def holds(self, *versions: Version) -> None:
        """Documents come in."""
        for version in versions:
            self.database.do_now(partial(_put, version))

    def talk(self, person: str = "7", *, chat: str = "", private: bool = True) -> Talk:
        """Somebody comes to the counter."""
        return Talk(self.router, do=self.do, sender=Address("test", chat or person, person), private=private)

    async def do(self, turn: Turn) -> Reply:
        return await self.database.do(turn.run)


def _put(version: Version, work: Work) -> None:
    work.library.put(version)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture
def desk(tmp_path: Path, gazetteer: Gazetteer) -> Iterator[Desk]:
    desk = Desk(tmp_path, gazetteer)
    yield desk
    desk.database.close()


@pytest.fixture
def talk(desk: Desk) -> Talk:
    desk.holds(plan(), digest())
    return desk.talk()
