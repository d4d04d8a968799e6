"""How things are done here (怎么发招聘, 想招人怎么弄, 人工): a question about the assistant itself, which no document answers."""

from collections.abc import Awaitable, Callable

from chat.flow import Effect, Open
from chat.message import Message
from chat.reply import Choice, Reply, say
from domain.patterns import pattern

POST = (
    "直接发一句话就能发布，例如：招光伏技术员5名，月薪6000到8000，昆区，12月31日截止。缺的我一项一项问。很多条用表格：发 /import。\n"
    "还没登记企业的，先登记；审核通过后就能发。"
)
REGISTER = "发“注册企业”就开始，几分钟填完：名称、信用代码、所在地、行业、规模、联系人。提交后由当地工作人员审核，有结果在这里告诉您。"
SEEK = "直接说要找什么就行，例如：包头有什么光伏实习。填了求职资料再发 /match，会按专业、城市推荐。"
UNSUBSCRIBE = "发“我的订阅”，点开要停的那个，可以改、暂停、退订。不想再收公告，发“退订”。"
ERASE = "发 /mydata 看存了什么，发 /delete 全部删除。"
FITTING = "按您的求职资料挑，点下面就看。还没填的，先填几项，每一项都可以跳过。"
HUMAN = "我不是真人，也没有客服电话。请说明城市和想办的事；文件里查不到的，我会转给当地工作人员，有答复在这里告诉您。"

_BEFORE = r"(?:请问|你好|您好|我们?|公司|企业|这边|想|要|[,，\s])*"
_HOW = r"(?:怎么|怎样|如何|咋|在哪里?|哪里|去哪里?)(?:才能|可以|能|去)?"
_END = r"(?:信息|弄|办|操作|呢|啊|呀|[?？。!！\s])*"
_REGISTER, _SEEKING = (Choice("注册企业", "firm-new:"),), (Choice("看岗位", "jobs:"), Choice("填求职资料", "profile:"))
_DROP = r"(?:删除?|删掉|注销|清除|清空)(?:掉)?"
_ERASING = (Choice("全部删除", "delete:"),)
_FIT = (Choice("看合适的岗位", "match:"), Choice("填求职资料", "profile:"))
_THINGS: tuple[tuple[str, str, tuple[Choice, ...]], ...] = (
    (
        rf"{_HOW}(?:发布?|登)(?:一?[个条])?(?:招聘|岗位|职位|实习|招工|需求)|招(?:人|工|聘|员工|实习生)(?:的话)?(?:该|要)?{_HOW}",
        POST,
        _REGISTER,
    ),
    (rf"{_HOW}(?:注册|登记|入驻|认证)(?:企业|公司)?|(?:注册|登记){_HOW}", REGISTER, _REGISTER),
    (rf"{_HOW}(?:找|投|应聘)(?:个|份)?(?:工作|实习|岗位|培训|简历)", SEEK, _SEEKING),
    (rf"{_HOW}(?:取消|退订?|停止?|关掉?|改)(?:订阅|推送|公告|提醒)", UNSUBSCRIBE, ()),
    (rf"(?:帮我|给我|{_HOW})?{_DROP}(?:我的?)?(?:全部|所有|个人|求职)*(?:信息|账号|账户|资料|简历|数据|记录)", ERASE, _ERASING),
    (
        r"(?:有|看看?|推荐)*(?:什么|啥|哪些|没有|一下|几个|些|点)?适合我的(?:工作|岗位|实习|职位)?(?:有)?(?:吗|么|没有|什么|哪些|啥)?",
        FITTING,
        _FIT,
    ),
    (r"(?:帮我|转|接|找|有没有|有|联系)*(?:人工|真人|客服)(?:客服|服务|电话)*(?:多少|吗)?", HUMAN, ()),
)
_FORMS = tuple((pattern(f"{_BEFORE}(?:{form}){_END}"), words, rows) for form, words, rows in _THINGS)

Handler = Callable[[Message], Awaitable[Reply | Effect | Open]]


class HowTo:
    """Tells how things are done. `otherwise` takes every message that asks something else, or something more."""

    def __init__(self, otherwise: Handler) -> None:
        self._otherwise = otherwise

    async def ask(self, message: Message) -> Reply | Effect | Open:
        """Free words: how something is done here, or anything else."""
        text = message.text.strip()
        found = next(((words, row) for form, words, row in _FORMS if form.fullmatch(text)), None)
        if found is None:
            return await self._otherwise(message)
        words, row = found
        return say(words, choices=(row,) if row else ())
