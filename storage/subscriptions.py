"""What people want to be told of, and what they were told already: of each subject a subscription hears once."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Text, bindparam, delete, func, literal, or_, select, update

from domain.listing import Kind, Listing
from domain.region import stem
from domain.subscription import FOR_PEOPLE, LEVELS, Rhythm, Subscription, Topic, Wish
from storage.columns import insert
from storage.repository import Repository
from storage.tables_business import alerted, subscriptions

WAITING = "waiting"
"""The state of a subject that is still to be told; afterwards it is the number of the alert in which it was."""

_ADD = insert(subscriptions).returning(subscriptions.c.id)
_FIND = select(*subscriptions.c).where(subscriptions.c.id == bindparam("row"))
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
        id_: int = self.connection.execute(_ADD, {**_values(subscription), "since": self.now, "last_day": None}).scalar_one()
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
        return self.connection.execute(_CHANGE.values(_values(subscription)), {"row": subscription.id}).rowcount == 1

    def remove(self, subscription: int) -> bool:
        """Forget it and what it was told. False where it is gone."""
        return self.connection.execute(_REMOVE, {"row": subscription}).rowcount == 1

    def wanting(self, listing: Listing, after: int, limit: int) -> list[Subscription]:
        """Those that may want a listing, by id from behind `after`: by all but their words. Paused ones want nothing."""
        values = {
            **_page(Topic.LISTINGS, listing.region, after, limit),
            "kinds": [listing.kind.value, *([""] if listing.kind in FOR_PEOPLE else [])],
            "levels": ["", *LEVELS[LEVELS.index(listing.education) :]] if listing.education in LEVELS else [""],
            "pays": listing.pay.monthly if listing.pay else 0,
            "majors": ["", *listing.majors],
            "any_major": "".join(listing.majors),
        }
        return [_subscription(row) for row in self.connection.execute(_WANTING, values)]

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


def _page(topic: Topic, region: str, after: int, limit: int) -> dict[str, object]:
    digits = stem(region)
    around = {"", *(digits[:end].ljust(6, "0") for end in range(2, len(digits) + 1, 2)), region}
    return {"about": topic, "around": sorted(around), "last": after, "most": limit}


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
