"""Faults that a test orders: refusals, delays, lost requests, lost responses, connections that hang."""

import random
from dataclasses import dataclass, field
from typing import Literal

from tests.telegram_server.errors import ApiError, too_many_requests

Kind = Literal["error", "delay", "drop", "lost", "hang"]
WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """A fault for the next `times` calls (None: for all) of a method (`*`: of any).

    `error` refuses with `status`; `delay` answers after `delay` seconds; `drop` cuts the connection before the call is done;
    `lost` does the call and cuts the connection then; `hang` takes the call and never answers. `skip` calls pass first;
    `chance` is the share of calls that are hit; `chat` limits it to one; `body` replaces the answer's JSON.
    """

    method: str = "*"
    kind: Kind = "error"
    times: int | None = 1
    skip: int = 0
    chance: float = 1.0
    chat: int | None = None
    status: int = 500
    description: str = ""
    retry_after: int | None = None
    delay: float = 0.0
    body: str | None = None

    def error(self) -> ApiError:
        """The refusal that this fault means."""
        if self.retry_after is not None:
            return too_many_requests(self.retry_after)
        return ApiError(self.status, self.description or WORDS.get(self.status, "Error"))

    def meant_for(self, method: str, chat: str) -> bool:
        """Whether the call is one of those that this fault is for."""
        named = self.method == "*" or self.method.lower() == method.lower()
        return named and self.times != 0 and (self.chat is None or str(self.chat) == chat)


@dataclass
class Faults:
    """The ordered faults; the first that fits a call is spent on it."""

    random: random.Random
    ordered: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> None:
        """Add one behind the others."""
        self.ordered.append(fault)

    def clear(self) -> None:
        """Forget all that is left."""
        self.ordered.clear()

    def strike(self, method: str, chat: str) -> Fault | None:
        """The fault that this call suffers."""
        for fault in self.ordered:
            if not fault.meant_for(method, chat):
                continue
            if fault.skip:
                fault.skip -= 1
            elif self.random.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
