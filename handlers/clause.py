"""The buttons under an answer that lead to its sources: the clause with the quotation marked, page by page, and who is responsible."""

from dataclasses import dataclass, replace

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from services.answers import Answers, Source

PAGE = 1200
"""The longest page in characters."""

GONE = Reply(toast="这条回答太久了，或者文件已经更新，请把问题再发一次。")
NO_BODY = "引用的条款和它所在的章节，都没有写明责任单位。"


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    text: str
    marks: tuple[tuple[int, int], ...]


class Clauses:
    """Shows what an answer stands on."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def clause(self, message: Message) -> Reply:
        """The clauses of an answer (`turn`), or another page of them (`turn.page`)."""
        turn, _, number = message.pressed.partition(".")
        pages = [page for source in await self._sources(message, turn) for page in _pages(source)]
        if not pages:
            return GONE
        first = next((at for at, page in enumerate(pages) if page.marks), 0)
        at = min(int(number) if number.isascii() and number.isdigit() else first, len(pages) - 1)
        page = pages[at]
        reply = Reply((Block(page.title, Look.TITLE), Block(page.text, Look.QUOTE, page.marks)), _turning(turn, at, len(pages)))
        return replace(reply, edits=bool(number))

    async def bodies(self, message: Message) -> Reply:
        """Who is responsible for what was quoted."""
        sources = await self._sources(message, message.pressed)
        if not sources:
            return GONE
        lines = tuple(Block(f"{_title(one)}：{'、'.join(one.bodies)}", Look.ITEM) for one in sources if one.bodies)
        return Reply((Block("责任单位", Look.TITLE), *lines)) if lines else say(NO_BODY)

    async def _sources(self, message: Message, turn: str) -> list[Source]:
        remembered = await self._answers.remembered(turn, message.sender)
        return await self._answers.sources(remembered) if remembered else []


def _title(source: Source) -> str:
    return f"《{source.document.title}》{source.clause.label}"


def _pages(source: Source) -> list[_Page]:
    text, title = source.clause.text, _title(source)
    places = [(text.find(quote), len(quote)) for quote in source.quotes]
    marks = [(start, start + length) for start, length in places if start >= 0]
    return [_Page(title, text[start:end], _within(marks, start, end)) for start, end in _stretches(text)]


def _stretches(text: str) -> list[tuple[int, int]]:
    """Where the pages of a text begin and end: at line ends, else at sentence ends, else anywhere."""
    found, start = [], 0
    while len(text) - start > PAGE:
        end = max(text.rfind("\n", start + PAGE // 2, start + PAGE), text.rfind("。", start + PAGE // 2, start + PAGE)) + 1
        end = end or start + PAGE
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def _within(marks: list[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    clipped = ((max(first, start) - start, min(last, end) - start) for first, last in marks)
    return tuple(sorted((first, last) for first, last in clipped if first < last))


def _turning(turn: str, at: int, count: int) -> tuple[tuple[Choice, ...], ...]:
    if count == 1:
        return ()
    before = Choice("‹", f"clause:{turn}.{max(at - 1, 0)}")
    after = Choice("›", f"clause:{turn}.{min(at + 1, count - 1)}")
    return ((before, Choice(f"{at + 1}/{count}", f"clause:{turn}.{at}"), after),)
