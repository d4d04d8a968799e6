"""/help, and a friendly word about what can be asked for whatever is no question."""

from collections.abc import Mapping

from chat.message import Message, Sort
from chat.reply import Block, Look, Reply, say
from services.people import People

ASK = "直接发问题就行，例如：企业接收学生实习有什么支持？可以接着追问：那第二年呢？"
STAFF = "工作人员请发 /staff。"
UNKNOWN = "没有这个命令。直接把想问的事发给我就行，例如：包头有哪些产业学院？发 /help 看都能做什么。"
ONLY_TEXT = "目前只读得懂文字。请把想问的政策写成一句话发来，例如：普陀办职业教育能抵免多少？"
WORDS: Mapping[Sort, str] = {
    Sort.STICKER: "收到您的表情。" + ONLY_TEXT,
    Sort.PHOTO: "图片我还看不懂。" + ONLY_TEXT,
    Sort.VOICE: "语音我还听不懂。" + ONLY_TEXT,
    Sort.FILE: "文件我不能直接在聊天里收。" + ONLY_TEXT,
    Sort.OTHER: ONLY_TEXT,
}


class Help:
    """Tells what there is. `menu` holds every command with what it does, `duties` those for staff."""

    def __init__(self, menu: Mapping[str, str], duties: Mapping[str, str], people: People) -> None:
        self._menu = menu
        self._duties = duties
        self._people = people

    async def help(self, message: Message) -> Reply:
        """All that the assistant can do; what is for staff is shown to them, and first."""
        person = await self._people.who(message.sender)
        if not (person.is_staff and message.private):
            return Reply((Block("校企通能做什么", Look.TITLE), Block(ASK), *_lines(self._menu), Block(STAFF, Look.NOTE)))
        duties = (Block("工作人员", Look.TITLE), *_lines(self._duties))
        return Reply((*duties, Block("大家都能用的", Look.TITLE), Block(ASK), *_lines(self._menu)))


def _lines(menu: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(Block(f"/{name}　{words}", Look.ITEM) for name, words in menu.items())


async def unknown(message: Message) -> Reply:  # noqa: ARG001
    """For a command that nobody has."""
    return say(UNKNOWN)


async def no_text(message: Message) -> Reply:
    """For a sticker, a picture, a voice message."""
    return say(WORDS[message.sort])
