"""One entry of the directory: what it says, the sentence that it was drawn from, and for staff the buttons that set it right."""

from collections.abc import Mapping
from typing import Any

from chat.flow import Effect, Finished, Flow, Invalid, Open, Step
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.people import Person
from rag.directory.entities import Entry, Incentive, IndustryCollege, Platform, Target
from services.directory import FIELDS, HIDDEN, Directory, Listed
from services.people import People
from storage.work import Work

GONE = Reply(toast="这一条已经不在了，可能文件换了新版。请重新打开列表。")
NOT_ALLOWED = say("没有权限改这一条。")
AMENDED = "这一条经工作人员更正过，与自动摘录的不同；以引用的原文为准。"
ADDED = "这一条是工作人员补上的；以引用的原文为准。"
DONE = "已更正：{name}。文件换新版后也会保留；想恢复自动摘录的内容，打开这一条点“恢复”。"
WITHDRAWN = "已撤下，名录里不再显示。"
UNDO = "撤错了就点“恢复”。"
RESTORED = "已恢复成自动摘录的内容。"
ASK = "改成什么？请照原文写。要留空就发“空”。"
TOO_LONG = "太长了，请写在 60 个字以内。"
LABELS: Mapping[str, str] = {
    "name": "名称", "school": "学校", "host": "所属单位", "subject": "谁的", "indicator": "指标", "value": "数值", "unit": "单位",
    "who": "对象", "what": "内容", "rate": "比例或金额", "condition": "条件",
}  # fmt: skip
LEFT_OUT = frozenset({"原文未写", "原文未写明"})
"""What stands where the text says nothing."""
_LONGEST = 60
_EMPTY = "空"
_PREFIXES = ("突破", "达到", "不少于", "不低于", "不超过", "至少", "超过", "超", "近", "约", "逾", "增至", "增加到")


class Entries:
    """Shows entries, and lets staff set them right."""

    def __init__(self, directory: Directory, people: People) -> None:
        self._directory = directory
        self._people = people
        self.flow = Flow("amend", (Step("value", ASK, parse=_parsed, label="新内容"),), self._finish, title="更正")

    async def card(self, message: Message) -> Reply:
        """An entry by its id."""
        listed = await self._directory.find(message.pressed)
        if listed is None:
            return GONE
        source = listed.entry.source
        quote = f"{source.lead}\n{source.quote}" if source.lead else source.quote
        facts = tuple(Block(f"{name}：{words}", Look.ITEM) for name, words in facts_of(listed.entry).items() if words)
        lines = tuple(Block(line, Look.SOURCE) for line in self._directory.sources([listed]))
        remark = ADDED if listed.added else AMENDED if listed.amended else ""
        note = (Block(remark, Look.NOTE),) if remark else ()
        blocks = (Block(title_of(listed.entry), Look.TITLE), *facts, Block(quote, Look.QUOTE), *lines, *note)
        person = await self._people.who(message.sender)
        return Reply(blocks, _tools(listed) if self._directory.may_amend(person, listed) else ())

    async def amend(self, message: Message) -> Reply | Effect | Open:
        """A button of the staff's: `id.field`, or `id.hidden`, `id.restore`."""
        id_, _, field = message.pressed.partition(".")
        listed = await self._directory.find(id_)
        if listed is None:
            return GONE
        person = await self._people.who(message.sender)
        if not self._directory.may_amend(person, listed):
            return NOT_ALLOWED
        if field in FIELDS[type(listed.entry)]:
            return Open("amend", {"entry": id_, "field": field})

        def effect(work: Work) -> Reply:
            if field == HIDDEN:
                self._withdraw(work, person, listed)
                # What is withdrawn is in no list any more: only here can it be brought back.
                back = ((Choice("恢复", f"amend:{id_}.restore"),),)
                return say(WITHDRAWN) if listed.added else say(WITHDRAWN + UNDO, choices=back)
            self._directory.restore(work, person, listed)
            return say(RESTORED)

        return effect if field in {HIDDEN, "restore"} else GONE

    def _withdraw(self, work: Work, person: Person, listed: Listed[Entry]) -> None:
        """What was added is gone; what was drawn must be remembered as withdrawn, or it would be drawn again."""
        if listed.added:
            self._directory.restore(work, person, listed)
        else:
            self._directory.amend(work, person, listed, HIDDEN, "1")

    async def _finish(self, finished: Finished) -> Reply | Effect:
        listed = await self._directory.find(finished.answers["entry"])
        if listed is None:
            return GONE
        person = await self._people.who(finished.sender)
        if not self._directory.may_amend(person, listed):
            return NOT_ALLOWED

        def effect(work: Work) -> Reply:
            value = finished.answers["value"]
            self._directory.amend(work, person, listed, finished.answers["field"], "" if value == _EMPTY else value)
            return say(DONE.format(name=title_of(listed.entry)))

        return effect


def title_of(entry: Entry) -> str:
    """What an entry is called."""
    match entry:
        case IndustryCollege() | Platform():
            return entry.name
        case Target():
            return entry.indicator
        case Incentive():
            return entry.what


def facts_of(entry: Entry) -> dict[str, str]:
    """What else an entry says, in words."""
    match entry:
        case IndustryCollege():
            return {"学校": entry.school or "原文未写", "领域": "、".join(entry.fields), "进展": entry.modality.value}
        case Platform():
            return {"类别": entry.kind, "所属单位": entry.host, "进展": entry.modality.value}
        case Target():
            return {"谁的": entry.subject, entry.tense.value: said(entry), "时间": entry.when or "原文未写年份"}
        case Incentive():
            return offer(entry)


def offer(entry: Incentive) -> dict[str, str]:
    """An incentive, part by part; what the text leaves out is said to be left out."""
    more = "、".join(part for part in entry.condition.split("、") if part not in entry.who)
    return {
        "对象": entry.who or "原文未写明",
        "比例或金额": entry.rate or "原文未写",
        "条件": more or ("如对象所述" if entry.condition else "原文未写"),
        "责任单位": "、".join(entry.bodies) or "原文未写",
    }


def said(target: Target) -> str:
    """A figure with its unit and what the text says about it: 突破200个, 5000人以上; a blank is called blank."""
    figure = f"{target.value}{target.unit}"
    if target.blank:
        return f"原文留空（{figure}）"
    if target.relation == "多":
        return f"{target.value}多{target.unit}"
    return f"{target.relation}{figure}" if target.relation in _PREFIXES else f"{figure}{target.relation}"


def _tools(listed: Listed[Any]) -> tuple[tuple[Choice, ...], ...]:
    changes = tuple(Choice(f"改{LABELS[field]}", f"amend:{listed.id}.{field}") for field in FIELDS[type(listed.entry)])
    back = (Choice("恢复", f"amend:{listed.id}.restore"),) if listed.amended and not listed.added else ()
    return (changes, (Choice("撤下", f"amend:{listed.id}.{HIDDEN}"), *back))


def _parsed(text: str) -> str:
    if len(text) > _LONGEST:
        raise Invalid(TOO_LONG)
    return text
