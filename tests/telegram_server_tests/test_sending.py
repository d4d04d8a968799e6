"""sendMessage: what arrives, and every way in which it is refused."""

import pytest
from starlette.requests import Request

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.errors import ApiError
from tests.telegram_server.params import read_params
from tests.telegram_server_tests.api import Api


async def test_a_person_hears_what_the_bot_says(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="你好 <b>世界</b>", parse_mode="HTML")
    heard = await started.hears()
    assert heard.text == "你好 世界"
    assert heard.formatted("bold") == ["世界"]
    assert sent == heard.raw
    assert sent["from"]["is_bot"]
    assert sent["message_id"] == 2


@pytest.mark.parametrize("style", ["query", "form", "multipart", "json"])
async def test_arguments_come_in_any_form(api: Api, started: Person, style: str) -> None:
    values = {"chat_id": str(started.id), "text": "同样的话"}
    address, client = api.address("sendMessage"), api.client
    answers = {
        "query": lambda: client.get(address, params=values),
        "form": lambda: client.post(address, data=values),
        "multipart": lambda: client.post(address, data=values, files={"unused": b"x"}),
        "json": lambda: client.post(address, json=values),
    }
    assert (await answers[style]()).json()["result"]["text"] == "同样的话"


async def test_method_names_are_read_in_any_case(api: Api, server: TelegramServer) -> None:
    assert (await api("GETME"))["username"] == "xiaoqitong_bot"


async def test_an_unknown_method_is_not_found(api: Api) -> None:
    assert await api.answer("sendNothing") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_another_token_is_unauthorized(api: Api, server: TelegramServer) -> None:
    answer = await api.client.get(f"{server.base_url}1:wrong/getMe")
    assert (answer.status_code, answer.json()["description"]) == (401, "Unauthorized")


async def test_a_revoked_token_is_unauthorized(api: Api, server: TelegramServer) -> None:
    await server.settings(token_valid=False)
    assert await api.refusal("getMe") == "Unauthorized"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        ("  \n ", "text must be non-empty"),
        ("字" * 4097, "message is too long"),
        ("🌍" * 2049, "message is too long"),
        ("<b>" + "字" * 4097 + "</b>", "message is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_text_is_refused(api: Api, started: Person, text: str, reason: str) -> None:
    assert await api.refusal("sendMessage", chat_id=started.id, text=text, parse_mode="HTML") == f"Bad Request: {reason}"


@pytest.mark.parametrize("text", ["字" * 4096, "🌍" * 2048, "<b>" + "字" * 4096 + "</b>", "&lt;" * 4096])
async def test_the_limit_counts_what_is_read_not_the_markup(api: Api, started: Person, text: str) -> None:
    assert await api("sendMessage", chat_id=started.id, text=text, parse_mode="HTML")


async def test_blanks_at_the_ends_go_and_entities_move_along(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="\n\n 看 <b>这里 </b> ", parse_mode="HTML")
    assert (sent["text"], sent["entities"]) == ("看 这里", [{"type": "bold", "offset": 2, "length": 2}])


async def test_links_mentions_and_commands_are_found(api: Api, started: Person) -> None:
    sent = await api("sendMessage", chat_id=started.id, text="见 https://a.cn/b，问 @somebody 或 /help")
    assert [entity["type"] for entity in sent["entities"]] == ["url", "mention", "bot_command"]


async def test_other_markup_than_html_is_not_spoken_here(api: Api, started: Person) -> None:
    assert await api.refusal("sendMessage", chat_id=started.id, text="x", parse_mode="BBCode") == "Bad Request: unsupported parse_mode"


async def test_a_lone_surrogate_is_no_text(api: Api, started: Person) -> None:
    body = b'{"chat_id": %d, "text": "\\ud800"}' % started.id
    answer = await api.client.post(api.address("sendMessage"), content=body, headers={"content-type": "application/json"})
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_body_beyond_fifty_megabytes_is_too_large() -> None:
    request = Request({"type": "http", "method": "POST", "query_string": b"", "headers": [(b"content-length", b"60000000")]})
    with pytest.raises(ApiError) as refusal:
        await read_params(request)
    assert (refusal.value.code, refusal.value.description) == (413, "Request Entity Too Large")


async def test_a_reply_carries_what_it_replies_to(api: Api, started: Person) -> None:
    question = await started.say("问一下")
    sent = await api("sendMessage", chat_id=started.id, text="答", reply_parameters={"message_id": question.id})
    assert sent["reply_to_message"]["text"] == "问一下"
    missing = {"message_id": 999}
    assert await api.refusal("sendMessage", chat_id=started.id, text="答", reply_parameters=missing) == (
        "Bad Request: message to be replied not found"
    )
    lenient = missing | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=started.id, text="答", reply_parameters=lenient)


async def test_nobody_is_written_to_who_has_not_written_first(api: Api, anna: Person) -> None:
    assert await api.refusal("sendMessage", chat_id=anna.id, text="x") == "Bad Request: chat not found"
    assert await api.refusal("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_who_shares_a_group_is_known_but_not_written_to(api: Api, server: TelegramServer, anna: Person) -> None:
    server.chat("group", "群", anna)
    assert await api.refusal("sendMessage", chat_id=anna.id, text="x") == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_or_left_telegram_is_out_of_reach(api: Api, started: Person) -> None:
    await started.block()
    assert await api.refusal("sendMessage", chat_id=started.id, text="x") == "Forbidden: bot was blocked by the user"
    await started.unblock()
    assert await api("sendMessage", chat_id=started.id, text="x")
    await started.deactivate()
    assert await api.refusal("sendMessage", chat_id=started.id, text="x") == "Forbidden: user is deactivated"
