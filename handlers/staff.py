"""/staff: taking up an invitation to the staff, and what roles one holds."""

from chat.flow import Effect
from chat.message import Message
from chat.reply import Reply, say
from domain.people import STAFF, Grant, Role
from services.holdings import Holdings
from services.people import People
from storage.work import Work

ROLES = {Role.EDITOR: "文件编辑", Role.MODERATOR: "审核员", Role.ADMIN: "管理员"}
NOT_STAFF = "这里供工作人员登记。收到邀请码后，请发：/staff 邀请码"
REFUSED = "这个邀请码不对、已经用过，或超过了 7 天。请向发邀请的人再要一个。"
NOT_HERE = "邀请码不能发在群里，请私聊我再发。刚才这个码已被群里的人看到，请向发邀请的人换一个新的。"


class Staff:
    """Lets people join the staff with a one-time code."""

    def __init__(self, people: People, holdings: Holdings) -> None:
        self._people = people
        self._holdings = holdings

    async def staff(self, message: Message) -> Reply | Effect:
        """/staff alone, or with a code."""
        if not message.text:
            person = await self._people.who(message.sender)
            held = "；".join(self._told(grant) for grant in person.grants if grant.role in STAFF)
            return say(f"您的角色：{held}。" if held else NOT_STAFF)
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            grant = self._people.redeem(work, message, message.text)
            return say(f"登记成功，您的角色：{self._told(grant)}。" if grant else REFUSED)

        return effect

    def _told(self, grant: Grant) -> str:
        where = self._holdings.region(grant.region).short if grant.region else "全部地区"
        return f"{ROLES[grant.role]}（{where}）"
