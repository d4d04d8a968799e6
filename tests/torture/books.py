"""What people said, what must come of it, and whether it did: nothing lost, nothing twice, in order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its words, what only the reply to it says, and the effect that it must have once ("" for none)."""

    text: str
    reply: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who said these things, in this order, in a chat of their own.

    `told` are words that must come to them unasked, each once, whenever; `effects` what else must come of them, each once.
    """

    id: int
    said: tuple[Said, ...]
    told: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that arrived, the nth life in which it was sent, and whether the bot never learnt that it had arrived."""

    text: str
    life: int
    unanswered: bool = False


@dataclass(slots=True)
class Balance:
    """What a comparison found.

    `by_kill` counts the messages that each kill made come again, by the life that it ended; `by_fault` those that came again because
    the response to their sending was lost. `strange` are messages that nobody should hear, `lacks` words and
    effects that are not there, `done` the effects that are.
    """

    messages: int = 0
    effects: int = 0
    lost_replies: int = 0
    lost_effects: int = 0
    doubled_effects: int = 0
    disordered: int = 0
    by_fault: int = 0
    by_kill: Counter[int] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def well(self) -> bool:
        """Whether every promise was kept, but for how often a message may be repeated."""
        return not (self.lost_replies or self.lost_effects or self.doubled_effects or self.disordered or self.strange)

    @property
    def repeated(self) -> int:
        """How many messages came once more than they should."""
        return self.by_fault + self.by_kill.total()


def compared(people: Iterable[Person], heard: Mapping[int, Sequence[Heard]], effects: Counter[str]) -> Balance:
    """Hold what each person heard, and what the database holds, against what was said."""
    balance = Balance()
    wanted: Counter[str] = Counter()
    for person in people:
        _read(person, heard.get(person.id, ()), balance)
        wanted.update([*(one.effect for one in person.said if one.effect), *person.effects])
    balance.effects = wanted.total()
    balance.lost_effects = (wanted - effects).total()
    balance.lacks += (wanted - effects).elements()
    balance.done = effects
    balance.doubled_effects = (effects - wanted).total()
    return balance


def _read(person: Person, heard: Sequence[Heard], balance: Balance) -> None:
    """Walk through one chat: each reply in its place, perhaps said again at once, what comes unasked between them, nothing else."""
    balance.messages += len(person.said)
    at = 0
    before: Heard | None = None
    known: dict[str, Heard] = {}
    for one in heard:
        if unasked := [words for words in person.told if words in one.text]:
            _unasked(one, unasked, known, balance)
        elif at < len(person.said) and person.said[at].reply in one.text:
            at, before = at + 1, one
        elif before and person.said[at - 1].reply in one.text:
            _again(before, balance)
            before = one
        elif any(said.reply in one.text for said in person.said):
            balance.disordered += 1
        else:
            balance.strange.append(one.text)
    lost = [*(said.reply for said in person.said[at:]), *(words for words in person.told if words not in known)]
    balance.lost_replies += len(lost)
    balance.lacks += lost


def _unasked(one: Heard, found: Sequence[str], known: dict[str, Heard], balance: Balance) -> None:
    """A message that nobody asked for is new as a whole, or said again as a whole."""
    new = [words for words in found if words not in known]
    if not new:
        _again(known[found[0]], balance)
    elif len(new) < len(found):
        balance.strange.append(one.text)
    known.update(dict.fromkeys(found, one))


def _again(before: Heard, balance: Balance) -> None:
    """Lay a repeat to the lost response, or to the kill, that came between."""
    if before.unanswered:
        balance.by_fault += 1
    else:
        balance.by_kill[before.life] += 1


class Delivered:
    """What arrived where, read from the server's ledger life by life."""

    def __init__(self) -> None:
        self.heard: defaultdict[int, list[Heard]] = defaultdict(list)
        self.last = 0

    def read(self, calls: Iterable[Mapping[str, object]], life: int) -> None:
        """Take in the calls of `sendMessage` that were made in a life."""
        for call in calls:
            self.last = max(self.last, int(str(call["number"])))
            params = call["params"]
            if call["message_id"] is not None and isinstance(params, dict):
                self.heard[int(params["chat_id"])].append(Heard(params["text"], life, call["fault"] == "lost"))
