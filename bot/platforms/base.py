"""The port through which the assistant meets a messaging platform.

A platform reads what people send into `Message`s and gives them to the `Intake`; the courier gives it what is owed to people as
`Delivery`s. A platform knows neither handlers nor storage.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from chat.message import Address, Message
from chat.reply import Reply

Job = Callable[[], Coroutine[Any, Any, None]]

Alone = Callable[[str, Job], Coroutine[Any, Any, None]]
"""Does a job under the name of a duty, in the one process that has it; whoever else has it, it waits."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do. `length` is the longest message in UTF-16 units; longer replies are split by the platform itself.

    Without `buttons` the router numbers a reply's choices and reads a typed number as a press. Without `edits` a reply that wants to
    take another one's place is sent as a new message. `streaming`: a `Draft` shows an answer while it is being written. `roof` is how many
    messages a second it takes in all, `bulk` how many of those may go to many, `gap` the seconds between two in one chat, `per_minute` how
    many a chat takes that several people share; 0 for as many as there are.
    """

    buttons: bool = True
    edits: bool = False
    streaming: bool = False
    files: bool = False
    length: int = 4096
    roof: float = 0.0
    bulk: float = 0.0
    gap: float = 0.0
    per_minute: int = 0


Between = Callable[[tuple[str, ...]], Awaitable[None]]
"""Called before each further message of a delivery with the ids of those that are out: keeps them, and waits for the next one's moment."""


async def at_once(ids: tuple[str, ...]) -> None:
    """The next message may follow at once, and nothing need be kept."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One reply owed to one person.

    `id` is the outbox row's and grows with time; `key` is unique to what is said, the same when it is said again after a crash. `origin` is
    the platform's id of the message whose button was pressed, `press` its id of the press; both are "" when nothing was pressed. Where a
    reply becomes several messages, `sent` are those that went out in an earlier try, and `between` is awaited before each further one.
    """

    id: int
    key: str
    to: Address
    reply: Reply
    origin: str = ""
    press: str = ""
    sent: tuple[str, ...] = ()
    between: Between = at_once


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that could not be read. It is kept under its `key` as it came (`raw`), goes to the dead letters, and holds nothing up."""

    key: str
    raw: str
    error: str


class Intake(Protocol):
    """Where a platform puts what came in."""

    async def __call__(
        self, account: str, messages: Sequence[Message], *, unreadable: Sequence[Unreadable] = (), cursor: str | None = None
    ) -> None:
        """Commit a batch (and the platform's `cursor`, such as the next offset) to the inbox, then wake the workers.

        Only when this has returned may the platform acknowledge. A key that was seen before under this platform and `account` is dropped.
        Raises `StoreProblem` when nothing was kept: then do not acknowledge, and try again.
        """
        ...


class Draft(Protocol):
    """An answer that is still being written; what it shows is replaced by the delivery that follows, and is never kept."""

    @property
    def message(self) -> str:
        """The platform's id of the message in which it is shown, whose place the reply is to take; "" where it goes by itself."""
        ...

    async def show(self, text: str) -> None:
        """Show all that is written so far. May be called often, and drops what comes too fast. Never raises for a failed delivery."""
        ...


class Platform(Protocol):
    """One messaging platform as the courier and the workers see it."""

    @property
    def name(self) -> str:
        """The name in `Address.platform`."""
        ...

    @property
    def abilities(self) -> Abilities:
        """What it can do."""
        ...

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Say it, and give back the platform's ids of the messages that it became.

        Raises Unreachable (never again), Moved (to another chat), TryLater (after its `seconds`) or Refused (not this message).
        """
        ...

    async def typing(self, address: Address) -> None:
        """Show that an answer is under way, where the platform can. Never raises for a failed delivery."""
        ...

    def draft(self, address: Address) -> Draft:
        """A draft in that chat; on a platform without `streaming` it shows nothing."""
        ...

    async def run(self) -> None:
        """Read from the platform until cancelled. Passive ones (a web page) return at once."""
        ...

    async def stop(self) -> None:
        """Let go of what would hold a stopping process: open streams, connections. Nothing is sent afterwards."""
        ...


class NoDraft:
    """The draft of a platform that cannot stream."""

    message = ""

    async def show(self, text: str) -> None:
        """Show nothing."""
