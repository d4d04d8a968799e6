"""What the page posts, what it reads, and the stream."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.platforms.base import Intake
from bot.platforms.web import wire
from bot.platforms.web.guard import Door, Turned, address_of
from bot.platforms.web.identity import PLATFORM, cookie_for, new_visitor
from bot.platforms.web.mailbox import Mailbox
from bot.platforms.web.streams import Streams
from chat.message import File, Message
from domain.errors import BadDocument, StoreProblem
from rag.loading.rows import LARGEST

_HISTORY = 60
_LETTERS = 50
_SHOWN_AS_PICTURE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one post and of one file, seconds for all of them to arrive, and seconds between signs of life on a silent stream."""

    post: int = 64 * 1024
    file: int = LARGEST
    patience: float = 10.0
    file_patience: float = 30.0
    heartbeat: float = 15.0


class Chat:
    """The endpoints. Each finds the visitor first, and asks the mailbox for that visitor's things only."""

    def __init__(self, intake: Intake, mailbox: Mailbox, streams: Streams, door: Door, limits: Limits) -> None:
        self._intake = intake
        self._mailbox = mailbox
        self._streams = streams
        self._door = door
        self._limits = limits

    async def history(self, request: Request) -> Response:
        """The recent conversation, the token for posts, and where the stream goes on. Makes a stranger known."""
        visitor = self._door.glance(request) or new_visitor()
        entries = await self._mailbox.recent(visitor.id, _HISTORY)
        body = {"token": visitor.token, "entries": [wire.entry_json(entry) for entry in entries]}
        return JSONResponse(body, headers={"Set-Cookie": cookie_for(visitor, request)})

    async def messages(self, request: Request) -> Response:
        """Take in what was typed or pressed; 202 says that it is committed."""
        visitor = self._door.admit(request)
        body = await self._body(request, self._limits.post, self._limits.patience)
        return await self._taken(wire.read_post(body, visitor))

    async def upload(self, request: Request) -> Response:
        """Take in a table, which is the whole body; 202 says that it is committed. Nothing else is taken."""
        visitor = self._door.admit_file(request)
        body = await self._body(request, self._limits.file, self._limits.file_patience)
        try:
            message = wire.read_file(body, request.headers.get("x-key", ""), request.headers.get("x-name", ""), visitor)
        except BadDocument as problem:
            raise Turned(415, "file", str(problem)) from problem
        return await self._taken(message)

    async def _taken(self, message: Message) -> Response:
        """Commit a message, and show it on the visitor's other pages."""
        await self._intake(PLATFORM, [message])
        said = wire.said_json(message)
        for stream in self._streams.of(message.sender.chat):
            stream.flash("said", said, said["key"])
        return JSONResponse({"key": said["key"]}, status_code=202)

    async def leave(self, request: Request) -> Response:
        """Make this browser a stranger again, and tell its other pages: whoever sits down next finds nothing."""
        visitor = self._door.admit(request)
        for stream in self._streams.of(visitor.id):
            stream.flash("left", {})
        return Response(status_code=204, headers={"Set-Cookie": cookie_for(new_visitor(), request)})

    async def events(self, request: Request) -> Response:
        """The stream of letters after `Last-Event-ID` (or `?after=`), with what is fleeting in between."""
        visitor, address = self._door.glance(request), address_of(request)
        if visitor is None:
            raise Turned(401, "session", "会话已失效，请刷新页面。")
        if self._streams.full(address):
            raise Turned(503, "busy", "现在访问的人太多，请稍后再试。", 10)
        last = _number(request.headers.get("last-event-id") or request.query_params.get("after", ""))
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._listen(visitor.id, address, last), media_type="text/event-stream", headers=headers)

    async def _listen(self, chat: str, address: str, last: int) -> AsyncIterator[bytes]:
        """The stream's bytes. It ends when the store fails: the page comes back by itself, and names the last it saw."""
        with suppress(StoreProblem), self._streams.opened(chat, address) as stream:
            yield b"retry: 2000\n\n"
            while stream.open:
                for kind, body in stream.fleeting():
                    yield wire.event(kind, body)
                letters = await self._mailbox.after(chat, last, _LETTERS) if stream.mail() else ()
                for letter in letters:
                    last = letter.id
                    yield wire.letter_event(letter)
                if len(letters) == _LETTERS:
                    stream.ring()
                if not await stream.wait(self._limits.heartbeat):
                    yield b": still here\n\n"

    async def attachment(self, request: Request) -> Response:
        """A picture or file of a letter to this very visitor."""
        visitor = self._door.glance(request)
        letter = await self._mailbox.letter(visitor.id, request.path_params["number"]) if visitor else None
        if letter is None:
            raise Turned(404, "missing", "没有这个文件。")
        reply = letter.delivery.reply
        file = reply.picture if request.path_params["part"] == "picture" else reply.file
        if file is None:
            raise Turned(404, "missing", "没有这个文件。")
        return _download(file)

    async def _body(self, request: Request, most: int, patience: float) -> bytes:
        """The body, read no further than so many bytes, and no longer than there is patience."""
        body = bytearray()
        try:
            async with asyncio.timeout(patience):
                async for piece in request.stream():
                    body += piece
                    if len(body) > most:
                        raise Turned(413, "large", f"内容太大了，最多 {most // 1024} KB，请缩短后再发。")
        except TimeoutError as error:
            raise Turned(408, "slow", "网络太慢，没有收全，会自动再发。") from error
        return bytes(body)


def _download(file: File) -> Response:
    """Pictures are shown; everything else is only ever saved, so that no file can act as a page of ours."""
    if file.type in _SHOWN_AS_PICTURE:
        return Response(file.data, media_type=file.type, headers={"Cache-Control": "private, max-age=86400"})
    named = f"attachment; filename*=UTF-8''{quote(file.name, safe='', errors='replace')}"
    return Response(file.data, media_type="application/octet-stream", headers={"Content-Disposition": named})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
