"""A strict local Bot API: it stands in for Telegram's servers in tests, and shows a person Telegram's face by hand.

Tests take `running_server`; `python -m tests.telegram_server --port 8081` opens the page. Only one bot lives on a server.
Error texts are those of Telegram's own server as far as they are known; what Telegram does in clients only is left out.
"""

from tests.telegram_server.client import Refused, TelegramServer
from tests.telegram_server.person import Alert, Heard, Person, Room
from tests.telegram_server.running import running_server, served

__all__ = ["Alert", "Heard", "Person", "Refused", "Room", "TelegramServer", "running_server", "served"]
