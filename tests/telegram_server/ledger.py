"""Every call that a bot made, with its times and its outcome."""

import asyncio
from dataclasses import asdict, dataclass, field

from tests.telegram_server.clock import Bell, Clock
from tests.telegram_server.text import Json


@dataclass(slots=True)
class Call:
    """One call; times are the server's seconds, `finished` None while it runs, `status` 0 where no answer was sent."""

    number: int
    method: str
    params: Json
    started: float
    finished: float | None = None
    status: int = 0
    description: str = ""
    message_id: int | None = None
    fault: str = ""

    def json(self) -> Json:
        """The call for the control interface."""
        return asdict(self)


@dataclass
class Ledger:
    """The calls in order of arrival."""

    clock: Clock
    calls: list[Call] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)

    def open(self, method: str, params: Json) -> Call:
        """Note the arrival of a call."""
        call = Call(len(self.calls) + 1, method, params, self.clock.now())
        self.calls.append(call)
        return call

    def close(self, call: Call, status: int, description: str = "") -> None:
        """Note its end."""
        call.finished, call.status, call.description = self.clock.now(), status, description
        self.bell.ring()

    def of(self, method: str = "", after: int = 0) -> list[Call]:
        """The finished calls of a method (any by default) after a number."""
        return [call for call in self.calls[after:] if call.finished is not None and method.lower() in ("", call.method.lower())]

    async def wait(self, method: str, after: int, count: int, seconds: float) -> list[Call]:
        """The same, once there are that many, or when the time is over."""
        deadline = asyncio.get_running_loop().time() + seconds
        while len(found := self.of(method, after)) < count:
            if not await self.bell.wait(deadline):
                break
        return found
