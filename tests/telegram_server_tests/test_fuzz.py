"""Whatever a call carries, it is answered or refused, never broken over."""

import inspect
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.telegram_server.errors import ApiError
from tests.telegram_server.methods import all_methods
from tests.telegram_server.params import Params
from tests.telegram_server.people.membership import create_chat, create_user, set_status
from tests.telegram_server.people.pressing import press
from tests.telegram_server.people.talking import say, send
from tests.telegram_server.world import World

PERSON = 5_000_000_001
VALID: dict[str, Any] = {"chat_id": PERSON, "from_chat_id": PERSON, "user_id": PERSON, "message_id": 1, "text": "x", "draft_id": 1}
ARGUMENTS = [
    ("sendMessage", "chat_id"),
    ("sendMessage", "text"),
    ("sendMessage", "entities"),
    ("sendMessage", "reply_markup"),
    ("sendMessage", "reply_parameters"),
    ("sendMessage", "reply_to_message_id"),
    ("sendMessage", "parse_mode"),
    ("editMessageText", "message_id"),
    ("editMessageText", "inline_message_id"),
    ("editMessageReplyMarkup", "reply_markup"),
    ("copyMessage", "from_chat_id"),
    ("copyMessage", "caption"),
    ("deleteMessages", "message_ids"),
    ("sendPhoto", "photo"),
    ("sendDocument", "document"),
    ("getFile", "file_id"),
    ("sendMessageDraft", "draft_id"),
    ("setMessageReaction", "reaction"),
    ("answerInlineQuery", "results"),
    ("answerCallbackQuery", "callback_query_id"),
    ("setMyCommands", "commands"),
    ("setMyCommands", "scope"),
    ("setChatMenuButton", "menu_button"),
    ("setMyDescription", "description"),
    ("setWebhook", "url"),
    ("setWebhook", "secret_token"),
    ("deleteWebhook", "drop_pending_updates"),
    ("getChatMember", "user_id"),
]
FIELDS = (
    "text",
    "callback_data",
    "url",
    "inline_keyboard",
    "keyboard",
    "type",
    "id",
    "chat_id",
    "message_id",
    "title",
    "input_message_content",
    "message_text",
    "reply_markup",
    "command",
    "description",
    "emoji",
    "offset",
    "length",
    "user",
)
LEAVES = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=5)
WORDS = st.sampled_from(["article", "emoji", "👍", "bold", "text_mention", "chat", "http://[", "https://a.cn:x/", "[1]"])
LIKELY = {"type": WORDS, "id": WORDS | LEAVES, "offset": st.integers(-1, 2) | WORDS, "length": st.integers(0, 2) | WORDS}
OBJECTS = st.fixed_dictionaries({}, optional={name: LIKELY.get(name, LEAVES | WORDS) for name in FIELDS})
ENTITIES = st.fixed_dictionaries(
    {"type": WORDS, "offset": LIKELY["offset"], "length": LIKELY["length"]}, optional={"user": LEAVES | OBJECTS}
)
RESULTS = st.fixed_dictionaries({"type": WORDS, "id": WORDS, "title": WORDS, "input_message_content": LEAVES | OBJECTS})
SHAPES = OBJECTS | ENTITIES | RESULTS | st.lists(OBJECTS | ENTITIES | RESULTS, max_size=2)
ANY = st.recursive(LEAVES | WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4))
TREES = SHAPES | ANY


@pytest.fixture(scope="module")
def world() -> World:
    """A person who has written and sent things, in private and in a group."""
    world = World(seed=1)
    person = create_user(world, "安娜", id=PERSON)
    say(world, person, "/start")
    send(world, person, "photo")
    press(world, person, None, data="x", forged=True)
    set_status(world, create_chat(world, "group", "群", person), world.bot, "member", by=person)
    return world


@pytest.mark.parametrize(("method", "argument"), ARGUMENTS)
@settings(max_examples=60, deadline=None)
@given(value=TREES | TREES.map(json.dumps))
def test_every_argument_is_read_or_refused(world: World, method: str, argument: str, value: object) -> None:
    call = all_methods()[method.lower()][1]
    try:
        result = call(world, Params({**VALID, argument: value}))
    except ApiError as refusal:
        assert 400 <= refusal.code < 500  # noqa: PT017
        assert refusal.description  # noqa: PT017
        return
    assert not inspect.isawaitable(result)
    assert result is not None
