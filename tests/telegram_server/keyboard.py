"""Keyboards under messages: what Telegram lets through, and how it refuses the rest."""

import json
from typing import Any

from tests.telegram_server.errors import bad_request
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json
from tests.telegram_server.urls import WrongUrl, checked_url

MAX_DATA = 64
MAX_BUTTONS = 100
MAX_BYTES = 10_000
ACTIONS = ("callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "web_app", "login_url", "copy_text", "pay")


def reply_markup(params: Params) -> Json | None:
    """The keyboard of a call as Telegram keeps it, or None. Raises ApiError."""
    if params.has("reply_markup") and params.values["reply_markup"] not in (None, "", {}):
        return checked_markup(params.json("reply_markup", "reply keyboard markup"))
    return None


def checked_markup(markup: Any) -> Json | None:
    """The keyboard, if it is one: inline, under the writing field, its removal, or a forced reply."""
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if len(json.dumps(markup, ensure_ascii=False).encode()) > MAX_BYTES:
        raise bad_request("reply markup is too long")
    if markup.get("inline_keyboard"):
        rows = _rows(markup, "inline_keyboard")
        return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows if row]}
    if markup.get("keyboard"):
        rows = _rows(markup, "keyboard")
        return {**markup, "keyboard": [[_plain_button(button) for button in row] for row in rows if row]}
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def _rows(markup: Json, field: str) -> list[list[Any]]:
    rows = markup[field]
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" must be an Array of Arrays')
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return rows


def _plain_button(button: Any) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    return button


def _inline_button(button: Any) -> Json:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(problem + "InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(problem + 'Can\'t find field "text"' if "text" not in button else problem + 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request(problem + "Text buttons are unallowed in the inline keyboard")
    kept = {"text": button["text"], actions[0]: button[actions[0]]}
    if "callback_data" in kept:
        _check_data(kept["callback_data"], problem)
    if "url" in kept:
        kept["url"] = _button_url(kept["url"])
    return kept


def _check_data(data: Any, problem: str) -> None:
    if not isinstance(data, str):
        raise bad_request(problem + 'Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _button_url(url: Any) -> str:
    try:
        return checked_url(str(url))
    except WrongUrl as error:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from error
