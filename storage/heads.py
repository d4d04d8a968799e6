"""Whose turn it is in the outbox: the first open row of each chat, found from chat to chat.

The walk goes along the index of open rows of one lane, and looks at one row of each chat, however many wait behind it. It ends where
enough is found, and the next one begins behind the last chat, so a claim costs the same whatever waits.
"""

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, and_, bindparam, case, exists, func, literal, or_, select, update

from storage.columns import Json
from storage.moments import come
from storage.tables import outbox

_begun, _next, _line, _other = (outbox.alias(name) for name in ("begun", "next", "line", "other"))


def _free(row: FromClause) -> ColumnElement[bool]:
    return and_(row.c.finished_at.is_(None), come(row.c.next_at), or_(row.c.lease_until.is_(None), come(row.c.lease_until)))


def _ready(row: FromClause) -> ColumnElement[int]:
    """1 where the first of a chat in its lane may go now: nothing more urgent waits in the chat, and nothing is on its way there."""
    same_chat = and_(_other.c.finished_at.is_(None), _other.c.platform == row.c.platform, _other.c.chat == row.c.chat)
    more_urgent = exists().where(same_chat, _other.c.lane < row.c.lane)
    on_its_way = exists().where(same_chat, _other.c.lease_until.is_not(None), ~come(_other.c.lease_until))
    return case((and_(_free(row), ~more_urgent, ~on_its_way), 1), else_=0)


def _first_behind(chat: ColumnElement[str]) -> ScalarSelect[int]:
    """The id of the first open row of the next chat in the lane."""
    query = select(_line.c.id).where(_line.c.finished_at.is_(None), _line.c.platform == bindparam("on"))
    query = query.where(_line.c.lane == bindparam("of"), _line.c.chat > chat)
    return query.order_by(_line.c.chat, _line.c.id).limit(1).correlate_except(_line).scalar_subquery()


_start = select(_begun.c.id, _begun.c.chat, _ready(_begun).label("ready"), literal(0).label("before"))
_start = _start.where(_begun.c.id == _first_behind(bindparam("behind", type_=Json)))
_heads = _start.cte("heads", recursive=True)
_found = _heads.c.before + _heads.c.ready
_more = select(_next.c.id, _next.c.chat, _ready(_next), _found).where(_found < bindparam("most"))
_more = _more.select_from(_heads.join(_next, _next.c.id == _first_behind(_heads.c.chat)))
_heads = _heads.union_all(_more)
_claimable = select(outbox.c.id).select_from(outbox.join(_heads, _heads.c.id == outbox.c.id)).where(_heads.c.ready == 1, _free(outbox))
_picked = _claimable.with_for_update(of=outbox, skip_locked=True).cte("picked")

CLAIM = update(outbox).where(outbox.c.id.in_(select(_picked.c.id))).values(token=bindparam("by"), lease_until=bindparam("until"))
"""Leases to a token `by`, `until` a moment, at most so many rows: `of` a lane, `on` a platform, of chats that come `behind` one."""

PLATFORMS = select(func.min(outbox.c.platform)).where(outbox.c.finished_at.is_(None), outbox.c.platform > bindparam("last", type_=Json))
"""The next platform on which anything is owed."""
