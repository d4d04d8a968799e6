from collections.abc import AsyncIterator, Sequence

import pytest

from chat.message import Message
from chat.reply import Reply, say
from tests.bot.web.caller import Caller
from tests.bot.web.town import Town
from tests.fakes import FakeClock


def echo(message: Message) -> Sequence[Reply]:
    """Say what was said."""
    return [say(f"收到：{message.text or message.pressed}")]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def town(clock: FakeClock) -> Town:
    return Town(clock, echo)


@pytest.fixture
async def caller(town: Town) -> AsyncIterator[Caller]:
    caller = Caller(town.app)
    await caller.arrive()
    yield caller
    await caller.client.aclose()


@pytest.fixture
async def stranger(town: Town) -> AsyncIterator[Caller]:
    stranger = Caller(town.app)
    await stranger.arrive()
    yield stranger
    await stranger.client.aclose()
