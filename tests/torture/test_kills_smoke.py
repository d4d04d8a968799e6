"""A short walk through the torture of real bots; `make torture` walks the whole way."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.torture.books import Heard, Person, Said, compared
from tests.torture.kills import run, told
from tests.torture.points import NAMED

BUSINESS = ("enterprise.approved:", "listing.approved:", "subscription:", "alert:")
"""Effects of every flow that is to be tortured: of each at least one."""
LI = Person(7, (Said("一", "甲", "tally:一"), Said("二", "乙")))
WHOLE = Counter({"tally:一": 1})


@pytest.mark.slow
def test_killed_at_every_step_nothing_is_lost_and_nothing_happens_twice() -> None:
    results, seconds = run(len(NAMED), sites=1, seed=3)
    assert all(one.well for one in results), told(results, seconds)
    assert all(point in results[0].points for point in NAMED), told(results, seconds)
    done = results[0].balance.done
    assert all(any(one.startswith(kind) for one in done) for kind in BUSINESS), done


@pytest.mark.parametrize(
    ("heard", "effects", "figures"),
    [
        (["甲", "乙"], WHOLE, (0, 0, 0, 0, 0)),
        (["甲", "甲", "乙"], WHOLE, (0, 0, 0, 0, 1)),
        (["甲"], WHOLE, (1, 0, 0, 0, 0)),
        (["乙", "甲"], WHOLE, (1, 0, 0, 1, 0)),
        (["甲", "乙"], Counter[str](), (0, 1, 0, 0, 0)),
        (["甲", "乙"], Counter({"tally:一": 2}), (0, 0, 1, 0, 0)),
    ],
)
def test_the_books_find_what_they_are_to_find(heard: list[str], effects: Counter[str], figures: tuple[int, ...]) -> None:
    balance = compared([LI], {7: [Heard(text, 0) for text in heard]}, effects)
    found = (balance.lost_replies, balance.lost_effects, balance.doubled_effects, balance.disordered, balance.repeated)
    assert found == figures


@pytest.mark.parametrize(
    ("heard", "figures"),
    [
        (["甲", "通过", "乙"], (0, 0, 0)),
        (["通过", "甲", "乙"], (0, 0, 0)),
        (["甲", "乙"], (1, 0, 0)),
        (["甲", "通过", "乙", "通过"], (0, 1, 0)),
        (["甲", "通过", "乙", "通过和开放"], (0, 0, 1)),
    ],
)
def test_what_comes_unasked_comes_once_wherever_it_stands(heard: list[str], figures: tuple[int, ...]) -> None:
    told = ("通过", "开放") if "通过和开放" in heard else ("通过",)
    balance = compared([replace(LI, told=told)], {7: [Heard(text, 0) for text in heard]}, WHOLE)
    assert (balance.lost_replies, balance.repeated, len(balance.strange)) == figures


def test_what_must_come_of_somebody_beside_their_words_is_counted_too() -> None:
    li = replace(LI, effects=("alert:7:A",))
    heard = {7: [Heard("甲", 0), Heard("乙", 0)]}
    assert compared([li], heard, WHOLE).lacks == ["alert:7:A"]
    assert compared([li], heard, WHOLE + Counter({"alert:7:A": 2})).doubled_effects == 1


def test_what_nobody_should_hear_is_found() -> None:
    assert compared([LI], {7: [Heard(text, 0) for text in ("甲", "抱歉", "乙")]}, WHOLE).strange == ["抱歉"]


def test_a_repeat_is_laid_to_the_kill_or_to_the_lost_response_that_caused_it() -> None:
    heard = [Heard("甲", 4), Heard("甲", 5, unanswered=True), Heard("甲", 5), Heard("乙", 5)]
    balance = compared([LI], {7: heard}, WHOLE)
    assert (balance.by_kill, balance.by_fault) == (Counter({4: 1}), 1)
