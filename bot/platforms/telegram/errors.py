"""The library's errors in our own words, so that nobody outside meets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from domain.errors import DeliveryProblem, Moved, Refused, Revoked, TooFast, TryLater, Unreachable

_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "deactivated",
)
_NETWORK_PAUSE = 2.0
_TOKEN_PAUSE = 60.0


class NeverLeft(NetworkError):
    """A call for which no connection was to be had: it is certain not to have arrived."""


class UnknownToken(Revoked):
    """The token was revoked, or never was one."""


class Conflict(TryLater):
    """Another program fetches the same bot's updates."""


class NotModified(DeliveryProblem):
    """An edit that changes nothing."""


class TooOld(DeliveryProblem):
    """A press that waited too long for its answer."""


@contextmanager
def translated(chat: int = 0) -> Iterator[None]:
    """Raise what belongs to `DeliveryProblem` instead of the library's errors, chained to them. `chat` is the one that is spoken to."""
    try:
        yield
    except TelegramError as error:
        raise problem(error, chat) from error
    except TimeoutError as error:
        raise TryLater("Telegram 没有及时回应", _NETWORK_PAUSE, ambiguous=True) from error


def problem(error: TelegramError, chat: int = 0) -> DeliveryProblem:
    """What an error of the library means for a delivery."""
    match error:
        case RetryAfter():
            # A group has a limit of its own, which must not silence the bot elsewhere; to a person we keep the pace, so it is the bot's.
            return TooFast("Telegram 要求放慢", _seconds(error.retry_after), everything=chat >= 0)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Unreachable(f"对方收不到消息：{error.message}")
        case InvalidToken():
            return UnknownToken(
                "Telegram 不认这个 token，发送已暂停，待发的消息都留着：请更正环境变量 XIAOQITONG_TELEGRAM_TOKEN 并重新启动",
                _TOKEN_PAUSE,
                everything=True,
            )
        case BadRequest():
            return _bad_request(error.message)
        case TimedOut():
            return TryLater("Telegram 没有及时回应", _NETWORK_PAUSE, ambiguous=True)
        case _:
            # Only a request that never left the house is certain not to have arrived.
            return TryLater(f"连不上 Telegram：{error.message}", _NETWORK_PAUSE, ambiguous=not isinstance(error, NeverLeft))


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
