"""What staff do with listings: see them, let them pass, return them with a reason, trust an enterprise. Of two who press one wins."""

from collections.abc import Sequence

from chat.flow import Effect, Finished, Flow, Open
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.listing import Listing, State
from handlers.listing import blocks_of, decisions, numbers, share_of, standing, title_of
from handlers.queue import following
from handlers.reasons import reason_step
from services import listings
from services.listings import Change, Decision, Moved, Shown
from services.notices import tell
from services.posting import Posting
from services.registry import Decided
from storage.database import Database
from storage.work import Work

REASONS = {
    "pay": "薪酬和岗位不相符，请核对",
    "vague": "职责或要求写得太笼统，请写具体",
    "place": "工作地点不清楚，请写到区县和地址",
    "unfair": "有不合规的要求或用语，请改写",
    "kind": "类别选错了，请改类别",
    "double": "和已发布的信息重复",
}
GONE = Reply(toast="这条信息已经不在了。")
NONE_WAITING = "现在没有等您审核的发布信息。"
CHANGED = "企业刚改过，刚才的操作没有生效。请按新的看："
BY_SOMEBODY = "另一位工作人员"
MANY = "“{name}”导入了{count}条信息，等您审核。发 /moderate 看还有哪些在等。"
APPROVED = "“{title}”已通过审核，正在发布。"
RETURNED = "“{title}”被退回了。\n原因：{reason}\n写过的都还在，改好再提交就行。"
TRUSTED = "以后“{name}”发布信息不用等审核。要恢复审核，点下面的按钮。"
DISTRUSTED = "“{name}”以后发布信息要先审核。"


class Moderation:
    """Cards of listings for staff, and what their buttons do. A button's value is `id.version`, or `id`."""

    def __init__(self, database: Database, posting: Posting) -> None:
        self._database = database
        self._posting = posting
        self.flow = Flow("post-return", (reason_step(REASONS),), self._return, title="退回", confirm=False)

    async def waiting(self, message: Message) -> Reply:
        """/moderate: what waits, oldest first."""
        found = await self._database.read(lambda work: listings.waiting(work, message.sender))
        if not found:
            return say(NONE_WAITING)
        rows = tuple((Choice(title_of(one.listing), f"post:{one.listing.id}"),) for one in found)
        more = "以上" if len(found) == listings.MOST else ""
        return say(f"等您审核的发布信息有 {len(found)} 条{more}，先提交的在前：", choices=rows)

    async def show(self, message: Message) -> Reply:
        """看全文."""
        id_ = numbers(message.pressed)[0]
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        return self.card(shown, whole=True) if shown and shown.reviews else GONE

    async def approve(self, message: Message) -> Effect:
        """通过."""
        return self._decision(message.sender, *numbers(message.pressed))

    async def send_back(self, message: Message) -> Reply | Effect | Open:
        """退回: the reason is asked for, where there is still something to decide."""
        id_, seen = numbers(message.pressed)
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        open_ = shown is not None and shown.reviews and shown.listing.state in {State.PENDING, State.OPEN}
        if shown is None or not open_ or shown.listing.version != seen:
            return self._decision(message.sender, id_, 0, "-")
        return Open("post-return", {"id": str(id_), "seen": str(seen)})

    async def trust(self, message: Message) -> Effect:
        """以后免审 (`enterprise.1`), or no longer (`enterprise.0`)."""
        id_, trusted = numbers(message.pressed)

        def effect(work: Work) -> Reply:
            firm = listings.trust(work, message.sender, id_, trusted=bool(trusted))
            if firm is None:
                return GONE
            if not trusted:
                return say(DISTRUSTED.format(name=firm.name))
            return say(TRUSTED.format(name=firm.name), choices=((Choice("恢复审核", f"post-trust:{firm.id}.0"),),))

        return effect

    def card(self, shown: Shown, note: str = "", *, whole: bool = False) -> Reply:
        """A listing as staff see it, with what may be decided about it now."""
        one, firm = shown.listing, shown.enterprise
        above = (Block(note, Look.NOTE),) if note else ()
        head = Block(f"待审核的信息 · 编号{one.id} · {standing(one)}", Look.NOTE)
        blocks = blocks_of(one, firm.name if firm else "", self._posting.short(one.region), whole=whole)
        rows = (decisions(one), () if whole else (Choice("看全文", f"post:{one.id}"),))
        return Reply((*above, head, *blocks), tuple(row for row in rows if row))

    def call(self, work: Work, change: Change) -> None:
        """Owe a card to everybody who may decide about what was sent in."""
        one = change.listing
        if one is None or change.outcome is not Moved.WAITING:
            return
        card = self.card(Shown(one, work.enterprises.find(one.enterprise)))
        for person in change.staff:
            tell(work, person.id, f"post:{one.id}.{one.version}", card)

    def call_once(self, work: Work, changes: Sequence[Change]) -> None:
        """Owe everybody who may decide one word about many that were sent in at once; each is found under /moderate."""
        waiting = [change for change in changes if change.listing and change.outcome is Moved.WAITING]
        found = {person.id: [change.listing for change in waiting if person in change.staff] for one in waiting for person in one.staff}
        for person, told in found.items():
            first = next(one for one in told if one)
            firm = work.enterprises.find(first.enterprise)
            words = MANY.format(name=firm.name if firm else "", count=len(told))
            choices = ((Choice(f"看第一条：{title_of(first)}", f"post:{first.id}"),),)
            tell(work, person, f"posts:{first.id}.{first.version}", say(words, choices=choices))

    async def _return(self, finished: Finished) -> Effect:
        told = finished.answers
        reason = REASONS.get(told["reason"], told["reason"])
        return self._decision(finished.sender, int(told["id"]), int(told["seen"]), reason)

    def _decision(self, sender: Address, id_: int, seen: int, reason: str = "") -> Effect:
        def effect(work: Work) -> Reply:
            decision = listings.decide(work, sender, id_, seen, reason)
            if decision.outcome is Decided.DONE and decision.listing:
                told_of(work, decision.listing)
            rest = following("post", [one.listing.id for one in listings.waiting(work, sender)]) if decision.listing else ()
            return self._outcome(work, decision, rest)

        return effect

    def _outcome(self, work: Work, decision: Decision, rest: tuple[tuple[Choice, ...], ...]) -> Reply:
        one = decision.listing
        if one is None:
            return GONE
        if decision.outcome is Decided.OUTDATED:
            return self.card(Shown(one, work.enterprises.find(one.enterprise), reviews=True), CHANGED)
        if decision.outcome is Decided.ALREADY:
            by = decision.by or BY_SOMEBODY
            return Reply(say(f"已由{by}处理：“{title_of(one)}”现在{standing(one)}。").blocks, rest, edits=True)
        trusting = ((Choice("这家以后免审", f"post-trust:{one.enterprise}.1"),),) if one.state is State.OPEN else ()
        return Reply(say(f"“{title_of(one)}”{_ended(one)}，已通知企业。").blocks, (*rest, *trusting), edits=True)


def told_of(work: Work, one: Listing) -> None:
    """Tell the enterprise what was decided; a listing that is open comes with its link."""
    key = f"{one.id}.{one.version}"
    if one.state is State.OPEN:
        reply = Reply((Block(APPROVED.format(title=title_of(one))), share_of(one)), ((Choice("看这条", f"job:{one.id}"),),))
    else:
        edit = ((Choice("改", f"job-edit:{key}"),),)
        reply = say(RETURNED.format(title=title_of(one), reason=one.reason), choices=edit)
    for person in listings.told(work, one):
        tell(work, person, f"post:{key}:decided", reply)


def _ended(one: Listing) -> str:
    return f"已退回（{one.reason}）" if one.state is State.RETURNED else "已通过"
