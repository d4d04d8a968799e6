"""/staff: taking up an invitation to the staff, and for staff who their colleagues are."""

from dataclasses import replace

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Reply, say
from domain.people import STAFF
from handlers.duties import with_duties
from handlers.staff_list import StaffList
from services.people import People
from storage.work import Work

NOT_STAFF = "这里供工作人员登记。收到邀请码后，请发：/staff 邀请码"
REFUSED = "这个邀请码不对、已经用过，或超过了 7 天。请向发邀请的人再要一个。"
NOT_HERE = "邀请码不能发在群里，请私聊我再发。刚才这个码已被群里的人看到，请向发邀请的人换一个新的。"


class Staff:
    """Lets people join the staff with a one-time code."""

    def __init__(self, people: People, colleagues: StaffList) -> None:
        self._people = people
        self._colleagues = colleagues

    async def staff(self, message: Message) -> Reply | Effect:
        """/staff alone, or with a code."""
        if not message.text:
            return await self._shown(message)
        if not message.private:
            return say(NOT_HERE)

        def effect(work: Work) -> Reply:
            grant = self._people.redeem(work, message, message.text)
            if grant is None:
                return say(REFUSED)
            return with_duties(work, message, say(f"登记成功，您的角色：{self._colleagues.told((grant,))}。"))

        return effect

    async def _shown(self, message: Message) -> Reply:
        person = await self._people.who(message.sender)
        held = tuple(grant for grant in person.grants if grant.role in STAFF)
        if not held:
            return say(NOT_STAFF)
        reply = await self._colleagues.show(message)
        return replace(reply, blocks=(Block(f"您的角色：{self._colleagues.told(held)}。"), *reply.blocks))
