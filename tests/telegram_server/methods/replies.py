"""Answers to presses and inline queries, and what passes by: actions, drafts, reactions."""

from typing import Any

from tests.telegram_server.access import find_chat, find_message
from tests.telegram_server.content import text_content
from tests.telegram_server.errors import QUERY_TOO_OLD, bad_request
from tests.telegram_server.keyboard import checked_markup
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json, names, units
from tests.telegram_server.world import Query, World

ANSWER_SECONDS = 60
MAX_ALERT = 200
MAX_RESULTS = 50
ACTIONS = frozenset(
    names(
        "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location "
        "record_video_note upload_video_note cancel"
    )
)
REACTIONS = frozenset(
    names("👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 💯 🤣 ⚡ 🏆 💔 🤨 😐 🍾 👀 🎃 😇 😨 🤝 ✍ 🤗 🫡 💅 🆒 🤷")
)


def _query(world: World, number: str) -> Query:
    query = world.queries.get(number)
    if query is None or world.clock.now() - query.asked > ANSWER_SECONDS:
        raise bad_request(QUERY_TOO_OLD)
    return query


def answer_callback_query(world: World, params: Params) -> bool:
    """answerCallbackQuery: the first answer is what the person sees."""
    if units(params.text("text")) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    query = _query(world, params.text("callback_query_id"))
    if not query.answered:
        query.answered = True
        seen = {"query": query.id, "text": params.text("text"), "show_alert": params.boolean("show_alert"), "url": params.text("url")}
        world.feed.add("alert", query.chat, seen, by_bot=True, user=query.user)
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    """answerInlineQuery."""
    results = params.json("results", "inline query results") or []
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    checked = [_result(world, result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    query = _query(world, params.text("inline_query_id"))
    query.answered = True
    world.inline_answers[query.id] = checked
    seen = {"query": query.id, "results": checked, "next_offset": params.text("next_offset")}
    world.feed.add("inline", query.chat, seen, by_bot=True, user=query.user)
    return True


def _result(world: World, result: Any) -> Json:
    problem = "can't parse inline query result: "
    if not isinstance(result, dict):
        raise bad_request(problem + "Inline query result must be an object")
    for field in ("type", "id"):
        if field not in result:
            raise bad_request(f'{problem}Can\'t find field "{field}"')
    if not 1 <= len(str(result["id"]).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] == "article" and not result.get("title"):
        raise bad_request(problem + 'Can\'t find field "title"')
    said = result.get("input_message_content")
    if not (isinstance(said, dict) and said) and (said or result["type"] == "article"):
        raise bad_request(problem + "Input message content is not specified")
    markup = {"reply_markup": checked_markup(result["reply_markup"])} if result.get("reply_markup") else {}
    if not said:
        return result | markup
    content = text_content(world, Params({**said, "text": said.get("message_text", "")}))
    return result | {"content": content} | markup


def send_chat_action(world: World, params: Params) -> bool:
    """sendChatAction: seen for five seconds or until the next message."""
    if params.text("action").lower() not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = find_chat(world, params, "write")
    world.feed.add("action", chat.id, {"action": params.text("action").lower()}, by_bot=True)
    return True


def send_message_draft(world: World, params: Params) -> bool:
    """sendMessageDraft: a text that grows in a private chat before its message comes; an empty one shows thinking."""
    content = text_content(world, params) if params.text("text") else {"text": ""}
    if not params.integer("draft_id"):
        raise bad_request("DRAFT_ID_INVALID")
    chat = find_chat(world, params, "write")
    if not chat.private:
        raise bad_request("PEER_ID_INVALID")
    world.feed.add("draft", chat.id, {"draft_id": params.integer("draft_id")} | content, by_bot=True)
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """setMessageReaction: one of the reactions that everyone may use, or none."""
    reactions = params.json("reaction", "reaction types") or []
    if not isinstance(reactions, list) or not all(isinstance(reaction, dict) for reaction in reactions):
        raise bad_request("can't parse reaction types: Expected an Array of ReactionType")
    chat = find_chat(world, params, "edit")
    message = find_message(chat, params, "to react")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or str(reaction.get("emoji")) not in REACTIONS for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    world.feed.add("reaction", chat.id, {"message_id": message["message_id"], "reaction": reactions}, by_bot=True)
    return True


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
    "setMessageReaction": set_message_reaction,
}
