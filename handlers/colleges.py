"""/colleges: the industry colleges, by school, by field, by city; each leads to its sentence."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from handlers.additions import Additions
from handlers.paging import page
from handlers.region import in_rows
from handlers.scope import Scope
from rag.directory.entities import IndustryCollege
from services.directory import Directory, Listed

SIZE = 10
AT_ONCE = 30
"""How many are shown of what was searched for by a word, which no button can carry to a next page."""
NO_SCHOOL = "原文未写学校"
OTHER = "其他领域"
NOTHING = "收录的文件里没有写到产业学院的名字。"
NOT_FOUND = "没找到“{words}”的产业学院。可以按学校、领域或城市看："
HOW_FAR = "“支持建设”“支持申报”“推动”都不等于已建成；以引用的原文为准。"

College = Listed[IndustryCollege]


class Colleges:
    """Shows the colleges. A button's value is `view.city.filter.page`; schools and fields go by a short hash."""

    def __init__(self, directory: Directory, scope: Scope, additions: Additions) -> None:
        self._directory = directory
        self._additions = additions
        self._scope = scope

    async def colleges(self, message: Message) -> Reply:
        """/colleges, alone or with a city, a school or a field."""
        place = await self._scope.named(message.text)
        own = place.code if place else await self._scope.own(message)
        if not message.text or place:
            return await self._overview(message, own)
        held = await self._directory.of(IndustryCollege)
        found = self._called(held, message.text.removesuffix("产业学院").strip())
        if not found:
            return Reply(say(NOT_FOUND.format(words=message.text)).blocks, _ways(""))
        return self._list(found, f"“{message.text[:20]}”", "", "0")

    async def show(self, message: Message) -> Reply:
        """What a button leads to."""
        view, code, tag, number = (*message.pressed.split("."), "", "", "", "")[:4]
        held = await self._directory.of(IndustryCollege, code)
        title = self._scope.title(code)
        match view:
            case "schools":
                return _menu(f"{title}：按学校", f"school.{code}.", Counter(_school(one) for one in held))
            case "fields":
                return _menu(f"{title}：按领域", f"field.{code}.", Counter(field for one in held for field in _fields(one)))
            case "cities":
                everywhere = await self._directory.of(IndustryCollege)
                return say("看哪个城市的？", choices=await self._scope.cities(everywhere, "colleges:all.{}"))
            case "school":
                name = next((name for name in map(_school, held) if _tag(name) == tag), "")
                return self._list([one for one in held if _school(one) == name], name, f"school.{code}.{tag}", number, edits=bool(number))
            case "field":
                name = next((name for one in held for name in _fields(one) if _tag(name) == tag), "")
                chosen = [one for one in held if name in _fields(one)]
                return self._list(chosen, f"{title}：{name}", f"field.{code}.{tag}", number, edits=bool(number))
            case "list":
                return self._list(held, title, f"list.{code}.", number, edits=bool(number))
        return await self._overview(message, code)

    def _called(self, held: Sequence[College], words: str) -> list[College]:
        """The colleges that words mean: of a school, or with the words in the name or the field."""
        by_name = [one for one in held if words in one.entry.name or any(words in field for field in one.entry.fields)]
        schools = self._directory.called(words, (one.entry.school for one in held))
        return by_name or [one for one in held if one.entry.school in schools]

    async def _overview(self, message: Message, code: str) -> Reply:
        """How many there are, school by school."""
        held = await self._directory.of(IndustryCollege, code)
        add = await self._additions.button(message, "college", code)
        if not held:
            return Reply(say(NOTHING).blocks, (*(_ways("") if code else ()), *((add,) if add else ())))
        counts = Counter(_school(one) for one in held)
        lines = tuple(Block(f"{school}：{count}个", Look.ITEM) for school, count in counts.items())
        title = Block(f"产业学院 · {self._scope.title(code)}：文件里写到{len(held)}个", Look.TITLE)
        sources = tuple(Block(line, Look.SOURCE) for line in self._directory.sources(held))
        return Reply((title, *lines, Block(HOW_FAR, Look.NOTE), *sources), (*_ways(code), *((add,) if add else ())))

    def _list(self, held: Sequence[College], title: str, value: str, number: str, *, edits: bool = False) -> Reply:
        """Colleges with their schools, page by page; each number is a button to the sentence."""
        if not held:
            return say(NOTHING)
        shown = page(held, number, SIZE if value else AT_ONCE)
        lines = tuple(Block(_line(one), Look.ITEM, number=shown.first + at) for at, one in enumerate(shown.items))
        numbers = in_rows([Choice(str(shown.first + at), f"entry:{one.id}") for at, one in enumerate(shown.items)], 5)
        sources = tuple(Block(line, Look.SOURCE) for line in self._directory.sources(shown.items))
        turning = shown.buttons(f"colleges:{value}.") if value else ()
        head = Block(f"{title}：{len(held)}个产业学院", Look.TITLE)
        return Reply((head, *lines, *sources, Block("点号码看原文。", Look.NOTE)), (*numbers, *turning), edits=edits)


def _ways(code: str) -> tuple[tuple[Choice, ...], ...]:
    return (
        (Choice("全部列出", f"colleges:list.{code}"), Choice("按学校", f"colleges:schools.{code}")),
        (Choice("按领域", f"colleges:fields.{code}"), Choice("换城市", "colleges:cities")),
    )


def _menu(title: str, value: str, counts: Counter[str]) -> Reply:
    """Names to choose from, most first."""
    choices = [Choice(f"{name}（{count}）", f"colleges:{value}{_tag(name)}") for name, count in counts.most_common()]
    return say(title, choices=in_rows(choices, 2)) if choices else say(NOTHING)


def _line(one: College) -> str:
    school = f"{one.entry.school}，" if one.entry.school else ""
    return f"{one.entry.name}（{school}{one.entry.modality.value}）"


def _school(one: College) -> str:
    return one.entry.school or NO_SCHOOL


def _fields(one: College) -> tuple[str, ...]:
    return one.entry.fields or (OTHER,)


def _tag(name: str) -> str:
    return hashlib.blake2s(name.encode(), digest_size=4).hexdigest()
