"""/model: how the language model stands, and the button that stops it."""

from chat.flow import Effect
from chat.message import Message
from chat.reply import Block, Choice, Look, Reply, say
from domain.people import Action
from services.model import ModelDesk, State
from services.people import People
from services.permission import permit
from storage.work import Work

NONE = "没有设置语言模型，回答都直接摘自原文。怎么设置：config.toml 的 [llm]。"
ON = "正在使用。停用后，新的回答都直接摘自原文。"
OFF = "已停用，回答都直接摘自原文。"
SPENT = "今天的用量已到上限，新的回答都直接摘自原文，明天恢复。"


class Models:
    """For administrators of all regions. `desk` is None where no model is set."""

    def __init__(self, people: People, desk: ModelDesk | None) -> None:
        self._people = people
        self._desk = desk

    async def model(self, message: Message) -> Effect:
        """How it stands."""

        def effect(work: Work) -> Reply:
            person = self._people.meet(work, message)
            permit(person, Action.SWITCH_MODEL)
            return _told(self._desk.name, self._desk.state(work, person)) if self._desk else say(NONE)

        return effect

    async def turned(self, message: Message) -> Effect:
        """Its button was pressed ("on" or "off")."""

        def effect(work: Work) -> Reply:
            person = self._people.meet(work, message)
            permit(person, Action.SWITCH_MODEL)
            if not self._desk:
                return say(NONE)
            return _told(self._desk.name, self._desk.turn(work, person, on=message.pressed == "on"), edits=True)

        return effect


def _told(name: str, state: State, *, edits: bool = False) -> Reply:
    used, most = state.used, state.most
    spent = used.calls >= most.calls or used.characters >= most.characters
    blocks = (
        Block(f"语言模型：{name}", Look.TITLE),
        Block(OFF if not state.on else SPENT if spent else ON),
        Block(f"今天请求了{used.calls}次，每天最多{most.calls}次", Look.ITEM),
        Block(f"今天收发了{used.characters}个字，每天最多{most.characters}个字", Look.ITEM),
    )
    button = Choice("停用", "model:off") if state.on else Choice("启用", "model:on")
    return Reply(blocks, ((button,),), edits=edits)
