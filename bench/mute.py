"""`python -m bench.mute`: a server that takes every call of the Bot API and says it is done, as fast as Python can; prints its port."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.setting import ROOT

WORDS = "公告：五月十日在会展中心有校企招聘会。"
FIRST = 7_000_000_000
"""What is said to it, and the first of the chats."""

_USER = {"id": 42, "is_bot": True, "first_name": "校企通", "username": "xiaoqitong_bot"}
_SENT = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private", "first_name": "李"}, "from": _USER, "text": WORDS}


def _answer(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


_ANSWERS = {b"/getMe ": _answer(_USER), b"/sendMessage ": _answer(_SENT)}


class Mute(asyncio.Protocol):
    """One connection."""

    def __init__(self) -> None:
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody calls."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            whole = end + 4 + _length(head)
            if len(self._held) < whole:
                return
            self._held = self._held[whole:]
            line = head[: head.find(b"\r\n")]
            self._transport.write(next((answer for name, answer in _ANSWERS.items() if name in line), _answer(True)))


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0


@contextmanager
def mute() -> Iterator[str]:
    """The address of one in a process of its own."""
    with subprocess.Popen([sys.executable, "-m", "bench.mute"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Mute, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
