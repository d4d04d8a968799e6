"""Looking for posts: those that are open today and fit, page by page. Everybody may."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.clock import HERE
from domain.listing import Listing
from domain.subscription import Wish
from storage.work import Work

SIZE = 5
"""Listings to a page."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing with the name of its enterprise ("" for a person's own)."""

    listing: Listing
    firm: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what fits; `at` counts pages from 0, `count` is how many listings fit in all."""

    hits: Sequence[Hit]
    at: int
    count: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // SIZE))


def search(work: Work, wish: Wish, at: int = 0) -> Found:
    """What fits a wish; of a page that is not there any more the last one."""
    today = work.now.astimezone(HERE).date()
    count = work.listing_search.count(wish, today)
    at = max(0, min(at, -(-count // SIZE) - 1))
    return Found(hits(work, work.listing_search.find(wish, today, skip=at * SIZE, limit=SIZE)), at, count)


def first(work: Work, wish: Wish, limit: int) -> list[Hit]:
    """The best of what fits today."""
    return hits(work, work.listing_search.find(wish, work.now.astimezone(HERE).date(), limit=limit))


def count(work: Work, wish: Wish) -> int:
    """How many fit today."""
    return work.listing_search.count(wish, work.now.astimezone(HERE).date())


def hits(work: Work, listings: Sequence[Listing]) -> list[Hit]:
    """Listings with their enterprises' names."""
    found = {id_: work.enterprises.find(id_) for id_ in {one.enterprise for one in listings if one.enterprise}}
    return [Hit(one, firm.name if (firm := found.get(one.enterprise)) else "") for one in listings]
