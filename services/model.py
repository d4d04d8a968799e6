"""What the staff holds of the language model: its switch and the day's budget, kept so that they hold for every process and every start."""

import json
from dataclasses import astuple, dataclass

from domain.clock import Clock, today
from domain.people import Action, Person
from services.permission import permit
from storage.database import Database
from storage.work import Work

_OFF = "model_off"
_USE = "model_use"


@dataclass(frozen=True, slots=True)
class Use:
    """Calls of the model, and characters sent to it and received from it."""

    calls: int = 0
    characters: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """How it stands: whether the model may be asked, what today has cost, and what a day may cost."""

    on: bool
    used: Use
    most: Use


class ModelDesk:
    """The switch and the gauge of the model called `name`, of which a day may cost `most`. What has no `work` blocks."""

    def __init__(self, database: Database, clock: Clock, name: str, most: Use) -> None:
        self._database = database
        self._clock = clock
        self._most = most
        self.name = name

    def on(self) -> bool:
        """Whether the model may be asked; read each time, so that a press works at once."""
        return self._database.read_now(_on)

    def take(self, characters: int) -> bool:
        """Count one more call that sends so many characters; False, and nothing counted, when it is beyond the budget."""

        def effect(work: Work) -> bool:
            work.notes.hold(_USE)
            used = self.used(work)
            if used.calls >= self._most.calls or used.characters + characters > self._most.characters:
                return False
            self._note(work, Use(used.calls + 1, used.characters + characters))
            return True

        return self._database.do_now(effect)

    def add(self, characters: int) -> None:
        """Count what came back."""

        def effect(work: Work) -> None:
            work.notes.hold(_USE)
            used = self.used(work)
            self._note(work, Use(used.calls, used.characters + characters))

        self._database.do_now(effect)

    def used(self, work: Work) -> Use:
        """What today has cost so far."""
        day, calls, characters = json.loads(work.notes.get(_USE) or '["", 0, 0]')
        return Use(calls, characters) if day == self._today() else Use()

    def state(self, work: Work, person: Person) -> State:
        """How it stands, for whoever may switch it. Raises NotAllowed."""
        permit(person, Action.SWITCH_MODEL)
        return State(_on(work), self.used(work), self._most)

    def turn(self, work: Work, person: Person, *, on: bool) -> State:
        """Switch it; holds for every answer that has not asked the model yet. Raises NotAllowed."""
        permit(person, Action.SWITCH_MODEL)
        if on != _on(work):
            work.notes.put(_OFF, "" if on else str(person.id))
            work.audit.record(person.id, "model.on" if on else "model.off", self.name)
        return self.state(work, person)

    def _note(self, work: Work, used: Use) -> None:
        work.notes.put(_USE, json.dumps([self._today(), *astuple(used)]))

    def _today(self) -> str:
        return today(self._clock).isoformat()


def _on(work: Work) -> bool:
    return not work.notes.get(_OFF)
