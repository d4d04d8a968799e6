"""How Telegram tells somebody's standing in a chat, with the rights that go with it."""

from tests.telegram_server.text import Json, names
from tests.telegram_server.world import Chat, World

RIGHTS = names(
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members can_change_info "
    "can_invite_users can_post_stories can_edit_stories can_delete_stories"
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
PERMISSIONS = names(
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes can_send_voice_notes "
    "can_send_polls can_send_other_messages can_add_web_page_previews can_change_info can_invite_users can_pin_messages "
    "can_manage_topics can_react_to_messages can_edit_tag"
)


def rights_of(chat: Chat) -> tuple[str, ...]:
    """The names of the rights that an administrator of such a chat may hold."""
    return RIGHTS + (CHANNEL_RIGHTS if chat.type == "channel" else ("can_pin_messages",))


def member_json(world: World, chat: Chat, user: int) -> Json:
    """A ChatMember."""
    status = chat.status(user)
    standing: Json = {"user": world.users[user].json(), "status": status}
    held = chat.members[user].rights if user in chat.members else {}
    if status == "creator":
        standing["is_anonymous"] = False
    elif status == "administrator":
        standing |= {name: bool(held.get(name)) for name in rights_of(chat)} | {"can_be_edited": False, "is_anonymous": False}
    elif status == "restricted":
        standing |= {name: bool(held.get(name)) for name in PERMISSIONS} | {"is_member": True, "until_date": 0}
    elif status == "kicked":
        standing["until_date"] = 0
    return standing
