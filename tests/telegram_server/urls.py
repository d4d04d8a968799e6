"""Which addresses Telegram takes in links and buttons, and the form it gives them."""

from urllib.parse import urlsplit, urlunsplit

PROTOCOLS = frozenset({"http", "https", "ftp", "tg", "ton", "tonsite"})


class WrongUrl(ValueError):
    """The reason, in Telegram's words."""


def checked_url(url: str) -> str:
    """The address as Telegram stores it: with a protocol, the host in lower case, a path. Raises WrongUrl."""
    url = url.strip()
    if not url or any(char.isspace() for char in url):
        raise WrongUrl("Wrong HTTP URL")
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        port = parts.port
    except ValueError as error:
        raise WrongUrl("Wrong HTTP URL") from error
    scheme = parts.scheme.lower()
    if scheme not in PROTOCOLS:
        raise WrongUrl("Unsupported URL protocol")
    if scheme in {"tg", "ton"}:
        return url
    host = (parts.hostname or "").lower()
    if "." not in host.strip(".") and ":" not in host:
        raise WrongUrl("Wrong HTTP URL")
    place = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, f"{place}:{port}" if port else place, parts.path or "/", parts.query, parts.fragment))


def mentioned_user(url: str) -> int | None:
    """The user whom a tg://user?id=… link names."""
    prefix = "tg://user?id="
    digits = url.removeprefix(prefix)
    return int(digits) if url.startswith(prefix) and digits.isascii() and digits.isdigit() else None
