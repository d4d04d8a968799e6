"""/audit: who did what, for administrators of all regions; page by page, the newest first."""

from collections.abc import Mapping

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.clock import HERE
from services.staff import Crew, Line
from storage.database import Database

NOT_HERE = "操作记录不在群里显示，请私聊我再发。"
NONE = "没有更早的记录了。"
HEAD = "操作记录（只增不改，新的在前）"
OLDER = "更早的"
MACHINE = "系统或维护人员"
ACTIONS: Mapping[str, str] = {
    "staff.invited": "邀请工作人员",
    "staff.joined": "登记为工作人员",
    "staff.removed": "移除工作人员",
    "staff.code-refused": "邀请码不对",
    "question.answered": "答复问题",
    "question.answered-anew": "改答复",
    "question.merged": "合并问题",
    "question.dismissed": "不答复问题",
    "question.answer-withdrawn": "撤回答复",
    "question.answer-ended": "答复到期",
    "directory.added": "补充名录",
    "directory.amended": "更正名录",
    "directory.restored": "恢复名录",
    "announcement.begun": "发公告",
    "announcement.cancelled": "停发公告",
    "announcement.written": "写公告",
    "announcement.confirmed": "确认公告",
    "announcement.declined": "不发公告",
    "announcement.corrected": "更正公告",
    "announcement.withdrawn": "撤回公告",
    "channel.bound": "绑定频道",
    "channel.unbound": "解绑频道",
    "channel.digest": "频道周报",
    "enterprise.registered": "登记企业",
    "enterprise.changed": "改企业资料",
    "enterprise.approved": "通过企业登记",
    "enterprise.returned": "退回企业登记",
    "enterprise.joined": "加入企业",
    "enterprise.invited": "邀请同事进企业",
    "enterprise.join-asked": "申请加入企业",
    "enterprise.join-refused": "不同意加入企业",
    "enterprise.code-refused": "企业邀请码不对",
    "enterprise.left": "移出企业",
    "enterprise.trusted": "企业改为免审",
    "enterprise.distrusted": "企业恢复审核",
    "listing.sent": "提交信息",
    "listing.changed": "改信息",
    "listing.approved": "通过信息",
    "listing.returned": "退回信息",
    "listing.closed": "结束信息",
    "listing.reopened": "重新发布信息",
    "listing.expired": "信息到期",
    "listing.complained": "举报信息",
    "complaint.cleared": "举报核实没有问题",
    "complaint.upheld": "按举报下架信息",
    "interest.begun": "表示感兴趣",
    "interest.proposed": "企业想认识求职者",
    "interest.answered": "回复感兴趣",
    "interest.withdrawn": "撤回感兴趣",
    "contact.exchanged": "交换联系方式",
    "link.asked": "发起对接",
    "profile.kept": "填求职资料",
    "profile.removed": "删求职资料",
    "profile.findable": "让企业找到",
    "profile.hidden": "不让企业找到",
    "subscription.added": "订阅",
    "subscription.changed": "改订阅",
    "subscription.removed": "退订",
    "announcements.refused": "不再收公告",
    "announcements.wanted": "恢复收公告",
    "model.on": "打开语言模型",
    "model.off": "关闭语言模型",
    "report.published": "发布年度供需信息",
    "contact.seen": "查看完整联系方式",
    "person.forgotten": "清除问答和城市",
    "person.erased": "删除本人资料",
    "person.exported": "导出本人资料",
}
"""Actions in words; one that is not here is shown by its name."""

_PAGE = 12
_LONGEST = 80


class Audit:
    """Reads the audit. A button's value is the id of the last line that was shown."""

    def __init__(self, database: Database, crew: Crew) -> None:
        self._database = database
        self._crew = crew

    async def audit(self, message: Message) -> Reply:
        """The last lines, or those before the one that a button names."""
        if not message.private:
            return say(NOT_HERE)
        last = int(message.pressed) if message.pressed.isascii() and message.pressed.isdigit() and len(message.pressed) < 15 else 0
        lines = await self._database.read(lambda work: self._crew.deeds(work, message.sender, _PAGE, last))
        if not lines:
            return say(NONE)
        blocks = (Block(HEAD, Look.TITLE), *(Block(_told(line), Look.ITEM) for line in lines))
        more = ((Choice(OLDER, f"audit:{lines[-1].deed.id}"),),) if len(lines) == _PAGE else ()
        return Reply(blocks, more, edits=bool(message.pressed))


def _told(line: Line) -> str:
    deed = line.deed
    who = f"{line.name or '（未留名）'}（{deed.actor_id} 号）" if deed.actor_id else MACHINE
    about = " ".join(part for part in (deed.object, deed.detail) if part)[:_LONGEST]
    return f"{deed.at.astimezone(HERE):%m-%d %H:%M} {who} {ACTIONS.get(deed.action, deed.action)}{f'：{about}' if about else ''}"
