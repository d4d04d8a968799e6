"""Makes up enterprises, posts and people from a seed, each marked: names say 虚构, telephone numbers and codes are nobody's."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.enterprise import Enterprise, Need, Review, Size
from domain.listing import RECRUITING, Kind, Listing, Pay, PayUnit, Side, State
from domain.profile import Profile
from domain.region import Region, city_of
from domain.subscription import LEVELS, Rhythm, Subscription, Topic, Wish
from services.demo.trades import DETAILS, SIDES, TRADES, Trade

MARK = "虚构"
"""The word with which every invented name begins."""

_GIVEN = (
    "北疆", "云岭", "星禾", "朗川", "晴野", "恒拓", "启程", "合众", "长青", "远帆", "景行", "同心", "金穗", "天成", "博远", "明湖", "新域",
)  # fmt: skip
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
_SCHOOLS = ("工业职业学院", "机电职业技术学院", "轻工职业学院", "农业职业技术学院", "信息职业学院", "理工大学", "交通技师学院")
_SKILLS = ("会用电脑绘图", "有驾驶证", "实习过三个月", "会做短视频", "英语四级", "当过班长", "拿过校级技能赛奖", "")
_KINDS = (Kind.JOB,) * 9 + (Kind.INTERNSHIP,) * 5 + (Kind.TRAINING,) * 2 + tuple(SIDES)
_STATES = (State.OPEN,) * 14 + (State.PENDING, State.RETURNED, State.CLOSED, State.CLOSED, State.EXPIRED, State.EXPIRED)
_RHYTHMS = (Rhythm.AT_ONCE, Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.WEEKLY, Rhythm.MONTHLY)
_REASONS = ("请写明工作地点在哪个区", "薪酬范围太宽，请写实际会给的", "要求里请写清楚需要的证书")
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: the code, and the words for it."""

    code: str
    words: str


def mobile(number: int) -> str:
    """A telephone number that nobody can have: no number of the country begins with 0 behind its code."""
    return f"+86000{number:08d}"


def code(number: int, region: str) -> str:
    """A 统一社会信用代码 with the right check character whose body no office gives out: XG stands for 虚构."""
    body = f"91{region}XGXG{number:04d}X"
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
    return body + _SIGNS[(31 - total % 31) % 31]


class Maker:
    """Makes one thing after the other, the same ones from the same seed and day; the likelier a place, the more often it is in `places`."""

    def __init__(self, seed: int, day: date, places: Sequence[Place]) -> None:
        self._chance = random.Random(seed)
        self._day = day
        self._places = places
        self._names: set[str] = set()

    def trade(self) -> Trade:
        """Some trade."""
        return self._chance.choice(TRADES)

    def enterprise(self, number: int, trade: Trade, owner: int, reviewer: int) -> Enterprise:
        """The nth enterprise: three of four approved, most of the others waiting."""
        place, state = self._place(), self._chance.choice((Review.APPROVED,) * 15 + (Review.PENDING,) * 4 + (Review.RETURNED,))
        size, listed = self._chance.choice(tuple(Size)), self._chance.choice((True, False, None))
        needs = frozenset(self._chance.sample(tuple(Need), self._chance.randint(1, 3)))
        reason = "信用代码和名称对不上，请核对营业执照" if state is Review.RETURNED else ""
        by = 0 if state is Review.PENDING else reviewer
        name, own, contact = self._name(trade), code(number, place.code), self.person()
        return Enterprise(0, name, own, place.code, trade.cluster, size, contact, mobile(number), needs, listed, owner, state, reason, by)

    def listing(self, firm: Enterprise, trade: Trade, reviewer: int) -> Listing:
        """One more post of an enterprise, in whatever state."""
        kind, state = self._chance.choice(_KINDS), self._chance.choice(_STATES)
        made = self._place_to_work(kind, trade) if kind in RECRUITING else self._thing(kind, trade)
        ahead = -self._chance.randint(1, 40) if state is State.EXPIRED else self._chance.randint(4, 120)
        return Listing(
            0, kind, made.side, made.title, firm.id, firm.owner, firm.region,
            f"{self._words(firm.region)}{MARK}路{self._chance.randint(1, 200)}号", made.headcount, made.duties, made.requirements, made.pay,
            made.majors, made.education, "", self._day + timedelta(days=ahead), state,
            self._chance.choice(_REASONS) if state is State.RETURNED else "", 0 if state is State.PENDING else reviewer,
        )  # fmt: skip

    def person(self) -> str:
        """Somebody's name."""
        return f"{MARK}的{self._chance.choice(_FAMILY)}某"

    def profile(self, person: int) -> Profile:
        """What somebody tells of themselves; no number, or one that is nobody's."""
        trade, place = self.trade(), self._place()
        return Profile(
            person, MARK + self._chance.choice(_SCHOOLS), trade.major, trade.speciality, self._day.year + self._chance.randint(-1, 2),
            self._chance.choice(("中专", "大专", "大专", "本科", "硕士")), place.code, self._chance.choice(_SKILLS),
            self._chance.choice((0, 0, 4000, 5000, 6000)), self._chance.choice(("", mobile(10_000 + person))), self.chosen(0.4),
        )  # fmt: skip

    def subscription(self, told: Profile) -> Subscription:
        """What somebody with that profile wants to hear of."""
        trade, city = next(one for one in TRADES if one.speciality == told.speciality), city_of(told.region)
        if self.chosen(0.08):
            topic, wish = Topic.POLICIES, Wish(region=city)
        else:
            kind = self._chance.choice((Kind.JOB, Kind.JOB, Kind.INTERNSHIP, None))
            words = (self._chance.choice(trade.work).title[:2],) if self.chosen(0.3) else ()
            topic, wish = Topic.LISTINGS, Wish(kind, city, words, trade.major, told.education, told.lowest_pay)
        rhythm, weekday, most = self._chance.choice(_RHYTHMS), self._chance.randrange(5), self._chance.choice((3, 5, 10))
        return Subscription(0, told.person, topic, wish, rhythm, weekday, most, paused=self.chosen(0.05))

    def chosen(self, share: float) -> bool:
        """Yes, so often."""
        return self._chance.random() < share

    def days(self, most: float) -> timedelta:
        """A time up to so many days."""
        return timedelta(days=self._chance.uniform(0.02, most))

    def _place_to_work(self, kind: Kind, trade: Trade) -> "_Made":
        work = self._chance.choice(trade.work)
        if kind is Kind.INTERNSHIP:
            pay = Pay(low := self._chance.randrange(80, 180, 10), low + 20, PayUnit.DAY)
            return _Made(f"{work.title}实习生", Side.OFFERED, work.duties, "在校生，能连续实习三个月以上", self._chance.randint(1, 10), pay,
                         (trade.major,), self._chance.choice(LEVELS[:3]))  # fmt: skip
        low = work.pay + self._chance.randrange(-5, 15) * 100
        majors, education = self._chance.choice(((), (trade.major,))), self._chance.choice(LEVELS[:4])
        return _Made(work.title, Side.OFFERED, work.duties, work.requirements, self._chance.randint(1, 20),
                     Pay(low, low + 1500, PayUnit.MONTH), majors, education)  # fmt: skip

    def _thing(self, kind: Kind, trade: Trade) -> "_Made":
        side = self._chance.choice(SIDES[kind])
        return _Made(self._chance.choice(trade.things[kind]), side, DETAILS[kind, side])

    def _name(self, trade: Trade) -> str:
        while True:
            name = f"{MARK}{self._chance.choice(_GIVEN)}{self._chance.choice(trade.names)}有限公司"
            if name not in self._names:
                self._names.add(name)
                return name

    def _place(self) -> Place:
        return self._chance.choice(self._places)

    def _words(self, region: str) -> str:
        return next(one.words for one in self._places if one.code == region)


@dataclass(frozen=True, slots=True)
class _Made:
    title: str
    side: Side
    duties: str
    requirements: str = ""
    headcount: int = 0
    pay: Pay | None = None
    majors: tuple[str, ...] = ()
    education: str = ""


def places_of(cities: Sequence[Region], districts: Sequence[Sequence[Region]]) -> list[Place]:
    """Places in these cities; the first cities come more often."""
    found: list[Place] = []
    for nth, (city, inside) in enumerate(zip(cities, districts, strict=True)):
        own = [Place(one.code, city.name + one.name) for one in inside[:6]] or [Place(city.code, city.name)]
        found += own * max(1, (len(cities) - nth) * 6 // len(own))
    return found
