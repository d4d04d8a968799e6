"""/start: who we are and what can be asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from chat.flow import Effect, Open
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from domain.region import Region
from handlers.duties import with_duties
from services.holdings import Held, Holdings
from services.people import People
from storage.work import Work

HELLO = "您好，我是校企通，产教融合的政策助手，不是真人。直接把问题发给我，不用任何命令。"
LAW = "我只引用收录的政策文件来回答，每一句都注明出处；文件里没有的，我会直说没有。"
EXAMPLES = ("包头2025年要建多少个实训基地？", "普陀的企业办职业教育，能抵免多少税费？", "平顶山的产业学院由谁负责？")
BUSINESS = "招人、找工作、找合作也直接说，例如：招焊工5名，月薪6000；包头有什么光伏实习；找稀土虚拟仿真设备合作。"
NO_DOCUMENTS = "现在还没有收录文件，暂时答不了政策问题。维护人员可以用 xiaoqitong ingest 载入文件。"
DIGESTS = "目前有 {digests} 份是我们自己写的摘要，不是原文，以原件为准。维护人员用 xiaoqitong ingest 载入原件后，就引用原件。"


Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class Start:
    """Greets, and takes the city that a link brought along (`/start r150200`).

    `links` do what else a link may bring (`/start join_CODE`), by the word before "_"; they get what follows it as text.
    """

    def __init__(self, holdings: Holdings, people: People, links: Mapping[str, Handler] = {}) -> None:
        self._holdings = holdings
        self._people = people
        self._links = links

    async def start(self, message: Message) -> Reply | Effect | Open:
        """The greeting, or what a link asks for."""
        name, _, rest = message.text.partition("_")
        if rest and name in self._links:
            return await self._links[name](replace(message, text=rest))
        return await self._greet(message)

    async def _greet(self, message: Message) -> Effect:
        held = await self._holdings.held()
        code = message.text.removeprefix("r")
        region = next((one for one in held.regions if one.code == code), None)

        def effect(work: Work) -> Reply:
            self._people.welcome_back(work, message.sender)
            if region:
                self._people.choose_region(work, message, region.code)
            return with_duties(work, message, greeting(held, region))

        return effect


def greeting(held: Held, region: Region | None = None) -> Reply:
    """What is said first."""
    blocks = [Block(HELLO), Block(LAW)]
    if region:
        blocks.append(Block(f"已按这个链接记住您的城市：{region.short}。发 /region 可以更换。"))
    if not held.documents:
        return Reply((*blocks, Block(NO_DOCUMENTS, Look.NOTE), Block(BUSINESS)))
    places = "、".join(one.short for one in held.regions)
    blocks.append(Block(f"收录了 {held.documents} 份文件{f'，来自{places}' if places else ''}。可以这样问："))
    blocks += [Block(example, Look.ITEM) for example in EXAMPLES]
    blocks.append(Block(BUSINESS))
    if held.digests:
        blocks.append(Block(DIGESTS.format(digests=held.digests), Look.NOTE))
    return Reply(tuple(blocks), ((Choice("选择城市", "regions:"), Choice("能做什么", "help:")),))
