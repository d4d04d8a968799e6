"""What a call wants to say: its text or caption with entities, its reply, its options."""

from typing import Any

from tests.telegram_server.errors import bad_request
from tests.telegram_server.html import HtmlError, parse_html
from tests.telegram_server.params import Params
from tests.telegram_server.text import MAX_CAPTION, MAX_TEXT, Entities, Json, cleaned, found_entities, trimmed, units
from tests.telegram_server.world import Chat, World


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, Entities]:
    """A text argument with its formatting read, cleaned, trimmed and completed by what Telegram sees in it."""
    text, mode = params.text(name), params.text("parse_mode").lower()
    entities: Entities = []
    if mode == "html":
        try:
            text, entities = parse_html(text)
        except HtmlError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    else:
        entities = _given(params.json(entities_name, "entities"))
    text, entities = trimmed(cleaned(text), entities)
    return text, found_entities(text, entities)


def _given(value: Any) -> Entities:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entity, dict) and "type" in entity for entity in value):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    if not all(_whole(entity) for entity in value):
        raise bad_request("can't parse entities: can't parse MessageEntity")
    return [entity for entity in value if entity["length"] > 0 and entity["offset"] >= 0]


def _whole(entity: Json) -> bool:
    placed = isinstance(entity.get("offset"), int) and isinstance(entity.get("length"), int)
    user = entity.get("user")
    return placed and (entity["type"] != "text_mention" or (isinstance(user, dict) and isinstance(user.get("id"), int)))


def text_content(world: World, params: Params, limit: int = MAX_TEXT) -> Json:
    """`text` and `entities` of a message. Raises ApiError where it is empty, broken or too long."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > limit:
        raise bad_request("message is too long")
    return with_entities(world, "text", text, "entities", entities)


def caption_content(world: World, params: Params) -> Json:
    """`caption` and `caption_entities`, nothing where there is no caption."""
    text, entities = formatted(params, "caption", "caption_entities")
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return with_entities(world, "caption", text, "caption_entities", entities) if text else {}


def with_entities(world: World, name: str, text: str, entities_name: str, entities: Entities) -> Json:
    """The fields of a text; links to people carry the person, those to nobody are left out."""
    shown = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = world.users.get(entity["user"]["id"])
            if user is None:
                continue
            shown.append({**entity, "user": user.json()})
        else:
            shown.append(entity)
    return {name: text} | ({entities_name: shown} if shown else {})


def replied(chat: Chat, params: Params) -> Json | None:
    """The message that is replied to, by reply_parameters or the older reply_to_message_id."""
    given = params.json("reply_parameters", "reply parameters") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    number = given.get("message_id") or params.integer("reply_to_message_id")
    if not isinstance(number, int):
        raise bad_request("can't parse reply parameters JSON object")
    if not number:
        return None
    lenient = given.get("allow_sending_without_reply") or params.boolean("allow_sending_without_reply")
    if number not in chat.messages and not lenient:
        raise bad_request("message to be replied not found")
    return chat.messages.get(number)
