"""Who wants a listing, in the two forms of the `Wanting` port: SQL, which is the truth, and columns in memory, which are quick."""

from collections.abc import Sequence

from domain.listing import Listing
from domain.subscription import Subscription
from services.columns import Columns
from storage.work import Work

MANY = 5_000
"""From so many subscriptions on columns are worth their memory."""

_BEHIND = 2_000
_PAGE = 2_000

Found = tuple[Sequence[Subscription], int]


class BySql:
    """The plain form: SQL by indexed columns, then the words of each wish."""

    def wanting(self, work: Work, listing: Listing, after: int, limit: int) -> Found:
        """See `Wanting`."""
        near = work.subscriptions.wanting(listing, after, limit)
        return [one for one in near if one.wish.wants(listing)], near[-1].id if len(near) == limit else 0


class ByColumns:
    """The quick form: columns of what was committed at some revision, and SQL for what has changed since.

    `learn` brings the columns up to date; a unit of work never does, since what it sees may not be kept. As long as there are few
    subscriptions, or too many have changed, SQL answers alone. Whoever the columns name is read from SQL and asked again.
    """

    def __init__(self, many: int = MANY, behind: int = _BEHIND) -> None:
        self._plain = BySql()
        self._many, self._behind = many, behind
        self.columns, self._known = Columns(), -1

    @property
    def size(self) -> int:
        """The columns' bytes."""
        return self.columns.size

    def learn(self, work: Work) -> None:
        """Learn what was committed since the last time. For one reader's thread."""
        revision = work.subscriptions.revision()
        if revision == self._known or (self._known < 0 and work.subscriptions.count() < self._many):
            return
        if revision < self._known:  # an older state was restored
            self.columns, self._known = Columns(), -1
        for page in work.subscriptions.terms(self._known, _PAGE):
            self.columns.put(page)
        self._known = revision

    def wanting(self, work: Work, listing: Listing, after: int, limit: int) -> Found:
        """See `Wanting`."""
        known, revision = self._known, work.subscriptions.revision()
        if known < 0 or not 0 <= revision - known <= self._behind:
            return self._plain.wanting(work, listing, after, limit)
        changed = work.subscriptions.since(known) if revision > known else []
        likely = {*self.columns.wanting(listing, after, limit), *(one.id for one in changed if one.id > after)}
        near = sorted(likely)[:limit]
        found = [one for one in work.subscriptions.these(near) if one.wants(listing)]
        return found, near[-1] if len(near) == limit else 0
