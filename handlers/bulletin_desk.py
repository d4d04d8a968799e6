"""What staff are told of an announcement, and what the buttons under it do: confirm, decline, withdraw; its count in one message."""

from datetime import timedelta

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from handlers.bulletin import card, name_of, progress, report, tools
from handlers.listing import numbers
from services import bulletins
from services.bulletins import Bulletin, Course, Outcome, Step
from services.forms.moments import told
from services.notices import keep_told, tell
from services.tally import tally
from storage.due import Due
from storage.work import Work

BY_SOMEBODY = "另一位工作人员"
SENDING = "{name}开始发了。进度看下一条消息，会随时更新。"
CORRECTING = "{name}开始更正了。进度看下一条消息，会随时更新。"
PLANNED = "{name}定好了，{at} 发。发之前可以撤回。"
WAITING = "{name}约 {size} 人收到，已请{seconds}确认。谁先确认谁算，确认后就发；结果会告诉您。"
NO_READERS = "选的范围里现在没有人能收到，还没有发。内容都留着，请换个范围。"
NO_SECOND = (
    "约 50 人以上收到的公告要第二位工作人员确认，现在没有别的同事能确认（要有发公告的权限，并且和我说过话）。请管理员先用 /staff 邀请一位。"
    "内容都留着，有人能确认了再点“确认”。"
)
OWN = Reply(toast="自己写的公告要由另一位工作人员确认。")
GONE = Reply(toast="这条公告已经不在了，或已撤回。")
CONFIRMED = "{name}已确认，{then}。"
CONFIRMED_TOLD = "{name}由{by}确认了，{then}。"
DECLINED = "{name}不发了，已告诉写的人。"
DECLINED_TOLD = "{name}没有通过确认，不发了。{by}的意见请当面问一下；改好后再发 /announce。"
ALREADY = "已由{by}处理：{name}现在{state}。"
SURE = "撤回{name}？还没发的不再发；已经收到的，能删就删（Telegram 上 48 小时内），删不掉的改成“已撤回”。不能恢复。"
WITHDRAWN = "{name}正在撤回。"
NEVER_SENT = "{name}已撤回，没有人收到。"
NOT_ALLOWED_NOW = "{name}到时间了，但您现在没有发公告的权限，没有发。"
GREW = "{name}到时间了，但收到的人已超过 50，先请{seconds}确认，确认后马上发。"
STATES = {
    Course.WAITING: "等人确认",
    Course.PLANNED: "等时间到",
    Course.SENDING: "正在发",
    Course.DONE: "已发完",
    Course.DECLINED: "不发",
    Course.RECALLING: "正在撤回",
    Course.WITHDRAWN: "已撤回",
}


LATE = "{name}原定 {at} 发，时间已经过了。现在发吗？"
_GRACE = timedelta(minutes=10)
LATEST = "最近的公告，新的在前："
NONE_YET = "还没有公告。发 /announce 写一条。"


class Desk:
    """Answers to steps in an announcement's life. A button's value is its id."""

    async def confirm(self, message: Message) -> Effect:
        """确认发送."""
        return self._decision(message, yes=True)

    async def decline(self, message: Message) -> Effect:
        """不发."""
        return self._decision(message, yes=False)

    async def ask(self, message: Message) -> Effect:
        """撤回: asks again."""
        id_ = numbers(message.pressed)[0]

        def effect(work: Work) -> Reply:
            found = bulletins.look(work, message.sender, id_)
            if found is None or not tools(found):
                return GONE
            return say(SURE.format(name=name_of(found)), choices=((Choice("确定撤回", f"news-gone:{id_}"),),))

        return effect

    async def withdraw(self, message: Message) -> Effect:
        """确定撤回."""
        id_ = numbers(message.pressed)[0]

        def effect(work: Work) -> Reply:
            step = bulletins.withdraw(work, message.sender, id_)
            found = step.bulletin
            if step.outcome is not Outcome.WITHDRAWN or found is None:
                return GONE
            for one in (found, *work.bulletins.corrections(found.id)):
                count(work, one.id)
            words = WITHDRAWN if found.course is Course.RECALLING else NEVER_SENT
            return Reply(say(words.format(name=name_of(found))).blocks, edits=True)

        return effect

    def latest(self, found: list[Bulletin]) -> Reply:
        """The last announcements with how they stand; what may be done about each is under its number."""
        lines = tuple(Block(f"{name_of(one)}：{STATES[one.course]}{_at(one)}", Look.ITEM) for one in found)
        rows = tuple(
            tuple(Choice(f"{choice.label}公告 {one.id}", choice.value) for row in tools(one) for choice in row)
            for one in found
            if tools(one)
        )
        return Reply((Block(LATEST), *lines), rows) if found else say(NONE_YET)

    def submitted(self, work: Work, step: Step) -> Reply:
        """What the author reads when an announcement was sent in."""
        found = step.bulletin
        if found is None:
            return {Outcome.NOBODY: say(NO_READERS), Outcome.NO_SECOND: say(NO_SECOND)}.get(step.outcome, GONE)
        if step.outcome is Outcome.WAITING:
            _call(work, step)
            words = WAITING.format(name=name_of(found), size=found.size, seconds=_names(step))
            return say(words, choices=((Choice("撤回", f"news-back:{found.id}"),),))
        if step.outcome is Outcome.PLANNED:
            return say(_then(found, PLANNED), choices=tools(found))
        count(work, found.id)
        # Where there are no buttons only a reply's choices can be picked.
        return say((CORRECTING if found.corrects else SENDING).format(name=name_of(found)), choices=tools(found))

    def _decision(self, message: Message, *, yes: bool) -> Effect:
        id_, sure = numbers(message.pressed)

        def effect(work: Work) -> Reply:
            if yes and not sure and (late := _late(work, bulletins.look(work, message.sender, id_))):
                return late
            step = bulletins.decide(work, message.sender, id_, yes=yes)
            found = step.bulletin
            if step.outcome is Outcome.OWN:
                return OWN
            if found is None:
                return GONE
            if step.outcome is Outcome.ALREADY:
                state = ALREADY.format(by=step.by or BY_SOMEBODY, name=name_of(found), state=STATES[found.course])
                return Reply(say(state).blocks, edits=True)
            actor = work.people.find(message.sender)
            by = actor.name if actor and actor.name else BY_SOMEBODY
            then = f"{told(found.at)} 发" if step.outcome is Outcome.PLANNED and found.at else "开始发了"
            words = DECLINED_TOLD if step.outcome is Outcome.DECLINED else CONFIRMED_TOLD
            tell(work, found.author, f"bulletin:{found.id}:decided", say(words.format(name=name_of(found), by=by, then=then)))
            if step.outcome is Outcome.DECLINED:
                return Reply(say(DECLINED.format(name=name_of(found))).blocks, edits=True)
            count(work, found.id)
            return Reply(say(CONFIRMED.format(name=name_of(found), then=then)).blocks, tools(found), edits=True)

        return effect


def _late(work: Work, found: Bulletin | None) -> Reply | None:
    """The question that is asked where the hour for which it was written went by while it waited."""
    if found is None or found.course is not Course.WAITING or found.at is None or work.now < found.at + _GRACE:
        return None
    row = (Choice("现在发", f"news-yes:{found.id}.1"), Choice("不发", f"news-no:{found.id}"))
    return say(LATE.format(name=name_of(found), at=told(found.at)), choices=(row,))


def begin(work: Work, due: Due) -> None:
    """A planned announcement's time has come."""
    step = bulletins.start(work, due)
    found = step.bulletin
    if found is None:
        return
    if step.outcome is Outcome.SENDING:
        count(work, found.id)
    if step.outcome is Outcome.DECLINED:
        tell(work, found.author, f"bulletin:{found.id}:stopped", say(NOT_ALLOWED_NOW.format(name=name_of(found))))
    if step.outcome is Outcome.WAITING:
        _call(work, step)
        tell(work, found.author, f"bulletin:{found.id}:grew", say(GREW.format(name=name_of(found), seconds=_names(step) or "管理员")))


def count(work: Work, bulletin: int) -> None:
    """Tell its author how far it has come, always in the same message; and what became of it once all is done."""
    found = work.bulletins.find(bulletin)
    if found is None or found.course not in {Course.SENDING, Course.RECALLING, Course.DONE, Course.WITHDRAWN}:
        return
    so_far = tally(work, found)
    over = so_far.over and bulletins.finish(work, found)
    found = work.bulletins.find(bulletin) or found
    keep_told(work, found.author, f"bulletin:{found.id}:count", progress(found, so_far))
    if over:
        tell(work, found.author, f"bulletin:{found.id}:{found.course}", report(found, so_far))


def _call(work: Work, step: Step) -> None:
    """Owe a card to everybody who may confirm it."""
    found = step.bulletin
    if found is None:
        return
    author = work.people.get(found.author)
    name = author.name if author and author.name else BY_SOMEBODY
    for person in step.seconds:
        for platform in {one.platform for one in work.people.addresses_of(person.id)}:
            tell(work, person.id, f"bulletin:{found.id}:card", card(found, name, platform), platform=platform)


def _at(found: Bulletin) -> str:
    return f"，{told(found.at)}" if found.at and found.course in {Course.WAITING, Course.PLANNED} else ""


def _names(step: Step) -> str:
    return "、".join(one.name or "（未留名的同事）" for one in step.seconds[:3]) + ("等" if len(step.seconds) > 3 else "")


def _then(found: Bulletin, words: str) -> str:
    return words.format(name=name_of(found), at=told(found.at) if found.at else "")
