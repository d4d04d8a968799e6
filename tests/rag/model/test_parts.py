"""The switch, the budget, the rest after failures, and what a rewritten follow-up may add."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from rag.answer import Question, Turn
from rag.model.late import Late
from rag.model.limits import Guarded, Rest
from rag.model.ports import Denied, ModelProblem, NotNow, Prompt, Unsupported
from rag.model.rewrite import alone, may_lean
from rag.regions import Gazetteer
from tests.fakes import FakeClock

GAZETTEER = Gazetteer()
PROMPT = Prompt("规则", "问题", {"title": "answer"})


class Endless:
    """A writer that says one thing, or raises."""

    name = "fake"

    def __init__(self) -> None:
        self.raises: ModelProblem | None = None
        self.calls = 0

    def write(self, prompt: Prompt, until: float, *, stream: bool = False) -> Iterator[Mapping[str, object]]:
        self.calls += 1
        if self.raises:
            raise self.raises
        yield {"question": "好"}


def ask(guarded: Guarded) -> list[Mapping[str, object]]:
    return list(guarded.write(PROMPT, 20))


@dataclass
class Limits:
    """A switch and a gauge in the hand."""

    pressed: bool = True
    left: int = 999
    received: int = 0

    def on(self) -> bool:
        return self.pressed

    def take(self, characters: int) -> bool:
        self.left -= characters
        return self.left >= 0

    def add(self, characters: int) -> None:
        self.received += characters


def guarded(writer: Endless, clock: FakeClock, limits: Limits | None = None) -> Guarded:
    held = limits or Limits()
    return Guarded(writer, held, held, Rest(clock, failures=2, seconds=60))


def test_beyond_the_budget_nothing_is_sent_and_what_came_back_is_counted() -> None:
    writer, limits = Endless(), Limits(left=PROMPT.size)
    model = guarded(writer, FakeClock(), limits)
    ask(model)
    assert limits.received == len(str({"question": "好"}))
    with pytest.raises(NotNow, match="上限"):
        ask(model)
    assert writer.calls == 1


def test_what_is_switched_off_is_not_asked() -> None:
    writer, limits = Endless(), Limits(pressed=False)
    model = guarded(writer, FakeClock(), limits)
    with pytest.raises(NotNow, match="停用"):
        ask(model)
    assert writer.calls == 0
    assert limits.left == 999
    limits.pressed = True
    assert ask(model)


def test_after_failures_in_a_row_nobody_waits_for_it_a_while() -> None:
    clock, writer = FakeClock(), Endless()
    model = guarded(writer, clock)
    writer.raises = Denied("拒绝")
    for _ in range(2):
        with pytest.raises(Denied):
            ask(model)
    with pytest.raises(NotNow, match="暂停"):
        ask(model)
    clock.forward(61)
    writer.raises = None
    assert ask(model)
    assert ask(model)


def test_a_reply_in_the_wrong_shape_is_no_failure_of_the_endpoint() -> None:
    writer = Endless()
    model = guarded(writer, FakeClock())
    writer.raises = Unsupported("乱")
    for _ in range(4):
        with pytest.raises(Unsupported):
            ask(model)


BEFORE = (Turn("包头2025年要建多少个公共实训基地？"),)


def rewritten(text: object, follow_up: str = "那产业学院呢") -> str:
    return alone({"question": text}, Question(follow_up, history=BEFORE), GAZETTEER)


def test_a_follow_up_may_take_over_what_was_said() -> None:
    assert rewritten("包头2025年要建多少个产业学院？") == "包头2025年要建多少个产业学院？"


@pytest.mark.parametrize(
    "text",
    [
        "上海2025年要建多少个产业学院？",
        "包头2026年要建多少个产业学院？",
        "包头2025年要建10个产业学院吗？",
        "包头职业技术学院2025年要建多少个产业学院？",
        "包头2025年要建多少个无人机与低空经济产业学院？",
        "包头2025年要建多少个产业学院？详见evil.com",
        "《某办法》里产业学院多少个？",
        "那产业学院呢",
        "How many industry colleges?",
        "包头2025年要建多少个产业学院？" * 9,
        "",
        None,
        7,
    ],
)
def test_and_nothing_else(text: object) -> None:
    assert rewritten(text) == ""


def test_a_long_question_or_a_first_one_stands_by_itself() -> None:
    assert may_lean(Question("那产业学院呢", history=BEFORE))
    assert not may_lean(Question("那产业学院呢"))
    assert not may_lean(Question("包头" * 30, history=BEFORE))


def test_a_writer_is_made_once_and_late_and_closed() -> None:
    made: list[Closeable] = []

    def make() -> Closeable:
        made.append(Closeable())
        return made[-1]

    late = Late("fake", make)
    assert made == []
    assert [*late.write(PROMPT, 20), *late.write(PROMPT, 20)] == [{"question": "好"}] * 2
    late.close()
    late.close()
    assert [one.closed for one in made] == [1]


def test_a_writer_that_cannot_be_made_is_a_problem_of_the_model() -> None:
    def make() -> Closeable:
        raise ImportError("no such thing")

    with pytest.raises(Denied):
        Late("fake", make).write(PROMPT, 20)


class Closeable(Endless):
    closed = 0

    def close(self) -> None:
        self.closed += 1
