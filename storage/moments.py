"""Whether a moment has come, by a clock that somebody may set back."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_

FAR = timedelta(hours=1)
"""Nothing is leased or put off for longer at once."""


def come(moment: ColumnElement[datetime] | ColumnElement[datetime | None]) -> ColumnElement[bool]:
    """Whether it lies behind `now`, or beyond `far`: such a one was written before the clock was set back, and would not come for days."""
    return or_(moment <= bindparam("now"), moment > bindparam("far"))


def clock(now: datetime) -> dict[str, datetime]:
    """The parameters of `come`."""
    return {"now": now, "far": now + FAR}
