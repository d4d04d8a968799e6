"""Who and what there is on the server: people, chats, files, the bot's own profile. No rule lives here."""

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.telegram_server.clock import Clock
from tests.telegram_server.faults import Faults
from tests.telegram_server.feed import Feed
from tests.telegram_server.ledger import Ledger
from tests.telegram_server.pacing import Pacer
from tests.telegram_server.text import Json
from tests.telegram_server.updates import UpdateQueue

TOKEN = "7123456789:AAF-local_server_of_the_tests_0000000"
USERNAME = "xiaoqitong_bot"
LEFT = frozenset({"left", "kicked"})


@dataclass(slots=True)
class User:
    """A person or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "zh-hans"
    is_bot: bool = False
    deactivated: bool = False

    def json(self) -> Json:
        """The user as messages carry it."""
        person: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        more = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return person | {name: value for name, value in more.items() if value}


@dataclass(slots=True)
class Member:
    """Somebody's standing in a chat: creator, administrator, member, restricted, left or kicked."""

    status: str
    rights: Json = field(default_factory=dict)


@dataclass(slots=True)
class Chat:
    """A chat with its messages by number. A private chat has the person's identifier and shows the person's names."""

    id: int
    type: str
    names: Json
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    authors: dict[int, int] = field(default_factory=dict)
    last_message: int = 0
    instance: str = ""
    migrated_to: int | None = None
    deleted: bool = False

    @property
    def private(self) -> bool:
        """Whether it is a talk between one person and the bot."""
        return self.type == "private"

    def json(self) -> Json:
        """The chat as messages carry it."""
        return {"id": self.id, "type": self.type, **self.names}

    def status(self, user: int) -> str:
        """That user's standing; those who never were here have left."""
        return self.members[user].status if user in self.members else "left"

    def has(self, user: int) -> bool:
        """Whether the user is in the chat."""
        return self.status(user) not in LEFT

    def may(self, user: int, right: str) -> bool:
        """Whether the user holds that right of an administrator."""
        status = self.status(user)
        return status == "creator" or (status == "administrator" and bool(self.members[user].rights.get(right)))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent; `path` is where a bot downloads it."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Query:
    """A press or an inline query that waits for the bot's answer."""

    id: str
    user: int
    chat: int
    asked: float
    answered: bool = False


@dataclass
class Profile:
    """What the bot tells about itself: commands by scope and language, texts by language, menu buttons by chat."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    menus: dict[int, Json] = field(default_factory=dict)


@dataclass
class Webhook:
    """Where updates are delivered to; `scale` shortens the waits between tries for tests."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    certificate: bool = False
    error: str = ""
    error_time: float = 0.0
    scale: float = 1.0


class World:
    """One server's whole state, made anew by a reset."""

    def __init__(self, token: str = TOKEN, *, username: str = USERNAME, seed: int | None = None, enforce_pace: bool = False) -> None:
        self.random = random.Random(seed)
        self.clock = Clock()
        self.token = token
        self.token_valid = True
        self.privacy = True
        self.bot = User(int(token.partition(":")[0]), "校企通", username=username, language_code=None, is_bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.inline_answers: dict[str, list[Json]] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.counters: Counter[str] = Counter()
        self.profile = Profile()
        self.webhook = Webhook()
        self.updates = UpdateQueue(self.clock, self.random.randrange(100_000_000, 900_000_000))
        self.feed = Feed(self.clock)
        self.ledger = Ledger(self.clock)
        self.faults = Faults(self.random)
        self.pacer = Pacer(self.clock, enforce_pace)

    def date(self) -> int:
        """Now, in whole seconds."""
        return int(self.clock.now())

    def code(self, length: int = 24) -> str:
        """A random identifier of letters and digits."""
        return "".join(self.random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=length))
