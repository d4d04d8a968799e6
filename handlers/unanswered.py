"""/questions: what the documents left open comes to staff as cards. They answer, merge, dismiss, or take an answer back."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from chat.flow import Answers, Effect, Finished, Flow, Open, Step
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.clock import HERE
from handlers import answering
from handlers.paging import page
from handlers.queue import following
from services import unanswered
from services.holdings import Holdings
from services.unanswered import Became, Settled, Told
from storage.database import Database
from storage.questions import Answered, Outcome, Unanswered
from storage.work import Work

NOT_HERE = "待答复的问题不在群里显示，请私聊我再发。"
NONE = "现在没有等您答复的问题。"
NONE_STANDING = "您负责的地区没有正在有效的答复。"
WAITING = "等您答复的问题有 {count} 个，先问的在前："
STANDING = "正在有效的答复有 {count} 个："
GONE = Reply(toast="这个问题已经不在了，请重新发 /questions。")
ASK_WHY = "为什么不答复？点一个，或自己写；问的人会原样看到。"
DONE = "已答复，{told}以后有人问到，会作为工作人员答复引用，有效到{until}。发 /questions 已答 可以改或撤回。"
TOLD = "已通知 {count} 位问过的人；"
MERGED = "已合并：{told}"
MERGED_ASKED = "那个问题已有答复，已转告问的人。"
MERGED_OPEN = "等那个问题有了答复，一起通知。"
DISMISSED = "已关闭，不作答复{told}。"
WITHDRAWN = "已撤回，不再引用这个答复。"
BY_SOMEBODY = "另一位工作人员"
ALREADY = "已由{by}处理：“{question}”。"
NO_ALIKE = "没有和它相近的问题。"
ALIKE = "和哪一个是同一个问题？合并后，两边问的人收到同一个答复。"
WHY: Mapping[str, str] = {
    "scope": "这不属于产教融合方面的事，请向相关部门咨询",
    "vague": "没看懂想问什么，请说明城市和要办的事，再问一次",
    "private": "涉及个人或某个企业的情况，不便在这里答复",
}
_PAGE, _LONGEST_REASON = 8, 200


class Questions:
    """Lists and cards, and the two flows behind their buttons. A button's value is `id`, `id.verb` or `id.other`."""

    def __init__(self, database: Database, holdings: Holdings, today: Callable[[], date]) -> None:
        self._database = database
        self._holdings = holdings
        self.flow = Flow("question-answer", answering.steps(today), self._answered, title="答复")
        reasons = tuple(Choice(words, key) for key, words in WHY.items())
        step = Step("reason", ASK_WHY, answering.worded(_LONGEST_REASON), reasons, label="原因")
        self.dismissal = Flow("question-dismiss", (step,), self._dismissed, title="不答复", confirm=False)
        self._verbs = {"answer": self._answer, "again": self._answer, "alike": self._alike, "dismiss": self._dismiss, "end": self._withdraw}

    async def command(self, message: Message) -> Reply:
        """/questions: what waits; /questions 已答: what was answered and holds."""
        if not message.private:
            return say(NOT_HERE)
        return await self._list(message, "done" if "答" in message.text else "open", "0")

    async def turned(self, message: Message) -> Reply:
        """Another page: `open.2`, `done.0`."""
        sort, _, number = message.pressed.partition(".")
        return await self._list(message, sort, number)

    async def show(self, message: Message) -> Reply:
        """A card."""
        found = await self._database.read(lambda work: unanswered.look(work, message.sender, _number(message.pressed)))
        return self.card(*found) if found else GONE

    async def settle(self, message: Message) -> Reply | Effect | Open:
        """A button of a card: `id.verb`."""
        id_, _, verb = message.pressed.partition(".")
        found = await self._database.read(lambda work: unanswered.look(work, message.sender, _number(id_)))
        if found is None or verb not in self._verbs:
            return GONE
        return await self._verbs[verb](message.sender, *found)

    async def merge(self, message: Message) -> Effect:
        """The button of an alike question: `id.other`."""
        one, _, other = message.pressed.partition(".")

        def effect(work: Work) -> Reply:
            settled = unanswered.merge(work, message.sender, _number(one), _number(other), notice)
            words = MERGED.format(told=MERGED_ASKED if settled.told else MERGED_OPEN)
            return _outcome(settled) or say(words, choices=_rest(work, message.sender))

        return effect

    def card(self, question: Unanswered, became: Answered | None = None) -> Reply:
        """A question as staff see it, with what may be done."""
        near = [Block(words[:160], Look.QUOTE) for words in unanswered.nearest(question)[:2]]
        above = (Block("当时最接近的原文（没有写到）："),) if near else ()
        facts = [self._place(question.region), *([f"{question.at.astimezone(HERE):%Y-%m-%d}问的"] if question.at else [])]
        facts += ["等着通知"] if question.tell else []
        blocks = (Block("待答复的问题", Look.TITLE), Block(f"“{question.question}”"), Block(" · ".join(facts), Look.NOTE), *above, *near)
        if became is None:
            return Reply(blocks, _row(question.id, {"答复": "answer", "合并": "alike", "不答复": "dismiss"}))
        state = Block(_became(became), Look.ITEM)
        holds = became.outcome is Outcome.ANSWERED
        return Reply((*blocks[:3], state), _row(question.id, {"改答复": "again", "撤回": "end"}) if holds else ())

    def push(self, work: Work, question: int) -> None:
        """Put a question before the staff that somebody waits for."""
        unanswered.push(work, question, self.card)

    async def _list(self, message: Message, sort: str, number: str) -> Reply:
        done = sort == "done"
        held = await self._database.read(lambda work: (unanswered.standing if done else unanswered.waiting)(work, message.sender))
        if not held:
            return say(NONE_STANDING if done else NONE)
        shown = page(held, number, _PAGE)
        lines = (
            Block(f"{one.question}（{self._place(one.region)}）", Look.ITEM, number=shown.first + at) for at, one in enumerate(shown.items)
        )
        buttons = tuple(Choice(str(shown.first + at), f"question:{one.id}") for at, one in enumerate(shown.items))
        head = Block((STANDING if done else WAITING).format(count=len(held)))
        turning = shown.buttons(f"questions:{'done' if done else 'open'}.")
        return Reply((head, *lines), (buttons, *turning), edits=bool(message.pressed))

    async def _answer(self, sender: Address, question: Unanswered, became: Answered | None) -> Reply | Open:
        holds = became is not None and became.outcome is Outcome.ANSWERED
        if became and not holds:
            return self.card(question, became)
        office, now = await self._database.read(lambda work: (_office(work, sender), work.now))
        told = {
            "question": str(question.id),
            "today": now.astimezone(HERE).date().isoformat(),
            "known": office,
            "anew": "1" if holds else "",
        }
        return Open("question-answer", told)

    async def _alike(self, sender: Address, question: Unanswered, became: Answered | None) -> Reply:
        if became:
            return self.card(question, became)
        found = await self._database.read(lambda work: unanswered.alike(work, sender, question.id))
        rows = tuple((Choice(one.question[:40], f"merge:{question.id}.{one.id}"),) for one in found)
        return say(ALIKE if rows else NO_ALIKE, choices=rows)

    async def _dismiss(self, sender: Address, question: Unanswered, became: Answered | None) -> Reply | Open:  # noqa: ARG002
        return self.card(question, became) if became else Open("question-dismiss", {"question": str(question.id)})

    async def _withdraw(self, sender: Address, question: Unanswered, became: Answered | None) -> Effect:  # noqa: ARG002
        def effect(work: Work) -> Reply:
            return _outcome(unanswered.withdraw(work, sender, question.id)) or say(WITHDRAWN)

        return effect

    async def _answered(self, finished: Finished) -> Reply | Effect | Open:
        told = finished.answers
        words, why_not, today = await self._database.read(lambda work: (*answering.said(work, finished), work.now.astimezone(HERE).date()))
        day = date.fromisoformat(told["until"])
        if not timedelta(0) <= day - today <= answering.LATEST:
            return Open(self.flow.name, _without(told, "until"), answering.PAST)
        if why_not:
            return Open(self.flow.name, _without(told, "words"), why_not)

        def effect(work: Work) -> Reply:
            reply = Told(words, told["office"], day, anew=bool(told["anew"]))
            settled = unanswered.answer(work, finished.sender, int(told["question"]), reply, self._place, notice)
            heard = TOLD.format(count=settled.told) if settled.told else ""
            done = DONE.format(told=heard, until=answering.day_told(day.isoformat()))
            return _outcome(settled) or say(done, choices=_rest(work, finished.sender))

        return effect

    async def _dismissed(self, finished: Finished) -> Effect:
        told = finished.answers

        def effect(work: Work) -> Reply:
            reason = WHY.get(told["reason"], told["reason"])
            settled = unanswered.dismiss(work, finished.sender, int(told["question"]), reason, notice)
            words = DISMISSED.format(told="，已告诉问的人原因" if settled.told else "")
            return _outcome(settled) or say(words, choices=_rest(work, finished.sender))

        return effect

    def _place(self, code: str) -> str:
        return self._holdings.region(code).short if code else "没有说明城市"


def notice(question: Unanswered, became: Answered) -> Reply:
    """What an asker is told: their question, and the answer or why there is none."""
    asked = Block(f"您问过：“{question.question}”")
    if became.outcome is Outcome.DISMISSED:
        return Reply((asked, Block(f"工作人员看过了，没有答复：{became.words}。")))
    until = f"，有效到{answering.day_told(became.until.isoformat())}" if became.until else ""
    source = Block(f"——工作人员答复（{became.office}{until}）", Look.SOURCE)
    return Reply((asked, Block("工作人员答复了："), Block(became.words, Look.QUOTE), source))


def _rest(work: Work, sender: Address) -> tuple[tuple[Choice, ...], ...]:
    return following("question", [one.id for one in unanswered.waiting(work, sender)])


def _outcome(settled: Settled) -> Reply | None:
    """What is said where it did not come to be; None where it did."""
    if settled.outcome is Became.GONE:
        return GONE
    if settled.outcome is Became.ALREADY and settled.question:
        return Reply(say(ALREADY.format(by=settled.by or BY_SOMEBODY, question=settled.question.question)).blocks, edits=True)
    return None


def _became(became: Answered) -> str:
    match became.outcome:
        case Outcome.ANSWERED:
            until = f"，有效到{answering.day_told(became.until.isoformat())}" if became.until else ""
            return f"已答复：{became.words}（{became.office}{until}）"
        case Outcome.DISMISSED:
            return f"没有答复：{became.words}"
        case Outcome.MERGED:
            return "已合并到另一个问题"
        case _:
            return "答复已到期或已撤回"


def _office(work: Work, sender: Address) -> str:
    person = work.people.find(sender)
    return work.questions.office_of(person.id) if person else ""


def _row(id_: int, verbs: Mapping[str, str]) -> tuple[tuple[Choice, ...], ...]:
    return (tuple(Choice(label, f"settle:{id_}.{verb}") for label, verb in verbs.items()),)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _without(answers: Answers, name: str) -> Answers:
    return {key: value for key, value in answers.items() if key != name}
