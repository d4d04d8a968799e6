"""Messages and presses that arrive in another order than they were sent: no answer ends in the wrong field, nothing happens twice."""

from itertools import permutations

from chat.flow import Finished, Flow, Invalid, Step
from chat.message import Message, Sort
from chat.reply import SILENCE, Choice, Reply, say
from chat.router import Handler, Router, Routes
from tests.talk import Talk

CITIES = (Choice("包头", "150200"), Choice("普陀", "310107"))


def _city(text: str) -> str:
    raise Invalid(f"请从下面选一个城市，没有{text}。")


def _seats(text: str) -> str:
    if not text.isdigit():
        raise Invalid("请写一个数字。")
    return text


def _phone(text: str) -> str:
    if not text.startswith("0472-"):
        raise Invalid("请写座机号码，例如 0472-5550000。")
    return text


class Desk:
    """Takes a form in."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self.tickets: set[str] = set()
        steps = (
            Step("city", "所在地？", choices=CITIES, parse=_city),
            Step("seats", "招几个人？", parse=_seats),
            Step("phone", "电话？", parse=_phone),
        )
        sorts: dict[Sort, Handler] = dict.fromkeys(Sort, self._other)
        flow = Flow("post", steps, self._take)
        self.router = Router(Routes({"post": flow}, {}, self._other, self._other, sorts))

    async def _take(self, finished: Finished) -> Reply:
        self.taken.append(dict(finished.answers))
        self.tickets.add(finished.ticket)
        return say("已提交。")

    async def _other(self, _: Message) -> Reply:
        return SILENCE


async def test_whatever_the_order_each_answer_stands_in_its_field_or_nowhere() -> None:
    whole = 0
    for order in permutations(("press:city.150200", "press:city.310107", "5", "0472-5550001", "press:finish", "press:finish")):
        desk = Desk()
        talk = Talk(desk.router)
        await talk.say("/post")
        ticket = talk.value("包头").partition(".")[0]
        for step in order:
            if step.startswith("press:"):
                await talk.press_value(f"{ticket}.{step.removeprefix('press:')}")
            else:
                await talk.say(step)
        assert len(desk.taken) <= 1
        for answers in desk.taken:
            assert answers["city"] in {"150200", "310107"}
            assert (answers["seats"], answers["phone"]) == ("5", "0472-5550001")
            whole += 1
    assert whole, "in the order in which they were sent it is taken in"
