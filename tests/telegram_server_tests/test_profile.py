"""What the bot says about itself."""

from typing import Any

import pytest

from tests.telegram_server import Person
from tests.telegram_server_tests.api import Api

HELP = {"command": "help", "description": "能问什么"}


async def test_commands_are_kept_by_scope_and_language(api: Api, started: Person) -> None:
    staff = {"type": "chat", "chat_id": started.id}
    await api("setMyCommands", commands=[HELP])
    await api("setMyCommands", commands=[{"command": "dead", "description": "死信"}], scope=staff, language_code="zh")
    assert await api("getMyCommands") == [HELP]
    assert await api("getMyCommands", scope=staff) == []
    assert [command["command"] for command in await api("getMyCommands", scope=staff, language_code="zh")] == ["dead"]
    assert await api("deleteMyCommands")
    assert await api("getMyCommands") == []


@pytest.mark.parametrize(
    ("command", "description", "reason"),
    [
        ("Help", "x", "BOT_COMMAND_INVALID"),
        ("帮助", "x", "BOT_COMMAND_INVALID"),
        ("a-b", "x", "BOT_COMMAND_INVALID"),
        ("a" * 33, "x", "command length must not exceed 32"),
        ("", "x", "command must be non-empty"),
        ("a", " ", "command description must be non-empty"),
        ("a", "字" * 257, "command description length must not exceed 256"),
        (1, "x", "can't parse BotCommand: Can't find field \"command\""),
    ],
)
async def test_commands_are_refused(api: Api, command: object, description: str, reason: str) -> None:
    commands = [{"command": command, "description": description}]
    assert await api.refusal("setMyCommands", commands=commands) == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"commands": [HELP] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": "["}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": ["x"]}, "can't parse BotCommand: Expected an Object"),
        ({"commands": [HELP], "scope": {"type": "nobody"}}, "can't parse BotCommandScope: Unsupported type specified"),
    ],
)
async def test_lists_of_commands_are_refused(api: Api, values: dict[str, Any], reason: str) -> None:
    assert await api.refusal("setMyCommands", **values) == f"Bad Request: {reason}"


async def test_a_chat_has_its_own_menu_button_or_the_usual_one(api: Api, started: Person) -> None:
    app = {"type": "web_app", "text": "打开", "web_app": {"url": "https://a.cn/"}}
    await api("setChatMenuButton", chat_id=started.id, menu_button=app)
    assert await api("getChatMenuButton", chat_id=started.id) == app
    assert await api("getChatMenuButton") == {"type": "commands"}
    await api("setChatMenuButton", chat_id=started.id)
    assert await api("getChatMenuButton", chat_id=started.id) == {"type": "commands"}
    refusal = await api.refusal("setChatMenuButton", menu_button={"type": "x"})
    assert refusal == "Bad Request: can't parse menu button: Unsupported type specified"


@pytest.mark.parametrize(("what", "name", "limit"), [("Description", "description", 512), ("ShortDescription", "short_description", 120)])
async def test_descriptions_fall_back_to_the_common_language(api: Api, what: str, name: str, limit: int) -> None:
    await api(f"setMy{what}", **{name: "通用"})
    await api(f"setMy{what}", **{name: "English"}, language_code="en")
    assert await api(f"getMy{what}", language_code="en") == {name: "English"}
    assert await api(f"getMy{what}", language_code="mn") == {name: "通用"}
    assert (await api.refusal(f"setMy{what}", **{name: "字" * (limit + 1)})).endswith("description is too long")


async def test_the_bot_has_a_name(api: Api) -> None:
    assert await api("getMyName") == {"name": "校企通"}
