"""/announce: staff write an announcement, choose who gets it and when, and see it as it will look before it goes out."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from chat.flow import Answers, Effect, Finished, Flow, Invalid, Open, Step
from chat.message import File, Message, Sort
from chat.reply import Block, Choice, Look, Reply, say
from chat.room import FindRoom
from domain.errors import DeliveryProblem, TryLater
from handlers.audience import ALL, NONE, PEOPLE, UNKNOWN, channels, channels_of, chosen, groups, listed, reach, region, several, sizes_of
from handlers.bulletin import body, fitted, for_person, held_by
from handlers.bulletin_desk import NO_READERS, NO_SECOND, Desk
from services import bulletins
from services.bulletins import ALONE, Audience, Draft, Outcome
from services.forms.moments import moment, told
from services.holdings import Holdings
from storage.channels import Channel
from storage.database import Database

NOT_HERE = "公告不在群里写，请私聊我再发 /announce。"
TEXT = "公告写什么？整段发过来，{least}到{most}个字，网址会保留。"
TOO_SHORT, TOO_LONG = "太短了，请写完整的公告，至少{least}个字。", "太长了，最多{most}个字，现在有{count}个。可以把细节放进文件里。"
ATTACH = "要配一张图片或一个文件吗？直接发过来；不用就点“不用”。"
NOT_ATTACHED = "请直接发一张图片或一个文件，或点“不用”。"
WRONG_SORT = "只能配一张图片或一个文件。"
WRONG_TYPE = "这种文件不能群发。可以发图片、PDF、Word、Excel、PPT、文本或压缩包。"
WHERE = "发给哪里的订阅者？"
WHO = "发给哪些订阅者？退订了公告的人不在内。"
CHANNELS = "发到频道吗？"
WHEN = "什么时候发？点“现在发”，或写时间，例如：明天上午9点。"
SEE_OLD = "要更正或撤回以前的公告，先取消，再发：/announce 已发"
PICK = "请点一个。"
NOBODY = "没有选发给谁。请选订阅者、频道，或两样都选。"
CHANNEL_TROUBLE = "频道“{title}”现在发不了：{why}。"
LATE = "定的时间已经过了，还没有发。请再选一个时间。"
EVERYWHERE = "全部地区"
_OF_OLD = frozenset({"已发", "已发的", "记录", "列表", "更正", "撤回", "以前的"})
_LEAST, _MOST = 2, 1500
_SAFE = frozenset("jpg jpeg png gif webp pdf doc docx xls xlsx ppt pptx wps et dps ofd txt csv zip rar 7z".split())  # noqa: SIM905


class Announcing:
    """Asks for an announcement. `rooms` ask a platform for a channel, by the platform's name."""

    def __init__(self, database: Database, holdings: Holdings, now: Callable[[], datetime], rooms: Mapping[str, FindRoom]) -> None:
        self._database = database
        self._holdings = holdings
        self._now = now
        self._rooms = rooms
        self._desk = Desk()
        self.flow = Flow(
            "announce",
            (
                Step("text", TEXT.format(least=_LEAST, most=_MOST), _words, label="内容"),
                Step("attached", ATTACH, _typed, (Choice("不用", NONE),), label="图片或文件"),
                Step("region", WHERE, _pick, label="地区", offer=self._regions, when=several),
                Step("people", WHO, _pick, label="订阅者", offer=groups),
                Step("channels", CHANNELS, _pick, label="频道", offer=channels, when=lambda answers: bool(listed(answers, "rooms"))),
                Step("when", WHEN, self._when, (Choice("现在发", "now"),), label="时间", show=_shown),
            ),
            self._finish,
            title="公告",
            preview=self._preview,
            receive=_received,
        )
        fix = Step("text", TEXT.format(least=_LEAST, most=_MOST).replace("公告写什么", "更正成什么"), _words, label="内容")
        self.correction = Flow("announce-fix", (fix,), self._corrected, title="更正（改完就是这样）", preview=_preview_fix)

    async def announce(self, message: Message) -> Reply | Open:
        """/announce, with the words behind it where there are any; /announce 已发: the last ones, to correct or withdraw."""
        if not message.private:
            return say(NOT_HERE)
        latest = await self._database.read(lambda work: bulletins.latest(work, message.sender))
        if message.text in _OF_OLD:
            return self._desk.latest(latest)
        mine = await self._database.read(lambda work: bulletins.regions_of(work, message.sender))
        held = (await self._holdings.held()).regions if "" in mine else ()
        regions = tuple(dict.fromkeys([*mine, *(one.code for one in held)]))
        sizes, bound = await self._database.read(lambda work: (sizes_of(work, regions), channels_of(work, mine)))
        looked = await asyncio.gather(*(self._look(one) for one in bound))
        known: dict[str, str] = {"platform": message.sender.platform, "sizes": json.dumps(sizes), "regions": json.dumps(regions)}
        known["rooms"] = json.dumps([[one.platform, one.chat, one.title, one.region, count] for one, count, why in looked if not why])
        notes = [CHANNEL_TROUBLE.format(title=one.title, why=why) for one, _, why in looked if why]
        if _LEAST <= len(message.text) <= _MOST:
            known["text"] = message.text
        return Open("announce", known, "\n".join([*notes, *([SEE_OLD] if latest else [])]))

    async def correct(self, message: Message) -> Reply | Open:
        """更正: the words are asked for."""
        id_ = _id(message.pressed)
        found = await self._database.read(lambda work: bulletins.look(work, message.sender, id_))
        if found is None or not bulletins.may_follow(found):
            return Reply(toast="这条公告现在不能更正。")
        return Open("announce-fix", {"id": str(id_), "platform": message.sender.platform})

    async def _look(self, channel: Channel) -> tuple[Channel, int, str]:
        """A channel, how many read it, and why nothing can be posted there ("" where it can)."""
        look = self._rooms.get(channel.platform)
        if look is None or channel.why:
            return channel, UNKNOWN, channel.why or "这个平台现在没有打开"
        try:
            room = await look(channel.chat)
        except TryLater:
            return channel, UNKNOWN, ""
        except DeliveryProblem as problem:
            return channel, UNKNOWN, str(problem)
        return channel, room.members, f"缺少权限：{'、'.join(room.lacks)}" if room.lacks else ""

    def _when(self, text: str) -> str:
        if text in {"现在", "马上", "立刻", "立即", "now"}:
            return "now"
        return moment(text, self._now()).isoformat()

    def _regions(self, told_: Answers) -> tuple[Choice, ...]:
        sizes = json.loads(told_["sizes"])
        codes = listed(told_, "regions")
        return tuple(Choice(f"{self._place(code)}（{sizes[code][ALL]}人）", code or ALL) for code in codes)

    def _place(self, code: str) -> str:
        return self._holdings.region(code).short if code and code != ALL else EVERYWHERE

    def _preview(self, told_: Answers) -> Reply:
        reply = fitted(_body(told_), told_["platform"])
        shown = for_person(reply).blocks if told_["people"] != NONE else reply.blocks
        return Reply((Block(f"{self._summary(told_)}发出去就是下面这样：", Look.NOTE), *shown), picture=reply.picture, file=reply.file)

    def _summary(self, told_: Answers) -> str:
        """To whom, how many, when, and who has to say yes."""
        rooms, people = chosen(told_), told_["people"]
        count = 0 if people == NONE else json.loads(told_["sizes"])[region(told_)][people]
        who = [] if people == NONE else [f"{self._place(region(told_))}的{PEOPLE[people][0]} {count} 人"]
        who += [f"频道“{title}”{f' {members} 人' if members >= 0 else ''}" for _, _, title, _, members in rooms]
        total = count + reach(rooms)
        second = f"超过 {ALONE} 人，要第二位工作人员确认。" if total > ALONE else ""
        when = "确认后马上发" if told_["when"] == "now" else f"{told(datetime.fromisoformat(told_['when']))} 发"
        return f"发给：{'，'.join(who) or '还没选'}。{when}。{second}"

    async def _finish(self, finished: Finished) -> Effect | Open:
        told_ = finished.answers
        rooms = chosen(told_)
        if told_["people"] == NONE and not rooms:
            return Open("announce", _without(told_, "people", "channels"), NOBODY)
        when = None if told_["when"] == "now" else datetime.fromisoformat(told_["when"])
        if when and when <= self._now():
            return Open("announce", _without(told_, "when"), LATE)
        audiences = tuple(Audience(platform=platform, chat=chat) for platform, chat, *_ in rooms)
        if told_["people"] != NONE:
            group = PEOPLE[told_["people"]][1]
            audiences = (Audience(region(told_), group.role, interest=group.interest), *audiences)
        return await self._handed_in(finished, Draft(_body(told_), audiences, reach(rooms), when))

    async def _corrected(self, finished: Finished) -> Effect | Open:
        told_ = finished.answers
        return await self._handed_in(finished, Draft(body(told_["text"], None, corrected=True), (), corrects=_id(told_["id"])))

    async def _handed_in(self, finished: Finished, draft: Draft) -> Effect | Open:
        """Send it in; where that cannot be, what was written is kept, and what is in the way can be changed."""
        why = await self._database.read(lambda work: bulletins.hindrance(work, finished.sender, draft))
        flow = "announce-fix" if draft.corrects else "announce"
        if why is Outcome.NOBODY:
            return Open(flow, _without(finished.answers, "region", "people", "channels"), NO_READERS)
        if why is Outcome.NO_SECOND:
            return Open(flow, finished.answers, NO_SECOND)
        return lambda work: self._desk.submitted(work, bulletins.submit(work, finished.sender, draft))


def _without(told_: Answers, *names: str) -> Answers:
    return {name: value for name, value in told_.items() if name not in names}


def _words(text: str) -> str:
    if len(text) < _LEAST:
        raise Invalid(TOO_SHORT.format(least=_LEAST))
    if len(text) > _MOST:
        raise Invalid(TOO_LONG.format(most=_MOST, count=len(text)))
    return text


def _typed(text: str) -> str:
    if text in {"不用", "没有", "无", "不要", "不配"}:
        return NONE
    raise Invalid(NOT_ATTACHED)


def _pick(text: str) -> str:  # noqa: ARG001
    raise Invalid(PICK)


def _received(message: Message) -> Answers:
    """A picture or a file, and what is written under it."""
    if message.sort not in {Sort.PHOTO, Sort.FILE} or message.file is None:
        raise Invalid(WRONG_SORT)
    file = held_by(message.file, message.sender.platform)
    if file.name.rpartition(".")[2].lower() not in _SAFE:
        raise Invalid(WRONG_TYPE)
    known = {"attached": json.dumps([file.name, file.type, file.ref], ensure_ascii=False)}
    return known | ({"text": _words(message.text.strip())} if message.text.strip() else {})


def _body(told_: Answers) -> Reply:
    attached = told_.get("attached", NONE)
    name, type_, ref = json.loads(attached) if attached != NONE else ("", "", "")
    return body(told_["text"], File(name, type_, ref=ref) if name else None)


def _preview_fix(told_: Answers) -> Reply:
    return for_person(body(told_["text"], None, corrected=True))


def _shown(when: str) -> str:
    return told(datetime.fromisoformat(when))


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
