"""What staff do with registrations: see them, the whole of them, approve, or return with a reason. Of two who press one wins."""

from dataclasses import replace

from chat.flow import Effect, Finished, Flow, Open
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.enterprise import Enterprise, Review
from handlers.listing import numbers
from handlers.queue import following
from handlers.reasons import reason_step
from handlers.registration import lines_of, state_of
from services import registry
from services.forms.places import Places
from services.notices import tell
from services.registry import Decided, Decision
from storage.database import Database
from storage.work import Work

REASONS = {
    "code": "企业名称和统一社会信用代码对不上",
    "region": "所在地不归本地管理，请核对所在地",
    "contact": "联系人或手机号联系不上，请核对",
    "listed": "不在产教融合型企业名单里，请改为“否”",
    "industry": "行业或规模填得不对，请核对",
}
GONE = Reply(toast="这条登记已经不在了。")
NONE_WAITING = "现在没有等您审核的企业登记。"
CHANGED = "企业刚改过资料，刚才的操作没有生效。请按新的资料看："
BY_SOMEBODY = "另一位工作人员"
APPROVED = "“{name}”的登记已通过审核。发 /enterprise 看资料、邀请同事。"
RETURNED = "“{name}”的登记被退回了。\n原因：{reason}\n填过的都还在，点下面的按钮改好再提交就行。"


class Reviews:
    """Cards of registrations, and what their buttons do. A button's value is `id.version`, or `id`."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places
        self.flow = Flow("firm-return", (reason_step(REASONS),), self._return, title="退回", confirm=False)

    async def waiting(self, message: Message) -> Reply:
        """/reviews: what waits, oldest first."""
        found = await self._database.read(lambda work: registry.waiting(work, message.sender))
        if not found:
            return say(NONE_WAITING)
        rows = tuple((Choice(one.name, f"firm:{one.id}"),) for one in found)
        more = "以上" if len(found) == registry.MOST else ""
        return say(f"等您审核的企业登记有 {len(found)} 家{more}，先提交的在前：", choices=rows)

    async def show(self, message: Message) -> Reply:
        """The card of a registration."""
        id_ = numbers(message.pressed)[0]
        found = await self._database.read(lambda work: registry.look(work, message.sender, id_, whole=False))
        return self.card(found) if found else GONE

    async def whole(self, message: Message) -> Effect:
        """The whole of it; that it was seen is written down."""
        id_ = numbers(message.pressed)[0]

        def effect(work: Work) -> Reply:
            found = registry.look(work, message.sender, id_, whole=True)
            return replace(self.card(found, whole=True), edits=True, about=found.owner) if found else GONE

        return effect

    async def approve(self, message: Message) -> Effect:
        """通过."""
        return self._decision(message.sender, *numbers(message.pressed))

    async def send_back(self, message: Message) -> Reply | Effect | Open:
        """退回: the reason is asked for, where there is still something to decide."""
        id_, seen = numbers(message.pressed)
        found = await self._database.read(lambda work: registry.look(work, message.sender, id_, whole=False))
        if found is None or found.state is not Review.PENDING or found.version != seen:
            return self._decision(message.sender, id_, seen, "-")
        return Open("firm-return", {"id": str(id_), "seen": str(seen)})

    def card(self, enterprise: Enterprise, note: str = "", *, whole: bool = False) -> Reply:
        """A registration as staff see it, with its buttons while it waits."""
        above = (Block(note, Look.NOTE),) if note else ()
        lines = (Block(line, Look.ITEM) for line in lines_of(enterprise, self._places, whole=whole))
        blocks = (*above, Block(f"企业登记 · {state_of(enterprise)}", Look.TITLE), *lines)
        key = f"{enterprise.id}.{enterprise.version}"
        decide = (Choice("通过", f"firm-yes:{key}"), Choice("退回", f"firm-no:{key}"))
        more = () if whole else ((Choice("看全文", f"firm-all:{enterprise.id}"),),)
        return Reply(blocks, ((decide,) if enterprise.state is Review.PENDING else ()) + more)

    def call(self, work: Work, submission: registry.Submission) -> None:
        """Owe a card to everybody who may decide on what was sent in."""
        one = submission.enterprise
        for person in submission.staff:
            tell(work, person.id, f"firm:{one.id}.{one.version}", self.card(one))

    async def _return(self, finished: Finished) -> Effect:
        told = finished.answers
        reason = REASONS.get(told["reason"], told["reason"])
        return self._decision(finished.sender, int(told["id"]), int(told["seen"]), reason)

    def _decision(self, sender: Address, id_: int, seen: int, reason: str = "") -> Effect:
        def effect(work: Work) -> Reply:
            decision = registry.decide(work, sender, id_, seen, reason)
            if decision.outcome is Decided.DONE and decision.enterprise:
                _told(work, decision.enterprise)
            rest = following("firm", [one.id for one in registry.waiting(work, sender)]) if decision.enterprise else ()
            return self._outcome(decision, rest)

        return effect

    def _outcome(self, decision: Decision, rest: tuple[tuple[Choice, ...], ...]) -> Reply:
        one = decision.enterprise
        if one is None:
            return GONE
        if decision.outcome is Decided.OUTDATED:
            return self.card(one, CHANGED)
        if decision.outcome is Decided.ALREADY:
            return Reply(say(f"已由{decision.by or BY_SOMEBODY}处理：“{one.name}”{_ended(one)}。").blocks, rest, edits=True)
        return Reply(say(f"“{one.name}”{_ended(one)}，已通知企业。").blocks, rest, edits=True)


def _told(work: Work, one: Enterprise) -> None:
    """Tell everybody who belongs to it what was decided."""
    reply = say(APPROVED.format(name=one.name))
    if one.state is Review.RETURNED:
        words = RETURNED.format(name=one.name, reason=one.reason)
        reply = say(words, choices=((Choice("改资料", f"firm-edit:{one.id}"),),))
    for person in work.enterprises.members(one.id):
        tell(work, person, f"firm:{one.id}.{one.version}:decided", reply)


def _ended(one: Enterprise) -> str:
    return f"已退回（{one.reason}）" if one.state is Review.RETURNED else "已通过"
