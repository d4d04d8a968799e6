"""Who may post: a known visitor, from a page of ours. And no address without end, even to look: visitors are made for nothing."""

import math
from ipaddress import IPv6Address, ip_address

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


def address_of(request: Request) -> str:
    """The address to count by. Whoever has one of IPv6 has the 2⁶⁴ that share its first half, and counts once."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return address.exploded[:19] if isinstance(address, IPv6Address) else host


class Door:
    """Stands before everything: `posts`, `looks` and `files` are what one address may do, `files` what one visitor may, too."""

    def __init__(self, posts: Buckets, looks: Buckets, files: Buckets) -> None:
        self._posts = posts
        self._looks = looks
        self._files = files

    def admit(self, request: Request) -> Visitor:
        """The visitor who posts. Raises Turned."""
        if not same_origin(request):
            raise Turned(403, "origin", "请在校企通的页面里发送。")
        visitor = visitor_of(request)
        if visitor is None or not visitor.shows(request.headers.get("x-token", "")):
            raise Turned(403, "session", "会话已更新，请再发一次。")
        _slow_down(self._posts, address_of(request), "发得有点快，请等 {} 秒，会自动再发。")
        return visitor

    def admit_file(self, request: Request) -> Visitor:
        """The visitor who sends a file. Raises Turned."""
        visitor = self.admit(request)
        for name in (address_of(request), visitor.id):
            _slow_down(self._files, name, "文件发得有点快，请等 {} 秒再发。")
        return visitor

    def glance(self, request: Request) -> Visitor | None:
        """The visitor who looks, if the cookie names one. Raises Turned."""
        _slow_down(self._looks, address_of(request), "这里访问得有点快，请等 {} 秒，会自动再试。")
        return visitor_of(request)


def _slow_down(buckets: Buckets, name: str, word: str) -> None:
    seconds = buckets.take(name)
    if seconds:
        pause = math.ceil(seconds)
        raise Turned(429, "fast", word.format(pause), pause)
