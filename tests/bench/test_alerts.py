"""All ways of finding who wants a post name the same people, or their times would mean nothing."""

from contextlib import closing
from pathlib import Path

from bench import measure_alerts, subscribers
from domain.clock import SystemClock
from storage.database import Database


def test_every_way_names_the_same(tmp_path: Path) -> None:
    found = measure_alerts.measured(subscribers.database(tmp_path, 3000), subscribers.posts(2))
    assert found.equal
    assert found.wanting > 0
    assert len(found.timings) == 5


def test_subscriptions_are_the_same_for_the_same_seed_and_made_once(tmp_path: Path) -> None:
    file = subscribers.database(tmp_path, 50)
    made = file.stat().st_mtime_ns
    assert subscribers.database(tmp_path, 50).stat().st_mtime_ns == made
    assert list(subscribers.rows(50)) == list(subscribers.rows(50))
    with closing(Database.open(f"sqlite:///{file}", SystemClock())) as store:
        wishes = [one.wish for one in store.read_now(lambda work: work.subscriptions.since(-1))]
    assert len(set(wishes)) > 40
