"""python-telegram-bot's own client reads every answer of this server."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.people.talking import DOT

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("原文", callback_data="c:1")]])


async def test_a_question_an_answer_and_a_press(bot: Bot, anna: Person) -> None:
    said = await anna.say("/start job_12")
    (first,) = await bot.get_updates()
    assert first.message
    assert first.effective_user
    assert (first.message.text, first.message.parse_entities(["bot_command"])) == (said.text, {first.message.entities[0]: "/start"})
    assert (first.effective_user.id, first.effective_user.language_code) == (anna.id, "zh-hans")
    sent = await bot.send_message(anna.id, "<b>答</b>", parse_mode="HTML", reply_markup=KEYS, reply_parameters=ReplyParameters(said.id))
    assert sent.text_html == "<b>答</b>"
    assert sent.reply_to_message
    query = await anna.tap("原文")
    (press,) = await bot.get_updates(offset=first.update_id + 1)
    assert press.callback_query
    assert await press.callback_query.answer("看", show_alert=True)
    assert (await anna.answer(query)).text == "看"
    assert await press.callback_query.edit_message_text("改")
    assert await bot.edit_message_reply_markup(anna.id, sent.message_id, reply_markup=KEYS)
    assert (await bot.copy_message(anna.id, anna.id, sent.message_id)).message_id == 3
    assert (await bot.forward_message(anna.id, anna.id, said.id)).forward_origin
    assert await bot.delete_message(anna.id, sent.message_id)
    assert await bot.delete_messages(anna.id, [3, 4])


async def test_files_go_there_and_back(bot: Bot, started: Person) -> None:
    photo = await bot.send_photo(started.id, DOT, caption="图")
    assert photo.photo[-1].width == 1
    edited = await bot.edit_message_caption(started.id, photo.message_id, caption="新图")
    assert not isinstance(edited, bool)
    assert edited.caption == "新图"
    document = await bot.send_document(started.id, b"1,2\n", filename="表.csv")
    assert document.document
    assert document.document.file_name == "表.csv"
    file = await document.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"1,2\n"


@pytest.mark.parametrize("kind", ["sticker", "voice", "location", "contact", "document", "photo"])
async def test_whatever_people_send_is_understood(bot: Bot, anna: Person, kind: str) -> None:
    await anna.send(kind)
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.effective_attachment


async def test_the_profile(bot: Bot, started: Person) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "xiaoqitong_bot")
    assert await bot.set_my_commands([BotCommand("help", "能问什么")])
    assert (await bot.get_my_commands())[0].description == "能问什么"
    assert await bot.delete_my_commands()
    assert await bot.set_chat_menu_button(started.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(started.id)).type == "commands"
    assert await bot.set_my_description("介绍")
    assert (await bot.get_my_description()).description == "介绍"
    assert await bot.set_my_short_description("短")
    assert (await bot.get_my_short_description()).short_description == "短"
    assert (await bot.get_my_name()).name == "校企通"


async def test_what_passes_by(bot: Bot, started: Person) -> None:
    assert await bot.send_chat_action(started.id, ChatAction.TYPING)
    assert await bot.send_message_draft(started.id, 1, "正在")
    assert await bot.set_message_reaction(started.id, 1, ReactionTypeEmoji("👍"))


async def test_inline(bot: Bot, started: Person) -> None:
    await started.ask_inline("焊工")
    query = (await bot.get_updates(offset=-1))[0].inline_query
    assert query
    assert await query.answer([InlineQueryResultArticle("1", "焊工", InputTextMessageContent("<b>岗位</b>", parse_mode="HTML"))])
    assert (await started.inline_results())[0]["content"]["text"] == "岗位"


async def test_rooms(bot: Bot, server: TelegramServer, anna: Person) -> None:
    room = server.chat("supergroup", "群", anna, bot="administrator", username="xqt_room")
    updates = await bot.get_updates()
    assert updates[0].my_chat_member
    assert updates[0].my_chat_member.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    full = await bot.get_chat("@xqt_room")
    assert (full.id, full.title) == (room.id, "群")
    assert (await bot.get_chat_member(room.id, anna.id)).status == ChatMemberStatus.OWNER
    assert len(await bot.get_chat_administrators(room.id)) == 2
    assert await bot.get_chat_member_count(room.id) == 2
    for status in ("restricted", "member", "left", "kicked"):
        await room.set_bot(status)
    changes = [update.my_chat_member.new_chat_member.status for update in await bot.get_updates() if update.my_chat_member]
    assert changes[1:] == ["restricted", "member", "left", "kicked"]
    other = server.chat("supergroup", "群二", anna)
    assert await bot.leave_chat(other.id)


async def test_webhooks(bot: Bot) -> None:
    assert await bot.set_webhook("http://127.0.0.1:9/x", secret_token="s", allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.allowed_updates, info.max_connections) == ("http://127.0.0.1:9/x", ("message",), 40)
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert await bot.delete_webhook()


async def test_refusals_become_its_errors(bot: Bot, server: TelegramServer, started: Person) -> None:
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(started.id, "")
    await server.flood(retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(started.id, "x")
    await server.fault(status=500)
    with pytest.raises(NetworkError, match="Internal Server Error"):
        await bot.send_message(started.id, "x")
    group = server.chat("group", "群", started)
    new = await group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == new.id
    await started.block()
    with pytest.raises(Forbidden):
        await bot.send_message(started.id, "x")
    await server.settings(token_valid=False)
    with pytest.raises(InvalidToken):
        await bot.get_me()
