"""Open listings that somebody may want, the best fitting and freshest first. It finds what `Wish.wants` wants, by indexed columns first."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Text, and_, bindparam, case, func, literal, or_, select

from domain.listing import Listing, Side, State
from domain.region import stem
from domain.subscription import Wish
from storage.columns import Moment
from storage.listings import listing_of
from storage.repository import Repository
from storage.tables_business import listings

MOST_WORDS = 4
"""So many words of a wish are looked for."""

_WORDS = tuple(f"word{number}" for number in range(MOST_WORDS))
_BLANK = literal(" ", Text)
_TEXT = func.lower(
    listings.c.title
    + _BLANK
    + listings.c.duties
    + _BLANK
    + listings.c.requirements
    + _BLANK
    + listings.c.remark
    + _BLANK
    + listings.c.place
)
_OPEN = and_(listings.c.state == State.OPEN, or_(listings.c.closes.is_(None), listings.c.closes >= bindparam("today")))
_MAJOR = bindparam("major", type_=Text)
_FITS = and_(
    _OPEN,
    listings.c.side == bindparam("side", type_=Text),
    listings.c.kind.in_(bindparam("kinds", expanding=True)),
    listings.c.region.like(bindparam("within", type_=Text)),
    listings.c.education.in_(bindparam("levels", expanding=True)),
    listings.c.monthly >= bindparam("least"),
    or_(listings.c.majors == "", literal("", Text) == _MAJOR, (_BLANK + listings.c.majors + _BLANK).like("% " + _MAJOR + " %")),
    *(_TEXT.like(bindparam(word, type_=Text), escape="\\") for word in _WORDS),
)
_HITS = sum(
    (case((func.lower(listings.c.title).like(bindparam(word, type_=Text), escape="\\"), 1), else_=0) for word in _WORDS), literal(0)
)
_FIND = select(*listings.c).where(_FITS).order_by(_HITS.desc(), listings.c.opened_at.desc(), listings.c.id.desc())
_FIND = _FIND.limit(bindparam("most")).offset(bindparam("skipped"))
_COUNT = select(func.count()).select_from(listings).where(_FITS)
_OPENED = and_(listings.c.opened_at > bindparam("since", type_=Moment), listings.c.opened_at <= bindparam("until", type_=Moment))
_NEW = and_(_OPEN, listings.c.region.like(bindparam("within", type_=Text)), _OPENED)
_NEWEST = select(*listings.c).where(_NEW).order_by(listings.c.opened_at.desc(), listings.c.id.desc()).limit(bindparam("most"))
_COUNT_NEW = select(func.count()).select_from(listings).where(_NEW)


class ListingSearch(Repository):
    """Looks through open listings."""

    __slots__ = ()

    def find(self, wish: Wish, today: date, *, skip: int = 0, limit: int = 10, side: Side = Side.OFFERED) -> Sequence[Listing]:
        """Those that fit: before others what has the words in its title, then what was opened last."""
        rows = self.connection.execute(_FIND, {**_values(wish, today, side), "most": limit, "skipped": skip})
        return [listing_of(row) for row in rows]

    def count(self, wish: Wish, today: date) -> int:
        """How many fit."""
        return int(self.connection.scalar(_COUNT, _values(wish, today, Side.OFFERED)) or 0)

    def new(self, region: str, since: datetime, until: datetime, today: date, limit: int) -> Sequence[Listing]:
        """Those of a region that were opened between two moments and are open still, newest first."""
        rows = self.connection.execute(_NEWEST, {**_new(region, since, until, today), "most": limit})
        return [listing_of(row) for row in rows]

    def count_new(self, region: str, since: datetime, until: datetime, today: date) -> int:
        """How many those are."""
        return int(self.connection.scalar(_COUNT_NEW, _new(region, since, until, today)) or 0)


def _new(region: str, since: datetime, until: datetime, today: date) -> dict[str, object]:
    return {"within": f"{stem(region)}%", "since": since, "until": until, "today": today}


def _values(wish: Wish, today: date, side: Side) -> dict[str, object]:
    words = (*wish.words[:MOST_WORDS], *("" for _ in range(MOST_WORDS - len(wish.words))))
    return {
        "today": today,
        "side": side,
        "kinds": sorted(wish.kinds),
        "within": f"{stem(wish.region)}%",
        "levels": wish.levels,
        "least": wish.lowest_pay,
        "major": wish.major,
        **{name: f"%{_escaped(word.lower())}%" for name, word in zip(_WORDS, words, strict=True)},
    }


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
