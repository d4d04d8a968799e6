"""The card of a listing: what it says, whose it is and since when, until when. No telephone number ever stands on it."""

from collections.abc import Mapping

from chat.message import Message
from chat.reply import Block, Choice, Look, Reply
from domain.clock import HERE
from domain.listing import RECRUITING, Kind, Listing, Side, State
from services import listings
from services.forms import days, pay
from services.listings import Shown
from services.posting import Posting
from storage.database import Database

KINDS: Mapping[Kind, str] = {
    Kind.JOB: "岗位", Kind.INTERNSHIP: "实习", Kind.TRAINING: "培训", Kind.TECHNOLOGY: "技术", Kind.EQUIPMENT: "设备",
    Kind.SERVICE: "服务", Kind.COOPERATION: "合作", Kind.EXPERT: "专家",
}  # fmt: skip
SIDES: Mapping[Side, str] = {Side.OFFERED: "提供", Side.SOUGHT: "寻找"}
STATES: Mapping[State, str] = {
    State.PENDING: "待审核", State.OPEN: "发布中", State.RETURNED: "已退回", State.CLOSED: "已关闭", State.EXPIRED: "已到期",
    State.REMOVED: "已移除",
}  # fmt: skip
NOT_SHOWN = "这条信息已经下线，或者编号不对。"
SHARE = "转给别人，点开就是这一条："
_MOST = 300


class Cards:
    """Shows one listing to whoever may see it."""

    def __init__(self, database: Database, posting: Posting) -> None:
        self._database = database
        self._posting = posting

    async def card(self, message: Message) -> Reply:
        """A listing by its number, from a button (`job:128`) or a link (`?start=job_128`)."""
        id_ = numbers(message.pressed or message.text)[0]
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        if shown is None:
            return Reply((Block(NOT_SHOWN),))
        one = shown.listing
        blocks = blocks_of(one, shown.enterprise.name if shown.enterprise else "", self._posting.short(one.region))
        is_open = one.is_open(self._posting.today)
        note = () if is_open else (Block(f"现在：{standing(one)}", Look.NOTE),)
        return Reply((*blocks, *note), _rows(shown, is_open=is_open))

    async def share(self, message: Message) -> Reply:
        """分享: the link that leads to it, under its title, to be passed on."""
        id_ = numbers(message.pressed)[0]
        shown = await self._database.read(lambda work: listings.look(work, message.sender, id_))
        if shown is None or not shown.listing.is_open(self._posting.today):
            return Reply((Block(NOT_SHOWN),))
        return Reply((Block(title_of(shown.listing), Look.TITLE), share_of(shown.listing)))


def _rows(shown: Shown, *, is_open: bool) -> tuple[tuple[Choice, ...], ...]:
    """What its reader may do with it."""
    rows = (
        likes(shown.listing) if is_open and not shown.closes else (),
        (Choice("分享", f"share:{shown.listing.id}"),) if is_open and shown.own else (),
        tools(shown.listing) if shown.own else ending(shown.listing) if shown.closes else (),
        decisions(shown.listing) if shown.reviews else (),
    )
    return tuple(row for row in rows if row)


def likes(listing: Listing) -> tuple[Choice, ...]:
    """What everybody may do with somebody else's open listing."""
    id_ = listing.id
    return Choice("收藏", f"keep:{id_}"), Choice("感兴趣", f"want:{id_}"), Choice("分享", f"share:{id_}"), Choice("举报", f"complain:{id_}")


def share_of(listing: Listing) -> Block:
    """The link to an open listing, as its platform writes it."""
    return Block(SHARE, start=f"job_{listing.id}")


def blocks_of(listing: Listing, firm: str, place: str, *, whole: bool = True) -> tuple[Block, ...]:
    """The listing as everybody reads it; of a long one only the beginning where not the `whole` is wanted."""
    lines = [Block(f"{name}：{_cut(words, whole=whole)}", Look.ITEM) for name, words in lines_of(listing, place).items() if words]
    return (Block(title_of(listing), Look.TITLE), *lines, Block(_source(listing, firm), Look.SOURCE))


def title_of(listing: Listing) -> str:
    """招聘｜光伏技术员 5人; 寻找设备｜二手车床."""
    if listing.kind in RECRUITING:
        heads = f" {listing.headcount}人" if listing.headcount else ""
        return f"{'招聘' if listing.kind is Kind.JOB else '实习'}｜{listing.title}{heads}"
    return f"{SIDES[listing.side]}{KINDS[listing.kind]}｜{listing.title}"


def lines_of(listing: Listing, place: str) -> dict[str, str]:
    """Everything else that it says, by name; "" for what it does not."""
    hires = listing.kind in RECRUITING
    where = listing.place if place and place in listing.place else f"{place} · {listing.place}" if place else listing.place
    return {
        "薪酬": pay.told(listing.pay) if listing.pay else "",
        "工作地点" if hires else "地点": where,
        "岗位职责" if hires else "说明": listing.duties,
        "任职要求": listing.requirements,
        "学历": (f"{listing.education}及以上" if listing.education else "不限") if hires else "",
        "专业": ("、".join(listing.majors) or "不限") if hires else "",
        "备注": listing.remark,
        "截止": days.told(listing.closes) if listing.closes else "",
    }


def brief(listing: Listing, firm: str, place: str) -> str:
    """Whose it is, where, for how much, until when, in one line."""
    facts = (firm, place, pay.told(listing.pay) if listing.pay else "", f"{days.told(listing.closes)}截止" if listing.closes else "")
    return "，".join(fact for fact in facts if fact)


def standing(listing: Listing) -> str:
    """Where it stands, with the reason of a returned one."""
    return f"{STATES[listing.state]}（{listing.reason}）" if listing.state is State.RETURNED else STATES[listing.state]


def ending(listing: Listing) -> tuple[Choice, ...]:
    """What an enterprise may still do with it that is not approved any more."""
    words = {State.OPEN: "招满了" if listing.kind in RECRUITING else "关闭", State.PENDING: "撤回"}.get(listing.state)
    return (Choice(words, f"job-close:{listing.id}.{listing.version}"),) if words else ()


def tools(listing: Listing) -> tuple[Choice, ...]:
    """What its own enterprise may do with it now."""
    key = f"{listing.id}.{listing.version}"
    edit, close = Choice("改", f"job-edit:{key}"), Choice("招满了" if listing.kind in RECRUITING else "关闭", f"job-close:{key}")
    renew, reopen = Choice("续期", f"job-renew:{key}"), Choice("重新打开", f"job-open:{key}")
    return {
        State.OPEN: (close, renew, edit),
        State.PENDING: (edit, Choice("撤回", f"job-close:{key}")),
        State.RETURNED: (edit,),
        State.CLOSED: (reopen, edit),
        State.EXPIRED: (reopen, edit),
        State.REMOVED: (),
    }[listing.state]


def decisions(listing: Listing) -> tuple[Choice, ...]:
    """What staff may decide about it now."""
    key = f"{listing.id}.{listing.version}"
    if listing.state is State.PENDING:
        return Choice("通过", f"post-yes:{key}"), Choice("退回", f"post-no:{key}")
    return (Choice("下架并退回", f"post-no:{key}"),) if listing.state is State.OPEN else ()


def numbers(value: str) -> tuple[int, int]:
    """The id and the version in a button's value or a link, which came from outside: 0 for what is no number."""
    id_, _, version = value.strip().partition(".")
    one, other = (int(part) if part.isascii() and part.isdigit() and len(part) < 12 else 0 for part in (id_, version))
    return one, other


def _source(listing: Listing, firm: str) -> str:
    since = listing.opened_at or listing.changed_at
    day = f"，{days.told(since.astimezone(HERE).date())}{'发布' if listing.opened_at else '提交'}" if since else ""
    return f"来源：{firm or '企业'}（经校企通登记）{day}"


def _cut(words: str, *, whole: bool) -> str:
    return words if whole or len(words) <= _MOST else f"{words[:_MOST]}……"
