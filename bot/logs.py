"""What the process says of itself: one line to standard error for each event, without secrets and without people's data."""

import logging
import re
from collections.abc import Iterable

QUIET = logging.ERROR
"""For commands whose output people read."""

_TOKEN = re.compile(r"(?<!\d)\d{3,12}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "[…]"
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These tell every request (Telegram's with the token in its address) or every step of a start.
_TALKATIVE = ("httpx", "httpcore", "telegram", "uvicorn", "alembic")


class Redaction(logging.Formatter):
    """Takes secrets out of the finished line, wherever in it they came from: message, arguments or traceback."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(_FORMAT)
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """The line without the known secrets, and without whatever looks like a bot's token."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return _TOKEN.sub(_HIDDEN, line)


def set_up(secrets: Iterable[str] = (), level: int = logging.INFO) -> None:
    """Send every log line through the redaction to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redaction(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
