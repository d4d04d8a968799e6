"""Who says too much at once is slowed down, and told so once."""

from collections import OrderedDict
from dataclasses import dataclass

from chat.message import Message
from domain.clock import Clock

SLOW = "您发得有点快。我按顺序一条一条回答，不用重发。"
UNREAD = "一下子来的消息太多，后面的我没有看。请过一分钟，把最要紧的一件事再发一次。"
SLOW_HERE = "群里问得有点多。我按顺序一条一条回答，不用重发。"
UNREAD_HERE = "刚才发得太快，多出来的我没有看。请一件一件问，或者私聊我。"

_BURST = 10
_PATIENCE = 60.0
_GROUP = 18
"""Messages a minute that a group takes of us (Telegram's limit is 20): more cannot be answered there."""
_MOST = 10_000


class Buckets:
    """Token buckets by name: `burst` at once, then `per_minute`. The names used least recently are forgotten past `most`.

    Whoever comes to an empty one may wait up to `patience` seconds in line; beyond that nothing is taken.
    """

    def __init__(self, clock: Clock, burst: int, per_minute: float, *, patience: float = 0.0, most: int = _MOST) -> None:
        self._clock = clock
        self._every = 60 / per_minute
        self._burst = burst
        self.patience = patience
        self._most = most
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, name: str) -> float:
        """Seconds until the moment of one more, 0.0 for now; more than `patience` when nothing was taken."""
        now = self._clock.monotonic()
        begun = max(self._full_at.pop(name, now), now)
        wait = max(0.0, begun - now - (self._burst - 1) * self._every)
        self._full_at[name] = begun if wait > self.patience else begun + self._every
        if len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return wait

    def full(self, name: str) -> bool:
        """Whether nothing was taken for so long that it is full again."""
        return self._full_at.get(name, 0.0) <= self._clock.monotonic()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message: it waits so many seconds for its turn, or is not read at all. `word` is what its sender is told."""

    wait: float = 0.0
    read: bool = True
    word: str = ""


class Flood:
    """Judges each message that is new, by its sender and its chat.

    Ten at once are answered at once: who tries things out or fills in a form never meets this. Alone with us, what comes beyond that
    waits and is answered in order, `per_minute` a minute: nothing has to be sent again. Only what would wait for more than a minute is not
    read: an answer that late is to a question that nobody asks any more, and would keep the next one waiting. In a group nothing of one
    member waits, since all others would wait behind it: the surplus is not read. A group as a whole waits like a person alone. Each word
    is told once, until its sender has been calm for as long as it takes to be answered in full.

    A restart forgets who was fast, and each process counts for itself; what waits keeps its moment in the inbox.
    """

    def __init__(self, clock: Clock, per_minute: float) -> None:
        self._alone = Buckets(clock, _BURST, per_minute, patience=_PATIENCE)
        self._members = Buckets(clock, _BURST, per_minute)
        self._groups = Buckets(clock, _GROUP, _GROUP, patience=_PATIENCE)
        self._told: dict[str, str] = {}

    def judge(self, message: Message) -> Verdict:
        """What becomes of the next message of that sender in that chat."""
        sender = message.sender
        if message.private:
            return self._judged(self._alone, f"{sender.platform}:{sender.chat}:{sender.person}", SLOW, UNREAD)
        one = self._judged(self._members, f"{sender.platform}:{sender.person}", SLOW_HERE, UNREAD_HERE)
        return self._judged(self._groups, f"{sender.platform}:{sender.chat}", SLOW_HERE, UNREAD_HERE) if one.read else one

    def _judged(self, buckets: Buckets, name: str, slow: str, unread: str) -> Verdict:
        if buckets.full(name):
            self._told.pop(name, None)
        wait = buckets.take(name)
        if not wait:
            return Verdict()
        if wait > buckets.patience:
            return Verdict(read=False, word=self._once(name, unread))
        # Whoever was told that some were not read needs not hear that others wait.
        return Verdict(wait, word="" if name in self._told else self._once(name, slow))

    def _once(self, name: str, word: str) -> str:
        """The word, unless it was the last that was told."""
        if self._told.get(name) == word:
            return ""
        self._told[name] = word
        if len(self._told) > _MOST:
            del self._told[next(iter(self._told))]
        return word
