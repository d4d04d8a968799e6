"""Masking, the day's budget, the rest after failures, and what a rewritten follow-up may add."""

from collections.abc import Iterator, Mapping

import pytest

from rag.answer import Question, Turn
from rag.model.late import Late
from rag.model.limits import DailyGauge, Guarded, HandSwitch, Rest
from rag.model.ports import Denied, ModelProblem, NotNow, Prompt, Unsupported
from rag.model.private import masked
from rag.model.rewrite import alone, may_lean
from rag.regions import Gazetteer
from tests.fakes import FakeClock

GAZETTEER = Gazetteer()
PROMPT = Prompt("规则", "问题", {"title": "answer"})


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我的手机是138 0013 8000，能补贴吗", "我的手机是（手机号），能补贴吗"),
        ("+86-13800138000", "（手机号）"),
        ("身份证15020419900101123X能办吗", "身份证（身份证号）能办吗"),
        ("打0472-5161234问", "打（电话）问"),
        ("写信到li.si@example.org吧", "写信到（邮箱）吧"),
        ("手机１３８００１３８０００或138.0013.8000", "手机（手机号）或（手机号）"),
        ("幺三八零零幺三八零零零是我的", "（号码）是我的"),
        ("卡号6222 0212 3456 7890 123", "卡号（号码）"),
        ("公司代码91150200MA0N12345X", "公司代码（信用代码）"),
        ("加微信号：lisi_2024", "加微信号：（账号）"),
        ("我叫李四，想问补贴", "我叫（姓名），想问补贴"),
        ("2025年建5个基地，补贴10万元", "2025年建5个基地，补贴10万元"),
        ("国办发〔2023〕12号第3条", "国办发〔2023〕12号第3条"),
    ],
)
def test_nothing_that_tells_who_asks_leaves_the_house(text: str, kept: str) -> None:
    assert masked(text) == kept


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


def guarded(writer: Endless, clock: FakeClock, calls: int = 9, characters: int = 999, switch: HandSwitch | None = None) -> Guarded:
    return Guarded(writer, switch or HandSwitch(), DailyGauge(clock, calls, characters), Rest(clock, failures=2, seconds=60))


def test_a_day_has_so_many_calls_and_the_next_one_begins_at_midnight_in_china() -> None:
    clock, writer = FakeClock(), Endless()
    model = guarded(writer, clock, calls=2)
    ask(model)
    ask(model)
    with pytest.raises(NotNow, match="上限"):
        ask(model)
    assert writer.calls == 2
    clock.forward(14 * 3600)  # 10:00 to midnight in Shanghai
    assert ask(model)


def test_a_day_has_so_many_characters_sent_and_received() -> None:
    clock, writer = FakeClock(), Endless()
    gauge = DailyGauge(clock, 9, PROMPT.size + 10)
    model = Guarded(writer, HandSwitch(), gauge, Rest(clock))
    ask(model)
    assert gauge.used == (1, PROMPT.size + len(str({"question": "好"})))
    with pytest.raises(NotNow):
        ask(model)


def test_the_staff_switches_it_off_and_on() -> None:
    writer, switch = Endless(), HandSwitch()
    model = guarded(writer, FakeClock(), switch=switch)
    switch.turn(on=False)
    with pytest.raises(NotNow, match="停用"):
        ask(model)
    assert writer.calls == 0
    switch.turn(on=True)
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
