"""The channels to which announcements are posted."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update

from storage.columns import insert
from storage.repository import Repository
from storage.tables_delivery import channels


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its platform's id. `why` tells why nothing can be posted there; "" where it can. `digest`: it gets one each week."""

    platform: str
    chat: str
    title: str = ""
    region: str = ""
    why: str = ""
    digest: bool = False


_IT = (channels.c.platform == bindparam("on"), channels.c.chat == bindparam("to"))
_ALL = select(channels.c.platform, channels.c.chat, channels.c.title, channels.c.region, channels.c.why, channels.c.digest)
_GET = _ALL.where(*_IT)
_LIST = _ALL.order_by(channels.c.region, channels.c.title, channels.c.chat)
_ADD = insert(channels)
_ADD = _ADD.on_conflict_do_update(
    index_elements=["platform", "chat"],
    set_={"title": _ADD.excluded.title, "region": _ADD.excluded.region, "lost_at": None, "why": ""},
)
_LOSE = update(channels).where(*_IT, channels.c.lost_at.is_(None)).values(lost_at=bindparam("at"), why=bindparam("because"))
_DIGEST = update(channels).where(*_IT).values(digest=bindparam("wanted"))
_REMOVE = delete(channels).where(*_IT)


class Channels(Repository):
    """A channel that was lost stays known, so that staff can see why, and is open again once it is added again."""

    __slots__ = ()

    def add(self, channel: Channel) -> None:
        """Post there from now on, or again."""
        values = {"platform": channel.platform, "chat": channel.chat, "title": channel.title, "region": channel.region, "why": ""}
        self.connection.execute(_ADD, {**values, "digest": channel.digest, "added_at": self.now, "lost_at": None})

    def get(self, platform: str, chat: str) -> Channel | None:
        """The channel of that id."""
        row = self.connection.execute(_GET, {"on": platform, "to": chat}).one_or_none()
        return Channel(*row) if row else None

    def all(self) -> list[Channel]:
        """Every channel, lost ones too."""
        return [Channel(*row) for row in self.connection.execute(_LIST)]

    def lose(self, platform: str, chat: str, why: str) -> bool:
        """Post there no more. False where that was known, or it is none of ours: then nobody need be told."""
        return self.connection.execute(_LOSE, {"on": platform, "to": chat, "at": self.now, "because": why}).rowcount == 1

    def set_digest(self, platform: str, chat: str, *, wanted: bool) -> bool:
        """Post a digest there each week, or none. False where there is no such channel."""
        return self.connection.execute(_DIGEST, {"on": platform, "to": chat, "wanted": wanted}).rowcount == 1

    def remove(self, platform: str, chat: str) -> bool:
        """It is none of ours any more. False where it was none."""
        return self.connection.execute(_REMOVE, {"on": platform, "to": chat}).rowcount == 1
