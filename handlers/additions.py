"""Staff add to the directory what the rules overlooked: the sentence first, then what it says."""

from collections.abc import Callable, Mapping

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Choice, Reply, say
from handlers.entries import LABELS, NOT_ALLOWED, TOO_LONG
from rag.fold import narrow
from services.additions import SORTS
from services.directory import FIELDS, Directory
from services.people import People
from storage.work import Work

ADD = "补一条"
QUOTE = "把文件里写到它的那一句照抄发来，一字不差，例如：支持甲学院建设乙产业学院。"
NOT_FOUND = "在您负责的文件里没有找到这一句。请照原文一字不差地抄，标点也一样。"
NOT_IN_IT = "“{words}”不在这一句里，请照原文写。"
SHORT = "这一句太短，认不出是哪里的。请抄完整的一句。"
NO_YEAR = "请写四位数的年份，例如：2025；没有写就点“原文没写”。"
DONE = "已补上：{name}。文件换新版后，只要这一句还在，就一直保留。"
NONE = "空"
_SHORTEST, _LONGEST, _LONGEST_QUOTE = 6, 60, 600
_NEEDED = {"name", "indicator", "value", "what"}
_ASKED: Mapping[str, str] = {
    "name": "名称？", "school": "哪所学校的？", "host": "属于哪个单位？", "subject": "谁的指标？", "indicator": "指标叫什么？",
    "value": "数值？只写数字，例如：15。", "unit": "单位？例如：个。", "who": "给谁的？", "what": "给什么？照原文写。",
    "rate": "比例或金额？例如：30%。", "condition": "什么条件？",
}  # fmt: skip
_TENSES = ("目标", "现状")
_LEFT_OUT = (Choice("原文没写", NONE),)


class Additions:
    """Opens and ends the flow. A button's value is `sort.region`."""

    def __init__(self, directory: Directory, people: People) -> None:
        self._directory = directory
        self._people = people
        self.flow = Flow("add", _steps(), self._finish, title="要补的这一条")

    async def button(self, message: Message, sort: str, code: str) -> tuple[Choice, ...]:
        """The button that adds to a list, for those who may."""
        may = self._directory.may_add(await self._people.who(message.sender), code)
        return (Choice(ADD, f"add:{sort}.{code}"),) if may else ()

    async def begin(self, message: Message) -> Reply | Open:
        """The button was pressed."""
        sort, _, code = message.pressed.partition(".")
        person = await self._people.who(message.sender)
        if sort not in SORTS or not self._directory.may_add(person, code):
            return NOT_ALLOWED
        return Open("add", {"sort": sort})

    async def _finish(self, finished: Finished) -> Reply | Effect | Open:
        told = finished.answers
        person = await self._people.who(finished.sender)
        documents = await self._directory.holding(person, told["quote"])
        if not documents:
            return Open("add", _without(told, "quote"), NOT_FOUND) if person.is_staff else NOT_ALLOWED
        plain = narrow(told["quote"])
        for field in _NEEDED & told.keys():
            if narrow(told[field]) not in plain:
                return Open("add", _without(told, field), NOT_IN_IT.format(words=told[field]))
        values = {name: "" if value == NONE else value for name, value in told.items() if name not in {"sort", "quote"}}

        def effect(work: Work) -> Reply:
            self._directory.add(work, person, documents[0], told["sort"], values, told["quote"])
            return say(DONE.format(name=next(values[field] for field in ("name", "indicator", "what") if field in values)))

        return effect


def _steps() -> tuple[Step, ...]:
    sorts = {field: {name for name, sort in SORTS.items() if field in FIELDS[sort]} for field in _ASKED}
    asked = (Step(field, ask, _parse, _choices(field), _of(sorts[field]), LABELS[field], _shown) for field, ask in _ASKED.items())
    year = Step("year", "哪一年的？", _year, _LEFT_OUT, _of({"target"}), "年份", _shown, number=True)
    tense = Step("tense", "是目标，还是现状？", _tense, tuple(Choice(one, one) for one in _TENSES), _of({"target"}), "目标或现状")
    return Step("quote", QUOTE, _quote, label="原文"), *asked, year, tense


def _choices(field: str) -> tuple[Choice, ...]:
    return () if field in _NEEDED else _LEFT_OUT


def _of(sorts: set[str]) -> Callable[[Answers], bool]:
    return lambda told: told.get("sort", "") in sorts


def _without(told: Answers, field: str) -> Answers:
    return {name: value for name, value in told.items() if name != field}


def _shown(value: str) -> str:
    return "原文没写" if value == NONE else value


def _parse(text: str) -> str:
    if len(text) > _LONGEST:
        raise Invalid(TOO_LONG)
    return text


def _quote(text: str) -> str:
    if not _SHORTEST <= len(text) <= _LONGEST_QUOTE:
        raise Invalid(SHORT if len(text) < _SHORTEST else TOO_LONG)
    return text


def _year(text: str) -> str:
    year = text.removesuffix("年")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Invalid(NO_YEAR)
    return year


def _tense(text: str) -> str:
    if text not in _TENSES:
        raise Invalid("请回答：目标，或者现状。")
    return text
