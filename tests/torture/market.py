"""Business while bots are killed: enterprises register and post, staff let both pass, subscribers are told of each post.

Everything typed is scripted; what the staff press, and when a firm posts, follows from what the bots have done so far.
"""

from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from chat.message import Address
from domain.clock import SystemClock
from domain.people import Grant, Role
from services.demo.making import code
from storage.database import Database
from tests.torture.books import Person, Said
from tests.torture.bots import Installation

EFFECTS = """
SELECT 'enterprise:' || code FROM enterprises
UNION ALL SELECT 'listing:' || e.code FROM listings l JOIN enterprises e ON e.id = l.enterprise_id
UNION ALL SELECT a.action || ':' || e.code FROM audit a JOIN enterprises e ON e.id = CAST(a.object AS INTEGER)
  WHERE a.action LIKE 'enterprise.%'
UNION ALL SELECT a.action || ':' || e.code FROM audit a JOIN listings l ON l.id = CAST(a.object AS INTEGER)
  JOIN enterprises e ON e.id = l.enterprise_id WHERE a.action LIKE 'listing.%'
UNION ALL SELECT 'subscription:' || h.person FROM subscriptions s JOIN addresses h ON h.person_id = s.person_id
UNION ALL SELECT 'alert:' || h.person || ':' || e.code FROM alerted t JOIN subscriptions s ON s.id = t.subscription_id
  JOIN addresses h ON h.person_id = s.person_id JOIN listings l ON 'listing:' || l.id = t.subject
  JOIN enterprises e ON e.id = l.enterprise_id WHERE t.state <> 'waiting'
"""
"""One line for each thing that was done: rows that stand, deeds of the audit, and of whom a subscriber was told."""

_STANDING = "SELECT code, state FROM enterprises"
_SUBSCRIBED = "SELECT count(*) FROM subscriptions"
_OFFICERS, _SUBSCRIBERS = 2, 3
_SUBSCRIBES = (Said("有新的包头光伏实习就告诉我，每次最多10条", "已订阅"),)
_POSTS = (
    Said("招光伏实习生5名，150元/天，包头市昆都仑区钢铁大街，负责电站巡检，要求会看图纸，12月31号截止", "请核对要发布的信息"),
    Said("确认", "已提交，编号"),
)


@dataclass
class Firm:
    """An enterprise that began to register; `code` tells it from all others."""

    user: int
    name: str
    code: str
    terse: bool
    posted: bool = False

    @property
    def registers(self) -> tuple[Said, ...]:
        """What its first person types: every second one most of it in one breath."""
        ends = (
            Said("同意", "联系人叫什么"),
            Said("虚构的张某", "联系人的手机号"),
            Said("13800001234", "想找什么"),
            Said("人才、设备", "产教融合型企业名单"),
            Said("否", "请核对企业登记"),
            Said("确认", "已提交，待审核"),
        )
        if self.terse:
            breath = f"{self.name}，{self.code}，所在地包头市昆都仑区，行业光伏，规模小型"
            return (Said("注册企业", "全称"), Said(breath, "存多久"), *ends)
        place = Said(f"{self.code}，所在地改包头市昆都仑区", "主要做哪一行")
        asked = (Said("注册企业", "全称"), Said(self.name, "信用代码是多少"), place, Said("光伏", "规模多大"), Said("小型", "存多久"))
        return (*asked, *ends)

    def person(self, subscribers: list[int]) -> Person:
        """What must come of it."""
        told, done = [f"“{self.name}”的登记已通过审核"], ["enterprise:", "enterprise.registered:", "enterprise.approved:"]
        if self.posted:
            told += ["已通过审核，正在发布"]
            done += ["listing:", "listing.sent:", "listing.approved:", *(f"alert:{one}:" for one in subscribers)]
        said = self.registers + (_POSTS if self.posted else ())
        return Person(self.user, said, tuple(told), tuple(f"{one}{self.code}" for one in done))


@dataclass
class Market:
    """The market of one installation. Whatever makes people act gives back how many updates that came to."""

    site: Installation
    firms: list[Firm] = field(default_factory=list)
    officers: list[int] = field(default_factory=list)
    subscribers: list[int] = field(default_factory=list)
    _pressed: dict[int, int] = field(default_factory=dict)

    def open(self) -> int:
        """The staff are appointed, and subscribers come, before there is anything to be told of."""
        self.officers = [self._somebody(f"虚构的审核员{nth}") for nth in range(_OFFICERS)]
        with closing(Database.open(f"sqlite:///{self.site.data / 'xiaoqitong.db'}", SystemClock())) as database:
            for user in self.officers:
                sender = Address("telegram", str(user), str(user))
                database.do_now(lambda work, sender=sender: work.people.grant(work.people.meet(sender).id, Grant(Role.MODERATOR)))  # type: ignore[misc]
        self.subscribers = [self._somebody(f"虚构的订户{nth}") for nth in range(_SUBSCRIBERS)]
        return sum([*(self._say(user, "/start") for user in self.officers), *(self._type(user, _SUBSCRIBES) for user in self.subscribers)])

    def come(self) -> int:
        """One more enterprise registers."""
        number = len(self.firms) + 1
        user = self._somebody(f"虚构的企业人{number}")
        firm = Firm(user, f"虚构第{number}号光伏有限公司", code(number, "150203"), terse=number % 2 == 1)
        self.firms.append(firm)
        return self._type(firm.user, firm.registers)

    def move(self) -> int:
        """The staff press what they were shown, and approved enterprises post; 0 when there is nothing left to do."""
        if self.site.rows(_SUBSCRIBED)[0][0] < _SUBSCRIBERS:
            return 0
        return sum(self._decide(user) for user in self.officers) + self._post()

    def people(self) -> list[Person]:
        """Everybody, with what must come of what they said when all has been done."""
        posted = tuple(firm.name for firm in self.firms if firm.posted)
        subscribers = (Person(user, _SUBSCRIBES, posted, (f"subscription:{user}",)) for user in self.subscribers)
        return [*subscribers, *(firm.person(self.subscribers) for firm in self.firms)]

    def _decide(self, user: int) -> int:
        """通过 on every card since the last look, whether a colleague was quicker or not."""
        messages: list[dict[str, Any]] = self.site.server.look(f"messages/{user}")
        new = [one for one in messages if one["message_id"] > self._pressed.get(user, 0) and "通过" in _labels(one)]
        for one in new:
            self.site.server.act("press", user=user, message_id=one["message_id"], label="通过", data="", chat=user, forged=False)
            self._pressed[user] = one["message_id"]
        return len(new)

    def _post(self) -> int:
        approved = {code for code, state in self.site.rows(_STANDING) if state == "approved"}
        ready = [firm for firm in self.firms if firm.code in approved and not firm.posted]
        for firm in ready:
            firm.posted = True
        return sum(self._type(firm.user, _POSTS) for firm in ready)

    def _somebody(self, name: str) -> int:
        return int(self.site.server.act("person", name=name)["id"])

    def _type(self, user: int, said: tuple[Said, ...]) -> int:
        return sum(self._say(user, one.text) for one in said)

    def _say(self, user: int, text: str) -> int:
        self.site.server.act("say", user=user, text=text)
        return 1


def _labels(message: dict[str, Any]) -> list[str]:
    rows: list[list[dict[str, str]]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]
