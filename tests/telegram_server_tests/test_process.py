"""The server by hand: a process of its own, the page, the stream that the page listens to."""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server_tests.api import Api

ROOT = Path(__file__).parents[2]


async def test_it_runs_as_a_process_of_its_own() -> None:
    command = (sys.executable, "-m", "tests.telegram_server", "--port", "0", "--pace", "--seed", "3")
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout
        line = (await process.stdout.readline()).decode()
        async with TelegramServer(line.removeprefix("网页：").strip().rstrip("/")) as server:
            anna = server.person("安娜")
            await anna.say("/start")
            assert [update["message"]["text"] for update in (await server.world())["pending"]] == ["/start"]
    finally:
        process.terminate()
        await process.communicate()


async def test_the_page_is_whole_and_needs_nothing_from_elsewhere(server: TelegramServer, api: Api) -> None:
    answer = await api.client.get(server.url)
    assert "本机 Telegram" in answer.text
    assert re.findall(r"(?:src|href)=\"(?!data:)[^\"]+\"", answer.text) == []
    verbs = set(re.findall(r'act\("(\w+)"', answer.text))
    for verb in verbs:
        refusal = await api.client.post(f"{server.url}/_control/{verb}", json={})
        assert "no such verb" not in refusal.text
    assert {"say", "press", "send", "chat", "person", "block"} <= verbs


async def test_the_stream_tells_what_is_seen_and_goes_on_where_it_was(server: TelegramServer, api: Api, started: Person) -> None:
    await api("sendMessage", chat_id=started.id, text="直播")
    address = f"{server.url}/_control/stream?chat={started.id}"
    async with api.client.stream("GET", address, headers={"last-event-id": "1"}) as response:
        event = await _first(response)
    assert (event["seq"], event["kind"], event["body"]["text"]) == (2, "message", "直播")


async def _first(response: httpx.Response) -> dict[str, Any]:
    async for line in response.aiter_lines():
        if line.startswith("data: "):
            found: dict[str, Any] = json.loads(line.removeprefix("data: "))
            return found
    raise AssertionError("the stream ended")


async def test_what_nobody_can_order_is_refused(server: TelegramServer, api: Api) -> None:
    answer = await api.client.post(f"{server.url}/_control/fly", json={})
    assert (answer.status_code, answer.json()["error"]) == (400, "ControlError: no such verb: fly")
    assert (await api.client.get(f"{server.url}/elsewhere")).status_code == 404


async def test_a_reset_begins_anew_and_lets_a_poll_go(server: TelegramServer, api: Api, started: Person) -> None:
    await api("getUpdates", offset=-1)
    (update,) = (await server.world())["pending"]
    poll = asyncio.create_task(api("getUpdates", offset=update["update_id"] + 1, timeout=50))
    while (await server.world())["pending"]:
        assert not poll.done()
    await server.reset()
    assert await poll == []
    assert (await server.world())["people"] == []
