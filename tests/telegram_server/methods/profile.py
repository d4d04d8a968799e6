"""What the bot says about itself: getMe, its commands, its menu button, its descriptions."""

import re
from collections.abc import Callable
from typing import Any

from tests.telegram_server.access import find_chat
from tests.telegram_server.errors import bad_request
from tests.telegram_server.params import Params
from tests.telegram_server.text import Json, names
from tests.telegram_server.world import World

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.A)
SCOPES = frozenset(names("default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member"))
LIMITS = {"Name": ("name", 64), "Description": ("description", 512), "ShortDescription": ("short_description", 120)}


def get_me(world: World, params: Params) -> Json:
    """getMe."""
    return world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _scope(params: Params) -> str:
    scope = params.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or str(scope.get("type")) not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    place = ":".join(str(scope[name]) for name in ("chat_id", "user_id") if name in scope)
    return f"{scope['type']}:{place}:{params.text('language_code')}"


def _command(command: Any) -> Json:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: Expected an Object")
    for field in ("command", "description"):
        if not isinstance(command.get(field), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{field}\"")
    name, description = command["command"].removeprefix("/"), command["description"].strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}


def set_my_commands(world: World, params: Params) -> bool:
    """setMyCommands."""
    commands = params.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_scope(params)] = [_command(command) for command in commands]
    return True


def get_my_commands(world: World, params: Params) -> list[Json]:
    """getMyCommands: of exactly that scope and language."""
    return world.profile.commands.get(_scope(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """deleteMyCommands."""
    world.profile.commands.pop(_scope(params), None)
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    """setChatMenuButton, for one private chat or as the default."""
    button = params.json("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.profile.menus[_private(world, params)] = button
    return True


def get_chat_menu_button(world: World, params: Params) -> Json:
    """getChatMenuButton."""
    default = world.profile.menus.get(0, {"type": "commands"})
    button = world.profile.menus.get(_private(world, params), default)
    return default if button["type"] == "default" else button


def _private(world: World, params: Params) -> int:
    if not params.text("chat_id"):
        return 0
    chat = find_chat(world, params, "read")
    if not chat.private:
        raise bad_request("chat not found")
    return chat.id


def _setter(what: str) -> Callable[[World, Params], bool]:
    name, limit = LIMITS[what]

    def set_text(world: World, params: Params) -> bool:
        if len(params.text(name)) > limit:
            raise bad_request(f"bot {what.lower()} is too long" if what != "ShortDescription" else "bot short description is too long")
        world.profile.texts[f"{name}:{params.text('language_code')}"] = params.text(name)
        return True

    return set_text


def _getter(what: str) -> Callable[[World, Params], Json]:
    name, _ = LIMITS[what]

    def get_text(world: World, params: Params) -> Json:
        default = world.bot.first_name if what == "Name" else ""
        texts = world.profile.texts
        return {name: texts.get(f"{name}:{params.text('language_code')}") or texts.get(f"{name}:") or default}

    return get_text


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    **{f"setMy{what}": _setter(what) for what in LIMITS},
    **{f"getMy{what}": _getter(what) for what in LIMITS},
}
