"""The pages that are open now, by chat."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_PAGES_OF_ONE = 8


class Stream:
    """One open page. It holds a bell and the latest of each fleeting event, so a page that reads slowly costs no memory."""

    def __init__(self) -> None:
        self.open = True
        self._bell = asyncio.Event()
        self._mail = True
        self._fleeting: dict[tuple[str, str], object] = {}

    def ring(self) -> None:
        """There may be letters."""
        self._mail = True
        self._bell.set()

    def flash(self, kind: str, body: object, key: str = "") -> None:
        """Show something once; a newer one of its kind and key takes its place."""
        self._fleeting[kind, key] = body
        self._bell.set()

    def close(self) -> None:
        """End the stream; the page will come back by itself."""
        self.open = False
        self._bell.set()

    async def wait(self, seconds: float) -> bool:
        """Sleep until the bell rings; False when it stayed silent for so long (then it is time to look for letters all the same)."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            self._mail = True
            return False
        self._bell.clear()
        return True

    def mail(self) -> bool:
        """Whether there may be letters that were not looked for."""
        mail, self._mail = self._mail, False
        return mail

    def fleeting(self) -> list[tuple[str, object]]:
        """What is to be shown once (kind, body), and is now forgotten."""
        events, self._fleeting = self._fleeting, {}
        return [(kind, body) for (kind, _), body in events.items()]


class Streams:
    """All open pages: at most eight of one visitor, whose oldest gives way, `most` in all, and a quarter of these from one address."""

    def __init__(self, most: int = 2_000) -> None:
        self._most = most
        self._closed = False
        self._by_chat: dict[str, list[Stream]] = {}
        self._by_address: Counter[str] = Counter()

    def full(self, address: str = "") -> bool:
        """Whether no further page can be served, there or anywhere: there are too many, or the house is closing."""
        return self._closed or self._by_address.total() >= self._most or self._by_address[address] > self._most // 4

    @property
    def any(self) -> bool:
        """Whether a page is open."""
        return bool(self._by_chat)

    @contextmanager
    def opened(self, chat: str, address: str = "") -> Iterator[Stream]:
        """A stream for that chat, for as long as the page listens."""
        stream = Stream()
        pages = self._by_chat.setdefault(chat, [])
        pages.append(stream)
        self._by_address[address] += 1
        for oldest in pages[:-_PAGES_OF_ONE]:
            oldest.close()
        try:
            yield stream
        finally:
            pages.remove(stream)
            self._by_address -= Counter([address])
            if not pages:
                self._by_chat.pop(chat, None)

    def of(self, chat: str) -> tuple[Stream, ...]:
        """The open pages of that chat."""
        return tuple(self._by_chat.get(chat, ()))

    def close(self) -> None:
        """End every stream and begin none, so that a server can stop."""
        self._closed = True
        for pages in self._by_chat.values():
            for stream in pages:
                stream.close()
