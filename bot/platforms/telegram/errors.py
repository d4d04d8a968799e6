"""The library's errors in our own words, so that nobody outside meets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from domain.errors import DeliveryProblem, Refused, TryLater, Unreachable

_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
    "deactivated",
)
_NETWORK_PAUSE = 2.0
_TOKEN_PAUSE = 60.0


class Moved(DeliveryProblem):
    """The group became a supergroup; `chat` is its new id."""

    def __init__(self, chat: int) -> None:
        super().__init__(f"群已迁移到 {chat}")
        self.chat = chat


class UnknownToken(TryLater):
    """The token was revoked, or never was one."""


class NotModified(DeliveryProblem):
    """An edit that changes nothing."""


class TooOld(DeliveryProblem):
    """A press that waited too long for its answer."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise what belongs to `DeliveryProblem` instead of the library's errors, chained to them."""
    try:
        yield
    except TelegramError as error:
        raise problem(error) from error


def problem(error: TelegramError) -> DeliveryProblem:
    """What an error of the library means for a delivery."""
    match error:
        case RetryAfter():
            return TryLater("Telegram 要求放慢", _seconds(error.retry_after), everything=True)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Unreachable(f"对方收不到消息：{error.message}")
        case InvalidToken():
            return UnknownToken("Telegram 不认这个 token", _TOKEN_PAUSE, everything=True)
        case BadRequest():
            return _bad_request(error.message)
        case TimedOut():
            # Only a request that never left the house is certain not to have arrived.
            return TryLater("Telegram 没有及时回应", _NETWORK_PAUSE, ambiguous="not* sent" not in error.message)
        case _:
            return TryLater(f"连不上 Telegram：{error.message}", _NETWORK_PAUSE, ambiguous="ConnectError" not in error.message)


def _bad_request(message: str) -> DeliveryProblem:
    words = message.lower()
    if "message is not modified" in words:
        return NotModified(message)
    if "query is too old" in words or "query id is invalid" in words:
        return TooOld(message)
    if any(sign in words for sign in _GONE):
        return Unreachable(f"对方收不到消息：{message}")
    return Refused(message)


def _seconds(pause: int | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
