"""/channel: staff bind a channel to a city after its rights were looked at, see their channels, and turn the weekly digest on and off."""

from collections.abc import Mapping

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from chat.room import FindRoom, Room
from domain.errors import DeliveryProblem, TryLater
from domain.patterns import pattern
from handlers.listing import brief, title_of
from services import bulletins, channels
from services.channels import Channel, Week
from services.holdings import Holdings
from storage.database import Database
from storage.outbox import Owed
from storage.work import Work

NOT_HERE = "频道不在群里绑定，请私聊我再发 /channel。"
HOW = "绑定频道：\n1. 在频道里把我加为管理员，给“发布消息、编辑消息、删除消息”三项权限。\n2. 私聊我发：/channel @频道名"
HAVE = "您管的频道，{count} 个："
HAVE_NONE = "还没有绑定频道。"
NO_CHANNELS = "这里没有频道。请在 Telegram 上私聊我，发：/channel @频道名"
WHICH = "没看懂是哪个频道。请发：/channel @频道名，例如：/channel @baotou_cjrh"
NOT_FOUND = "没找到这个频道，或我不在里面：{why}。请先把我加为频道管理员，再发一次。"
LATER = "现在连不上平台，请过一会儿再发一次。"
NOT_CHANNEL = "“{title}”不是频道。公告只发到频道，请换成频道的 @名字。"
LACKS = "“{title}”里我还缺权限：{lacks}。请在频道的管理员设置里打开，再发一次。"
WHERE = "“{title}”归哪里管？"
BOUND = "已绑定“{title}”（{place}），{members} 人。以后 /announce 可以选它。"
UNBOUND = "已解绑“{title}”，以后不再向它发。"
DIGEST_ON = "“{title}”每周一上午9点发一周的新发布信息，没有新的就不发。"
DIGEST_OFF = "“{title}”不再发周报。"
GONE = Reply(toast="这个频道已经解绑了。")
DIGEST_HEAD = "{place}本周新发布 {count} 条"
DIGEST_FOOT = "点数字看详情；还有 {more} 条，私聊我发 /jobs 看全部。"
DIGEST_FOOT_ALL = "点数字看详情、联系企业。"
EVERYWHERE = "全部地区"
_ALL = "all"
_LABEL = 20
_NAME = pattern(r"(?:https?://)?(?:t\.me/|@)?(?P<name>[A-Za-z]\w{3,31})/?|(?P<id>-100\d{5,15})")


class Channels:
    """The list of channels and what is done with them. A button's value is `platform chat`. `rooms` ask a platform for a channel."""

    def __init__(self, database: Database, holdings: Holdings, rooms: Mapping[str, FindRoom]) -> None:
        self._database = database
        self._holdings = holdings
        self._rooms = rooms
        step = Step("region", "归哪里管？", _pick, label="地区", offer=self._regions)
        self.flow = Flow("channel", (step,), self._bind, title="频道", confirm=False)

    async def channel(self, message: Message) -> Reply | Effect | Open:
        """/channel, alone or with a channel's name."""
        if not message.private:
            return say(NOT_HERE)
        found = await self._database.read(lambda work: channels.mine(work, message.sender))
        if not message.text:
            return self._list(found)
        look, hit = self._rooms.get(message.sender.platform), _NAME.fullmatch(message.text.strip())
        if look is None:
            return say(NO_CHANNELS)
        if hit is None:
            return say(WHICH)
        try:
            room = await look(hit["id"] or f"@{hit['name']}")
        except TryLater:
            return say(LATER)
        except DeliveryProblem as problem:
            return say(NOT_FOUND.format(why=problem))
        return await self._found(message, room)

    async def end(self, message: Message) -> Effect:
        """解绑."""
        platform, _, chat = message.pressed.partition(" ")

        def effect(work: Work) -> Reply:
            found = channels.unbind(work, message.sender, platform, chat)
            return say(UNBOUND.format(title=found.title)) if found else GONE

        return effect

    async def digest(self, message: Message) -> Effect:
        """开周报, 关周报: `on` or `off` stands before the channel."""
        wanted, _, channel = message.pressed.partition(" ")
        platform, _, chat = channel.partition(" ")

        def effect(work: Work) -> Reply:
            found = channels.set_digest(work, message.sender, platform, chat, wanted=wanted == "on")
            return say((DIGEST_ON if found.digest else DIGEST_OFF).format(title=found.title)) if found else GONE

        return effect

    async def _found(self, message: Message, room: Room) -> Reply | Effect | Open:
        if not room.channel:
            return say(NOT_CHANNEL.format(title=room.title))
        if room.lacks:
            return say(LACKS.format(title=room.title, lacks="、".join(room.lacks)))
        mine = await self._database.read(lambda work: bulletins.regions_of(work, message.sender))
        held = (await self._holdings.held()).regions if "" in mine else ()
        regions = list(dict.fromkeys([*mine, *(one.code for one in held)]))
        known = {"platform": message.sender.platform, "chat": room.chat, "title": room.title, "members": str(room.members)}
        known["regions"] = " ".join(code or _ALL for code in regions)
        only = {"region": regions[0] or _ALL} if len(regions) == 1 else {}
        return Open("channel", known | only, WHERE.format(title=room.title))

    async def _bind(self, finished: Finished) -> Effect:
        told = finished.answers
        region = "" if told["region"] == _ALL else told["region"]
        channel = Channel(told["platform"], told["chat"], told["title"], region)

        def effect(work: Work) -> Reply:
            bound = channels.bind(work, finished.sender, channel)
            words = BOUND.format(title=bound.title, place=self._place(region), members=told["members"])
            return say(words, choices=((_digest_button(bound),),))

        return effect

    def _list(self, found: list[Channel]) -> Reply:
        lines = tuple(Block(self._line(one), Look.ITEM) for one in found)
        head = Block(HAVE.format(count=len(found)) if found else HAVE_NONE)
        rows = tuple((_digest_button(one), Choice(f"解绑·{one.title[:_LABEL]}", f"channel-end:{one.platform} {one.chat}")) for one in found)
        return Reply((head, *lines, Block(HOW, Look.NOTE)), rows)

    def _line(self, one: Channel) -> str:
        state = f"发不出去：{one.why}" if one.why else "正常"
        return f"{one.title}（{self._place(one.region)}）：{state}，周报{'开' if one.digest else '关'}"

    def _regions(self, told: Answers) -> tuple[Choice, ...]:
        return tuple(Choice(self._place(code), code) for code in told["regions"].split())

    def _place(self, code: str) -> str:
        return self._holdings.region(code).short if code and code != _ALL else EVERYWHERE


class Digests:
    """Finds words for what is new in a channel's city."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings

    def draw(self, work: Work, owed: Owed) -> Reply | None:
        """The words of a row of the outbox; None where there is nothing to tell."""
        found = channels.week(work, owed)
        return self.words(found) if found else None

    def words(self, week: Week) -> Reply:
        """A week's listings, each with a link to it."""
        place = self._holdings.region(week.channel.region).short if week.channel.region else ""
        blocks = [Block(DIGEST_HEAD.format(place=place, count=week.count), Look.TITLE)]
        for number, hit in enumerate(week.hits, 1):
            blocks.append(Block(title_of(hit.listing), Look.ITEM, number=number))
            blocks.append(Block(brief(hit.listing, hit.firm, self._holdings.region(hit.listing.region).short)))
        more = week.count - len(week.hits)
        blocks.append(Block(DIGEST_FOOT.format(more=more) if more else DIGEST_FOOT_ALL, Look.NOTE))
        links = tuple(Choice(f"{number}", start=f"job_{hit.listing.id}") for number, hit in enumerate(week.hits, 1))
        return Reply(tuple(blocks), tuple(links[at : at + 5] for at in range(0, len(links), 5)))


def _digest_button(channel: Channel) -> Choice:
    wanted, words = ("off", "关周报") if channel.digest else ("on", "开周报")
    return Choice(f"{words}·{channel.title[:_LABEL]}", f"channel-digest:{wanted} {channel.platform} {channel.chat}")


def _pick(text: str) -> str:  # noqa: ARG001
    raise Invalid("请点一个。")
