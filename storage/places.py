"""Where people stand in their conversations."""

from sqlalchemy import and_, bindparam, delete, select

from chat.flow import NOWHERE, Place
from chat.message import Address
from chat.wire import place_from_json, place_to_json
from domain.errors import Problem
from storage.columns import insert
from storage.prepared import Prepared
from storage.repository import Repository
from storage.tables import places

LONGEST = 65_536
"""Characters that a place may have in wire form."""

_HERE = and_(places.c.platform == bindparam("on"), places.c.chat == bindparam("to"), places.c.person == bindparam("by"))
_LOAD = Prepared(select(places.c.body).where(_HERE))
_SAVE = insert(places)
_SAVE = _SAVE.on_conflict_do_update(
    index_elements=["platform", "chat", "person"], set_={"body": _SAVE.excluded.body, "saved_at": _SAVE.excluded.saved_at}
)
_LEAVE = delete(places).where(_HERE)


class Places(Repository):
    """One place for each address; who is in no flow has no row."""

    __slots__ = ()

    def load(self, address: Address) -> Place:
        """Where somebody stands; `NOWHERE` when in no flow."""
        body = _LOAD.scalar(self.connection, {"on": address.platform, "to": address.chat, "by": address.person})
        return place_from_json(body) if body else NOWHERE

    def save(self, address: Address, place: Place) -> None:
        """Remember it. Raises Problem when the answers have grown beyond all measure."""
        if place == NOWHERE:
            self.connection.execute(_LEAVE, {"on": address.platform, "to": address.chat, "by": address.person})
            return
        body = place_to_json(place)
        if len(body) > LONGEST:
            raise Problem("填写的内容太长了，保存不下。请写短一些再发。")
        values = {"platform": address.platform, "chat": address.chat, "person": address.person, "body": body, "saved_at": self.now}
        self.connection.execute(_SAVE, values)
