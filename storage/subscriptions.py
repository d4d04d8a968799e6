"""What people want to be told of, and what they were told already: of each subject a subscription hears once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, Row, Text, bindparam, case, cast, delete, func, literal, or_, select, update

from domain.listing import Kind, Listing
from domain.region import around, stem
from domain.subscription import Rhythm, Subscription, Topic, Wish, fitting
from storage.columns import insert
from storage.repository import Repository
from storage.tables import notes
from storage.tables_business import alerted, subscriptions

WAITING = "waiting"
"""The state of a subject that is still to be told; afterwards it is the number of the alert in which it was."""
Terms = tuple[int, str | None, str, str, str, str, int]
"""The id of a subscription, the region (None where it wants no listings now), kind, words, major, education and lowest pay of its wish."""

_NAME = "subscriptions_revision"
_REVISION = select(notes.c.value).where(notes.c.name == _NAME)
# Counted by the database itself, and held until the unit ends: changes are counted in the order in which they are committed.
_COUNTED = insert(notes).values(name=_NAME, value="1")
_COUNTED = _COUNTED.on_conflict_do_update(index_elements=["name"], set_={"value": cast(cast(notes.c.value, Integer) + 1, Text)})
_BUMP = _COUNTED.returning(notes.c.value)
_ADD = insert(subscriptions).returning(subscriptions.c.id)
_FIND = select(*subscriptions.c).where(subscriptions.c.id == bindparam("row"))
_THESE = select(*subscriptions.c).where(subscriptions.c.id.in_(bindparam("ids", expanding=True))).order_by(subscriptions.c.id)
_CHANGED = subscriptions.c.revision > bindparam("since")
_SINCE = select(*subscriptions.c).where(_CHANGED)
_ASLEEP = or_(subscriptions.c.paused, subscriptions.c.topic != Topic.LISTINGS)
_TERMS = select(
    subscriptions.c.id,
    case((_ASLEEP, None), else_=subscriptions.c.region),
    subscriptions.c.kind,
    subscriptions.c.words,
    subscriptions.c.major,
    subscriptions.c.education,
    subscriptions.c.lowest_pay,
).where(_CHANGED)
_COUNT = select(func.count()).select_from(subscriptions)
_OF = select(*subscriptions.c).where(subscriptions.c.person_id == bindparam("who")).order_by(subscriptions.c.id)
_CHANGE = update(subscriptions).where(subscriptions.c.id == bindparam("row"))
_REMOVE = delete(subscriptions).where(subscriptions.c.id == bindparam("row"))
_AROUND = subscriptions.c.region.in_(bindparam("around", expanding=True))
_AWAKE = select(*subscriptions.c).where(
    subscriptions.c.topic == bindparam("about"), ~subscriptions.c.paused, subscriptions.c.id > bindparam("last")
)
_AWAKE = _AWAKE.order_by(subscriptions.c.id).limit(bindparam("most"))
_OF_POLICIES = _AWAKE.where(or_(_AROUND, subscriptions.c.region.like(bindparam("inside", type_=Text))))
_WANTING = _AWAKE.where(
    _AROUND,
    subscriptions.c.kind.in_(bindparam("kinds", expanding=True)),
    subscriptions.c.education.in_(bindparam("levels", expanding=True)),
    subscriptions.c.lowest_pay <= bindparam("pays"),
    or_(subscriptions.c.major.in_(bindparam("majors", expanding=True)), literal("", Text) == bindparam("any_major", type_=Text)),
)
_WAIT = insert(alerted).on_conflict_do_nothing(index_elements=["subscription_id", "subject"])
_ITS = alerted.c.subscription_id == bindparam("row")
_WAITS = select(func.count()).select_from(alerted).where(_ITS, alerted.c.state == WAITING)
_NEXT = select(alerted.c.subject).where(_ITS, alerted.c.state == WAITING).order_by(alerted.c.at, alerted.c.subject).limit(bindparam("most"))
_TELL = update(alerted).where(_ITS, alerted.c.subject == bindparam("about")).values(state=bindparam("as_"), at=bindparam("now"))
_TOLD = select(alerted.c.subject).where(_ITS, alerted.c.state == bindparam("as_")).order_by(alerted.c.subject)
_DROP = delete(alerted).where(_ITS, alerted.c.state == WAITING)
_LAST = (
    select(alerted.c.subscription_id)
    .join(subscriptions, subscriptions.c.id == alerted.c.subscription_id)
    .where(subscriptions.c.person_id == bindparam("who"), alerted.c.state != WAITING)
    .order_by(alerted.c.at.desc(), alerted.c.subscription_id.desc())
    .limit(1)
)


class Subscriptions(Repository):
    """Subscriptions by id, and the subjects of each."""

    __slots__ = ()

    def add(self, subscription: Subscription) -> int:
        """Keep a new one, from now on, and give back its id."""
        values = {**_values(subscription), "since": self.now, "last_day": None, "revision": self._bump()}
        id_: int = self.connection.execute(_ADD, values).scalar_one()
        return id_

    def find(self, subscription: int) -> Subscription | None:
        """The one of an id."""
        row = self.connection.execute(_FIND, {"row": subscription}).one_or_none()
        return _subscription(row) if row else None

    def of(self, person: int) -> list[Subscription]:
        """Somebody's, oldest first."""
        return [_subscription(row) for row in self.connection.execute(_OF, {"who": person})]

    def change(self, subscription: Subscription) -> bool:
        """Write it anew. False where it is gone."""
        values = {**_values(subscription), "revision": self._bump()}
        return self.connection.execute(_CHANGE.values(values), {"row": subscription.id}).rowcount == 1

    def remove(self, subscription: int) -> bool:
        """Forget it and what it was told. False where it is gone."""
        return self.connection.execute(_REMOVE, {"row": subscription}).rowcount == 1

    def wanting(self, listing: Listing, after: int, limit: int) -> list[Subscription]:
        """Those that may want a listing, by id from behind `after`: by all but their words. Paused ones want nothing."""
        fit = fitting(listing)
        values = {
            **_page(Topic.LISTINGS, listing.region, after, limit),
            "kinds": sorted(fit.kinds),
            "levels": sorted(fit.levels),
            "pays": fit.pay,
            "majors": sorted(fit.majors or ()),
            "any_major": "".join(fit.majors or ()),
        }
        return [_subscription(row) for row in self.connection.execute(_WANTING, values)]

    def these(self, ids: Sequence[int]) -> list[Subscription]:
        """Those of the ids that are there, by id."""
        return [_subscription(row) for row in self.connection.execute(_THESE, {"ids": ids})]

    def count(self) -> int:
        """How many there are."""
        return int(self.connection.scalar(_COUNT) or 0)

    def revision(self) -> int:
        """How many times one was added or changed, up to now."""
        return int(self.connection.scalar(_REVISION) or 0)

    def since(self, revision: int) -> list[Subscription]:
        """Those that were added or changed after that, in no order."""
        return [_subscription(row) for row in self.connection.execute(_SINCE, {"since": revision})]

    def terms(self, revision: int, page: int) -> Iterator[Sequence[Terms]]:
        """The same a page at a time, and only what says which listings they want. -1 for all."""
        return self.connection.execute(_TERMS, {"since": revision}, execution_options={"yield_per": page}).partitions()

    def of_policies(self, region: str, after: int, limit: int) -> list[Subscription]:
        """Those for policies that concern a region, by id from behind `after`. Paused ones want nothing."""
        values = {**_page(Topic.POLICIES, region, after, limit), "inside": f"{stem(region)}%"}
        return [_subscription(row) for row in self.connection.execute(_OF_POLICIES, values)]

    def wait(self, subscription: int, subject: str) -> bool:
        """Let a subject wait to be told. False where it waits or was told before."""
        values = {"subscription_id": subscription, "subject": subject, "state": WAITING, "at": self.now}
        return self.connection.execute(_WAIT, values).rowcount == 1

    def waiting(self, subscription: int) -> int:
        """How many subjects wait."""
        return int(self.connection.scalar(_WAITS, {"row": subscription}) or 0)

    def forget_waiting(self, subscription: int) -> int:
        """What waits is not told after all. Gives back how many those were."""
        return self.connection.execute(_DROP, {"row": subscription}).rowcount

    def tell(self, subscription: int, alert: int, limit: int) -> Sequence[str]:
        """Put what waits, the longest waiting first, into an alert of that number, and give it back."""
        subjects = self.connection.scalars(_NEXT, {"row": subscription, "most": limit}).all()
        for subject in subjects:
            self.connection.execute(_TELL, {"row": subscription, "about": subject, "as_": str(alert), "now": self.now})
        return subjects

    def told(self, subscription: int, alert: int) -> Iterable[str]:
        """The subjects of an alert."""
        return self.connection.scalars(_TOLD, {"row": subscription, "as_": str(alert)}).all()

    def last_told(self, person: int) -> Subscription | None:
        """The one of somebody's of which they heard last."""
        found: int | None = self.connection.scalar(_LAST, {"who": person})
        return self.find(found) if found else None

    def _bump(self) -> int:
        return int(self.connection.execute(_BUMP).scalar_one())


def _page(topic: Topic, region: str, after: int, limit: int) -> dict[str, object]:
    return {"about": topic, "around": sorted(around(region)), "last": after, "most": limit}


def _values(one: Subscription) -> dict[str, object]:
    return {
        "person_id": one.person,
        "topic": one.topic,
        "kind": one.wish.kind or "",
        "region": one.wish.region,
        "words": " ".join(one.wish.words),
        "major": one.wish.major,
        "education": one.wish.education,
        "lowest_pay": one.wish.lowest_pay,
        "rhythm": one.rhythm,
        "weekday": one.weekday,
        "most": one.most,
        "quiet_from": one.quiet_from,
        "quiet_to": one.quiet_to,
        "paused": one.paused,
    }


def _subscription(row: Row[*tuple[Any, ...]]) -> Subscription:
    told = row._mapping
    kind = Kind(told["kind"]) if told["kind"] else None
    wish = Wish(kind, told["region"], tuple(told["words"].split()), told["major"], told["education"], told["lowest_pay"])
    return Subscription(
        id=told["id"],
        person=told["person_id"],
        topic=Topic(told["topic"]),
        wish=wish,
        rhythm=Rhythm(told["rhythm"]),
        weekday=told["weekday"],
        most=told["most"],
        quiet_from=told["quiet_from"],
        quiet_to=told["quiet_to"],
        paused=told["paused"],
        since=told["since"],
        last_day=told["last_day"],
    )
