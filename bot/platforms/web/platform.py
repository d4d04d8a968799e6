"""The web page as a platform."""

from bot.platforms.base import Abilities, Delivery, Draft
from bot.platforms.web.elsewhere import Elsewhere
from bot.platforms.web.identity import PLATFORM
from bot.platforms.web.streams import Streams
from chat.message import Address


class WebDraft:
    """An answer in the making, on every page that its reader has open; it gives way to the reply by itself."""

    message = ""

    def __init__(self, streams: Streams, chat: str) -> None:
        self._streams = streams
        self._chat = chat

    async def show(self, text: str) -> None:
        """Show all that is written so far; a page that is busy sees only the latest."""
        for stream in self._streams.of(self._chat):
            stream.flash("draft", {"text": text})


class WebPlatform:
    """Rings the bell of open pages. A reply counts as sent once it lies in the outbox, where the page reads it now or when it is back."""

    def __init__(self, streams: Streams, elsewhere: Elsewhere | None = None) -> None:
        self._streams = streams
        self._elsewhere = elsewhere

    @property
    def name(self) -> str:
        """The name in `Address.platform`."""
        return PLATFORM

    @property
    def abilities(self) -> Abilities:
        """A page can do everything, and its messages may be long."""
        return Abilities(buttons=True, edits=True, streaming=True, files=True, length=1_000_000)

    async def send(self, delivery: Delivery) -> tuple[str, ...]:
        """Ring the bell. The message is known by its row's id, or by that of the message whose place it takes."""
        for stream in self._streams.of(delivery.to.chat):
            stream.ring()
        return (delivery.origin if delivery.reply.edits and delivery.origin else str(delivery.id),)

    async def typing(self, address: Address) -> None:
        """Show the dots on every open page of the chat."""
        for stream in self._streams.of(address.chat):
            stream.flash("typing", {})

    def draft(self, address: Address) -> Draft:
        """A draft on every open page of the chat."""
        return WebDraft(self._streams, address.chat)

    async def run(self) -> None:
        """The page comes to us; what is said to it in other processes is looked for, where there are any."""
        if self._elsewhere:
            await self._elsewhere.run()

    async def stop(self) -> None:
        """End the streams, which would hold a stopping server for ever; the pages come back by themselves."""
        self._streams.close()
