"""A person with a Telegram client: says, presses, hears."""

import base64
from dataclasses import dataclass
from typing import Any, Protocol

from tests.telegram_server.text import Json

PATIENCE = 10.0


class Telegram(Protocol):
    """The part of the server's handle that people need."""

    async def act(self, verb: str, **body: Any) -> Json: ...
    async def next_event(self, after: int, timeout: float, **wanted: Any) -> Json: ...  # noqa: ASYNC109
    async def messages(self, chat: int) -> list[Json]: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as a person sees it; `edited` where it replaces what stood there."""

    raw: Json
    edited: bool = False

    @property
    def id(self) -> int:
        """Its number in the chat."""
        return int(self.raw["message_id"])

    @property
    def text(self) -> str:
        """Its text, or the caption of its picture or file."""
        return str(self.raw.get("text", self.raw.get("caption", "")))

    @property
    def rows(self) -> list[list[str]]:
        """The labels of its buttons, row by row."""
        keyboard: list[list[Json]] = self.raw.get("reply_markup", {"inline_keyboard": []})["inline_keyboard"]
        return [[button["text"] for button in row] for row in keyboard]

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return [label for row in self.rows for label in row]

    def formatted(self, kind: str) -> list[str]:
        """The pieces of the text with that formatting (bold, text_link, …)."""
        data = self.text.encode("utf-16-le")
        entities: list[Json] = self.raw.get("entities") or self.raw.get("caption_entities") or []
        spans = [(2 * entity["offset"], 2 * entity["length"]) for entity in entities if entity["type"] == kind]
        return [data[begin : begin + length].decode("utf-16-le") for begin, length in spans]


@dataclass(frozen=True, slots=True)
class Alert:
    """The bot's answer to a press: a short notice, or a box where `box` is set."""

    text: str
    box: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A group, supergroup or channel."""

    server: Telegram
    id: int
    title: str

    async def set_bot(self, status: str, **rights: bool) -> None:
        """Change the bot's standing: administrator (with rights; all by default), member, restricted, left, kicked."""
        await self.server.act("status", chat=self.id, status=status, rights=rights or None)

    async def let_in(self, person: "Person", status: str = "member") -> None:
        """Let somebody in, or with another standing out."""
        await self.server.act("status", chat=self.id, user=person.id, status=status)

    async def migrate(self) -> "Room":
        """Make the group a supergroup."""
        return Room(self.server, (await self.server.act("migrate", chat=self.id))["id"], self.title)

    async def delete(self) -> None:
        """The chat is gone."""
        await self.server.act("delete", chat=self.id)


class Person:
    """Somebody who talks to the bot alone, or in the room that `room` names. What was heard once is not heard again."""

    def __init__(self, server: Telegram, number: int, name: str) -> None:
        self._server = server
        self._heard: dict[tuple[int, str], int] = {}
        self.id = number
        self.name = name

    def _chat(self, room: Room | None) -> int:
        return room.id if room else self.id

    async def say(self, text: str, *, room: Room | None = None, reply_to: int | None = None) -> Heard:
        """Type something."""
        return Heard(await self._server.act("say", user=self.id, text=text, chat=self._chat(room), reply_to=reply_to))

    async def send(self, kind: str, *, room: Room | None = None, content: bytes = b"", **more: Any) -> Heard:
        """Send a photo, document (`name`), sticker, voice, location or contact; `caption` may go with it."""
        body = base64.b64encode(content).decode()
        return Heard(await self._server.act("send", user=self.id, kind=kind, chat=self._chat(room), content=body, **more))

    async def edit(self, message: Heard, text: str, *, room: Room | None = None) -> Heard:
        """Correct what one wrote."""
        raw = await self._server.act("edit", user=self.id, message_id=message.id, text=text, chat=self._chat(room))
        return Heard(raw, edited=True)

    async def tap(
        self, label: str = "", *, on: Heard | int | None = None, data: str = "", room: Room | None = None, forged: bool = False
    ) -> str:
        """Press a button and go on without waiting; gives the query's identifier, or the address of a link."""
        number = on.id if isinstance(on, Heard) else on
        told = await self._server.act(
            "press", user=self.id, message_id=number, label=label, data=data, chat=self._chat(room), forged=forged
        )
        return str(told.get("query") or told.get("url") or "")

    async def press(
        self,
        label: str = "",
        *,
        on: Heard | int | None = None,
        data: str = "",
        room: Room | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Alert:
        """Press a button by its label, on the newest message that has it, and wait until the bot answers the press."""
        query = await self.tap(label, on=on, data=data, room=room)
        return await self.answer(query, room=room, timeout=timeout)

    async def answer(self, query: str, *, room: Room | None = None, timeout: float = PATIENCE) -> Alert:  # noqa: ASYNC109
        """The bot's answer to a press. Raises TimeoutError."""
        after = 0
        while True:
            event = await self._server.next_event(after, timeout, chat=self._chat(room), user=self.id, kinds="alert")
            after = event["seq"]
            if event["body"]["query"] == query:
                return Alert(event["body"]["text"], event["body"]["show_alert"], event["body"]["url"])

    async def notices(self, kinds: str, *, room: Room | None = None, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109
        """The bot's next event of a kind: message, edit, delete, action, draft, reaction, keyboard, inline."""
        place = (self._chat(room), kinds)
        event = await self._server.next_event(self._heard.get(place, 0), timeout, chat=place[0], user=self.id, kinds=kinds, by_bot="true")
        self._heard[place] = event["seq"]
        return event

    async def hears(self, timeout: float = PATIENCE, *, room: Room | None = None) -> Heard:  # noqa: ASYNC109
        """The bot's next message, or the next change of one. Raises TimeoutError."""
        event = await self.notices("message,edit", room=room, timeout=timeout)
        return Heard(event["body"], edited=event["kind"] == "edit")

    async def sees(self, *, room: Room | None = None) -> list[Heard]:
        """Everything in the chat as it stands now."""
        return [Heard(raw) for raw in await self._server.messages(self._chat(room))]

    async def ask_inline(self, text: str) -> str:
        """Ask the bot from the writing field; gives the query's identifier."""
        return str((await self._server.act("inline", user=self.id, text=text))["query"])

    async def inline_results(self, *, timeout: float = PATIENCE) -> list[Json]:  # noqa: ASYNC109
        """What the bot offers for the next inline query that it answers."""
        results: list[Json] = (await self.notices("inline", timeout=timeout))["body"]["results"]
        return results

    async def choose(self, query: str, result: str, *, room: Room | None = None) -> Heard:
        """Send one of the results."""
        return Heard(await self._server.act("choose", user=self.id, query=query, result=result, chat=self._chat(room)))

    async def block(self) -> None:
        """Block the bot."""
        await self._server.act("block", user=self.id)

    async def unblock(self) -> None:
        """Let the bot speak again."""
        await self._server.act("block", user=self.id, blocked=False)

    async def deactivate(self) -> None:
        """Give up the account."""
        await self._server.act("deactivate", user=self.id)
