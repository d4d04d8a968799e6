"""A flow that only asks what its answer depends on: it ends with the last answer, and may ask on."""

import pytest

from chat.flow import Finished, Flow, Open, Step
from chat.message import Message, Sort
from chat.reply import Reply, say
from chat.router import Handler, Router, Routes
from tests.talk import Talk


async def finish(finished: Finished) -> Reply | Open:
    told = finished.answers
    if told["size"] == "大" and "floors" not in told:
        return Open("house", {**told, "more": "floors"}, "大房子还要问一句。")
    return say("、".join(told[name] for name in ("size", "floors") if name in told))


HOUSE = Flow(
    "house",
    (Step("size", "多大？"), Step("floors", "几层？", when=lambda told: told.get("more") == "floors")),
    finish,
    title="房子",
    confirm=False,
)


@pytest.fixture
def talk() -> Talk:
    async def known(message: Message) -> Open:
        return Open("house", {"size": message.text or "小"})

    async def answer(message: Message) -> Reply:
        return say(f"答：{message.text}")

    sorts: dict[Sort, Handler] = {sort: answer for sort in Sort if sort not in {Sort.TEXT, Sort.PRESS}}
    return Talk(Router(Routes({"house": HOUSE, "known": known}, {}, answer, answer, sorts)))


async def test_it_ends_with_its_last_answer(talk: Talk) -> None:
    assert await talk.say("/house", "小") == "小"
    assert talk.place.flow == ""


async def test_an_answer_may_raise_another_question(talk: Talk) -> None:
    assert await talk.say("/house", "大") == "大房子还要问一句。\n几层？"
    assert await talk.press("上一步") == "多大？"
    assert await talk.say("大", "3") == "大、3"


async def test_where_all_is_known_nothing_is_asked(talk: Talk) -> None:
    assert await talk.say("/known") == "小"
    assert talk.place.flow == ""


async def test_it_may_be_left_for_a_new_one(talk: Talk) -> None:
    await talk.say("/house")
    assert await talk.say("/known 中") == "中"
