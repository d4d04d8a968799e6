"""What is no flow: commands, buttons, questions, and things that are no text."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from chat.flow import Effect, Turn
from chat.message import Message, Sort
from chat.reply import Choice, Reply, say
from chat.router import Router, Routes
from tests.talk import Talk


@dataclass
class Seen:
    """The handlers, and what reached them."""

    messages: list[tuple[str, Message]] = field(default_factory=list)

    def handler(self, name: str) -> Any:
        async def handle(message: Message) -> Reply:
            self.messages.append((name, message))
            return say(name, choices=((Choice("甲", "go:1"), Choice("乙", "go:2")), (Choice("网页", url="https://example.org"),)))

        return handle


async def count(message: Message) -> Effect:
    def effect(work: list[str]) -> Reply:
        work.append(message.text)
        return say(f"第{len(work)}次")

    return effect


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def router(seen: Seen) -> Router:
    return Router(
        Routes(
            commands={"start": seen.handler("start"), "count": count},
            buttons={"go": seen.handler("go")},
            question=seen.handler("question"),
            unknown=seen.handler("unknown"),
            sorts={Sort.VOICE: seen.handler("voice")},
            words={"退订": seen.handler("stop")},
        )
    )


async def test_a_command_gets_the_words_behind_it(router: Router, seen: Seen) -> None:
    await Talk(router).say("/start clause_12")
    assert [(name, message.text) for name, message in seen.messages] == [("start", "clause_12")]


async def test_commands_are_read_in_any_case(router: Router) -> None:
    assert await Talk(router).say("/START") == "start"


async def test_an_unknown_command_has_a_word_of_its_own(router: Router) -> None:
    assert await Talk(router).say("/nonsense") == "unknown"


async def test_some_words_say_as_much_as_a_command_and_only_when_they_stand_alone(router: Router) -> None:
    talk = Talk(router)
    assert await talk.say(" 退订 ") == "stop"
    assert await talk.say("怎么退订？") == "question"


async def test_free_words_are_a_question(router: Router, seen: Seen) -> None:
    await Talk(router).say("请问，产业学院有哪些？")
    assert seen.messages[0][1].text == "产业学院有哪些？"


async def test_a_voice_message_is_met_by_its_sort(router: Router) -> None:
    assert await Talk(router).send(Sort.VOICE) == "voice"


async def test_a_button_gets_what_follows_its_prefix(router: Router, seen: Seen) -> None:
    talk = Talk(router)
    await talk.say("/start")
    await talk.press("乙")
    assert seen.messages[-1][1].pressed == "2"


async def test_an_effect_runs_in_the_unit_of_work(router: Router) -> None:
    kept: list[str] = []
    turn = await router.route(Message("1", Talk(router).sender, text="/count 一"), Talk(router).place)
    assert kept == []
    assert turn.run(kept) == say("第1次")
    assert kept == ["一"]


async def test_without_buttons_choices_are_numbered_and_a_number_picks_one(router: Router, seen: Seen) -> None:
    talk = Talk(router, buttons=False)
    await talk.say("/start")
    assert [(block.number, block.text) for block in talk.reply.blocks] == [
        (0, "start"),
        (1, "甲"),
        (2, "乙"),
        (0, "网页：https://example.org"),
    ]
    await talk.say("2.")
    assert seen.messages[-1] == ("go", seen.messages[-1][1])
    assert seen.messages[-1][1].pressed == "2"


@pytest.mark.parametrize("typed", ["0", "3", "2025", "２", "甲乙"])
async def test_other_numbers_are_a_question(router: Router, seen: Seen, typed: str) -> None:
    talk = Talk(router, buttons=False)
    await talk.say("/start", typed)
    assert seen.messages[-1][0] == "question"


async def test_a_number_stands_only_for_what_was_offered_last(router: Router, seen: Seen) -> None:
    kept: list[str] = []

    async def do(turn: Turn) -> Reply:
        return turn.run(kept)

    talk = Talk(router, do=do, buttons=False)
    await talk.say("/start", "/count", "1")
    assert seen.messages[-1][0] == "question"
