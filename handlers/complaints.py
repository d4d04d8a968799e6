"""/complaints: what people complained of, as cards for staff: 下架 with a reason, or 没有问题. Of two who press one wins."""

from chat.flow import Effect, Finished, Flow, Open
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.clock import HERE
from domain.listing import Listing, State
from handlers.listing import blocks_of, numbers, standing, title_of
from handlers.moderation import BY_SOMEBODY, GONE, told_of
from handlers.queue import following
from handlers.reasons import reason_step
from services import complaints
from services.complaints import Case, Settled
from services.forms import days
from services.notices import tell
from services.posting import Posting
from services.registry import Decided
from storage.complaints import SEVERAL
from storage.database import Database
from storage.work import Work

REASONS = {
    "false": "内容和实际不符",
    "filled": "已经招满或失效，还挂着",
    "fee": "要求交费或押金",
    "unfair": "有歧视性要求或不合规的用语",
    "double": "和已发布的信息重复",
    "fraud": "涉嫌虚假或诈骗",
}
WHY = "为什么下架？点一个，或自己写；企业会原样看到。"
NONE_WAITING = "现在没有等您处理的举报。"
HEAD = "被举报、等您处理的信息有{count}条，多人举报的在最前："
SAID = "{day}有人举报：{words}"
SETTLED = "这条信息的举报已经处理过了。"
DOWN = "“{title}”已下架，原因已告诉企业，也告诉了举报的人。"
NOT_OPEN = "“{title}”已经不在发布中（{standing}），举报已了结，也告诉了举报的人。"
FINE = "“{title}”没有问题，继续发布；已告诉举报的人。"
TO_REPORTER_DOWN = "您举报的“{title}”核实后已下架。谢谢您的提醒。"
TO_REPORTER_FINE = "您举报的“{title}”核实过了，没有发现问题。谢谢您的提醒；有新的情况可以再告诉我们。"
_STANDS = {True: "还在发布中", False: "不在发布中"}
_SHOWN = 5


class Complaints:
    """Cards of listings that were complained of. A button's value is `listing.complaint`: the last complaint that was seen."""

    def __init__(self, database: Database, posting: Posting) -> None:
        self._database = database
        self._posting = posting
        self.flow = Flow("take-down", (reason_step(REASONS, WHY),), self._take_down, title="下架", confirm=False)

    async def waiting(self, message: Message) -> Reply:
        """/complaints."""
        found = await self._database.read(lambda work: complaints.waiting(work, message.sender))
        if not found:
            return say(NONE_WAITING)
        rows = tuple((Choice(f"{title_of(one)}（{count}人）", f"complaints:{one.id}"),) for one, count in found)
        return say(HEAD.format(count=len(found)), choices=rows)

    async def show(self, message: Message) -> Reply:
        """A listing with what was said of it."""
        id_ = numbers(message.pressed)[0]
        case = await self._database.read(lambda work: complaints.look(work, message.sender, id_))
        return self._card(case) if case else GONE

    async def clear(self, message: Message) -> Effect:
        """没有问题."""
        id_, seen = numbers(message.pressed)

        def effect(work: Work) -> Reply:
            settled = complaints.clear(work, message.sender, id_, seen)
            _tell(work, settled, TO_REPORTER_FINE)
            return _ended(settled, FINE, _rest(work, message.sender))

        return effect

    async def down(self, message: Message) -> Reply | Open:
        """下架: the reason is asked for, where there is still something to decide."""
        id_, seen = numbers(message.pressed)
        case = await self._database.read(lambda work: complaints.look(work, message.sender, id_))
        if case is None:
            return GONE
        return Open("take-down", {"id": str(id_), "seen": str(seen)}) if case.complaints else self._card(case)

    async def _take_down(self, finished: Finished) -> Effect:
        told = finished.answers
        reason = REASONS.get(told["reason"], told["reason"])

        def effect(work: Work) -> Reply:
            settled, decision = complaints.take_down(work, finished.sender, int(told["id"]), int(told["seen"]), reason)
            down = decision.outcome is Decided.DONE and decision.listing is not None
            if decision.listing and down:
                told_of(work, decision.listing)
            _tell(work, settled, TO_REPORTER_DOWN)
            return _ended(settled, DOWN if down else NOT_OPEN, _rest(work, finished.sender))

        return effect

    def _card(self, case: Case) -> Reply:
        one, firm = case.listing, case.enterprise
        blocks = blocks_of(one, firm.name if firm else "", self._posting.short(one.region), whole=False)
        head = Block(f"被举报的信息 · 编号{one.id} · {standing(one)}", Look.NOTE)
        if not case.complaints:
            return Reply((head, *blocks, Block(SETTLED, Look.NOTE)))
        said = [Block(SAID.format(day=days.told(that.at.astimezone(HERE).date()), words=that.words), Look.ITEM) for that in case.complaints]
        more = [Block(f"……一共{len(said)}人举报。")] if len(said) > _SHOWN else []
        many = [Block("多人举报，请先看这一条。", Look.NOTE)] if len(said) >= SEVERAL else []
        key = f"{one.id}.{case.seen}"
        rows = (
            (Choice("下架", f"complaint-down:{key}"), Choice("没有问题", f"complaint-fine:{key}")),
            (Choice("看全文", f"job:{one.id}"),),
        )
        return Reply((head, *many, *blocks, *said[:_SHOWN], *more), rows)


def _tell(work: Work, settled: Settled, words: str) -> None:
    """Tell everybody who complained, once, what came of it."""
    for complaint, person in settled.reporters:
        if settled.listing:
            tell(work, person, f"complaint:{complaint}:settled", say(words.format(title=title_of(settled.listing))))


def _rest(work: Work, sender: Address) -> tuple[tuple[Choice, ...], ...]:
    return following("complaints", [one.id for one, _ in complaints.waiting(work, sender)])


def _ended(settled: Settled, words: str, rest: tuple[tuple[Choice, ...], ...]) -> Reply:
    one: Listing | None = settled.listing
    if one is None:
        return GONE
    if settled.outcome is Decided.ALREADY:
        by = settled.by or BY_SOMEBODY
        return Reply(say(f"已由{by}处理：“{title_of(one)}”现在{_STANDS[one.state is State.OPEN]}。").blocks, rest, edits=True)
    return Reply(say(words.format(title=title_of(one), standing=standing(one))).blocks, rest, edits=True)
