"""People press buttons, and ask the bot inline, from any chat."""

from tests.telegram_server.errors import ControlError
from tests.telegram_server.people.talking import place_for
from tests.telegram_server.posting import add_message
from tests.telegram_server.text import Json
from tests.telegram_server.world import Chat, Query, User, World


def press(
    world: World, user: User, number: int | None, *, chat: int | None = None, label: str = "", data: str = "", forged: bool = False
) -> Json:
    """Press a button by its label or its data, on a message or on the newest that has it.

    A `forged` press carries data that no button of that message has, as a client other than Telegram's own can send it.
    Returns {"query": its identifier}, or what an ordinary client does by itself with a link ({"url": …}).
    """
    place = place_for(world, user, chat)
    message, button = _forged(place, number, data) if forged else _button(place, number, label, data)
    if "callback_data" not in button:
        return button
    query = _ask(world, user, place.id)
    said: Json = {"id": query.id, "from": user.json(), "chat_instance": place.instance, "data": button["callback_data"]}
    inline = next((key for key, where in world.inline_messages.items() if where == (place.id, message["message_id"])), None)
    said |= {"inline_message_id": inline} if inline else {"message": message}
    world.updates.push("callback_query", said, f"user {user.id}")
    return {"query": query.id}


def _ask(world: World, user: User, chat: int) -> Query:
    query = Query(str(world.random.getrandbits(62)), user.id, chat, world.clock.now())
    world.queries[query.id] = query
    return query


def _button(place: Chat, number: int | None, label: str, data: str) -> tuple[Json, Json]:
    candidates = [place.messages[number]] if number in place.messages else []
    if number is None:
        candidates = list(reversed(place.messages.values()))
    for message in candidates:
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if (label and button["text"] == label) or (data and button.get("callback_data") == data):
                    return message, button
    raise ControlError(
        f"no button {label or data!r} on {f'message {number}' if number else 'any message'}; there are: {_labels(candidates)}"
    )


def _labels(messages: list[Json]) -> str:
    rows = (row for message in messages[:1] for row in message.get("reply_markup", {}).get("inline_keyboard", []))
    return "、".join(button["text"] for row in rows for button in row) or "none"


def _forged(place: Chat, number: int | None, data: str) -> tuple[Json, Json]:
    key = number or place.last_message
    lost: Json = {"message_id": key, "date": 0, "chat": place.json()}
    return place.messages.get(key, lost), {"callback_data": data}


def ask_inline(world: World, user: User, text: str, offset: str = "") -> Json:
    """Type @bot and a question in the field of any chat; the answer comes as an event of the kind `inline`."""
    query = _ask(world, user, user.id)
    asked = {"id": query.id, "from": user.json(), "query": text, "offset": offset, "chat_type": "sender"}
    world.updates.push("inline_query", asked, f"user {user.id}")
    return {"query": query.id}


def choose(world: World, user: User, query: str, result: str, *, chat: int | None = None) -> Json:
    """Send one of the results of an inline query to a chat."""
    place = place_for(world, user, chat)
    found = next((one for one in world.inline_answers.get(query, []) if one["id"] == result), None)
    if found is None:
        raise ControlError(f"query {query} has no result {result}")
    markup = {"reply_markup": found["reply_markup"]} if found.get("reply_markup") else {}
    message = add_message(world, place, user, found.get("content", {}) | markup | {"via_bot": world.bot.json()})
    chosen: Json = {"result_id": result, "from": user.json(), "query": ""}
    if markup:
        chosen["inline_message_id"] = world.code(20)
        world.inline_messages[chosen["inline_message_id"]] = (place.id, message["message_id"])
    world.updates.push("chosen_inline_result", chosen, f"user {user.id}")
    return message
