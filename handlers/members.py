"""/enterprise: one's own enterprise and who belongs to it; joining by the owner's yes, or by a colleague's code."""

from collections.abc import Callable

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.clock import HERE
from domain.enterprise import Enterprise
from handlers.registration import lines_of, state_of
from services import membership
from services.forms.codes import code_in
from services.forms.places import Places
from services.membership import Asked, Seat
from services.notices import tell
from services.people import new_code
from storage.database import Database
from storage.work import Work

NONE = "您还没有登记企业。发“注册企业”开始；同事登记过的，请他发邀请码给您，再发：/join 邀请码"
NOT_HERE = "企业资料不在群里显示，请私聊我再发。"
CODE_NOT_HERE = "邀请码不能发在群里，请私聊我再发。刚才这个码已被群里的人看到，请同事换一个新的。"
NO_CODE = "请把同事给的邀请码一起发来：/join 邀请码\n没有邀请码，就发企业的统一社会信用代码，登记的人同意后加入：/join 信用代码"
REFUSED = "这个邀请码不对、已经用过，或超过了 7 天。请让同事再发一个。"
JOINED = "您已加入“{name}”。发 /enterprise 查看。"
INVITE = (
    "把下面这句话转给同事，让他私聊我发：\n/join {code}\n只能用一次，{until:%m月%d日 %H:%M} 前有效。加入后能看到企业资料，也能替企业办事。"
)
ASKED = "已转告“{name}”的登记人。同意后我在这里告诉您。"
ASKED_STAFF = "“{name}”现在没有登记人，已转给当地工作人员。有结果我在这里告诉您。"
ALREADY = "您已经申请过加入“{name}”，还在等对方回复。"
MEMBER = "您已经是“{name}”的人了。发 /enterprise 查看。"
WISH = "{who}申请加入“{name}”。是您的同事吗？同意后，他能看到企业资料，也能替企业办事。"
LET_IN = "已同意，{who}加入了“{name}”。"
KEPT_OUT = "已拒绝，{who}没有加入“{name}”。"
ACCEPTED = "对方同意了，您已加入“{name}”。发 /enterprise 查看。"
DECLINED = "对方没有同意您加入“{name}”。如果弄错了，请直接联系企业登记的人，要一个邀请码。"
SETTLED = Reply(toast="这个申请已经处理过了。")
LEFT = "已办好，“{name}”的成员里没有这个人了。"
NOTHING_TO_LEAVE = Reply(toast="这个人已经不在成员里了。")
GONE = say("登记里没有这家企业。发“注册企业”可以登记。")
_WHY_NOT = {Asked.ALREADY: ALREADY, Asked.MEMBER: MEMBER, Asked.REFUSED: DECLINED}
_NOBODY = "一位用户"
_REMOVABLE = 20


class Members:
    """Shows enterprises to those who belong to them, and lets others join."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    async def enterprise(self, message: Message) -> Reply:
        """/enterprise."""
        if not message.private:
            return say(NOT_HERE)
        held = await self._database.read(lambda work: membership.of(work, message.sender))
        if not held:
            return say(NONE, choices=((Choice("注册企业", "firm-new:"),),))
        rows = tuple(row for one in held for row in _tools(one, several=len(held) > 1))
        return Reply(tuple(block for one in held for block in self._blocks(one)), rows)

    async def ask(self, message: Message) -> Effect:
        """The button that asks to join an enterprise."""
        return self._wish(message, lambda _: _number(message.pressed))

    def _wish(self, message: Message, which: Callable[[Work], int]) -> Effect:
        def effect(work: Work) -> Reply:
            person = work.people.meet(message.sender, message.name, private=message.private)
            wish = membership.ask(work, person, which(work))
            one = wish.enterprise
            if one is None:
                return GONE
            if wish.outcome is not Asked.SENT:
                return say(_WHY_NOT[wish.outcome].format(name=one.name))
            value = f"{one.id}.{person.id}"
            choices = ((Choice("同意", f"firm-in:{value}"), Choice("拒绝", f"firm-out:{value}")),)
            words = say(WISH.format(who=person.name or _NOBODY, name=one.name), choices=choices)
            for decider in wish.deciders:
                tell(work, decider, f"firm-join:{value}:{work.now.isoformat()}", words)
            return say((ASKED if one.owner else ASKED_STAFF).format(name=one.name))

        return effect

    async def let_in(self, message: Message) -> Effect:
        """同意."""
        return self._answered(message, yes=True)

    async def keep_out(self, message: Message) -> Effect:
        """拒绝."""
        return self._answered(message, yes=False)

    async def invite(self, message: Message) -> Reply | Effect:
        """The button that makes a code for a colleague."""
        if not message.private:
            return say(NOT_HERE)
        code = new_code()

        def effect(work: Work) -> Reply:
            one = membership.invite(work, message.sender, _number(message.pressed), code)
            until = (work.now + membership.VALID).astimezone(HERE)
            return say(INVITE.format(code=code, until=until)) if one else GONE

        return effect

    async def leave(self, message: Message) -> Effect:
        """The buttons that take somebody out, oneself included (`enterprise.person`)."""
        enterprise, _, person = message.pressed.partition(".")

        def effect(work: Work) -> Reply:
            one = membership.leave(work, message.sender, _number(enterprise), _number(person))
            return say(LEFT.format(name=one.name)) if one else NOTHING_TO_LEAVE

        return effect

    async def join(self, message: Message) -> Reply | Effect:
        """/join with a colleague's code, or a link that carries one; with an enterprise's own code its owner is asked."""
        if not message.text:
            return say(NO_CODE)
        if not message.private:
            return say(CODE_NOT_HERE)
        if code := code_in(message.text):
            return self._wish(message, lambda work: _of_code(work, code))

        def effect(work: Work) -> Reply:
            person = work.people.meet(message.sender, message.name)
            one = membership.join(work, person, message.text)
            return say(JOINED.format(name=one.name) if one else REFUSED)

        return effect

    def _answered(self, message: Message, *, yes: bool) -> Effect:
        enterprise, _, asker = message.pressed.partition(".")

        def effect(work: Work) -> Reply:
            one = membership.answer(work, message.sender, _number(enterprise), _number(asker), yes=yes)
            if one is None:
                return SETTLED
            person = work.people.get(_number(asker))
            who = person.name if person and person.name else _NOBODY
            _told(work, one, _number(asker), yes=yes)
            return Reply(say((LET_IN if yes else KEPT_OUT).format(who=who, name=one.name)).blocks, edits=True)

        return effect

    def _blocks(self, held: Seat) -> tuple[Block, ...]:
        one = held.enterprise
        lines = tuple(Block(line, Look.ITEM) for line in lines_of(one, self._places, whole=held.owned))
        names = "、".join(member.name or _NOBODY for member in held.members)
        return (Block(f"{one.name} · {state_of(one)}", Look.TITLE), *lines[1:], Block(f"成员 {len(held.members)} 人：{names}", Look.ITEM))


def _told(work: Work, one: Enterprise, person: int, *, yes: bool) -> None:
    words = (ACCEPTED if yes else DECLINED).format(name=one.name)
    tell(work, person, f"firm-join:{one.id}.{person}:{work.now.isoformat()}:answered", say(words))


def _tools(held: Seat, *, several: bool) -> tuple[tuple[Choice, ...], ...]:
    """What somebody may do; with `several` enterprises the buttons say which is meant."""
    id_, name = held.enterprise.id, f"：{held.enterprise.name}" if several else ""
    if not held.owned:
        return ((Choice(f"退出{name}", f"firm-leave:{id_}.{held.person}"),),)
    others = [one for one in held.members if one.id != held.person][:_REMOVABLE]
    out = tuple((Choice(f"移出{one.name or _NOBODY}", f"firm-leave:{id_}.{one.id}"),) for one in others)
    return ((Choice(f"改资料{name}", f"firm-edit:{id_}"), Choice(f"邀请同事{name}", f"firm-invite:{id_}")), *out)


def _of_code(work: Work, code: str) -> int:
    found = work.enterprises.by_code(code)
    return found.id if found else 0


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
