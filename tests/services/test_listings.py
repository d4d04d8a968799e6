"""The life of a listing over a real store: who may do what, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from chat.flow import Invalid
from chat.message import Address
from domain.enterprise import Enterprise, Review, Size
from domain.errors import NotAllowed
from domain.listing import Kind, Listing, Pay, PayUnit, Side, State
from domain.people import Grant, Role
from rag.regions import Gazetteer
from services import listings
from services.listings import END, REMIND, Moved
from services.posting import Posting, answers_of, demand
from services.registry import Decided
from storage.database import Database
from storage.due import Due
from tests.fakes import FakeClock

OWNER, MEMBER, STRANGER, LOCAL, REMOTE, EDITOR = (
    Address("test", name, name) for name in ("owner", "member", "stranger", "local", "remote", "editor")
)
EVERYBODY = (OWNER, MEMBER, STRANGER, LOCAL, REMOTE, EDITOR)
CLOSES = date(2026, 12, 31)
PAY = Pay(6000, 8000, PayUnit.MONTH)
POST = Listing(
    0, Kind.JOB, Side.OFFERED, "光伏技术员", 1, 0, "150203", "昆区钢铁大街", 5, "负责巡检", "会看图纸", PAY, closes=CLOSES
)  # fmt: skip


class Town:
    """An approved enterprise with an owner and a member, and staff here and elsewhere."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        ids = {one: database.do_now(lambda work, one=one: work.people.meet(one, one.person).id) for one in EVERYBODY}  # type: ignore[misc]
        firm = Enterprise(
            0, "虚构光伏公司", "91150200MA0QHX2K1H", "150203", "C", Size.SMALL, "虚构的张某", "+8613800001234",
            owner=ids[OWNER], state=Review.APPROVED,
        )  # fmt: skip
        self.firm = database.do_now(lambda work: work.enterprises.add(firm))
        database.do_now(lambda work: work.enterprises.join(self.firm, ids[MEMBER]))
        for one, grant in (
            (LOCAL, Grant(Role.MODERATOR, "150200")),
            (REMOTE, Grant(Role.MODERATOR, "310107")),
            (EDITOR, Grant(Role.EDITOR, "150200")),
        ):
            database.do_now(lambda work, one=one, grant=grant: work.people.grant(ids[one], grant))  # type: ignore[misc]

    def sent(self, told: Listing = POST, by: Address = OWNER) -> Listing:
        change = self.database.do_now(lambda work: listings.submit(work, by, told))
        assert change.listing is not None
        return change.listing

    def opened(self) -> Listing:
        one = self.sent()
        decision = self.database.do_now(lambda work: listings.decide(work, LOCAL, one.id, one.version))
        assert decision.outcome is Decided.DONE
        return self.now(one.id)

    def now(self, id_: int) -> Listing:
        found = self.database.read_now(lambda work: work.listings.find(id_))
        assert found is not None
        return found

    def ripe(self) -> list[Due]:
        """What is due of a listing's days."""
        return [due for due in self.database.read_now(lambda work: work.due.ripe(20)) if due.kind in {REMIND, END}]

    def trust(self) -> None:
        self.database.do_now(lambda work: listings.trust(work, LOCAL, self.firm, trusted=True))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    clock = FakeClock()
    database = Database.open(f"sqlite:///{tmp_path}/town.db", clock)
    yield Town(database, clock)
    database.close()


def test_a_member_sends_and_the_staff_of_the_city_alone_is_called(town: Town) -> None:
    change = town.database.do_now(lambda work: listings.submit(work, MEMBER, POST))
    assert (change.outcome, [one.name for one in change.staff]) == (Moved.WAITING, ["local"])
    assert change.listing is not None
    assert town.now(change.listing.id).state is State.PENDING


@pytest.mark.parametrize("who", [STRANGER, LOCAL, REMOTE, EDITOR])
def test_nobody_else_posts_changes_or_closes(town: Town, who: Address) -> None:
    one = town.opened()
    for deed in (
        lambda work: listings.submit(work, who, POST),
        lambda work: listings.submit(work, who, replace(one, title="别的")),
        lambda work: listings.close(work, who, one.id, one.version),
        lambda work: listings.reopen(work, who, one.id, one.version, CLOSES),
    ):
        with pytest.raises(NotAllowed):
            town.database.do_now(deed)
    assert town.now(one.id) == one


@pytest.mark.parametrize("who", [OWNER, MEMBER, STRANGER, REMOTE, EDITOR])
def test_nobody_else_decides_or_trusts(town: Town, who: Address) -> None:
    one = town.sent()
    for reason in ("", "不合适"):
        with pytest.raises(NotAllowed):
            town.database.do_now(lambda work, reason=reason: listings.decide(work, who, one.id, one.version, reason))  # type: ignore[misc]
    with pytest.raises(NotAllowed):
        town.database.do_now(lambda work: listings.trust(work, who, town.firm, trusted=True))
    assert town.now(one.id).state is State.PENDING


@pytest.mark.parametrize("who", [OWNER, STRANGER, EDITOR])
def test_what_waits_is_the_reviewers_to_see(town: Town, who: Address) -> None:
    with pytest.raises(NotAllowed):
        town.database.read_now(lambda work: listings.waiting(work, who))


def test_staff_elsewhere_sees_nothing_that_waits_here(town: Town) -> None:
    one = town.sent()
    assert town.database.read_now(lambda work: listings.waiting(work, REMOTE)) == []
    assert [shown.listing.id for shown in town.database.read_now(lambda work: listings.waiting(work, LOCAL))] == [one.id]


def test_what_is_not_open_is_seen_by_its_enterprise_and_its_staff_alone(town: Town) -> None:
    one = town.sent()
    seen = [who.person for who in EVERYBODY if town.database.read_now(lambda work, who=who: listings.look(work, who, one.id))]  # type: ignore[misc]
    assert seen == ["owner", "member", "local"]
    open_ = town.opened()
    assert all(town.database.read_now(lambda work, who=who: listings.look(work, who, open_.id)) for who in EVERYBODY)  # type: ignore[misc]


def test_an_enterprise_that_is_approved_no_more_posts_nothing(town: Town) -> None:
    firm = town.database.read_now(lambda work: work.enterprises.find(town.firm))
    assert firm is not None
    town.database.do_now(lambda work: work.enterprises.change(replace(firm, state=Review.PENDING)))
    with pytest.raises(NotAllowed):
        town.sent()


def test_a_listing_is_not_moved_to_another_enterprise(town: Town) -> None:
    one = town.opened()
    other = Enterprise(0, "虚构的别家", "91150200MA0QHX0002", "150203", "C", Size.SMALL, "虚构", "+8613800001234", state=Review.APPROVED)
    second = town.database.do_now(lambda work: work.enterprises.add(other))
    town.database.do_now(lambda work: work.enterprises.join(second, work.people.meet(STRANGER).id))
    change = town.database.do_now(lambda work: listings.submit(work, STRANGER, replace(one, enterprise=second)))
    assert change.outcome is Moved.CHANGED
    assert town.now(one.id) == one


def test_of_two_decisions_one_wins_and_the_other_reads_who(town: Town) -> None:
    one = town.sent()
    town.database.do_now(lambda work: listings.decide(work, LOCAL, one.id, one.version, "职责太笼统"))
    late = town.database.do_now(lambda work: listings.decide(work, LOCAL, one.id, one.version))
    assert (late.outcome, late.by) == (Decided.ALREADY, "local")
    assert town.now(one.id).state is State.RETURNED


def test_what_was_changed_meanwhile_is_not_approved_unseen(town: Town) -> None:
    one = town.sent()
    town.sent(replace(one, title="焊工"))
    assert town.database.do_now(lambda work: listings.decide(work, LOCAL, one.id, one.version)).outcome is Decided.OUTDATED


def test_an_open_one_that_is_changed_waits_for_staff_again(town: Town) -> None:
    one = town.opened()
    changed = town.sent(replace(one, duties="负责销售"))
    assert (town.now(one.id).state, town.now(one.id).opened_at) == (State.PENDING, None)
    closed = town.database.do_now(lambda work: listings.close(work, OWNER, one.id, changed.version)).listing
    assert closed is not None
    again = town.database.do_now(lambda work: listings.reopen(work, OWNER, one.id, closed.version))
    assert again.outcome is Moved.WAITING, "to close and open it again is no way around the staff"


def test_staff_can_take_an_open_one_back(town: Town) -> None:
    one = town.opened()
    town.database.do_now(lambda work: listings.decide(work, LOCAL, one.id, one.version, "被投诉"))
    assert (town.now(one.id).state, town.now(one.id).reason) == (State.RETURNED, "被投诉")


def test_a_trusted_enterprise_is_not_waited_for(town: Town) -> None:
    town.trust()
    one = town.sent()
    assert (town.now(one.id).state, town.now(one.id).opened_at) == (State.OPEN, town.clock.now())


def test_its_days_are_planned_when_it_opens_and_once(town: Town) -> None:
    one = town.opened()
    closed = town.database.do_now(lambda work: listings.close(work, OWNER, one.id, one.version)).listing
    assert closed is not None
    town.database.do_now(lambda work: listings.reopen(work, OWNER, one.id, closed.version))
    town.clock.forward(60 * 86400)
    assert [(due.kind, due.key) for due in town.ripe()] == [(REMIND, f"{one.id}:2026-12-31"), (END, f"{one.id}:2026-12-31")]


def test_a_plan_for_a_day_that_was_changed_does_nothing(town: Town) -> None:
    one = town.opened()
    later = CLOSES + timedelta(days=20)
    town.database.do_now(lambda work: listings.reopen(work, OWNER, one.id, one.version, later))
    town.clock.forward(43 * 86400)
    for due in town.ripe():
        assert town.database.read_now(lambda work, due=due: listings.due_of(work, due)) is None  # type: ignore[misc]
    assert town.now(one.id).is_open(later)


@pytest.mark.parametrize("lack", ["title", "place", "duties", "requirements", "headcount", "pay", "closes"])
def test_a_job_carries_what_the_notice_demands(lack: str) -> None:
    empty = {"headcount": 0, "pay": None, "closes": None}.get(lack, "")
    with pytest.raises(Invalid, match="还缺"):
        demand(replace(POST, **{lack: empty}), date(2026, 11, 20))  # type: ignore[arg-type]


def test_other_kinds_need_less_and_none_may_discriminate() -> None:
    lathe = replace(POST, kind=Kind.EQUIPMENT, side=Side.SOUGHT, headcount=0, pay=None, requirements="")
    demand(lathe, date(2026, 11, 20))
    for name in ("title", "duties", "requirements", "remark", "place"):
        with pytest.raises(Invalid, match="就业歧视"):
            demand(replace(POST, **{name: "只要男生"}), date(2026, 11, 20))  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="已经过了"):
        demand(POST, CLOSES + timedelta(days=1))


def test_the_service_refuses_what_the_questions_would_not_let_through(town: Town) -> None:
    with pytest.raises(Invalid):
        town.sent(replace(POST, remark="只要男生"))
    assert town.database.read_now(lambda work: work.listings.of_enterprise(town.firm)) == []


def test_a_listing_goes_through_its_answers_unchanged(town: Town) -> None:
    one = replace(town.opened(), majors=("装备制造大类",), education="大专", remark="包吃住")
    posting = Posting(town.clock, Gazetteer())
    back = posting.listing_of(answers_of(one), one.enterprise, one.author, "150200")
    assert back == replace(one, state=State.PENDING, reviewer=0, opened_at=None, changed_at=None)


def test_every_step_is_in_the_audit(town: Town) -> None:
    one = town.opened()
    town.database.do_now(lambda work: listings.close(work, MEMBER, one.id, one.version))
    told = [deed.action for deed in town.database.read_now(lambda work: work.audit.latest(9))]
    assert told == ["listing.closed", "listing.approved", "listing.sent"]
