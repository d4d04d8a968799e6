"""What people thought of answers."""

from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.columns import insert
from storage.repository import Repository
from storage.tables_knowledge import ratings

_RATE = insert(ratings)
_RATE = _RATE.on_conflict_do_update(
    index_elements=["turn_id", "person_id"], set_={"useful": _RATE.excluded.useful, "at": _RATE.excluded.at}
)
_COUNT = select(ratings.c.useful, func.count()).where(ratings.c.at >= bindparam("since")).group_by(ratings.c.useful)


class Feedback(Repository):
    """One rating by each person for each turn; the last word counts."""

    __slots__ = ()

    def rate(self, turn: int, person: int, *, useful: bool) -> None:
        """Somebody found the answer of a turn useful or useless."""
        self.connection.execute(_RATE, {"turn_id": turn, "person_id": person, "useful": useful, "at": self.now})

    def counts(self, since: datetime) -> tuple[int, int]:
        """How often answers were found useful, and how often useless, since a moment."""
        counts = {bool(useful): count for useful, count in self.connection.execute(_COUNT, {"since": since})}
        return counts.get(True, 0), counts.get(False, 0)
