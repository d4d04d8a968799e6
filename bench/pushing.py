"""A lean stand-in for what Telegram does with a webhook: updates over forty connections, each acknowledged before the next on its own."""

import asyncio
import json
import time
from collections.abc import Iterator

from bench.door import HEADER, SECRET
from bot.platforms.telegram.webhook import PATH

CONNECTIONS = 40
"""What Telegram opens at most, unless told otherwise."""

_FIRST = 6_000_000_000


def update(number: int) -> dict[str, object]:
    """Somebody asks for help, each for the first time."""
    person = {"id": _FIRST + number, "is_bot": False, "first_name": "李"}
    message = {"message_id": 1, "date": 0, "chat": {"id": _FIRST + number, "type": "private"}, "from": person, "text": "/help"}
    return {"update_id": number, "message": message}


async def pushed(port: int, rate: float, seconds: float, first: int) -> tuple[list[float], float]:
    """Push so many a second; the seconds from each one's moment to its acknowledgement, and how many were acknowledged a second."""
    start, waits = time.monotonic(), list[float]()
    moments = ((start + number / rate, first + number) for number in range(round(rate * seconds)))
    await asyncio.gather(*(_connection(port, moments, waits) for _ in range(CONNECTIONS)))
    return waits, len(waits) / (time.monotonic() - start)


async def _connection(port: int, moments: Iterator[tuple[float, int]], waits: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for moment, number in moments:
        await asyncio.sleep(max(0.0, moment - time.monotonic()))
        writer.write(_request(json.dumps(update(number), ensure_ascii=False).encode()))
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        waits.append(time.monotonic() - moment)
    writer.close()


def _request(body: bytes) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", "Host: bot", f"{HEADER}: {SECRET}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
