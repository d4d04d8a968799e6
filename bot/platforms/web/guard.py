"""Who may post: a known visitor, from a page of ours, and no address without end: visitors are made for nothing."""

import math

from starlette.requests import Request

from bot.flood import Buckets
from bot.platforms.web.identity import Visitor, same_origin, visitor_of


class Turned(Exception):
    """A request that is turned down, with a word for the person; `seconds` after which it may come again (0: never)."""

    def __init__(self, status: int, code: str, word: str, seconds: int = 0) -> None:
        super().__init__(word)
        self.status = status
        self.code = code
        self.seconds = seconds


class Door:
    """Stands before everything that is posted."""

    def __init__(self, addresses: Buckets) -> None:
        self._addresses = addresses

    def admit(self, request: Request) -> Visitor:
        """The visitor who posts. Raises Turned."""
        if not same_origin(request):
            raise Turned(403, "origin", "请在校企通的页面里发送。")
        visitor = visitor_of(request)
        if visitor is None or not visitor.shows(request.headers.get("x-token", "")):
            raise Turned(403, "session", "会话已更新，请再发一次。")
        self._slow_down(request)
        return visitor

    def _slow_down(self, request: Request) -> None:
        seconds = self._addresses.take(request.client.host if request.client else "")
        if seconds:
            pause = math.ceil(seconds)
            raise Turned(429, "fast", f"发得有点快，请等 {pause} 秒，会自动再发。", pause)
