"""What the process says of itself: one line to standard error for each event, without secrets and without people's data."""

import json
import logging
import re
import threading
from collections.abc import Iterable
from datetime import UTC, datetime

from domain.masking import anonymous

QUIET = logging.ERROR
"""For commands whose output people read."""

HIDDEN = "[…]"
_RULES = (
    # A bot's token, as it stands alone or in an address.
    (re.compile(r"\d{3,12}:[A-Za-z0-9_-]{20,}"), HIDDEN),
    # Name and password in an address.
    (re.compile(r"(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"), HIDDEN),
    # What opens something: invitations, and whatever is headed as a key. Platforms' refusals come in small letters.
    (re.compile(r"(?i)(?<![\da-z])[a-hj-np-z2-9]{4}(?:-[a-hj-np-z2-9]{4}){2}(?![\da-z])"), HIDDEN),
    (re.compile(r"(?i)(?<![\da-z])(?=\w{0,17}[a-z])[0-9a-z]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![\da-z])"), "（信用代码）"),
    (re.compile(r"(?i)(/staff|bearer|api[_-]?key|secret|passphrase|password|验证码|口令|密码)(\W{1,3})[^\s,;，；。]+"), rf"\1\2{HIDDEN}"),
)
# These tell every request (Telegram's with the token in its address) or every step of a start.
_TALKATIVE = ("httpx", "httpcore", "telegram", "uvicorn", "alembic", "chromadb", "opentelemetry", "openai", "jieba")


class Redaction:
    """Takes out of finished text whatever nobody may read there, wherever it came from: message, arguments or traceback."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted((secret for secret in secrets if secret), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without secrets, and without what tells who somebody is."""
        return anonymous(self.without_secrets(text))

    def without_secrets(self, text: str) -> str:
        """The text without the known secrets, and without what looks like one."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in _RULES:
            text = pattern.sub(instead, text)
        return text


class TextLines(logging.Formatter):
    """Lines for people: when, how grave, who, what; a traceback beneath."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The line. What somebody sent cannot begin a line of its own."""
        message = self._redaction(record.getMessage()).replace("\r", "\\r").replace("\n", "\\n")
        trace = self._redaction(_trace(record))
        return f"{_moment(record)} {record.levelname} {record.name}: {message}" + (f"\n{trace}" if trace else "")


class JsonLines(logging.Formatter):
    """Lines for programs: an object with time, level, logger, message and, after a failure, error."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__()
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The object in one line."""
        told = {"time": _moment(record), "level": record.levelname.lower(), "logger": record.name}
        told["message"] = self._redaction(record.getMessage())
        if trace := _trace(record):
            told["error"] = self._redaction(trace)
        return json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def set_up(secrets: Iterable[str] = (), level: int = logging.INFO, form: str = "text") -> None:
    """Send every line of the process through the redaction to standard error; `form` is text or json.

    Libraries' lines, warnings, and failures of threads that nobody waits for go the same way.
    """
    redaction = Redaction(secrets)
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(redaction) if form == "json" else TextLines(redaction))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    trace = (failure.exc_type, failure.exc_value or failure.exc_type(), failure.exc_traceback)
    logging.getLogger("threading").error("a thread failed", exc_info=trace)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _trace(record: logging.LogRecord) -> str:
    formatter = logging.Formatter()
    parts = [formatter.formatException(record.exc_info)] if record.exc_info else []
    parts += [formatter.formatStack(record.stack_info)] if record.stack_info else []
    return "\n".join(parts)
