"""/privacy: what is kept of people, and how they get rid of it."""

from chat.flow import Effect
from chat.message import Message
from chat.reply import SILENCE, Block, Choice, Look, Reply, say
from domain.masking import IDENTITY, without_identity
from services.people import People
from storage.work import Work

KEPT = (
    "您发来的消息：用来回答您，7 天后删去正文。",
    "您发来的表格：读完就删去内容，文件名留 7 天。",
    "最近 20 轮问答：用来听懂追问，也让“原文”等按钮能用，30 天后删去。",
    "您选的城市：直到您更换或清除。",
    "企业登记的联系人和手机号：您同意后才存，给审核的工作人员看；登记有效期间一直保留。",
    "求职资料：您同意后才存，到您删除为止；您同意被找到时，审核过的企业看得到，看不到姓名和电话。",
    "文件答不了的问题：去掉手机号、证件号后交给工作人员补充；您要求通知时才记下是谁问的。",
)
ELSEWHERE = "除了您要登记的企业，我不索取姓名、电话；证件号请不要发给我。您使用的聊天平台另有它自己的规则；Telegram 的服务器在境外。"
NOT_HERE = "请不要在聊天里发身份证号：已经替您去掉了，没有保存。"
NOT_IN_GROUP = "请不要在群里发身份证号：我没有保存，但群里的人看得到，请马上删掉那条消息。"
CLEAR = "发 /mydata 看我存了您的什么，可以导出；发 /delete 全部删除。只清除问答记录和城市，点下面的按钮。"
CLEARED = "已清除您的问答记录和城市。"


def identity_notice(message: Message) -> Reply:
    """What is said above any reply to somebody who sent an identity number."""
    if IDENTITY not in without_identity(message.text):
        return SILENCE
    return Reply((Block(NOT_HERE if message.private else NOT_IN_GROUP, Look.NOTE),))


class Privacy:
    """Tells what is kept, and erases it."""

    def __init__(self, people: People) -> None:
        self._people = people

    async def privacy(self, message: Message) -> Reply:  # noqa: ARG002
        """What is kept, and for how long."""
        blocks = (Block("您的信息", Look.TITLE), *(Block(line, Look.ITEM) for line in KEPT), Block(ELSEWHERE), Block(CLEAR))
        return Reply(blocks, ((Choice("清除我的记录", "forget:"),),))

    async def forget(self, message: Message) -> Effect:
        """Erase it."""

        def effect(work: Work) -> Reply:
            self._people.forget(work, message.sender)
            return Reply(say(CLEARED).blocks, edits=True)

        return effect
