"""/platforms: laboratories, research institutes, bases, alliances … by city, by sort, by words."""

from collections import Counter
from collections.abc import Sequence

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from handlers.additions import Additions
from handlers.paging import page
from handlers.region import in_rows
from handlers.scope import Scope
from rag.directory.entities import Platform
from services.directory import Directory, Listed

SIZE = 10
NOTHING = "{place}的文件里没有写到有名有姓的科研平台和基地。"
NOT_FOUND = "没找到“{words}”的平台。"
HOW_FAR = "文件里写到不等于已建成：括号里是原文的说法。"
WHICH = "看哪个城市的平台？"


class Platforms:
    """Shows lists. A button's value is `view.city.sort.page`."""

    def __init__(self, directory: Directory, scope: Scope, additions: Additions) -> None:
        self._directory = directory
        self._scope = scope
        self._additions = additions

    async def platforms(self, message: Message) -> Reply:
        """/platforms, alone, with a city, or with words of a name, a sort, or whose it is."""
        place = await self._scope.named(message.text)
        code = place.code if place else await self._scope.own(message)
        if not message.text or place:
            return await self._sorts(message, code)
        held = await self._directory.of(Platform)
        found = [one for one in held if message.text in f"{one.entry.name} {one.entry.kind} {one.entry.host}"]
        if not found:
            return Reply(say(NOT_FOUND.format(words=message.text[:20])).blocks, _ways(""))
        return self._list(found[: SIZE * 3], f"“{message.text[:20]}”", "", "0")

    async def show(self, message: Message) -> Reply:
        """What a button leads to."""
        view, code, sort, number = (*message.pressed.split("."), "", "", "")[:4]
        if view == "cities":
            return say(WHICH, choices=await self._scope.cities(await self._directory.of(Platform), "platforms:all.{}"))
        held = await self._directory.of(Platform, code)
        if view == "sort":
            kinds = list(dict.fromkeys(one.entry.kind for one in held))
            kind = kinds[int(sort)] if sort.isascii() and sort.isdigit() and len(sort) < 3 and int(sort) < len(kinds) else ""
            chosen = [one for one in held if one.entry.kind == kind]
            return self._list(chosen, f"{self._scope.title(code)}：{kind}", f"sort.{code}.{sort}", number)
        if view == "list":
            return self._list(held, f"平台 · {self._scope.title(code)}", f"list.{code}.", number)
        return await self._sorts(message, code)

    async def _sorts(self, message: Message, code: str) -> Reply:
        """How many there are, sort by sort."""
        held = await self._directory.of(Platform, code)
        add = await self._additions.button(message, "platform", code)
        if not held:
            return Reply(say(NOTHING.format(place=self._scope.title(code))).blocks, (*_ways(""), add) if add else _ways(""))
        counts = Counter(one.entry.kind for one in held)
        kinds = list(dict.fromkeys(one.entry.kind for one in held))
        choices = [Choice(f"{kind}（{counts[kind]}）", f"platforms:sort.{code}.{kinds.index(kind)}") for kind, _ in counts.most_common()]
        title = Block(f"科研平台和基地 · {self._scope.title(code)}：文件里写到{len(held)}个", Look.TITLE)
        sources = tuple(Block(line, Look.SOURCE) for line in self._directory.sources(held))
        rows = (*in_rows(choices, 2), *_ways(code), *((add,) if add else ()))
        return Reply((title, Block(HOW_FAR, Look.NOTE), *sources), rows)

    def _list(self, held: Sequence[Listed[Platform]], title: str, value: str, number: str) -> Reply:
        """Platforms with whose they are, page by page; each number is a button to the sentence."""
        if not held:
            return say(NOTHING.format(place=title))
        shown = page(held, number, SIZE if value else SIZE * 3)
        lines = tuple(Block(_line(one.entry), Look.ITEM, number=shown.first + at) for at, one in enumerate(shown.items))
        numbers = in_rows([Choice(str(shown.first + at), f"entry:{one.id}") for at, one in enumerate(shown.items)], 5)
        sources = tuple(Block(line, Look.SOURCE) for line in self._directory.sources(shown.items))
        turning = shown.buttons(f"platforms:{value}.") if value else ()
        head = Block(f"{title}：{len(held)}个", Look.TITLE)
        return Reply((head, *lines, *sources, Block("点号码看原文。", Look.NOTE)), (*numbers, *turning), edits=bool(number))


def _ways(code: str) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice("全部列出", f"platforms:list.{code}"), Choice("换城市", "platforms:cities")),)


def _line(one: Platform) -> str:
    host = f"{one.host}，" if one.host else ""
    return f"{one.name}（{host}{one.modality.value}）"
