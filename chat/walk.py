"""One person's way through one flow: what each thing that they send does to their place.

Button values are `ticket.step.value`, or `ticket.control.argument` with a control of `CONTROLS`; each is good only where it was shown, so
that an old or doubled press does nothing.
"""

import re
from dataclasses import replace

from chat.flow import Finished, Flow, Invalid, Open, Place, Step, Turn
from chat.message import Address, Message
from chat.reply import Block, Choice, Look, Reply, say

STALE = Reply(toast="这个按钮已经用过或过期了，没有做任何改动。")
PAUSED = "好的，先放着，填过的都在。什么时候回来，接着答这一项就行。"
CANCELLED = "已取消，填写的内容没有保存。有政策问题可以直接问我。"

_ASIDE = re.compile(r"^(先问(一下|一句|个问题)?|请问|问一下)[,，:：\s]*")
_QUESTION = re.compile(r"[？?]\s*$|什么|多少|怎么|怎样|如何|哪[些个里儿家]|是否|能不能|可不可以|有没有|为什么|几[个家所年人]|[吗呢么]\s*$")
_CHANGE = re.compile(r"^(?:修改|改一下|改)?\s*(?P<label>.+?)\s*(?:改为|改成|改|换成)\s*(?P<value>.+)$")
_BACK = frozenset({"上一步", "返回", "回上一步"})
CANCEL = frozenset({"取消", "算了", "不填了", "退出"})
"""What people type to leave a flow."""
_LATER = re.compile(
    r"(?:[我那先行好的]|现在没空|有事|[,，\s])*(?:等会儿?|等一[会下]儿?|等下|待会儿?|回头|下次|改天|明天|后天|下周|晚点|晚上|过会儿?|过几天)(?:我)?"
    r"(?:再|接着|继续)(?:填|弄|说|来|写|发|办|做)(?:行吗|可以吗|行不行|好吗|吧|啊|[。，,!！?？\s])*"
)
_MANY = 8
"""More choices than these stand three to a row."""
_FINISH = frozenset({"确认", "提交", "确认提交", "是", "好", "好的", "没问题"})


def is_question(text: str) -> bool:
    """Whether it reads like a question rather than like an answer to one."""
    return bool(_QUESTION.search(text) or _ASIDE.match(text))


def without_aside(text: str) -> str:
    """The question in 先问，24365是什么？"""
    return _ASIDE.sub("", text.strip(), count=1)


class Walk:
    """A flow, and where somebody is in it."""

    def __init__(self, flow: Flow, place: Place, sender: Address) -> None:
        self._flow = flow
        self._place = place
        self._sender = sender
        self._step = flow.open_step(place.answers)

    def question(self, note: str = "", *, edits: bool = False) -> Reply:
        """The open step's question, or the summary when all is answered; with a note above it."""
        above = (Block(note, Look.NOTE),) if note else ()
        step = self._step
        if step is None:
            shown = self._summary()
            # A picture is a message of its own: its words follow it, and take no old one's place.
            edits = edits and not (shown.picture or shown.file)
            return replace(shown, blocks=above + shown.blocks, choices=self._summary_choices(), edits=edits)
        picked = (Block(f"目前：{step.told(self._place.answers[step.draft])}", Look.NOTE),) if self._drafted else ()
        choices = tuple(self._choice(choice, step) for choice in step.offered(self._place.answers))
        width = 1 if len(choices) <= _MANY else 3
        rows = tuple(choices[at : at + width] for at in range(0, len(choices), width))
        return Reply((*above, *picked, Block(step.ask)), (*rows, self._ways_out()), edits=edits)

    async def begin(self, note: str = "") -> Turn:
        """The first question with a note above it; the end at once when all is known and nothing is to be confirmed."""
        return await self._move(self._place, note)

    async def pressed(self, name: str, value: str) -> Turn:
        """What a button of this flow does; nothing where it was not shown."""
        step = self._step
        if name == "cancel":
            return Turn(say(CANCELLED))
        if name == "back" and value == self._here:
            return await self._back(edits=True)
        if name == "finish" and step is None:
            return await self._finish()
        if name == "change" and step is None and value in self._place.answers:
            return await self._move(self._place.without(value), edits=True)
        if step and name == step.name and value in {choice.value for choice in step.offered(self._place.answers)}:
            return await self._move(self._place.taken(step, value), edits=True)
        return Turn(STALE, self._place)

    async def said(self, text: str) -> Turn | None:
        """What typed words do; None when they are a question that wants an answer of its own."""
        words = text.strip()
        if words in CANCEL:
            return Turn(say(CANCELLED))
        if words in _BACK:
            return await self._back()
        if _LATER.fullmatch(words):
            return Turn(self.question(PAUSED), self._place)
        if _ASIDE.match(words):
            return None
        return await self._answer(self._step, words) if self._step else await self._at_summary(words)

    async def sent(self, message: Message) -> Turn | None:
        """What something that is no text does; None when it is nothing for this flow."""
        try:
            found = self._flow.receive(message) if self._flow.receive else {}
        except Invalid as problem:
            return Turn(self.question(str(problem)), self._place)
        return await self._move(replace(self._place, answers={**self._place.answers, **found})) if found else None

    async def _answer(self, step: Step, words: str) -> Turn | None:
        drawn = self._flow.drawn(words, self._place.answers)
        if step.name in drawn or len(drawn) > 1:
            return await self._move(replace(self._place, answers={**self._place.answers, **drawn}))
        try:
            return await self._move(self._place.taken(step, step.read(words, self._place.answers)))
        except Invalid as problem:
            if drawn:
                return await self._move(replace(self._place, answers={**self._place.answers, **drawn}))
            return None if is_question(words) else Turn(self.question(str(problem)), self._place)

    async def _at_summary(self, words: str) -> Turn | None:
        if words in _FINISH:
            return await self._finish()
        if drawn := self._flow.drawn(words, self._place.answers):
            return await self._move(replace(self._place, answers={**self._place.answers, **drawn}))
        if change := await self._change(words):
            return change
        return None if is_question(words) else Turn(self.question("请点按钮确认，或点要修改的那一项。"), self._place)

    async def _change(self, words: str) -> Turn | None:
        """A field that is named with its new value (工作城市改成包头), or only named (改工作城市)."""
        found = _CHANGE.match(words)
        label = found["label"] if found else words.removeprefix("修改").removeprefix("改")
        step = next((one for one in self._flow.answered(self._place.answers) if one.title == label.strip()), None)
        if step is None:
            return None
        if found is None:
            return await self._move(self._place.without(step.name))
        try:
            place = self._place.without(step.name)
            return await self._move(place.taken(step, step.read(found["value"], place.answers)))
        except Invalid as problem:
            return Turn(self.question(str(problem)), self._place)

    async def _finish(self) -> Turn:
        steps = {step.name for step in self._flow.steps}
        apply = {step.name for step in self._flow.answered(self._place.answers)}
        # An answer whose step does not apply any more is left out; what a handler put in beside the steps is kept.
        answers = {name: value for name, value in self._place.answers.items() if name in apply or name not in steps}
        outcome = await self._flow.finish(Finished(self._sender, self._place.ticket, answers))
        if isinstance(outcome, Open):
            place = replace(self._place, answers=outcome.answers)
            return Turn(Walk(self._flow, place, self._sender).question(outcome.note), place)
        return Turn(outcome)

    async def _back(self, *, edits: bool = False) -> Turn:
        if self._step and self._drafted:
            return await self._move(self._place.without(self._step.name), edits=edits)
        steps = list(self._flow.answered(self._place.answers))
        if self._step:
            steps = [step for step in steps if self._flow.steps.index(step) < self._flow.steps.index(self._step)]
        if not steps:
            return Turn(self.question("已经是第一步了。", edits=edits), self._place)
        return await self._move(self._place.without(steps[-1].name), edits=edits)

    async def _move(self, place: Place, note: str = "", *, edits: bool = False) -> Turn:
        walk = Walk(self._flow, place, self._sender)
        if walk._step is None and not self._flow.confirm:
            return await walk._finish()
        if self._flow.remark and not note:
            note = await self._flow.remark(self._place.answers, place.answers)
        return Turn(walk.question(note, edits=edits), place)

    @property
    def _drafted(self) -> bool:
        """Whether the open step's answer is begun and not whole."""
        return self._step is not None and self._step.draft in self._place.answers

    @property
    def _here(self) -> str:
        if self._step is None:
            return ""
        return self._step.draft if self._drafted else self._step.name

    def _value(self, name: str, argument: str = "") -> str:
        return f"{self._place.ticket}.{name}.{argument}"

    def _choice(self, choice: Choice, step: Step) -> Choice:
        return Choice(choice.label, self._value(step.name, choice.value), word=step.number)

    def _ways_out(self) -> tuple[Choice, ...]:
        back = (
            (Choice("上一步", self._value("back", self._here), word=True),)
            if self._drafted or self._flow.answered(self._place.answers)
            else ()
        )
        return (*back, Choice("取消", self._value("cancel"), word=True))

    def _summary(self) -> Reply:
        title = f"请核对{self._flow.title}：" if self._flow.title else "请核对："
        if self._flow.preview:
            shown = self._flow.preview(self._place.answers)
            return replace(shown, blocks=(Block(title, Look.NOTE), *shown.blocks))
        lines = (f"{step.title}：{step.told(self._place.answers[step.name])}" for step in self._flow.answered(self._place.answers))
        return Reply((Block(title, Look.TITLE), *(Block(line, Look.ITEM) for line in lines)))

    def _summary_choices(self) -> tuple[tuple[Choice, ...], ...]:
        changes = [Choice(f"改{step.title}", self._value("change", step.name)) for step in self._flow.answered(self._place.answers)]
        pairs = tuple(tuple(changes[at : at + 2]) for at in range(0, len(changes), 2))
        return ((Choice("确认", self._value("finish")),), *pairs, self._ways_out())
