"""Administrators see what the language model costs, and stop it with a button."""

import pytest

from chat.router import Router, Routes
from domain.errors import NotAllowed
from domain.people import Grant, Role
from handlers.help import no_text, unknown
from handlers.model import Models
from services.model import ModelDesk, Use
from tests.handlers.conftest import Desk
from tests.talk import Talk


def talk(desk: Desk, model: ModelDesk | None) -> Talk:
    models = Models(desk.people, model)
    routes = Routes({"model": models.model}, {"model": models.turned}, no_text, unknown, {})
    return Talk(Router(routes), do=desk.do)


@pytest.fixture
def model(desk: Desk) -> ModelDesk:
    return ModelDesk(desk.database, desk.clock, "qwen-test", Use(2, 1000))


async def grant(desk: Desk, talk: Talk, grant: Grant) -> int:
    person = await desk.database.do(lambda work: work.people.meet(talk.sender))
    await desk.database.do(lambda work: work.people.grant(person.id, grant))
    return person.id


async def test_an_administrator_sees_the_cost_and_stops_the_model_at_once(desk: Desk, model: ModelDesk) -> None:
    admin = talk(desk, model)
    person = await grant(desk, admin, Grant(Role.ADMIN))
    model.take(300)
    told = await admin.say("/model")
    assert told.splitlines()[0] == "语言模型：qwen-test"
    assert "今天请求了1次，每天最多2次" in told
    assert "今天收发了300个字，每天最多1000个字" in told
    assert "已停用" in await admin.press("停用")
    assert admin.reply.edits
    assert not model.on()
    assert "正在使用" in await admin.press("启用")
    assert model.on()
    await admin.press_value("model:on")
    deeds = await desk.database.read(lambda work: work.audit.latest(9))
    assert [(one.actor_id, one.action, one.object) for one in deeds] == [
        (person, "model.on", "qwen-test"),
        (person, "model.off", "qwen-test"),
    ]


async def test_a_spent_budget_is_said(desk: Desk, model: ModelDesk) -> None:
    admin = talk(desk, model)
    await grant(desk, admin, Grant(Role.ADMIN))
    model.take(1)
    model.take(1)
    assert "已到上限" in await admin.say("/model")


@pytest.mark.parametrize("held", [Grant(Role.ADMIN, "150200"), Grant(Role.EDITOR), Grant(Role.MODERATOR)])
async def test_nobody_else_sees_or_presses(desk: Desk, model: ModelDesk, held: Grant) -> None:
    other = talk(desk, model)
    with pytest.raises(NotAllowed):
        await other.say("/model")
    await grant(desk, other, held)
    for deed in (other.say("/model"), other.press_value("model:off")):
        with pytest.raises(NotAllowed):
            await deed
    assert model.on()
    assert await desk.database.read(lambda work: work.audit.latest(9)) == []


async def test_a_role_taken_away_ends_an_old_button(desk: Desk, model: ModelDesk) -> None:
    admin = talk(desk, model)
    person = await grant(desk, admin, Grant(Role.ADMIN))
    await admin.say("/model")
    await desk.database.do(lambda work: work.people.revoke(person, Grant(Role.ADMIN)))
    with pytest.raises(NotAllowed):
        await admin.press("停用")
    assert model.on()


async def test_without_a_model_it_says_where_one_is_set(desk: Desk) -> None:
    admin = talk(desk, None)
    with pytest.raises(NotAllowed):
        await admin.say("/model")
    await grant(desk, admin, Grant(Role.ADMIN))
    assert "没有设置语言模型" in await admin.say("/model")
    assert "没有设置语言模型" in await admin.press_value("model:off")
