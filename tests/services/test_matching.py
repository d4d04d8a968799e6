"""Who fits what: sums that anybody can check, that only grow with what agrees, and that never show who did not agree to be found."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.listing import Kind, Listing, Pay, PayUnit, Side
from domain.profile import Profile
from domain.subscription import LEVELS
from services.forms.majors import CLASSES
from services.matching import MOST, Agreement, best_people, best_posts, fit

ENERGY, MACHINES = "能源动力与材料大类", "装备制造大类"
POST = Listing(
    1, Kind.INTERNSHIP, Side.OFFERED, "光伏运维实习生", 1, 1, "150203", duties="巡检电站，会焊接的优先", requirements="面向2026届",
    pay=Pay(5000, 6000, PayUnit.MONTH), majors=(ENERGY,), education="大专",
)  # fmt: skip
SOMEBODY = Profile(7, major=ENERGY, year=2026, education="大专", region="150200", skills="焊接、电工证", lowest_pay=5000, findable=True)

REGIONS = ("", "150200", "150203", "310107")
PROFILES = st.builds(
    Profile,
    person=st.integers(1, 9),
    major=st.sampled_from(("", ENERGY, MACHINES)),
    year=st.sampled_from((0, 2026, 2027)),
    education=st.sampled_from(LEVELS),
    region=st.sampled_from(REGIONS),
    skills=st.sampled_from(("", "焊接", "会焊接，有电工证、叉车", "% _ \\ [")),
    lowest_pay=st.sampled_from((0, 3000, 9000)),
    findable=st.booleans(),
)
POSTS = st.builds(
    lambda id_, kind, side, region, pay, majors, education, words, opened: Listing(
        id_, kind, side, "虚构岗位", 1, 1, region, requirements=words, pay=pay, majors=majors, education=education, opened_at=opened
    ),
    st.integers(1, 99),
    st.sampled_from(tuple(Kind)),
    st.sampled_from(tuple(Side)),
    st.sampled_from(REGIONS[1:]),
    st.sampled_from((None, Pay(4000, 5000, PayUnit.MONTH), Pay(200, 200, PayUnit.DAY))),
    st.sampled_from(((), (ENERGY,), (ENERGY, MACHINES), CLASSES)),
    st.sampled_from(LEVELS),
    st.sampled_from(("", "会焊接，26届", "有电工证")),
    st.sampled_from((None, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC))),
)


def score(profile: Profile, listing: Listing) -> int:
    """How well they fit; less than nothing where one rules the other out."""
    found = fit(profile, listing)
    return found.score if found else -1


def test_all_that_agrees_is_named_the_weightiest_first() -> None:
    found = fit(SOMEBODY, POST)
    assert found is not None
    assert found.agreed == (
        Agreement.MAJOR,
        Agreement.CITY,
        Agreement.PAY,
        Agreement.SKILL,
        Agreement.YEAR,
        Agreement.EDUCATION,
    )
    assert found.skills == ("焊接",)


def test_what_was_not_told_rules_nothing_out_and_earns_nothing() -> None:
    assert score(Profile(1), POST) == 0
    assert best_posts(Profile(1), [POST]) == []


def test_a_demand_that_is_not_met_rules_out() -> None:
    assert fit(replace(SOMEBODY, major=MACHINES), POST) is None
    assert fit(replace(SOMEBODY, education="中专"), POST) is None
    assert fit(replace(SOMEBODY, lowest_pay=5001), POST) is None
    assert fit(SOMEBODY, replace(POST, side=Side.SOUGHT)) is None
    assert fit(SOMEBODY, replace(POST, kind=Kind.EQUIPMENT)) is None


def test_a_year_is_no_part_of_another_number() -> None:
    found = fit(SOMEBODY, replace(POST, requirements="第126届展会"))
    assert found is not None
    assert Agreement.YEAR not in found.agreed


@given(PROFILES, POSTS)
def test_more_agreement_is_never_worse(profile: Profile, listing: Listing) -> None:
    before = score(profile, listing)
    nearer = [replace(profile, region=listing.region), replace(profile, lowest_pay=0 if not profile.lowest_pay else 1)]
    nearer += [replace(profile, major=one) for one in listing.majors[:2]]
    nearer += [replace(profile, education=max(profile.education, listing.education, key=LEVELS.index))]
    nearer += [replace(profile, skills=f"{profile.skills}、焊接")] if "焊接" in listing.requirements else []
    assert all(score(one, listing) >= before for one in nearer)


@given(st.lists(PROFILES, max_size=12), POSTS)
def test_who_did_not_agree_is_never_shown(people: list[Profile], listing: Listing) -> None:
    shown = best_people(people, listing)
    assert len(shown) <= MOST
    assert all(one.profile.findable and one.fit.score > 0 for one in shown)
    assert len({one.profile.person for one in shown}) == len(shown)


@given(PROFILES, st.lists(POSTS, max_size=12, unique_by=lambda one: one.id), st.randoms())
def test_the_order_they_come_in_changes_nothing(profile: Profile, posts: list[Listing], chance: object) -> None:
    shuffled = list(posts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    best = best_posts(profile, posts)
    assert best == best_posts(profile, shuffled)
    assert [told.score for _, told in best] == sorted((told.score for _, told in best), reverse=True)


@given(st.lists(PROFILES, max_size=12, unique_by=lambda one: one.person), POSTS, st.randoms())
def test_people_too_stand_in_one_order(people: list[Profile], listing: Listing, chance: object) -> None:
    shuffled = list(people)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_people(people, listing) == best_people(shuffled, listing)


@given(PROFILES, st.lists(POSTS, min_size=1, max_size=12, unique_by=lambda one: one.id))
def test_nothing_left_out_is_better_than_what_is_shown(profile: Profile, posts: list[Listing]) -> None:
    best = best_posts(profile, posts)
    left = [one for one in posts if one.id not in {listing.id for listing, _ in best}]
    worst = min((told.score for _, told in best), default=0)
    assert all(score(profile, one) <= worst for one in left) or len(best) < MOST
    assert len(best) == MOST or all(score(profile, one) <= 0 for one in left)
