"""How much one visitor, or one address, may send in a minute."""

from collections import OrderedDict

from domain.clock import Clock


class Buckets:
    """Token buckets by name: `burst` at once, then `per_minute`. The names used least recently are forgotten past `most`."""

    def __init__(self, clock: Clock, burst: int, per_minute: float, most: int = 10_000) -> None:
        self._clock = clock
        self._burst = burst
        self._rate = per_minute / 60
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Take one token; 0.0 when there was one, else the seconds until there will be (and nothing is taken)."""
        now = self._clock.monotonic()
        level, then = self._levels.pop(name, (float(self._burst), now))
        level = min(self._burst, level + (now - then) * self._rate)
        taken = level >= 1
        self._levels[name] = (level - 1 if taken else level, now)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return 0.0 if taken else (1 - level) / self._rate
