"""/import: many posts from one table. What is read is shown first; what cannot be taken comes back in a file that says why."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open
from chat.message import File, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.enterprise import Enterprise, Review
from domain.errors import BadDocument
from domain.listing import Listing
from handlers.filling import firms_in, steps
from handlers.help import no_text
from handlers.import_rows import Line, lines_of, notes, returned, template
from handlers.moderation import Moderation
from handlers.post import IN_PRIVATE, NO_FIRM, NOT_YET, offered
from rag.loading.rows import Table
from services import listings
from services.listings import Moved
from services.posting import Posting, demand
from services.workbook import CSV, XLSX, Sheet, csv_of, xlsx_of
from storage.database import Database
from storage.work import Work

Read = Callable[[bytes], Table]
"""The rows of a file's bytes; blocks. Raises BadDocument."""

Fetch = Callable[[Message], Awaitable[bytes]]
"""The bytes of the file of a message, from wherever its platform keeps them. Raises BadDocument for a file that is too large."""

NOT_HELD = "没有收到文件的内容，请再发一次。"
TEMPLATE = (
    "一次发布很多条：在这份表里一行填一条（第二张表写着怎么填），填好把文件发给我。在终端里写：/import 文件路径。\n"
    "先告诉您读到了什么，您确认了才提交；有问题的行会放在一个文件里退给您，写明怎么改。"
)
SUMMARY = "读到{good}条可以提交"
WRONG = "，{bad}行有问题"
NOTHING_GOOD = "这{bad}行都有问题，一条也没有提交。每行的问题写在退回的文件最后一列，改好把它发回来就行。"
LINE = "第{number}行：{problem}"
MORE = "……还有{count}行，都写在退回的文件里。"
UNKNOWN = "没有用到的列：{names}。"
WILL = "确认后提交；有问题的行会放在文件里退给您。"
SENT = "已提交{count}条，等工作人员审核。审核通过前不会公开；有结果会通知您。"
OPENED = "已发布{count}条。"
DOUBLES = "{count}条和您企业已有的信息一样，没有再提交。"
RETURNED = "{count}行没有提交，问题写在文件最后一列。改好把这个文件发回来，只会提交这些行。"
NONE_SENT = "没有新的信息要提交。"
_SHOWN = 5
_TITLES = 3


class Imports:
    """Takes tables of posts. `read` reads them apart from everything else, `fetch` gets what a platform still holds."""

    def __init__(self, database: Database, posting: Posting, moderation: Moderation, read: Read, fetch: Fetch) -> None:
        self._database = database
        self._posting = posting
        self._moderation = moderation
        self._read = read
        self._fetch = fetch
        # A process reads each file: of many that come at once the others wait.
        self._turns = asyncio.Semaphore(2)
        self._steps = steps(posting)
        employer = next(step for step in self._steps if step.name == "employer")
        self.flow = Flow("import", (employer,), self._finish, title="要导入的信息", preview=_preview)

    async def begin(self, message: Message) -> Reply:
        """/import: the table to fill in."""
        if not message.private:
            return say(IN_PRIVATE)
        refused = _refused(await self._firms(message))
        if refused:
            return refused
        file = File("校企通-导入模板.xlsx", XLSX, xlsx_of(template(), notes(self._steps)))
        return Reply(say(TEMPLATE).blocks, file=file)

    async def file(self, message: Message) -> Reply | Open:
        """A file came in."""
        firms = await self._firms(message)
        if not message.private or message.file is None or not firms:
            return await no_text(message)
        if refused := _refused(firms):
            return refused
        try:
            async with self._turns:
                data = message.file.data or await self._fetch(message)
                table = await asyncio.to_thread(self._read, data)
            found = await asyncio.to_thread(lines_of, table, self._steps)
        except (BadDocument, Invalid) as problem:
            return say(str(problem))
        good = [line for line in found.lines if not line.problem]
        bad = [line for line in found.lines if line.problem]
        if not good:
            back = _back(table.sort, found.head, _rows(bad))
            return Reply((Block(NOTHING_GOOD.format(bad=len(bad))), *_problems(bad)), file=back)
        kept = {
            "good": _json([{**line.told, "row": str(line.number)} for line in good]),
            "bad": _json(_rows(bad)),
            "head": _json(found.head),
            "sort": table.sort,
            "words": _json(
                [block.text for block in _problems(bad)] + ([UNKNOWN.format(names="、".join(found.unknown))] if found.unknown else [])
            ),
        }
        return Open("import", kept | offered([one for one in firms if one.state is Review.APPROVED]))

    async def _firms(self, message: Message) -> list[Enterprise]:
        return await self._database.read(lambda work: listings.employers(work, message.sender))

    async def _finish(self, finished: Finished) -> Effect:
        told = finished.answers
        wanted, late = await asyncio.to_thread(self._wanted, told)
        rows = json.loads(told["bad"])
        back = _back(told["sort"], json.loads(told["head"]), rows) if rows else None

        def effect(work: Work) -> Reply:
            changes, doubles = listings.submit_all(work, finished.sender, wanted)
            self._moderation.call_once(work, changes)
            waiting = sum(change.outcome is Moved.WAITING for change in changes)
            counted = (
                (SENT, waiting),
                (OPENED, len(changes) - waiting),
                (DOUBLES, doubles),
                (RETURNED, len(rows)),
            )
            words = [line.format(count=count) for line, count in counted if count] + late
            choices = ((Choice("我的发布", "mine:"),),) if changes else ()
            return Reply(say(*(words or [NONE_SENT])).blocks, choices, file=back)

        return effect

    def _wanted(self, told: Answers) -> tuple[list[Listing], list[str]]:
        """The listings, and words for those that cannot be taken any more: days may lie between question and answer."""
        firms = firms_in(told)
        id_ = told.get("employer", next(iter(firms)))
        wanted, late = [], []
        for row in json.loads(told["good"]):
            one = self._posting.listing_of(row, int(id_), 0, firms[id_][0])
            try:
                demand(one, self._posting.today)
                wanted.append(one)
            except Invalid as problem:
                late.append(LINE.format(number=row["row"], problem=problem))
        return wanted, late


async def not_held(message: Message) -> bytes:  # noqa: ARG001
    """Where no platform holds files."""
    raise BadDocument(NOT_HELD)


def _refused(firms: Sequence[Enterprise]) -> Reply | None:
    """The word for whoever has no enterprise that may post."""
    if any(one.state is Review.APPROVED for one in firms):
        return None
    return say(NOT_YET.format(name=firms[0].name) if firms else NO_FIRM)


def _preview(told: Answers) -> Reply:
    good, bad, words = (json.loads(told[name]) for name in ("good", "bad", "words"))
    titles = "、".join(f"{one['title']}" for one in good[:_TITLES]) + ("等" if len(good) > _TITLES else "")
    head = SUMMARY.format(good=len(good)) + (WRONG.format(bad=len(bad)) if bad else "")
    lines = [Block(line, Look.ITEM if line.startswith("第") else Look.TEXT) for line in words]
    return Reply((Block(f"{head}：{titles}。"), *lines, *([Block(WILL, Look.NOTE)] if bad else [])))


def _problems(bad: Sequence[Line]) -> list[Block]:
    lines = [Block(LINE.format(number=line.number, problem=_short(line.problem)), Look.ITEM) for line in bad[:_SHOWN]]
    return lines + ([Block(MORE.format(count=len(bad) - _SHOWN))] if len(bad) > _SHOWN else [])


def _short(words: str) -> str:
    return words if len(words) <= 120 else f"{words[:120]}……"


def _rows(bad: Sequence[Line]) -> list[list[str]]:
    """The cells of each row, and behind them what is wrong."""
    return [[*line.cells, line.problem] for line in bad]


def _back(sort: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> File:
    """The rows that were not taken, as a file of the kind that came."""
    table = returned(head, rows)
    if sort == "csv":
        return File("导入-待改.csv", CSV, csv_of(table))
    widths = [*(18 for _ in table[0][:-1]), 60]
    return File("导入-待改.xlsx", XLSX, xlsx_of(Sheet("待改", table, widths)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
