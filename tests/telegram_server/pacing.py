"""How fast a bot may send: 30 messages a second in all, one a second to a person, twenty a minute to a group."""

import math
from collections import defaultdict, deque

from tests.telegram_server.clock import Clock
from tests.telegram_server.errors import too_many_requests

OVERALL = (30, 1.0)
PRIVATE = (3, 3.0)
GROUP = (20, 60.0)


class Pacer:
    """Counts what was let through in sliding windows. A person may get a burst of three, then one a second."""

    def __init__(self, clock: Clock, enforced: bool = False) -> None:
        self._clock = clock
        self._overall: deque[float] = deque()
        self._chats: dict[int, deque[float]] = defaultdict(deque)
        self.enforced = enforced

    def take(self, chat: int) -> None:
        """Let one message pass, or raise a 429 with the seconds to wait."""
        if not self.enforced:
            return
        now = self._clock.now()
        windows = ((self._overall, OVERALL), (self._chats[chat], PRIVATE if chat > 0 else GROUP))
        wait = max(_wait(window, limit, now) for window, limit in windows)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for window, _ in windows:
            window.append(now)


def _wait(window: deque[float], limit: tuple[int, float], now: float) -> float:
    """Seconds until the window has room again."""
    count, seconds = limit
    while window and window[0] <= now - seconds:
        window.popleft()
    return 0.0 if len(window) < count else window[0] + seconds - now
