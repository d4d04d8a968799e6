"""The register under two hands at once: of two decisions, two answers, two codes one counts, on both databases."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from chat.message import Address
from domain.enterprise import Enterprise, Need, Review, Size
from domain.errors import NotAllowed
from domain.people import Grant, Role
from services import membership, registry
from services.membership import Asked
from services.registry import Decided, Sent
from storage.database import Database
from storage.work import Work
from tests.fakes import FakeClock
from tests.postgres import Databases

FIRM = Enterprise(
    0, "虚构稀土公司", "91150200MA0QHX2K1H", "150203", "稀土", Size.SMALL, "虚构的张某", "+8613800001234", frozenset({Need.TALENT})
)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    clock = FakeClock()
    if request.param == "sqlite":
        database = Database.open(f"sqlite:///{tmp_path / 'store.db'}", clock)
        yield database
        database.close()
        return
    databases: Databases = request.getfixturevalue("databases")
    with databases.lent() as url:
        database = Database.open(url, clock, own_clock=True)
        yield database
        database.close()


def at(person: str) -> Address:
    return Address("test", person, person)


async def met(database: Database, person: str, *grants: Grant) -> int:
    id_ = (await database.do(lambda work: work.people.meet(at(person), f"虚构的{person}"))).id
    for grant in grants:
        await database.do(partial(_grant, id_, grant))
    return id_


async def sent(database: Database, person: str, told: Enterprise = FIRM) -> registry.Submission:
    return await database.do(lambda work: registry.submit(work, work.people.meet(at(person)), told))


async def decided(database: Database, person: str, id_: int, seen: int = 1, reason: str = "") -> registry.Decision:
    return await database.do(lambda work: registry.decide(work, at(person), id_, seen, reason))


def _grant(person: int, grant: Grant, work: Work) -> None:
    work.people.grant(person, grant)


def _join(who: str, work: Work) -> Enterprise | None:
    return membership.join(work, work.people.meet(at(who)), "abcd efgh jklm")


def _answer(enterprise: int, asker: int, yes: bool, work: Work) -> Enterprise | None:
    return membership.answer(work, at("主"), enterprise, asker, yes=yes)


HERE = Grant(Role.MODERATOR, "150200")


async def test_of_many_who_decide_at_once_one_wins(database: Database) -> None:
    people = [f"甲{number}" for number in range(6)]
    for person in people:
        await met(database, person, HERE)
    id_ = (await sent(database, "主")).enterprise.id
    reasons = ["", "缺材料"] * 3
    decisions = await asyncio.gather(*(decided(database, who, id_, reason=why) for who, why in zip(people, reasons, strict=True)))
    assert sorted(one.outcome for one in decisions) == [Decided.ALREADY] * 5 + [Decided.DONE]
    winner = next(who for who, one in zip(people, decisions, strict=True) if one.outcome is Decided.DONE)
    assert {one.by for one in decisions if one.outcome is Decided.ALREADY} == {f"虚构的{winner}"}
    deeds = await database.read(lambda work: work.audit.latest(99))
    assert len([deed for deed in deeds if deed.action in {"enterprise.approved", "enterprise.returned"}]) == 1


async def test_of_many_who_send_one_code_one_stands(database: Database) -> None:
    for number in range(6):
        await met(database, f"主{number}")
    sents = await asyncio.gather(*(sent(database, f"主{number}") for number in range(6)))
    assert [one.outcome for one in sents].count(Sent.WAITING) == 1
    assert {one.outcome for one in sents} <= {Sent.WAITING, Sent.DOUBLE, Sent.BUSY}
    assert await database.read(lambda work: work.enterprises.counts()) == {Review.PENDING: 1}


async def test_one_code_for_a_colleague_lets_one_in(database: Database) -> None:
    id_ = (await sent(database, "主")).enterprise.id
    await database.do(lambda work: membership.invite(work, at("主"), id_, "ABCD-EFGH-JKLM"))
    joined = await asyncio.gather(*(database.do(partial(_join, who)) for who in "123456"))
    assert len([one for one in joined if one]) == 1
    assert len(await database.read(lambda work: work.enterprises.members(id_))) == 2


async def test_of_yes_and_no_to_a_wish_the_first_counts(database: Database) -> None:
    id_ = (await sent(database, "主")).enterprise.id
    asker = await met(database, "同事")
    await database.do(lambda work: membership.ask(work, work.people.meet(at("同事")), id_))
    answers = await asyncio.gather(*(database.do(partial(_answer, id_, asker, yes)) for yes in (True, False)))
    assert len([one for one in answers if one]) == 1
    assert (asker in await database.read(lambda work: work.enterprises.members(id_))) == (answers[0] is not None)


async def test_an_approved_one_keeps_its_standing_while_what_was_seen_stays(database: Database) -> None:
    await met(database, "甲", HERE)
    one = (await sent(database, "主")).enterprise
    await decided(database, "甲", one.id)
    changed = await sent(database, "主", replace(one, mobile="+8613900001234", size=Size.MICRO))
    assert (changed.outcome, changed.enterprise.state) == (Sent.CHANGED, Review.APPROVED)
    renamed = await sent(database, "主", replace(one, name="虚构改名公司"))
    assert (renamed.outcome, renamed.enterprise.state, len(renamed.staff)) == (Sent.WAITING, Review.PENDING, 1)


async def test_a_returned_one_is_the_same_when_its_owner_fills_in_a_new_form(database: Database) -> None:
    await met(database, "甲", HERE)
    one = (await sent(database, "主")).enterprise
    await decided(database, "甲", one.id, reason="缺材料")
    again = await sent(database, "主")
    assert (again.outcome, again.enterprise.id, again.enterprise.version) == (Sent.WAITING, one.id, 3)


async def test_a_code_is_not_changed_into_that_of_another(database: Database) -> None:
    await sent(database, "主")
    other = (await sent(database, "乙", replace(FIRM, code="911502000000000019"))).enterprise
    assert (await sent(database, "乙", replace(other, code=FIRM.code))).outcome is Sent.DOUBLE


async def test_nobody_changes_anothers(database: Database) -> None:
    one = (await sent(database, "主")).enterprise
    for who, id_ in (("乙", one.id), ("主", one.id + 1)):
        with pytest.raises(NotAllowed):
            await sent(database, who, replace(one, id=id_, code="911502000000000019"))


async def test_who_registered_it_may_not_approve_it(database: Database) -> None:
    one = (await sent(database, "主")).enterprise
    with pytest.raises(NotAllowed):
        await decided(database, "主", one.id)
    with pytest.raises(NotAllowed):
        await decided(database, "谁", one.id)


@pytest.mark.parametrize(("region", "reached"), [("150200", True), ("150203", True), ("150000", True), ("", True), ("150204", False)])
async def test_staff_whose_region_reaches_it_are_told(database: Database, region: str, reached: bool) -> None:
    staff = await met(database, "甲", Grant(Role.ADMIN, region))
    told = (await sent(database, "主")).staff
    assert [one.id for one in told] == ([staff] if reached else [])
    if reached:
        assert [one.name for one in await database.read(lambda work: registry.waiting(work, at("甲")))] == [FIRM.name]


async def test_where_no_owner_is_left_the_staff_let_people_in(database: Database) -> None:
    staff = await met(database, "甲", HERE)
    id_ = (await sent(database, "主")).enterprise.id
    await database.do(lambda work: work.erasure.erase("test", "主"))
    asker = await met(database, "同事")
    wish = await database.do(lambda work: membership.ask(work, work.people.meet(at("同事")), id_))
    assert (wish.outcome, wish.deciders) == (Asked.SENT, (staff,))
    assert await database.do(lambda work: membership.answer(work, at("甲"), id_, asker, yes=True))
