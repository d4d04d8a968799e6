"""The loop over what is to happen later, and the one thing that happens every day: forgetting."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.regularly import regularly
from domain.clock import HERE
from handlers import bulletin_desk, closing
from services import bulletins, channels, listings, unanswered
from services.alerts import Alerts, Wanting
from storage.database import Database
from storage.due import Due
from storage.work import Work

log = logging.getLogger(__name__)

Deed = Callable[[Work, Due], None]
"""Does what is due, inside the unit of work that marks it done. It plans what follows."""

FORGETTING = "forgetting"
BODIES = timedelta(days=7)
TURNS = timedelta(days=30)
ROWS = timedelta(days=30)
"""For how long a key is remembered, so that nothing is taken or said twice: much longer than any platform tries again."""

_AT_ONCE = 20
_RETRY = 300.0


class Dues:
    """Does what is due, each in one unit of work with its mark. A deed that fails is tried again after five minutes."""

    def __init__(self, database: Database, deeds: Mapping[str, Deed], every: float = 20.0) -> None:
        self._database = database
        self._deeds = deeds
        self._every = every

    async def run(self) -> None:
        """Look every few seconds until cancelled."""
        await self._database.do(plan_forgetting)
        await regularly(self.look, self._every, "what is due cannot be read")

    async def look(self) -> int:
        """Do what is ripe, and give back how many there were."""
        ripe = await self._database.read(lambda work: work.due.ripe(_AT_ONCE))
        for due in ripe:
            await self._do(due)
        return len(ripe)

    async def _do(self, due: Due) -> None:
        def do(work: Work) -> None:
            if work.due.done(due.id):
                self._deeds[due.kind](work, due)

        try:
            await self._database.do(do)
        except Exception:
            log.exception("due %s %s failed", due.kind, due.key)
            await self._database.do(lambda work: work.due.postpone(due.id, _RETRY))


def plan_forgetting(work: Work) -> None:
    """Plan the next night's forgetting (03:00), once for each day."""
    night = work.now.astimezone(HERE).replace(hour=3, minute=0, second=0, microsecond=0)
    night = night if night > work.now else night + timedelta(days=1)
    work.due.plan(Due(FORGETTING, night.date().isoformat(), night))


def forget(work: Work, due: Due) -> None:  # noqa: ARG001
    """Erase what was said once its time is over: bodies after 7 days, turns and what is left of finished rows after 30."""
    moment: datetime = work.now
    work.inbox.erase_bodies(moment - BODIES)
    work.outbox.erase_bodies(moment - BODIES)
    work.inbox.forget(moment - ROWS)
    work.outbox.forget(moment - ROWS)
    work.turns.erase_before(moment - TURNS)
    work.due.forget(moment - TURNS)
    plan_forgetting(work)


def deeds(wanting: Wanting) -> Mapping[str, Deed]:
    """Everything that may be due; `wanting` finds who wants a new listing."""
    return {
        FORGETTING: forget,
        unanswered.ENDING: unanswered.end,
        listings.REMIND: closing.remind,
        listings.END: closing.leave,
        bulletins.START: bulletin_desk.begin,
        channels.DIGEST: channels.digest,
        **Alerts(wanting).deeds,
    }
