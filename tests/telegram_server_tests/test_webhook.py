"""Webhooks: the secret, the order, the second try, and that polling ends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram_server import Person, TelegramServer
from tests.telegram_server_tests.api import Api


class Receiver:
    """A bot's own web server: remembers what came, answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []
        self.answers: list[Response] = []
        self.arrived = asyncio.Condition()

    async def take(self, request: Request) -> Response:
        update = await request.json()
        async with self.arrived:
            self.got.append((request.headers.get("x-telegram-bot-api-secret-token", ""), update["message"]["text"]))
            self.arrived.notify_all()
        return self.answers.pop(0) if self.answers else Response()

    async def until(self, count: int) -> list[str]:
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return [text for _, text in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, ws="none", lifespan="off", log_level="critical", port=0))
    with server.config.bind_socket() as listener:
        task = asyncio.create_task(server.serve(sockets=[listener]))
        yield receiver, f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
        server.should_exit = server.force_exit = True
        await task


async def test_updates_come_with_the_secret_and_in_order(api: Api, anna: Person, receiver: tuple[Receiver, str]) -> None:
    hook, url = receiver
    status, body = await api.answer("setWebhook", url=url, secret_token="geheim-1")
    assert (status, body["result"], body["description"]) == (200, True, "Webhook was set")
    for text in "甲乙丙":
        await anna.say(text)
    assert await hook.until(3) == ["甲", "乙", "丙"]
    assert {secret for secret, _ in hook.got} == {"geheim-1"}


async def test_a_failed_delivery_comes_again_and_the_chat_waits_behind_it(
    api: Api, server: TelegramServer, anna: Person, receiver: tuple[Receiver, str]
) -> None:
    hook, url = receiver
    hook.answers = [Response(status_code=500), Response(status_code=503, headers={"retry-after": "1"})]
    await server.settings(webhook_scale=0.01)
    await api("setWebhook", url=url)
    await anna.say("甲")
    await anna.say("乙")
    assert await hook.until(4) == ["甲", "甲", "甲", "乙"]
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_call_in_the_answer_is_made(api: Api, anna: Person, receiver: tuple[Receiver, str]) -> None:
    hook, url = receiver
    hook.answers = [JSONResponse({"method": "sendMessage", "chat_id": anna.id, "text": "收到"})]
    await api("setWebhook", url=url)
    await anna.say("在吗")
    assert (await anna.hears()).text == "收到"


async def test_polling_and_a_webhook_exclude_each_other(
    api: Api, server: TelegramServer, anna: Person, receiver: tuple[Receiver, str]
) -> None:
    _, url = receiver
    poll = asyncio.create_task(api.answer("getUpdates", timeout=2))
    await server.world()
    await api("setWebhook", url=url)
    assert (await poll)[1]["description"] in {
        "Conflict: terminated by setWebhook request",
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    }
    assert (await api.refusal("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")
    assert (await api.answer("deleteWebhook"))[1]["description"] == "Webhook was deleted"
    assert await api("getUpdates") == []


async def test_what_waited_is_delivered_when_the_webhook_is_set(api: Api, anna: Person, receiver: tuple[Receiver, str]) -> None:
    hook, url = receiver
    await anna.say("早")
    await api("setWebhook", url=url)
    assert await hook.until(1) == ["早"]


async def test_pending_updates_can_be_dropped(api: Api, anna: Person) -> None:
    await anna.say("早")
    assert (await api("getWebhookInfo"))["pending_update_count"] == 1
    await api("deleteWebhook", drop_pending_updates=True)
    assert await api("getWebhookInfo") == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"url": "http://example.cn/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "ftp://example.cn/x"}, "invalid webhook URL specified"),
        ({"url": "https://example.cn/x", "secret_token": "有汉字"}, "secret token contains unallowed characters"),
    ],
)
async def test_webhooks_are_refused(api: Api, values: dict[str, str], reason: str) -> None:
    assert await api.refusal("setWebhook", **values) == f"Bad Request: {reason}"


async def test_an_unreachable_webhook_is_told_in_its_info(api: Api, server: TelegramServer, anna: Person) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/nobody")
    await anna.say("有人吗")
    failure = await server.next_event(0, 5, kinds="webhook")
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == failure["body"]["error"]
    assert info["pending_update_count"] == 1
    assert info["last_error_message"].startswith("Connection failed")
