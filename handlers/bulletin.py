"""Announcements in words: as their readers see them, as a second member of the staff decides on them, and how far they have come."""

from collections.abc import Mapping
from dataclasses import replace

from chat.message import File
from chat.reply import Block, Choice, Look, Reply, say
from chat.wire import reply_from_json
from services.announcements import Standing
from services.bulletins import ALONE, Bulletin, Course
from services.forms.moments import told
from services.tally import Tally

WHY = "您会收到这条公告，是因为您用过校企通。"
CORRECTED = "【更正】"
TAKEN_BACK = "（这条公告已撤回）"
ELSEWHERE = "（附件“{name}”请在 {platform} 上看）"
CARD = "{author}要发公告 {id}，约 {size} 人收到，超过 {alone} 人，要第二位工作人员确认。发出去就是下面这样{when}："
CARD_CORRECTION = "{author}要更正公告 {id}，约 {size} 人收到过，要第二位工作人员确认。更正后就是下面这样："
_PLATFORMS: Mapping[str, str] = {"telegram": "Telegram", "web": "网页", "terminal": "终端"}
_STOP = Choice("退订公告", "stop:")
_LONGEST_NAME = 16


def body(text: str, attached: File | None, *, corrected: bool = False) -> Reply:
    """An announcement of these words: a paragraph for each that was written; a picture or a file goes with it."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    blocks = tuple(Block(part) for part in parts)
    if corrected:
        blocks = (Block(CORRECTED + parts[0]), *blocks[1:])
    picture = attached if attached and attached.type.startswith("image/") else None
    return Reply(blocks, picture=picture, file=None if picture else attached)


def for_person(reply: Reply) -> Reply:
    """The announcement as somebody gets it in their own chat, with the way out."""
    return replace(reply, blocks=(*reply.blocks, Block(WHY, Look.NOTE)), choices=(*reply.choices, (_STOP,)))


def fitted(reply: Reply, platform: str) -> Reply:
    """The announcement on a platform: what lies on another one cannot be shown there, and is told of."""
    picture, picture_lies = _here(reply.picture, platform)
    file, file_lies = _here(reply.file, platform)
    notes = tuple(Block(note, Look.NOTE) for note in (picture_lies, file_lies) if note)
    return replace(reply, blocks=(*reply.blocks, *notes), picture=picture, file=file)


def held_by(file: File, platform: str) -> File:
    """A file that came in on a platform, marked with where it lies."""
    return replace(file, ref=f"{platform} {file.ref}") if file.ref else file


def name_of(bulletin: Bulletin) -> str:
    """What people call it: its number and how it begins."""
    blocks = reply_from_json(bulletin.body).blocks
    words = blocks[0].text.replace("\n", " ").removeprefix(CORRECTED) if blocks else ""
    short = words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME]}…"
    return f"公告 {bulletin.corrects or bulletin.id}“{short}”"


def card(bulletin: Bulletin, author: str, platform: str) -> Reply:
    """What a second member of the staff decides on: the announcement as it will look, and by whom it is."""
    size = f"{bulletin.size}"
    if bulletin.corrects:
        head = CARD_CORRECTION.format(author=author, id=bulletin.corrects, size=size)
    else:
        when = f"，{told(bulletin.at)} 发" if bulletin.at else ""
        head = CARD.format(author=author, id=bulletin.id, size=size, alone=ALONE, when=when)
    shown = fitted(reply_from_json(bulletin.body), platform)
    rows = ((Choice("确认发送", f"news-yes:{bulletin.id}"), Choice("不发", f"news-no:{bulletin.id}")),)
    return replace(shown, blocks=(Block(head, Look.NOTE), *shown.blocks), choices=rows)


def progress(bulletin: Bulletin, tally: Tally) -> Reply:
    """How far it has come, with what may be done about it."""
    doing = {
        Course.SENDING: "正在更正" if bulletin.corrects else "正在发",
        Course.DONE: "更正完了" if bulletin.corrects else "发完了",
        Course.RECALLING: "正在撤回",
        Course.WITHDRAWN: "已撤回",
    }[bulletin.course]
    lines = [f"{name_of(bulletin)}{doing}。", *counts(bulletin, tally)]
    return say("\n".join(lines), choices=tools(bulletin))


def report(bulletin: Bulletin, tally: Tally) -> Reply:
    """What has become of it in the end."""
    parts = [one for one in (tally.people, tally.channels) if one]
    arrived, blocked = sum(one.delivered for one in parts), sum(one.unreachable for one in parts)
    failed, held = sum(one.failed for one in parts), sum(one.withheld for one in parts)
    if tally.recalled:
        lost = tally.recalled.unreachable + tally.recalled.failed
        words = f"撤回完了：{tally.recalled.delivered} 处已撤回，{lost} 处撤不回，{held} 处没发已停。能删的都删了，删不掉的改成了“已撤回”。"
    elif bulletin.corrects:
        words = f"更正完了：{arrived} 处已更正，{blocked} 处被屏蔽，{failed} 处失败。"
    else:
        words = f"发完了：应发 {arrived + blocked + failed}，已送达 {arrived}，被屏蔽 {blocked}，失败 {failed}。"
        words += f"另有 {held} 人中途退订，没有发。" if held else ""
    return say(f"{name_of(bulletin)}{words}", choices=tools(bulletin))


def tools(bulletin: Bulletin) -> tuple[tuple[Choice, ...], ...]:
    """What may still be done about it."""
    if bulletin.corrects or bulletin.course not in {Course.SENDING, Course.DONE, Course.PLANNED, Course.WAITING}:
        return ()
    fix = (Choice("更正", f"news-fix:{bulletin.id}"),) if bulletin.course in {Course.SENDING, Course.DONE} else ()
    return ((*fix, Choice("撤回", f"news-back:{bulletin.id}")),)


def counts(bulletin: Bulletin, tally: Tally) -> list[str]:
    """The figures, a line for people and one for channels."""
    if tally.recalled:
        stopped = sum(one.withheld for one in (tally.people, tally.channels) if one)
        one = tally.recalled
        return [f"已撤回 {one.delivered} · 待撤回 {one.waiting} · 撤不回 {one.unreachable + one.failed} · 没发的已停 {stopped}"]
    verb = "更正" if bulletin.corrects else "送达"
    people = [f"个人：{_line(tally.people, verb)}"] if tally.people else []
    return people + ([f"频道：{_line(tally.channels, verb)}"] if tally.channels else [])


def _line(one: Standing, verb: str) -> str:
    left_out = f" · 已退订未发 {one.withheld}" if one.withheld and verb == "送达" else ""
    return f"已{verb} {one.delivered} · 被屏蔽 {one.unreachable} · 失败 {one.failed} · 待发 {one.waiting}{left_out}"


def _here(file: File | None, platform: str) -> tuple[File | None, str]:
    """The file as that platform knows it, or a word that it lies elsewhere."""
    if file is None or not file.ref:
        return file, ""
    home, _, ref = file.ref.partition(" ")
    if home == platform:
        return replace(file, ref=ref), ""
    return None, ELSEWHERE.format(name=file.name, platform=_PLATFORMS.get(home, home))
