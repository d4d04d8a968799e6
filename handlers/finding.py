"""The five 找 (找稀土虚拟仿真设备合作, /find): what enterprises offer and whom the documents name, with the reason, and 发起对接."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from chat.flow import Effect, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.enterprise import Need
from domain.subscription import Wish, text_of
from handlers.entries import GONE
from handlers.listing import KINDS as KIND_NAMES
from handlers.listing import brief, title_of
from handlers.needs import ROOM_ALONE, packed, told, unpacked
from handlers.region import in_rows
from handlers.wish import button, reasons
from rag.directory.entities import Modality
from services import finding
from services.finding import KINDS, MOST, Bodies, Entry, Finding, Named, owner_of
from services.forms.finding import Find
from services.forms.firms import NEEDS
from services.holdings import Holdings
from services.people import People
from services.search import Hit
from storage.database import Database
from storage.work import Work

WHICH = "找什么？点一个，或直接说，例如：找稀土虚拟仿真设备合作。"
READ = "按“{words}”理解。"
NO_LISTINGS = "校企通上还没有登记这样的{kinds}信息。"
LISTINGS = "校企通上登记的："
BODIES = "文件里写到的{count}："
PARTLY = "文件里没有全都写明的；下面写明了一部分{count}："
COUNTED = "文件里写到的{sorts}有{count}个。说出哪方面，就给您对应的，例如：找稀土虚拟仿真设备合作。"
NOTHING = "校企通上没有登记这样的信息，文件里也没有写到。可以交给工作人员帮您找；也可以订阅，有企业登记就告诉您。"
PEOPLE = "要看求职者：企业登记并审核通过、发布岗位后，发 /match。只有同意被企业找到的人才会出现。"
NOT_BUILT = "（不等于已建成）"
ASK = "把您的对接意向交给{place}的工作人员，由他们问对方愿不愿意："
ASK_ALONE = "把您要找的交给{place}的工作人员，由他们帮您打听："
ASK_HOW = "只带这一句话，不带您的姓名、电话和单位；双方都同意之前，谁也看不到对方的联系方式。\n交给工作人员吗？"
WHERE = "在哪个城市找？选一个，才知道交给哪里的工作人员。"
WISH = "想对接{name}，要找{what}：对方是否愿意，怎么联系？"
WISH_ALONE = "想找{what}：本地有没有合适的，怎么联系？"
TOLD = "已交给工作人员。有了答复，我在这里告诉您。"
ALREADY = Reply(toast="已经交给工作人员了，请等答复。")
NOT_TOLD = "好的，没有转交。"
NOT_HERE = "对接要在这里告诉您结果，请私聊我再点。"
SOMETHING = "合适的"

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]
Shown = tuple[tuple[Block, ...], tuple[tuple[Choice, ...], ...]]
"""What is said, and the rows of buttons below it."""
Talent = Callable[[Message, Sequence[str]], Awaitable[Reply | None]]


class Finds:
    """Looks for the five. `talent` shows people to enterprises, `push` puts a wish before staff, `otherwise` takes every other sentence."""

    def __init__(
        self,
        database: Database,
        holdings: Holdings,
        people: People,
        looking: Finding,
        talent: Talent,
        push: Callable[[Work, int], None],
        otherwise: Handler,
    ) -> None:
        self._database = database
        self._holdings = holdings
        self._people = people
        self._finding = looking
        self._talent = talent
        self._push = push
        self._otherwise = otherwise

    async def find(self, message: Message) -> Reply:
        """/find, alone or with what is looked for."""
        if message.text:
            return await self._found(message, await self._holdings.find_of(message.text))
        row = tuple(Choice(words[0], f"find:{packed(Find((need,)))}") for need, words in NEEDS.items())
        return say(WHICH, choices=(row[:3], row[3:]))

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: one of the five, or anything else."""
        find = await self._holdings.find(message.text)
        return await self._found(message, find) if find else await self._otherwise(message)

    async def show(self, message: Message) -> Reply:
        """A button that looks for something."""
        find, at = unpacked(message.pressed)
        return replace(await self._shown(message, find, at), edits=True)

    async def link(self, message: Message) -> Reply:
        """发起对接 with a body of the documents (`id.find`), or with whomever the staff may know (`.find`): what would be handed on."""
        if not message.private:
            return say(NOT_HERE)
        id_, _, packed_ = message.pressed.partition(".")
        body = await self._finding.body(id_) if id_ else None
        if id_ and body is None:
            return GONE
        find = unpacked(packed_)[0]
        words, region = await self._wish(message, body, find)
        if not region:
            held = (await self._holdings.held()).regions
            return say(WHERE, choices=in_rows([Choice(one.short, f"link:.{packed(replace(find, region=one.code))}") for one in held]))
        place = self._holdings.region(region).short
        yes = Choice("同意，交给工作人员", f"link-yes:{message.pressed}")
        ask = (ASK if body else ASK_ALONE).format(place=place)
        return say(f"{ask}\n{words}\n{ASK_HOW}", choices=((yes, Choice("先不了", "link-no:")),))

    async def agree(self, message: Message) -> Reply | Effect:
        """They agree: the wish waits for the staff, once."""
        if not message.private:
            return say(NOT_HERE)
        id_, _, packed_ = message.pressed.partition(".")
        body = await self._finding.body(id_) if id_ else None
        if id_ and body is None:
            return GONE
        words, region = await self._wish(message, body, unpacked(packed_)[0])

        def effect(work: Work) -> Reply:
            kept = finding.hand_on(work, message, words, body, region)
            if not kept:
                return ALREADY
            self._push(work, kept)
            return Reply((Block(TOLD),), edits=True)

        return effect

    async def decline(self, message: Message) -> Reply:  # noqa: ARG002
        """They would rather not."""
        return Reply((Block(NOT_TOLD),), edits=True)

    async def _found(self, message: Message, find: Find) -> Reply:
        """People first, for who speaks for an enterprise and looks for them."""
        people = await self._talent(message, find.words) if find.needs[:1] == (Need.TALENT,) else None
        return people or await self._shown(message, find)

    async def _shown(self, message: Message, find: Find, at: int = 0) -> Reply:
        said, find = find, await self._finding.mended(find)
        own = find.region or (await self._people.who(message.sender)).region
        hits = await self._database.read(lambda work: finding.listed(work, find))
        bodies = await self._finding.bodies(find, own, at)
        alone: list[tuple[Choice, ...]] = [(Choice("交给工作人员帮我找", f"link:.{packed(find)}"), _subscribe(find))]
        note: tuple[Block, ...] = ()
        if Need.TALENT in find.needs:
            note = (Block(PEOPLE, Look.NOTE),)
            alone.append((button("我是找工作的，看这类岗位", Wish(region=find.region, words=find.words)),))
        read = (Block(READ.format(words="、".join(find.words)), Look.NOTE),) if "".join(find.words) != "".join(said.words) else ()
        head = (Block(f"找{told(find, self._holdings)}", Look.TITLE), *read)
        if not hits and not bodies.count:
            return Reply((*head, Block(NOTHING), *note), tuple(alone))
        listed = [block for number, hit in enumerate(hits, 1) for block in self._listing(hit, number, find, own)]
        kinds = "、".join(_kinds(find))
        first = (Block(LISTINGS),) if hits else (Block(NO_LISTINGS.format(kinds=kinds)),) if kinds else ()
        rows = tuple(
            (Choice(f"看 {number}", f"job:{hit.listing.id}"), Choice(f"发起对接 {number}", f"want:{hit.listing.id}"))
            for number, hit in enumerate(hits, 1)
        )
        blocks, more = self._bodies(bodies, find, len(hits) + 1, at) if find.words else _counted(find, bodies)
        return Reply((*head, *first, *listed, *blocks, *note), (*rows, *more, *alone))

    def _listing(self, hit: Hit, number: int, find: Find, own: str) -> tuple[Block, Block]:
        one = hit.listing
        why = reasons(Wish(one.kind, own, tuple(word for word in find.words if word.lower() in text_of(one))), one)
        place = self._holdings.region(one.region).short
        return Block(title_of(one), Look.ITEM, number=number), Block(f"{brief(one, hit.firm, place)}\n理由：{why}")

    def _bodies(self, bodies: Bodies, find: Find, first: int, at: int) -> Shown:
        """What the documents name, each with its reason and its sentence, and the buttons for it."""
        if not bodies.named:
            return (), ()
        count = f"（共{bodies.count}个）" if bodies.count > MOST else ""
        blocks = [Block((BODIES if bodies.whole else PARTLY).format(count=count))]
        for number, one in enumerate(bodies.named, first):
            source = one.body.source
            blocks += [Block(name_of(one.listed), Look.ITEM, number=number), Block(f"理由：{_why(one)}")]
            blocks.append(Block(f"{source.lead}\n{source.quote}" if source.lead else source.quote, Look.QUOTE))
        blocks += [Block(line, Look.SOURCE) for line in self._finding.sources(bodies.named)]
        rows = tuple(
            (Choice(f"原文 {number}", f"entry:{one.listed.id}"), Choice(f"发起对接 {number}", f"link:{one.listed.id}.{packed(find)}"))
            for number, one in enumerate(bodies.named, first)
        )
        more = ((Choice("再看几个", f"find:{packed(find, at + 1, ROOM_ALONE)}"),),) if bodies.count > (at + 1) * MOST else ()
        return tuple(blocks), (*rows, *more)

    async def _wish(self, message: Message, body: Entry | None, find: Find) -> tuple[str, str]:
        """The words that staff get, and the region whose staff that is."""
        what = told(find, self._holdings) or SOMETHING
        if body:
            return WISH.format(name=name_of(body), what=what), body.document.region
        return WISH_ALONE.format(what=what), find.region or (await self._people.who(message.sender)).region


def name_of(entry: Entry) -> str:
    """A body with whose it is: 包头钢铁职业技术学院的……基地."""
    owner = owner_of(entry.entry)
    return f"{owner}的{entry.entry.name}" if owner and owner not in entry.entry.name else entry.entry.name


def _counted(find: Find, bodies: Bodies) -> Shown:
    """How many the documents name, where nothing tells which of them."""
    sorts = dict.fromkeys(sort for need in find.wanted[:2] for sort in finding.SORTS[need])
    words = Block(COUNTED.format(sorts="、".join(list(sorts)[:4]) + ("等" if len(sorts) > 4 else ""), count=bodies.count))
    return (words,), ((Choice("平台和基地名录", f"platforms:all.{find.region}"), Choice("产业学院名录", f"colleges:all.{find.region}")),)


def _why(one: Named) -> str:
    how_far = one.body.modality
    built = "" if how_far is Modality.BUILT else NOT_BUILT
    words = (
        f"写明{'、'.join(one.words)}" if one.words else "",
        finding.sort_of(one.body),
        "同城" if one.near else "",
        f"文件的说法是{how_far.value}{built}",
    )
    return " · ".join(word for word in words if word)


def _kinds(find: Find) -> list[str]:
    """The kinds of listings that were looked through and are no people."""
    return list(dict.fromkeys(KIND_NAMES[kind] for need in find.wanted if need is not Need.TALENT for kind in KINDS[need]))


def _subscribe(find: Find) -> Choice:
    kind = KINDS[find.wanted[0]][0]
    return button("有新的告诉我", Wish(kind, find.region, find.words), prefix="sub-new")
