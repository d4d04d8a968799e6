"""Who is on the staff, for colleagues; administrators invite with a one-time code, and remove."""

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.clock import HERE
from domain.people import Grant, Person, Role
from domain.region import within
from services.holdings import Holdings
from services.people import VALID, new_code
from services.staff import Crew, Removed
from storage.database import Database
from storage.work import Work

ROLES = {Role.EDITOR: "文件编辑", Role.MODERATOR: "审核员", Role.ADMIN: "管理员"}
EVERYWHERE = "全部地区"
NOT_HERE = "工作人员名单不在群里显示，请私聊我再发。"
HEAD = "{place}的工作人员，{count} 人："
ASK_ROLE = "邀请做什么？文件编辑管文件和名录；审核员审企业和信息、答复问题、发公告；管理员还能邀请和移除工作人员。"
ASK_REGION = "管哪里？点一个，或写城市、区县的名字。"
NO_PLACE = "没认出这个地名，或不止一处。请写城市或区县的名字，例如：包头。"
INVITED = "邀请{role}（{place}）。请把下面这句话转给本人，让他私聊我发：\n/staff {code}\n只能用一次，{until:%m月%d日 %H:%M} 前有效。"
LINK = "用 Telegram 的话，也可以转这个链接：https://t.me/机器人用户名?start=staff_{code}"
SURE = "移除{name}的角色：{roles}。马上生效，{name}正在做的也会停下。确定吗？"
REMOVED = "已移除{name}，马上生效。"
GONE = Reply(toast="对方已经不是工作人员了。")
LAST = "{name}是这个地区唯一的管理员，不能移除。请先邀请另一位管理员。"
_ALL = "all"
_NAMELESS = "（未留名）"


class StaffList:
    """The list, and what administrators do with it. `remove:` and `removed:` carry a person's id."""

    def __init__(self, database: Database, crew: Crew, holdings: Holdings) -> None:
        self._database = database
        self._crew = crew
        self._holdings = holdings
        roles = tuple(Choice(words, role) for role, words in ROLES.items())
        steps = (
            Step("role", ASK_ROLE, _role, roles, label="角色"),
            Step("region", ASK_REGION, self._region, label="地区", show=self._place, offer=self._regions),
        )
        self.flow = Flow("staff-invite", steps, self._invited, title="邀请")

    async def show(self, message: Message) -> Reply:
        """The colleagues of somebody of the staff."""
        if not message.private:
            return say(NOT_HERE)
        found = await self._database.read(lambda work: self._crew.colleagues(work, message.sender))
        person = await self._database.read(lambda work: work.people.find(message.sender)) or Person(0)
        lines = tuple(Block(f"{_name(one.person)}：{self.told(one.grants)}", Look.ITEM) for one in found)
        place = "、".join(dict.fromkeys(self._place(grant.region or _ALL) for grant in person.grants))
        removing = tuple((Choice(f"移除{_name(one.person)}", f"remove:{one.person.id}"),) for one in found if one.removable)
        inviting = ((Choice("邀请", "invite:"),),) if removing else ()
        return Reply((Block(HEAD.format(place=place, count=len(found))), *lines), (*inviting, *removing))

    async def invite(self, message: Message) -> Reply | Open:
        """The button that invites."""
        if not message.private:
            return say(NOT_HERE)
        mine = await self._database.read(lambda work: self._crew.may_invite(work, message.sender))
        held = (await self._holdings.held()).regions
        codes = [*mine, *(one.code for one in held if any(within(one.code, region) for region in mine))]
        return Open("staff-invite", {"regions": " ".join(dict.fromkeys(code or _ALL for code in codes))})

    async def remove(self, message: Message) -> Reply:
        """The button beside a name: asks again."""
        found = await self._database.read(lambda work: self._crew.colleagues(work, message.sender))
        one = next((one for one in found if str(one.person.id) == message.pressed and one.removable), None)
        if one is None:
            return GONE
        sure = SURE.format(name=_name(one.person), roles=self.told(one.removable))
        return say(sure, choices=((Choice("确定移除", f"removed:{one.person.id}"),),))

    async def removed(self, message: Message) -> Effect:
        """确定移除."""
        id_ = int(message.pressed) if message.pressed.isascii() and message.pressed.isdigit() and len(message.pressed) < 15 else 0

        def effect(work: Work) -> Reply:
            person = work.people.get(id_) or Person(0)
            outcome = self._crew.remove(work, message.sender, id_)
            if outcome is Removed.GONE:
                return GONE
            words = REMOVED if outcome is Removed.DONE else LAST
            return Reply(say(words.format(name=_name(person))).blocks, edits=True)

        return effect

    def told(self, grants: tuple[Grant, ...]) -> str:
        """Roles in words."""
        return "，".join(f"{ROLES[one.role]}（{self._place(one.region or _ALL)}）" for one in grants)

    async def _invited(self, finished: Finished) -> Effect:
        code, told = new_code(), finished.answers
        grant = Grant(Role(told["role"]), "" if told["region"] == _ALL else told["region"])

        def effect(work: Work) -> Reply:
            self._crew.invite(work, finished.sender, code, grant)
            until = (work.now + VALID).astimezone(HERE)
            words = INVITED.format(role=ROLES[grant.role], place=self._place(told["region"]), code=code, until=until)
            return Reply((*say(words).blocks, Block(LINK.format(code=code), Look.NOTE)))

        return effect

    def _regions(self, told: Answers) -> tuple[Choice, ...]:
        return tuple(Choice(self._place(code), code) for code in told.get("regions", "").split())

    def _region(self, text: str) -> str:
        if text in {"全部", EVERYWHERE}:
            return _ALL
        code = self._holdings.places.exactly(text)
        if not code:
            raise Invalid(NO_PLACE)
        return code

    def _place(self, code: str) -> str:
        return EVERYWHERE if code == _ALL else self._holdings.region(code).short


def _role(text: str) -> str:  # noqa: ARG001
    raise Invalid(f"请点一个，或写：{'、'.join(ROLES.values())}。")


def _name(person: Person) -> str:
    return person.name or _NAMELESS
