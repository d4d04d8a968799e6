"""What happens to open listings by itself: a word to the enterprise three days before the closing day, and leaving on the day after."""

from chat.reply import Choice, Reply, say
from handlers.listing import title_of
from services import listings
from services.forms import days
from services.notices import tell
from storage.due import Due
from storage.work import Work

SOON = "“{title}”{day}到期，之后自动下线。还招的话现在续期，招满了也可以直接关闭。"
OVER = "“{title}”到期了，已自动下线。还需要的话可以换个截止日期重新打开。"


def remind(work: Work, due: Due) -> None:
    """Tell the enterprise that the closing day is near."""
    one = listings.due_of(work, due)
    if one is None or one.closes is None:
        return
    key = f"{one.id}.{one.version}"
    choices = ((Choice("续期", f"job-renew:{key}"), Choice("招满了", f"job-close:{key}")),)
    _tell(work, due, say(SOON.format(title=title_of(one), day=days.told(one.closes)), choices=choices), listings.told(work, one))


def leave(work: Work, due: Due) -> None:
    """Take a listing whose closing day is over out of the lists, and tell the enterprise."""
    one = listings.due_of(work, due)
    if one is None or not listings.expire(work, one):
        return
    choices = ((Choice("重新打开", f"job-open:{one.id}.{one.version + 1}"),),)
    _tell(work, due, say(OVER.format(title=title_of(one)), choices=choices), listings.told(work, one))


def _tell(work: Work, due: Due, reply: Reply, people: tuple[int, ...]) -> None:
    for person in people:
        tell(work, person, f"{due.kind}:{due.key}", reply)
