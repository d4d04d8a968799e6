"""/mydata: what is kept of somebody, in plain words and as a file. /delete: all of it goes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chat.flow import Effect
from chat.message import File, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.profile import Profile
from handlers.resume import told_of
from services.holdings import Holdings
from services.mydata import MyData, moments
from storage.database import Database
from storage.held import Row
from storage.work import Work

NAMES: Mapping[str, str] = {
    "people": "您本人（称呼、城市、是否收公告）",
    "addresses": "您在哪个平台和我说话",
    "turns": "问答记录",
    "inbox": "您发来的消息",
    "outbox": "我发给您的消息",
    "places": "正在填写的内容",
    "ratings": "您对回答的评价",
    "questions": "转给工作人员的问题",
    "consents": "您同意过的告知书",
    "profiles": "求职资料",
    "subscriptions": "订阅",
    "alerted": "已按订阅通知过的条目",
    "favourites": "收藏",
    "interests": "表示感兴趣的信息",
    "complaints": "举报",
    "listings": "您发布的信息",
    "enterprises": "您登记的企业",
    "members": "您所在的企业",
    "passes": "您用过的企业邀请码",
    "invites": "您用过的工作人员邀请码",
    "grants": "您的角色",
    "amendments": "您对名录的更正",
    "broadcasts": "您发起的公告（发送）",
    "bulletins": "您写的公告",
    "audit": "操作记录",
}
"""What each table holds, in the person's words."""

STAYING: Mapping[str, str] = {
    "audit": "操作记录：只增不改，供依法核查；删除后只剩一个编号，不再能对应到您",
    "amendments": "名录更正和公告：是公开内容，只剩编号",
    "enterprises": "企业的登记信息：名称、信用代码等公开事实保留，您填的联系人和手机号删除",
    "questions": "已有公开答复的问题：保留问题和答复的文字，不再记是谁问的",
}
"""What `/delete` leaves, and why."""

NOT_HERE = "这里有您的个人信息，不在群里显示。请私聊我再发。"
NOTHING = "我没有存任何关于您的内容。"
HEAD = "我存了您的这些内容："
HOW = "要全部带走，点“导出”；要全部删除，点“全部删除”或发 /delete。"
EXPORTED = "这是我存的关于您的全部内容（JSON 文件）。文件里有您的个人信息，请自己保管好。"
TOLD = "校企通存有的、关于您本人的全部内容。各项的名称是数据库的字段名。"
SURE = "确定删除吗？问答、消息、评价、订阅、资料、发布的个人信息都会删掉，角色和收藏也一样，不能恢复。以后从旧备份恢复时，也会再删一次。"
STAYS = "依法或为公众保留的："
LATE = Reply(toast="这个按钮过期了，没有删除。请重新发 /delete。")
LAST = "您是某个地区唯一的管理员。请先用 /staff 邀请另一位管理员，再删除。"
ERASED = "已全部删除。这条回执本身 30 天内随发送记录删除。以后再来，就当第一次认识。"
_DELETE = Choice("全部删除", "delete:")
_PATIENCE = timedelta(minutes=30)
"""For how long the button that erases is good."""


class MyRecords:
    """Tells, exports, erases; in private only."""

    def __init__(self, database: Database, data: MyData, holdings: Holdings) -> None:
        self._database = database
        self._data = data
        self._holdings = holdings

    async def mydata(self, message: Message) -> Reply:
        """What is kept, in plain words."""
        if not message.private:
            return say(NOT_HERE)
        held = await self._database.read(lambda work: self._data.held(work, message.sender))
        if not held:
            return say(NOTHING)
        lines = tuple(Block(self._line(table, held[table]), Look.ITEM) for table in NAMES if table in held)
        return Reply((Block(HEAD, Look.TITLE), *lines, Block(HOW)), ((Choice("导出", "export:"), _DELETE),))

    async def export(self, message: Message) -> Reply | Effect:
        """The button that hands it out as a file."""
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            data = self._data.export(work, message.sender, NAMES, TOLD)
            return Reply(say(EXPORTED).blocks, file=File("校企通-我的数据.json", "application/json", data))

        return effect

    async def delete(self, message: Message) -> Reply | Effect:
        """/delete: says what goes and what stays, and asks once more."""
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            stays = tuple(Block(words, Look.ITEM) for words in STAYING.values())
            sure = Choice("确定，全部删除", f"erase:{int(work.now.timestamp())}")
            return Reply((Block(SURE), Block(STAYS), *stays), ((sure,), (Choice("先导出", "export:"),)))

        return effect

    async def erase(self, message: Message) -> Reply | Effect:
        """确定，全部删除."""
        if not message.private:
            return say(NOT_HERE)
        now, last = await self._database.read(lambda work: (work.now, self._data.must_stay(work, message.sender)))
        asked = int(message.pressed) if message.pressed.isascii() and message.pressed.isdigit() and len(message.pressed) < 12 else 0
        if not 0 <= now.timestamp() - asked <= _PATIENCE.total_seconds():
            return LATE
        if last:
            return say(LAST)
        mark = await self._data.record(message.sender)

        def effect(work: Work) -> Reply:
            self._data.erase(work, message.sender, mark)
            return Reply(say(ERASED).blocks, edits=True)

        return effect

    def _line(self, table: str, rows: Sequence[Row]) -> str:
        days = moments(rows)
        span = f"（{days[0]:%Y-%m-%d}{f' 至 {days[1]:%Y-%m-%d}' if days[0] != days[1] else ''}）" if days else ""
        return f"{NAMES[table]}：{self._said(table, rows) or f'{len(rows)} 条'}{span}"

    def _said(self, table: str, rows: Sequence[Row]) -> str:
        """The few facts that are better said than counted."""
        row = rows[0]
        if table == "people":
            city = self._holdings.region(row["region"]).short if row["region"] else "没有选城市"
            return f"{row['name'] or '没有称呼'}，{city}，{'不收公告' if row['opted_out'] else '收公告'}"
        if table == "questions":
            return f"{len(rows)} 个：" + "；".join(f"“{one['question'][:40]}”" for one in rows[:5])
        if table == "profiles":
            told = Profile(**{name: row["person_id" if name == "person" else name] for name in Profile.__dataclass_fields__})
            return f"{told_of(told, self._holdings, '都没填')}（{'企业能找到您' if told.findable else '企业找不到您'}）"
        if table in {"enterprises", "listings"}:
            return f"{len(rows)} 条：" + "、".join(str(one["name" if table == "enterprises" else "title"]) for one in rows[:5])
        return ""
