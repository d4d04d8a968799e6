"""Fills an empty store with a made-up town, in one unit of work: all of it or nothing.

Registrations, posts and people are put where they belong as at the moments when they would have come; then everything that fell due since
is done, so that alerts are out, reviews wait and closing days are planned as in a store that has lived for three months.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from chat.message import Address
from chat.reply import say
from domain.clock import HERE
from domain.enterprise import Enterprise, Review
from domain.listing import Listing, State
from domain.people import Grant, Role
from domain.region import city_of
from rag.regions import Gazetteer
from services import alerts, interests, listings, registry, unanswered
from services.demo.asking import ANSWER, ANSWERED, COMPLAINTS, OFFICE, QUESTIONS
from services.demo.making import MARK, Maker, places_of
from services.demo.trades import Trade
from storage.due import Due
from storage.interests import Course
from storage.questions import Unanswered
from storage.work import Work

PLATFORM = "nowhere"
"""Where the invented people are; whatever is sent to them arrives nowhere."""
_NOTE, _WHOLE = "demo", "whole"
_STAFF = ((Role.ADMIN, "管理员"), (Role.MODERATOR, "审核员甲"), (Role.MODERATOR, "审核员乙"), (Role.EDITOR, "编辑"))
_LIFE = timedelta(days=90)
_ALERTED = timedelta(days=4)
"""Posts of the last days were told to their subscribers; older ones came before these had subscribed."""
_LEASE = 60
Deeds = Mapping[str, Callable[[Work, Due], None]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of each the town has."""

    enterprises: int
    listings: int
    people: int


FULL = Measure(200, 1000, 3000)


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise with its trade."""

    enterprise: Enterprise
    trade: Trade


def is_whole(work: Work) -> bool:
    """Whether the store holds a made-up town."""
    return work.notes.get(_NOTE) == _WHOLE


def is_untouched(work: Work) -> bool:
    """Whether the store holds nothing of anybody."""
    return not (work.erasure.known() or work.enterprises.counts())


def fill(work: Work, gazetteer: Gazetteer, deeds: Deeds, measure: Measure = FULL, seed: int = 1) -> None:
    """Make the town; `deeds` do what is due."""
    documents = work.library.documents()
    cities = [one for code in dict.fromkeys(document.region for document in documents) if (one := gazetteer.region(code))]
    cities.sort(key=lambda one: one.code != "150200")
    places = places_of(cities, [gazetteer.inside(city.code) for city in cities])
    maker = Maker(seed, work.now.astimezone(HERE).date(), places)
    staff = [_staff(work, role, f"{MARK}的{name}", nth) for nth, (role, name) in enumerate(_STAFF)]
    firms = [_firm(work, maker, number, staff[1]) for number in range(1, measure.enterprises + 1)]
    people = [_seeker(work, maker, number) for number in range(1, measure.people + 1)]
    posts = _posts(work, maker, [one for one in firms if one.enterprise.state is Review.APPROVED], staff[2], measure.listings)
    _talked_about(work, maker, [one for one in posts if one.state is State.OPEN], people)
    _questions(work, maker, [(city.code, city.short) for city in cities], people, gazetteer)
    _caught_up(work, deeds)
    work.notes.put(_NOTE, _WHOLE)


def _met(work: Work, person: str, name: str) -> int:
    return work.people.meet(_address(person), name).id


def _address(person: str) -> Address:
    return Address(PLATFORM, person, person)


def _staff(work: Work, role: Role, name: str, nth: int) -> int:
    person = _met(work, f"staff-{nth}", name)
    work.people.grant(person, Grant(role))
    return person


def _firm(work: Work, maker: Maker, number: int, reviewer: int) -> Firm:
    then = replace(work, now=work.now - _LIFE + maker.days(80))
    trade = maker.trade()
    told = maker.enterprise(number, trade, 0, reviewer)
    if told.state is Review.PENDING:
        then = replace(work, now=work.now - maker.days(3))
    owner = _met(then, f"firm-{number}", told.contact)
    then.consents.agree(owner, registry.CONSENT)
    enterprise = replace(told, id=then.enterprises.add(replace(told, owner=owner)), owner=owner)
    then.audit.record(owner, "enterprise.registered", str(enterprise.id), enterprise.code)
    if enterprise.state is not Review.PENDING:
        then.audit.record(reviewer, f"enterprise.{enterprise.state.value}", str(enterprise.id), enterprise.reason)
    if enterprise.state is Review.APPROVED and maker.chosen(0.1):
        then.enterprises.trust(enterprise.id, trusted=True)
    return Firm(enterprise, trade)


def _seeker(work: Work, maker: Maker, number: int) -> int:
    then = replace(work, now=work.now - _ALERTED - maker.days(80))
    person = _met(then, f"person-{number}", maker.person())
    told = maker.profile(person)
    then.people.set_region(person, city_of(told.region))
    then.consents.agree(person, interests.CONSENT)
    then.profiles.put(told)
    then.subscriptions.add(maker.subscription(told))
    return person


def _posts(work: Work, maker: Maker, firms: list[Firm], reviewer: int, count: int) -> list[Listing]:
    made = []
    for number in range(count):
        firm = firms[number % len(firms)]
        told = maker.listing(firm.enterprise, firm.trade, reviewer)
        ago = maker.days(2) if told.state is State.PENDING else maker.days(60)
        then = replace(work, now=work.now - ago)
        opened = None if told.state in {State.PENDING, State.RETURNED} else then.now
        post = replace(told, id=then.listings.add(replace(told, opened_at=opened)), opened_at=opened)
        then.audit.record(post.author, "listing.sent", str(post.id), post.state)
        if opened and post.state is State.OPEN:
            then.audit.record(reviewer, "listing.approved", str(post.id))
            # As of now: a reminder that was due long ago would only be late.
            listings.plan(work, post)
            if ago < _ALERTED:
                alerts.opened(then, post)
        made.append(post)
    return made


def _talked_about(work: Work, maker: Maker, posts: list[Listing], people: list[int]) -> None:
    """Favourites, interests at every stage, complaints."""
    for number in range(300):
        post, person = posts[number * 7 % len(posts)], people[number * 11 % len(people)]
        then = replace(work, now=work.now - maker.days(5))
        then.interests.keep(post.id, person)
        if number % 3 == 0 and (begun := then.interests.add(post.id, person)) and number % 2:
            then.interests.move(begun, Course.TOLD, Course.WILLING)
        if number % 25 == 0:
            then.interests.complain(post.id, person, COMPLAINTS[number // 25 % len(COMPLAINTS)])


def _questions(work: Work, maker: Maker, cities: list[tuple[str, str]], people: list[int], gazetteer: Gazetteer) -> None:
    """Most wait for the staff; some were answered."""
    for nth, (region, city) in enumerate(cities):
        for number, words in enumerate(QUESTIONS):
            asker = nth * len(QUESTIONS) + number
            tell = _address(f"person-{asker + 1}")
            then = replace(work, now=work.now - maker.days(6))
            then.questions.keep(Unanswered(words.format(city=city), region, person=people[asker], tell=tell))
        for words, answer in ANSWERED:
            question = work.questions.keep(Unanswered(words.format(city=city), region))
            until = work.now.astimezone(HERE).date() + timedelta(days=180)
            told = unanswered.Told(ANSWER.format(words=answer), OFFICE, until)
            unanswered.answer(work, _address("staff-0"), question, told, gazetteer.short, lambda *_: say(""))


def _caught_up(work: Work, deeds: Deeds) -> None:
    """Do whatever fell due, each thing at its moment, and count what was owed for it as sent."""
    while ripe := work.due.ripe(1):
        due = ripe[0]
        then = replace(work, now=due.at)
        work.due.done(due.id)
        deeds[due.kind](then, due)
        for row in then.outbox.claim(10, _LEASE, PLATFORM, platform=PLATFORM):
            then.outbox.settle(row.id, PLATFORM, [str(row.id)])
