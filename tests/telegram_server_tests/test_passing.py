"""What passes by: actions, drafts, reactions; and inline queries."""

from typing import Any

import pytest

from tests.telegram_server import Person, Refused, TelegramServer
from tests.telegram_server_tests.api import Api


def article(key: str, text: str = "岗位", **more: Any) -> dict[str, Any]:
    return {"type": "article", "id": key, "title": "焊工", "input_message_content": {"message_text": text}, **more}


async def test_typing_is_seen(api: Api, started: Person) -> None:
    assert await api("sendChatAction", chat_id=started.id, action="typing")
    assert (await started.notices("action"))["body"] == {"action": "typing"}
    assert await api.refusal("sendChatAction", chat_id=started.id, action="dancing") == "Bad Request: wrong parameter action in request"


async def test_a_draft_grows_before_its_message(api: Api, started: Person) -> None:
    for text in ("", "包头", "包头的<b>目标</b>"):
        assert await api("sendMessageDraft", chat_id=started.id, draft_id=3, text=text, parse_mode="HTML")
    assert [(await started.notices("draft"))["body"]["text"] for _ in range(3)] == ["", "包头", "包头的目标"]
    assert len(await started.sees()) == 1


async def test_drafts_are_for_talks_between_two(api: Api, server: TelegramServer, started: Person) -> None:
    room = server.chat("group", "群", started)
    assert await api.refusal("sendMessageDraft", chat_id=room.id, draft_id=1, text="x") == "Bad Request: PEER_ID_INVALID"
    assert await api.refusal("sendMessageDraft", chat_id=started.id, draft_id=0, text="x") == "Bad Request: DRAFT_ID_INVALID"
    assert await api.refusal("sendMessageDraft", chat_id=started.id, draft_id=1, text="字" * 4097) == "Bad Request: message is too long"


async def test_the_bot_reacts_with_what_everyone_may_use(api: Api, started: Person) -> None:
    about = {"chat_id": started.id, "message_id": 1}
    thumb = {"type": "emoji", "emoji": "👍"}
    assert await api("setMessageReaction", **about, reaction=[thumb])
    assert (await started.notices("reaction"))["body"] == {"message_id": 1, "reaction": [thumb]}
    assert await api.refusal("setMessageReaction", **about, reaction=[{"type": "emoji", "emoji": "🥔"}]) == "Bad Request: REACTION_INVALID"
    assert await api.refusal("setMessageReaction", **about, reaction=[thumb, thumb]) == "Bad Request: REACTIONS_TOO_MANY"


async def test_an_inline_result_can_be_sent_and_its_button_pressed(api: Api, started: Person) -> None:
    query = await started.ask_inline("焊工")
    asked = (await api("getUpdates", offset=-1))[0]["inline_query"]
    assert (asked["id"], asked["query"], asked["from"]["id"]) == (query, "焊工", started.id)
    markup = {"inline_keyboard": [[{"text": "看", "callback_data": "j:1"}]]}
    assert await api("answerInlineQuery", inline_query_id=query, results=[article("j1", reply_markup=markup)])
    assert (await started.inline_results())[0]["id"] == "j1"
    chosen = await started.choose(query, "j1")
    assert chosen.raw["via_bot"]["username"] == "xiaoqitong_bot"
    await started.tap("看")
    feedback, pressed = await api("getUpdates", offset=-2)
    inline = feedback["chosen_inline_result"]["inline_message_id"]
    assert (pressed["callback_query"]["inline_message_id"], "message" in pressed["callback_query"]) == (inline, False)
    assert await api("editMessageText", inline_message_id=inline, text="招满了") is True
    assert (await started.sees())[-1].text == "招满了"
    with pytest.raises(Refused, match="no result"):
        await started.choose(query, "j2")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article("a"), article("a")], "RESULT_ID_DUPLICATE"),
        ([article("a" * 65)], "RESULT_ID_INVALID"),
        ([{"type": "article", "id": "a", "title": "x"}], "can't parse inline query result: Input message content is not specified"),
        ([{"type": "article", "id": "a"}], "can't parse inline query result: Can't find field \"title\""),
        (["x"], "can't parse inline query result: Inline query result must be an object"),
        ([article("a", text="字" * 4097)], "message is too long"),
    ],
)
async def test_inline_results_are_refused(api: Api, started: Person, results: list[Any], reason: str) -> None:
    query = await started.ask_inline("焊工")
    assert await api.refusal("answerInlineQuery", inline_query_id=query, results=results) == f"Bad Request: {reason}"


async def test_an_inline_query_waits_half_a_minute(api: Api, server: TelegramServer, started: Person) -> None:
    await started.ask_inline("焊工")
    await server.settings(advance=31)
    assert [update for update in await api("getUpdates") if "inline_query" in update] == []
