"""A person at a keyboard: says things to a router, presses what it offers, and remembers what was heard."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from chat.flow import NOWHERE, Place, Turn
from chat.message import Address, File, Message, Sort
from chat.plain import numbered
from chat.reply import SILENCE, Choice, Reply, linked
from chat.router import Router

Do = Callable[[Turn], Awaitable[Reply]]


async def _without_store(turn: Turn) -> Reply:
    return turn.run(None)


class Talk:
    """One person talking to one router. With `buttons` off it is a platform that has none."""

    def __init__(
        self, router: Router, *, do: Do = _without_store, buttons: bool = True, sender: Address | None = None, private: bool = True
    ) -> None:
        self._router = router
        self._do = do
        self._buttons = buttons
        self._private = private
        self.sender = sender or Address("test", "7", "7")
        self.place: Place = NOWHERE
        self.reply: Reply = SILENCE
        self._sent = 0

    @property
    def heard(self) -> str:
        """The words of the last reply, with links as this platform writes them."""
        return "\n".join(block.text for block in linked(self.reply, lambda word: f"/?start={word}").blocks)

    @property
    def buttons(self) -> list[str]:
        """The labels of the last reply's buttons."""
        return [choice.label for choice in self._choices]

    @property
    def _choices(self) -> list[Choice]:
        return [choice for row in self.reply.choices for choice in row]

    async def say(self, *texts: str) -> str:
        """Type some messages, one after the other."""
        for text in texts:
            await self._send(Message("", self.sender, text=text, name="小李"))
        return self.heard

    async def send(self, sort: Sort) -> str:
        """Send something that is no text."""
        await self._send(Message("", self.sender, sort))
        return self.heard

    async def give(self, file: File) -> str:
        """Send a file."""
        await self._send(Message("", self.sender, Sort.FILE, file=file))
        return self.heard

    def value(self, label: str) -> str:
        """What the button of that label carries."""
        return next(choice.value for choice in self._choices if choice.label == label)

    async def press(self, *labels: str) -> str:
        """Press buttons of the last reply, one after the other."""
        for label in labels:
            await self.press_value(self.value(label))
        return self.heard

    async def press_value(self, value: str) -> str:
        """Press a button that may not be on the screen any more."""
        await self._send(Message("", self.sender, Sort.PRESS, pressed=value, origin="1", press="p"))
        return self.heard

    async def _send(self, message: Message) -> None:
        self._sent += 1
        turn = await self._router.route(replace(message, key=str(self._sent), private=self._private), self.place)
        reply, self.place = await self._do(turn), turn.place
        if not self._buttons:
            reply, offered = numbered(reply)
            self.place = replace(self.place, offered=offered)
        self.reply = reply
