"""People on Telegram talk to the bot, which is a process of its own and knows nothing but HTTP."""

import httpx
import pytest

from tests.e2e.bot import Bot
from tests.telegram_server import TelegramServer
from tests.telegram_server.world import TOKEN, USERNAME

QUESTION = "包头2025年要建多少个实训基地？"
pytestmark = pytest.mark.usefixtures("bot")


async def test_the_menu_of_commands_is_set(telegram: TelegramServer) -> None:
    calls = await telegram.called("setMyCommands")
    assert "region" in str(calls[0])


async def test_an_old_button_says_so(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/region")
    await li.hears()
    query = await li.tap(data="zzzzzzzz.city.1", forged=True)
    assert "已经用过或过期" in (await li.answer(query)).text


async def test_an_unknown_command_and_a_sticker_get_a_friendly_word(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/weather")
    assert (await li.hears()).text.startswith("没有这个命令")
    for kind in ("sticker", "photo", "voice"):
        await li.send(kind)
        assert "请把想问的政策写成一句话" in (await li.hears()).text


async def test_html_in_a_message_is_only_text(telegram: TelegramServer) -> None:
    li = telegram.person("<b>小李</b>")
    await li.say("<b>实训基地</b> & <script>有多少？")
    assert (await li.hears()).text


async def test_in_a_group_it_answers_only_when_spoken_to(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    room = telegram.chat("supergroup", "产教融合群", li)
    await telegram.settings(privacy=False)
    await li.say(QUESTION, room=room)
    await li.say("/help", room=room)
    await li.say(f"@{USERNAME} {QUESTION}", room=room)
    heard = await li.hears(room=room)
    assert "500" in heard.text
    await li.say(f"/help@{USERNAME}", room=room)
    assert "校企通能做什么" in (await li.hears(room=room)).text
    await li.say("那合作企业呢？", room=room, reply_to=heard.id)
    assert (await li.hears(room=room)).text
    assert len([one for one in await li.sees(room=room) if one.raw.get("from", {}).get("is_bot")]) == 3


async def test_an_edited_message_is_not_answered_again(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    said = await li.say(QUESTION)
    await li.hears()
    await li.edit(said, "改了")
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears()).text


async def test_a_malformed_update_holds_nobody_up(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await telegram.push({"message": {"message_id": "x", "chat": 7, "from": {"id": 1}}})
    await telegram.push({"message": "nonsense"})
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears()).text


async def test_who_blocks_the_bot_holds_nobody_up(telegram: TelegramServer) -> None:
    li, wang = telegram.person("小李"), telegram.person("小王")
    await li.say(QUESTION)
    await li.block()
    await wang.say("/help")
    assert "校企通能做什么" in (await wang.hears()).text


async def test_a_flood_warning_is_waited_for_and_nothing_is_dropped(telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await telegram.flood("sendMessage", retry_after=1)
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears()).text


@pytest.mark.parametrize("fault", [{"status": 502}, {"kind": "drop"}])
async def test_trouble_on_the_road_is_got_over(telegram: TelegramServer, fault: dict[str, object]) -> None:
    li = telegram.person("小李")
    await telegram.fault("sendMessage", **({"kind": "error"} | fault))  # type: ignore[arg-type]
    await telegram.fault("getUpdates", **({"kind": "error"} | fault))  # type: ignore[arg-type]
    await li.say("/help")
    assert "校企通能做什么" in (await li.hears(timeout=20)).text


async def test_the_web_server_is_well(bot: Bot) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{bot.address}/healthz")).text == "ok"
        assert "校企通" in (await client.get(bot.address)).text


async def test_the_token_is_never_said(bot: Bot, telegram: TelegramServer) -> None:
    li = telegram.person("小李")
    await li.say("/help")
    await li.hears()
    assert bot.output
    assert TOKEN not in bot.output
    assert TOKEN.partition(":")[2] not in bot.output
