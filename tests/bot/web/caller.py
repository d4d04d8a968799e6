"""A browser without a screen: it keeps its cookie and token, posts as the page does, and listens to the stream."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

import httpx2
from starlette.types import ASGIApp, Message

HOST = "http://xqt.test"
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event; `id` is "" where it had none."""

    kind: str
    data: Any
    id: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; of a stream all until it fell silent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


async def asked(
    app: ASGIApp, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"", address: str = "127.0.0.1"
) -> Answered:
    """Ask as no browser would: any path, any header, from anywhere. A stream is left when it has nothing more to say."""
    ear, said = Ear(), False
    raw = unquote_to_bytes(path)
    lines = [(b"host", b"xqt.test"), *((name.lower().encode(), value.encode()) for name, value in (headers or {}).items())]
    scope = {"type": "http", "method": method, "path": raw.decode("utf-8", "replace"), "raw_path": path.encode(), "query_string": b""}
    scope |= {"headers": lines, "scheme": "http", "http_version": "1.1", "client": (address, 1), "server": ("xqt.test", 80)}

    async def receive() -> Message:
        nonlocal said
        if said:
            return await ear.receive()
        said = True
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            ear.all += message.get("body", b"")
            if b": still here" in ear.all or not message.get("more_body"):
                ear.hang_up()
        else:
            await ear.send(message)

    await asyncio.wait_for(app({**scope, "asgi": {"version": "3.0", "spec_version": "2.3"}}, receive, send), PATIENCE)
    return Answered(ear.status, ear.headers, ear.all)


class Caller:
    """One visitor of the web chat."""

    def __init__(self, app: ASGIApp, base: str = HOST) -> None:
        self._app = app
        self._base = base
        self.client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=base)
        self.token = ""

    async def arrive(self) -> list[dict[str, Any]]:
        """Open the page: become known, and see the recent conversation."""
        body = (await self.client.get("/chat/history")).json()
        self.token = body["token"]
        entries: list[dict[str, Any]] = body["entries"]
        return entries

    @property
    def headers(self) -> dict[str, str]:
        """What a page of ours sends along with a post."""
        return {"origin": self._base, "sec-fetch-site": "same-origin", "x-token": self.token}

    async def post(self, body: object, **headers: str) -> httpx2.Response:
        """Post a body as it is, with other headers where told (an empty one is left out)."""
        merged = {name: value for name, value in {**self.headers, **headers}.items() if value}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.client.post("/chat/messages", content=content, headers=merged)

    async def say(self, text: str, key: str = "key-00000001") -> httpx2.Response:
        """Type and send."""
        return await self.post({"key": key, "text": text})

    @asynccontextmanager
    async def listening(self, last: str = "") -> AsyncIterator["Ear"]:
        """Listen to the stream from after that event id, until the block is left."""
        cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookies.jar)
        headers = [(b"host", b"xqt.test"), (b"cookie", cookie.encode()), *([(b"last-event-id", last.encode())] if last else [])]
        ear = Ear()
        scope = {"type": "http", "method": "GET", "path": "/chat/events", "query_string": b"", "headers": headers, "scheme": "http"}
        task = asyncio.ensure_future(self._app({**scope, "asgi": {"version": "3.0", "spec_version": "2.3"}}, ear.receive, ear.send))
        try:
            yield ear
        finally:
            ear.hang_up()
            await asyncio.wait_for(task, PATIENCE)


class Ear:
    """The listening end of a stream."""

    def __init__(self) -> None:
        self._gone = asyncio.Event()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._rest = ""
        self.all = b""
        self.status = 0
        self.headers: dict[str, str] = {}

    async def receive(self) -> Message:
        """Nothing to say until we hang up."""
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take in what the server says."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            return
        *whole, self._rest = (self._rest + message.get("body", b"").decode()).split("\n\n")
        for chunk in whole:
            self._lines.put_nowait(chunk)
        if not message.get("more_body"):
            self._lines.put_nowait(None)

    def hang_up(self) -> None:
        """Go away, as a browser does that is closed."""
        self._gone.set()

    async def chunk(self) -> str | None:
        """The next chunk as it stands; None when the server ended the stream."""
        return await asyncio.wait_for(self._lines.get(), PATIENCE)

    async def event(self, kind: str = "reply") -> Event:
        """The next event of that kind."""
        while (chunk := await self.chunk()) is not None:
            fields = dict(line.split(": ", 1) for line in chunk.split("\n"))
            if fields.get("event") == kind:
                return Event(kind, json.loads(fields["data"]), fields.get("id", ""))
        raise AssertionError(f"the stream ended without {kind}")
