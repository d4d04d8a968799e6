"""People and chats come into being; somebody joins, leaves, blocks the bot; a group becomes a supergroup or is gone."""

from typing import Any

from tests.telegram_server.errors import ControlError
from tests.telegram_server.posting import add_message
from tests.telegram_server.standing import member_json, rights_of
from tests.telegram_server.text import Json
from tests.telegram_server.world import Chat, Member, User, World

FIRST_PERSON = 5_200_000_000
FIRST_GROUP = 4_300_000_000
FIRST_CHANNEL = 1_002_100_000_000


def create_user(world: World, name: str, **more: Any) -> User:
    """A person with an identifier beyond 32 bits, unless one is given."""
    number = more.pop("id", None) or FIRST_PERSON + world.random.randrange(10**9)
    user = world.users[number] = User(number, name, **more)
    return user


def private_chat(world: World, user: User) -> Chat:
    """The talk between a person and the bot, which begins when the person first writes."""
    if user.id not in world.chats:
        names = {key: value for key, value in user.json().items() if key in ("first_name", "last_name", "username")}
        chat = Chat(user.id, "private", names, {user.id: Member("member"), world.bot.id: Member("member")})
        chat.instance = str(world.random.getrandbits(62))
        world.chats[user.id] = chat
    return world.chats[user.id]


def create_chat(world: World, kind: str, title: str, owner: User, username: str | None = None) -> Chat:
    """A group, supergroup or channel that belongs to somebody."""
    if kind not in ("group", "supergroup", "channel"):
        raise ControlError(f"no such kind of chat: {kind}")
    number = world.random.randrange(10**8)
    identifier = -(FIRST_GROUP + number) if kind == "group" else -(FIRST_CHANNEL + number)
    names = {"title": title} | ({"username": username} if username else {})
    chat = world.chats[identifier] = Chat(identifier, kind, names, {owner.id: Member("creator")})
    chat.instance = str(-world.random.getrandbits(62))
    return chat


def set_status(world: World, chat: Chat, user: User, status: str, *, by: User, rights: Json | None = None) -> None:
    """Change somebody's standing: the chat sees them come or go, the bot is told if it is concerned."""
    old, was_in = member_json(world, chat, user.id), chat.has(user.id)
    if status == "administrator" and rights is None:
        rights = dict.fromkeys(rights_of(chat), True)
    chat.members[user.id] = Member(status, rights or {})
    change: Json = {"chat": chat.json(), "from": by.json(), "date": world.date()}
    change |= {"old_chat_member": old, "new_chat_member": member_json(world, chat, user.id)}
    if user.id == world.bot.id:
        world.updates.push("my_chat_member", change, str(chat.id))
    elif chat.status(world.bot.id) == "administrator":
        world.updates.push("chat_member", change, str(chat.id))
    _tell_of_coming_and_going(world, chat, user, by, was_in)


def _tell_of_coming_and_going(world: World, chat: Chat, user: User, by: User, was_in: bool) -> None:
    if chat.type not in ("group", "supergroup") or chat.has(user.id) == was_in or by.id == world.bot.id:
        return
    service: Json = {"left_chat_member": user.json()} if was_in else {"new_chat_members": [user.json()], "new_chat_member": user.json()}
    message = add_message(world, chat, by, service)
    if chat.has(world.bot.id) or (user.id == world.bot.id and chat.type == "group"):
        world.updates.push("message", message, str(chat.id))


def block(world: World, user: User, blocked: bool) -> None:
    """Block the bot in the private chat, or let it speak again."""
    chat = private_chat(world, user)
    set_status(world, chat, world.bot, "kicked" if blocked else "member", by=user)


def delete_chat(world: World, chat: Chat) -> None:
    """The chat is gone for everyone."""
    chat.deleted = True


def migrate(world: World, chat: Chat) -> Chat:
    """Make a group a supergroup: a new identifier; both chats carry a message about it."""
    if chat.type != "group" or chat.migrated_to:
        raise ControlError("only a group can become a supergroup, and only once")
    owner = next(world.users[user] for user, member in chat.members.items() if member.status == "creator")
    new = create_chat(world, "supergroup", chat.names["title"], owner)
    new.members = dict(chat.members)
    chat.migrated_to = new.id
    for place, service in ((chat, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": chat.id})):
        message = add_message(world, place, owner, service)
        if new.has(world.bot.id):
            world.updates.push("message", message, str(place.id))
    return new
