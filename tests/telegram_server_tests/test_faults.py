"""Faults that tests order, and the ledger that tells of them."""

import asyncio

import httpx
import pytest

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server_tests.api import Api


async def test_a_flood_is_refused_with_the_seconds_to_wait(api: Api, server: TelegramServer, started: Person) -> None:
    await server.flood("sendMessage", retry_after=7, times=2)
    for _ in range(2):
        status, body = await api.answer("sendMessage", chat_id=started.id, text="x")
        assert (status, body["description"]) == (429, "Too Many Requests: retry after 7")
        assert body["parameters"] == {"retry_after": 7}
    assert await api("sendMessage", chat_id=started.id, text="x")


async def test_a_lost_response_has_done_its_work_and_a_dropped_call_has_not(api: Api, server: TelegramServer, started: Person) -> None:
    await server.fault("sendMessage", "lost")
    await server.fault("sendMessage", "drop")
    for text in ("丢了回音", "没有到"):
        with pytest.raises(httpx.RemoteProtocolError):
            await api("sendMessage", chat_id=started.id, text=text)
    await api("sendMessage", chat_id=started.id, text="平安")
    assert [message.text for message in await started.sees()] == ["/start", "丢了回音", "平安"]
    lost, dropped, fine = await server.calls("sendMessage")
    assert (lost["fault"], lost["message_id"], lost["status"]) == ("lost", 2, 0)
    assert (dropped["fault"], dropped["message_id"]) == ("drop", None)
    assert (fine["fault"], fine["status"], fine["params"]["text"]) == ("", 200, "平安")


async def test_a_call_hangs_until_calm_returns(api: Api, server: TelegramServer, started: Person) -> None:
    await server.fault("sendMessage", "hang")
    call = asyncio.create_task(api("sendMessage", chat_id=started.id, text="x"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(call), 0.1)
    await server.calm()
    with pytest.raises(httpx.RemoteProtocolError):
        await call


async def test_a_delay_only_delays(api: Api, server: TelegramServer, started: Person) -> None:
    await server.fault("sendMessage", "delay", delay=0.05)
    await api("sendMessage", chat_id=started.id, text="慢")
    (call,) = await server.calls("sendMessage")
    assert call["finished"] - call["started"] >= 0.05


async def test_faults_can_be_aimed(api: Api, server: TelegramServer, started: Person) -> None:
    bao = server.person("小包")
    await bao.say("/start")
    await server.fault("sendMessage", chat=bao.id, status=403, description="Forbidden: user is deactivated", skip=1)
    assert await api("sendMessage", chat_id=started.id, text="x")
    assert await api("sendMessage", chat_id=bao.id, text="x")
    assert await api.refusal("sendMessage", chat_id=bao.id, text="x") == "Forbidden: user is deactivated"


async def test_a_proxy_may_answer_with_a_page(api: Api, server: TelegramServer) -> None:
    await server.fault(status=502, body="<html>502 Bad Gateway</html>")
    answer = await api.client.post(api.address("getMe"))
    assert (answer.status_code, answer.text) == (502, "<html>502 Bad Gateway</html>")


async def test_chance_hits_about_its_share(api: Api, server: TelegramServer) -> None:
    await server.fault("getMe", times=None, chance=0.5)
    statuses = [(await api.answer("getMe"))[0] for _ in range(40)]
    assert 8 < statuses.count(500) < 32
    await server.calm()
    assert (await api.answer("getMe"))[0] == 200


async def test_the_ledger_waits_for_a_call(api: Api, server: TelegramServer, started: Person) -> None:
    waiting = asyncio.create_task(server.called("sendMessage", 2))
    await api("sendMessage", chat_id=started.id, text="甲")
    await api("sendMessage", chat_id=started.id, text="乙")
    assert [call["params"]["text"] for call in await waiting] == ["甲", "乙"]
    with pytest.raises(TimeoutError):
        await server.called("deleteMessage", timeout=0.05)


async def test_pacing_is_switched_on_and_tells_the_seconds_to_wait(api: Api, server: TelegramServer, anna: Person) -> None:
    room = server.chat("group", "群", anna)
    await server.settings(pacing=True)
    for _ in range(20):
        assert await api("sendMessage", chat_id=room.id, text="x")
    status, body = await api.answer("sendMessage", chat_id=room.id, text="x")
    assert status == 429
    assert 50 <= body["parameters"]["retry_after"] <= 60
    await server.settings(advance=60)
    assert await api("sendMessage", chat_id=room.id, text="x")
