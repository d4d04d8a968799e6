"""Who fits what: open posts for somebody, and people who agreed to be found for a post, each with what agrees. Plain sums, no chance.

A demand that somebody certainly does not meet (another major, less education, less pay than wanted) rules a post out; what is not told
rules nothing out and earns nothing. Functions with a `work` belong into a unit of work.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.message import Address
from domain.clock import HERE
from domain.listing import Listing, Side
from domain.patterns import pattern
from domain.profile import Profile
from domain.region import city_of
from domain.subscription import FOR_PEOPLE, Wish, text_of
from services import listings
from services.search import Hit, hits
from storage.work import Work

MOST = 5
"""So many are shown."""

_LOOKED_AT = 100
"""So many posts are looked at for each thing that may agree, the freshest first."""
_PEOPLE = 200
_SKILLS = 3
_PART = pattern(r"[,，、;；。\s/]+")
_VERB = pattern(r"^(?:会|懂|能|擅长|熟悉|熟练|精通|掌握|了解|持有?|有|考过|做过|学过)+")
_PROOF = pattern(r"(?:证书?|经验)$")


class Agreement(StrEnum):
    """One thing in which a person and a post agree."""

    MAJOR = "major"
    CITY = "city"
    PAY = "pay"
    SKILL = "skill"
    YEAR = "year"
    EDUCATION = "education"
    ANY_MAJOR = "any-major"


WEIGHTS: Mapping[Agreement, int] = {
    Agreement.MAJOR: 8,
    Agreement.CITY: 6,
    Agreement.PAY: 3,
    Agreement.SKILL: 2,
    Agreement.YEAR: 2,
    Agreement.EDUCATION: 1,
    Agreement.ANY_MAJOR: 1,
}
"""What each agreement counts; a skill as often as there are skills that agree, three at most."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What agrees, the weightiest first; `skills` are the person's words that stand in the post."""

    agreed: tuple[Agreement, ...] = ()
    skills: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """How well it fits; 0 where nothing agrees."""
        return sum(WEIGHTS[one] * (len(self.skills) if one is Agreement.SKILL else 1) for one in self.agreed)


@dataclass(frozen=True, slots=True)
class Post:
    """An open post that fits somebody."""

    hit: Hit
    fit: Fit


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who agreed to be found and fits a post."""

    profile: Profile
    fit: Fit


def fit(profile: Profile, listing: Listing) -> Fit | None:
    """What agrees between a person and a post; None where the post rules them out, or they it."""
    if listing.side is not Side.OFFERED or listing.kind not in FOR_PEOPLE:
        return None
    if profile.major and listing.majors and profile.major not in listing.majors:
        return None
    if profile.education and listing.education not in Wish(education=profile.education).levels:
        return None
    if profile.lowest_pay and listing.pay and listing.pay.monthly < profile.lowest_pay:
        return None
    skills = _skills(profile, listing)
    agreed = {
        Agreement.MAJOR: bool(profile.major) and profile.major in listing.majors,
        Agreement.CITY: bool(profile.region) and city_of(profile.region) == city_of(listing.region),
        Agreement.PAY: bool(profile.lowest_pay) and listing.pay is not None,
        Agreement.SKILL: bool(skills),
        Agreement.YEAR: bool(profile.year)
        and bool(re.search(rf"(?<!\d){profile.year}届|(?<!\d){profile.year % 100:02}届", text_of(listing))),
        Agreement.EDUCATION: bool(profile.education) and bool(listing.education),
        Agreement.ANY_MAJOR: bool(profile.major) and not listing.majors,
    }
    return Fit(tuple(one for one in WEIGHTS if agreed[one]), skills)


def best_posts(profile: Profile, posts: Iterable[Listing], most: int = MOST) -> list[tuple[Listing, Fit]]:
    """The posts that fit best; of equals the one that was opened last, whatever order they came in."""
    found = {one.id: (one, told) for one in posts if (told := fit(profile, one)) and told.score}
    return sorted(found.values(), key=lambda pair: (-pair[1].score, -_opened(pair[0]), -pair[0].id))[:most]


def best_people(profiles: Iterable[Profile], listing: Listing, most: int = MOST) -> list[Candidate]:
    """Those who agreed to be found and fit best; equals stand by their numbers, whatever order they came in."""
    found = {one.person: Candidate(one, told) for one in profiles if one.findable and (told := fit(one, listing)) and told.score}
    return sorted(found.values(), key=lambda one: (-one.fit.score, one.profile.person))[:most]


def posts_for(work: Work, profile: Profile) -> list[Post]:
    """The best open posts for somebody, of the freshest of their major, of their city, and of all."""
    today = work.now.astimezone(HERE).date()
    city = city_of(profile.region) if profile.region else ""
    wishes = dict.fromkeys(
        Wish(region=region, major=major, education=profile.education, lowest_pay=pay)
        for region in (city, "")
        for major in (profile.major, "")
        for pay in (profile.lowest_pay, 0)
    )
    near = [one for wish in wishes for one in work.listing_search.find(wish, today, limit=_LOOKED_AT)]
    best = best_posts(profile, near)
    return [Post(hit, told) for hit, (_, told) in zip(hits(work, [one for one, _ in best]), best, strict=True)]


def people_for(work: Work, address: Address, listing: int) -> tuple[Listing, Sequence[Candidate]] | None:
    """The best people for an open post of one's own enterprise. None where it is not open. Raises NotAllowed."""
    _, found = listings.own(work, address, listing)
    if found is None or not found.is_open(listings.day_of(work)):
        return None
    return found, best_people(work.profiles.findable(found, _PEOPLE), found)


def likeliest(work: Work, address: Address, posts: Sequence[Listing]) -> Listing:
    """Of one's own open posts the newest for which there is somebody; the newest where there is nobody. Raises NotAllowed."""
    return next((one for one in posts[:MOST] if (found := people_for(work, address, one.id)) and found[1]), posts[0])


def open_posts(work: Work, address: Address) -> list[Listing]:
    """The open posts of the enterprises that somebody belongs to and for which people may be looked for, newest first."""
    today = listings.day_of(work)
    mine = (shown.listing for shown in listings.mine(work, address))
    return [one for one in mine if one.is_open(today) and one.kind in FOR_PEOPLE and one.side is Side.OFFERED]


def _skills(profile: Profile, listing: Listing) -> tuple[str, ...]:
    text = text_of(listing)
    whole = [_VERB.sub("", part) for part in _PART.split(profile.skills)]
    words = (word if word.lower() in text else _PROOF.sub("", word) for word in whole)
    return tuple(word for word in dict.fromkeys(words) if len(word) > 1 and word.lower() in text)[:_SKILLS]


def _opened(listing: Listing) -> float:
    return listing.opened_at.timestamp() if listing.opened_at else 0.0
