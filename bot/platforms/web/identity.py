"""Who a visitor is: a secret in a cookie, and a public name that is drawn from it.

Only the digest of the secret goes into the database, so that neither a backup nor a log line is enough to read somebody's conversation.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from http.cookies import SimpleCookie

from starlette.requests import Request

from chat.message import Address

PLATFORM = "web"
_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
_BYTES = 24
_SECONDS = 180 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. `secret` (192 bits) never leaves the cookie."""

    secret: str

    @property
    def id(self) -> str:
        """The name under which this visitor's conversation is kept."""
        return hashlib.sha256(self.secret.encode()).hexdigest()[:32]

    @property
    def address(self) -> Address:
        """Where replies to this visitor go."""
        return Address(PLATFORM, self.id, self.id)

    @property
    def token(self) -> str:
        """What the page must show with everything it posts; only a page of our own origin can have read it."""
        return hmac.digest(self.secret.encode(), b"csrf", "sha256").hex()

    def shows(self, token: str) -> bool:
        """Whether that is this visitor's token, compared in constant time."""
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())


def _cookie_name(request: Request) -> str:
    return "__Host-xqt" if request.url.scheme == "https" else "xqt"


def new_visitor() -> Visitor:
    """Somebody who was never here."""
    return Visitor(secrets.token_urlsafe(_BYTES))


def visitor_of(request: Request) -> Visitor | None:
    """The visitor that the request's cookie names; None where there is none or it is not of our making."""
    secret = request.cookies.get(_cookie_name(request), "")
    return Visitor(secret) if _SECRET.fullmatch(secret) else None


def cookie_for(visitor: Visitor, request: Request) -> str:
    """The Set-Cookie line by which the browser will be known again for half a year."""
    name = _cookie_name(request)
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = visitor.secret
    cookie[name].update({"path": "/", "max-age": str(_SECONDS), "samesite": "Strict", "httponly": "yes"})
    if request.url.scheme == "https":
        cookie[name]["secure"] = "yes"
    return cookie[name].OutputString()


def same_origin(request: Request) -> bool:
    """Whether the browser says that a page of ours made the request. One that says nothing is not believed."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is None and origin is None:
        return False
    if site not in (None, "same-origin"):
        return False
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
