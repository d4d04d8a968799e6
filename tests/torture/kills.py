"""`python -m tests.torture.kills --kills 200`: kills real bots by SIGKILL at named points and at random, and compares the books.

People say things; a bot is started, killed, started again. Every so often one is let live until nothing is owed, and then what people
sent, what the database holds and what they received are compared.
"""

import argparse
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.torture.books import Balance, Delivered, Heard, Person, compared
from tests.torture.bots import Installation
from tests.torture.market import EFFECTS, Market
from tests.torture.points import NAMED, Point
from tests.torture.sayings import something

EPOCH = 40
"""Kills between two comparisons."""
_BACKLOG = 40
_LIMIT = 6.0
_SUMS = ("messages", "effects", "lost_replies", "lost_effects", "doubled_effects", "disordered", "repeated", "by_fault")
_EARLY = (Point.POLLED, Point.STORED)
_OPEN = "SELECT (SELECT count(*) FROM inbox WHERE finished_at IS NULL) + (SELECT count(*) FROM outbox WHERE finished_at IS NULL)"
_PLANNED = "SELECT count(*) FROM due WHERE finished_at IS NULL AND kind IN ('alerts.match', 'alerts.alert')"
_FIRMS = 0.25
"""In so many lives an enterprise begins to register."""


@dataclass
class Result:
    """What the torture of one installation came to. `doubled` are updates that Telegram sent twice, `faults` what was ordered."""

    points: Counter[Point] = field(default_factory=Counter)
    balance: Balance = field(default_factory=Balance)
    doubled: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def kills(self) -> int:
        """How many bots were killed."""
        return self.points.total()

    @property
    def well(self) -> bool:
        """Whether every promise was kept."""
        return self.balance.well and self.balance.repeated <= self.kills + self.faults["lost sendMessage"]


def told(results: Sequence[Result], seconds: float) -> str:
    """What some tortures came to together, in two lines."""
    points, faults = Counter[Point](), Counter[str]()
    for one in results:
        points += one.points
        faults += one.faults
    where = ", ".join(f"{points[point]} {point.value}" for point in Point)
    balances = [one.balance for one in results]
    most = max((max(one.by_kill.values(), default=0) for one in balances), default=0)
    sums = {name: sum(getattr(one, name) for one in balances) for name in _SUMS}
    kills, doubled, strange = points.total(), sum(one.doubled for one in results), sum(len(one.strange) for one in balances)
    return (
        f"{kills} kills in {seconds:.0f} s, {60 * kills / max(seconds, 1):.0f} a minute ({where}); "
        f"faults: {', '.join(f'{count} {name}' for name, count in sorted(faults.items())) or 'none'}\n"
        + "{messages} messages, {effects} effects: {lost_replies} replies lost, {lost_effects} effects lost, ".format(**sums)
        + "{doubled_effects} effects doubled, {disordered} out of order, {repeated} messages repeated, ".format(**sums)
        + f"{sums['by_fault']} of them for a lost response, at most {most} for one kill; "
        f"{doubled} updates came twice, {strange} strange: {'well' if all(one.well for one in results) else 'NOT WELL'}"
    )


class Torture:
    """One installation under torture."""

    def __init__(self, site: Installation, *, faults: bool = True) -> None:
        self._site = site
        self._chance = site.chance
        self._faulty = faults
        self._people: list[Person] = []
        self._market = Market(site)
        self._updates = self._market.open()
        self._number = 0
        self._lives = 0
        self._delivered = Delivered()
        self.result = Result()

    def life(self, point: Point) -> None:
        """People say things, a bot begins to deal with them, and dies."""
        if point in _EARLY or not self._behind():
            for _ in range(self._chance.randint(2, 4)):
                self._somebody()
            if not self._market.firms or self._chance.random() < _FIRMS:
                self._updates += self._market.come()
            self._updates += self._market.move()
            self._double()
        self._fault()
        seconds = self._chance.uniform(0.05, 0.9) if point is Point.RANDOM else _LIMIT
        # What was waiting comes in one batch, so those two points are passed once in most lives.
        passes = 1 if point in _EARLY else self._chance.choice((1, 1, 1, 2, 2, 3, 4))
        death = self._site.killed(point, passes, seconds)
        assert death.code == -9, f"the bot ended by itself ({death.code}):\n{self._site.output[-3000:]}"
        self.result.points[death.point] += 1
        self._listen()

    def settle(self) -> None:
        """Let everything be done, and compare the books."""
        self._site.server.act("calm")
        code = self._site.lived(self._done)
        assert code == 0, self._site.output[-3000:]
        self._listen()
        self.result.balance = compared([*self._people, *self._market.people()], self._heard(), self._effects())
        assert self.result.well, "\n".join([told([self.result], 0), *self.result.balance.strange[:5], *self.result.balance.lacks[:9]])

    def _listen(self) -> None:
        """Read what arrived in the life that has ended."""
        self._delivered.read(self._site.server.look("calls", method="sendMessage", after=self._delivered.last), self._lives)
        self._lives += 1

    def _behind(self) -> bool:
        return bool(self._site.rows(_OPEN)[0][0] > _BACKLOG)

    def _heard(self) -> Mapping[int, Sequence[Heard]]:
        """What everybody heard but the staff, who look at cards and are not asked what they heard."""
        return {user: heard for user, heard in self._delivered.heard.items() if user not in self._market.officers}

    def _done(self) -> bool:
        """Whether all has been done; what the market can do next is begun."""
        count = self._site.rows("SELECT count(*) FROM inbox")[0][0]
        if count != self._updates or self._site.rows(_OPEN)[0][0] or self._site.rows(_PLANNED)[0][0]:
            return False
        moved = self._market.move()
        self._updates += moved
        return not moved

    def _somebody(self) -> None:
        """Somebody new says one thing, or several in a row."""
        self._number += 1
        name = f"居民{self._number}"
        said = something(self._chance, name)
        who = self._site.server.act("person", name=name)["id"]
        for one in said:
            self._site.server.act("say", user=who, text=one.text)
        self._updates += len(said)
        self._people.append(Person(who, said))

    def _double(self) -> None:
        """Now and then Telegram sends an update twice."""
        if self._chance.random() > 0.1:
            return
        pending: list[dict[str, Any]] = self._site.server.look("world")["pending"]
        if pending:
            self._site.server.act("update", update=self._chance.choice(pending))
            self.result.doubled += 1

    def _fault(self) -> None:
        """Now and then the network, or Telegram, fails."""
        if not self._faulty or self._chance.random() > 0.3:
            return
        kind = self._chance.choice(("error", "lost", "lost", "drop", "flood"))
        method = self._chance.choice(("sendMessage", "sendMessage", "getUpdates"))
        order: dict[str, Any] = {"method": method, "kind": kind, "times": 1, "skip": self._chance.randint(0, 2)}
        if kind == "flood":
            order |= {"kind": "error", "method": "sendMessage", "retry_after": 1}
        self._site.server.act("fault", **order)
        self.result.faults[f"{kind} {order['method']}"] += 1

    def _effects(self) -> Counter[str]:
        audit = [f"{action}:{thing}" for action, thing in self._site.rows("SELECT action, object FROM audit")]
        turns = [f"turn:{question}" for (question,) in self._site.rows("SELECT question FROM turns")]
        business = [effect for (effect,) in self._site.rows(EFFECTS)]
        return Counter([*(one for one in audit if one.startswith(("tally:", "form:"))), *turns, *business])


@dataclass
class Budget:
    """How many kills are left, and until when; shared by installations that are tortured side by side."""

    kills: int
    seconds: float
    begun: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def take(self) -> bool:
        """Whether one more may be killed."""
        with self.lock:
            self.kills -= 1
            return self.kills >= 0 and self.spent < self.seconds


def tortured(folder: Path, seed: int, budget: Budget) -> Result:
    """Kill bots of one installation until the budget is spent. AssertionError where a promise was not kept."""
    with Installation(folder, seed) as site:
        torture = Torture(site)
        points = [*NAMED, Point.RANDOM, Point.RANDOM]
        nth = 0
        while budget.take():
            torture.life(points[nth % len(points)])
            nth += 1
            if nth % EPOCH == 0:
                torture.settle()
                sys.stderr.write(f"[{seed}] {told([torture.result], budget.spent)}\n")
        torture.settle()
        return torture.result


def run(kills: int, seconds: float = float("inf"), *, sites: int = 2, seed: int = 1) -> tuple[list[Result], float]:
    """Torture so many installations side by side; what they came to, and how many seconds it took."""
    budget = Budget(kills, seconds)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(sites) as hands:
        folders = [Path(folder) / str(number) for number in range(sites)]
        for one in folders:
            one.mkdir()
        return list(hands.map(tortured, folders, range(seed, seed + sites), [budget] * sites)), budget.spent


def main() -> int:
    """Run it and print what happened; 0 when every promise was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="kill nobody after so long")
    parser.add_argument("--sites", type=int, default=2, help="installations side by side")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    results, seconds = run(wish.kills, wish.seconds, sites=wish.sites, seed=wish.seed)
    sys.stdout.write(f"{told(results, seconds)}\n")
    return 0 if all(one.well for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
