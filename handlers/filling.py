"""The questions for a post: what is asked, which answers are taken, and how each of them is kept."""

from collections.abc import Callable
from datetime import timedelta

from chat.flow import Answers, Invalid, Step
from chat.reply import Choice
from domain.listing import RECRUITING, Kind, Side
from handlers.listing import KINDS, SIDES
from rag.fold import narrow, numeral
from services.forms import days, pay
from services.forms.clues import LEVELS, ONLY_SCHOOL
from services.forms.majors import CLASSES, is_any, majors
from services.posting import ANY, NONE, Posting, fair, written

FAIR = "这些内容不能发布（上面【 】里的）。去掉后继续，还是您重写一遍发来？"
NOT_AGREED = "请点“去掉，继续”，或者把整段重写一遍发来。"
AGREE = "去掉，继续"
WHICH_FIRM = "用哪家企业发布？"
NO_CHOICE = "请从下面选一个。"
NO_HEADS = "请写人数，1到9999，例如：5。"
NO_MAJOR = "没认出专业。请写专业或专业大类，例如：机电、计算机；不限就写“不限”。"
A_QUESTION = "这像是一个提问。请先回答上面这一项。"
A_LEVEL = "这是学历。请先回答上面这一项。"
FIRMS = "firms"
"""The name under which an opened flow carries the enterprises to choose from, a line for each: id, region, name."""


def firms_in(told: Answers) -> dict[str, tuple[str, str]]:
    """Region and name of each enterprise by its id."""
    rows = (line.split(" ", 2) for line in told.get(FIRMS, "").splitlines())
    return {id_: (region, name) for id_, region, name in rows}


def steps(posting: Posting) -> tuple[Step, ...]:
    """One question for each field; those of jobs and internships are not asked of the other kinds."""
    sides = tuple(Choice(words, side.value) for side, words in SIDES.items())
    any_ = (Choice(ANY, ANY),)
    return (
        Step("agreed", FAIR, _agreed, (Choice(AGREE, "yes"),), _unfair),
        Step("employer", WHICH_FIRM, _no_choice, when=_several, label="企业", offer=_firms),
        Step("kind", "发布哪一类？", _kind, tuple(Choice(words, kind.value) for kind, words in KINDS.items()), label="类型"),
        Step("side", "是您这边提供，还是在找？", _side, sides, _other, "供需"),
        Step("title", "叫什么？岗位写岗位名称，例如：光伏技术员；其他写一句话，例如：二手数控车床2台。", _words("title"), label="名称"),
        Step("headcount", "招几个人？", _heads, when=_hires, label="人数", number=True),
        Step("pay", "薪酬多少？写范围和单位，例如：月薪6000到8000、150元/天。", _pay, when=_hires, label="薪酬"),
        Step("place", "在哪里？写城市和地点，例如：包头市昆都仑区钢铁大街。", _words("place"), label="地点"),
        Step("closes", "到哪天截止？例如：12月31日、下周五、6月底。", _day(posting), label="截止", offer=lambda _: _days(posting)),
        Step("duties", "具体做什么（提供什么、要什么）？一两句话就行。", _words("duties"), label="内容"),
        Step("requirements", "有什么要求？没有特别要求就点“不限”。", _words("requirements"), any_, _hires, "要求"),
        Step("education", "最低学历？", _level, tuple(Choice(one, one) for one in LEVELS), _hires, "学历"),
        Step("majors", "面向哪些专业？可以写几个。", _majors, any_, _hires, "专业"),
        Step("remark", "还有什么要说明的？没有就点“无”。", _words("remark"), (Choice(NONE, NONE),), label="备注"),
    )


def _unfair(told: Answers) -> bool:
    return bool(told.get("unfair")) and "agreed" not in told


def _several(told: Answers) -> bool:
    return "\n" in told.get(FIRMS, "")


def _hires(told: Answers) -> bool:
    return told.get("kind") in RECRUITING


def _other(told: Answers) -> bool:
    return not _hires(told)


def _firms(told: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(name, id_) for id_, (_, name) in firms_in(told).items())


def _words(name: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not text.strip() or text.rstrip().endswith(("?", "？", "吗")):
            raise Invalid(A_QUESTION)
        if name not in {"requirements", "remark"} and ONLY_SCHOOL.fullmatch(text.strip()):
            raise Invalid(A_LEVEL)
        return fair(text, name)

    return parse


def _agreed(text: str) -> str:
    if text.strip(" 。！!") in {"好", "好的", "可以", "行", "去掉", "继续", "去掉继续", "是", "同意", "嗯"}:
        return "yes"
    raise Invalid(NOT_AGREED)


def _no_choice(_: str) -> str:
    raise Invalid(NO_CHOICE)


def _kind(text: str) -> str:
    found = next((kind for kind, words in KINDS.items() if words in text), None)
    if found is None:
        found = Kind.JOB if any(word in text for word in ("招聘", "招人", "人才", "工作")) else None
    if found is None:
        raise Invalid(NO_CHOICE)
    return found.value


def _side(text: str) -> str:
    if any(word in text for word in ("找", "要", "求", "买", "缺")):
        return Side.SOUGHT.value
    if any(word in text for word in ("提供", "有", "出", "卖", "能")):
        return Side.OFFERED.value
    raise Invalid(NO_CHOICE)


def _heads(text: str) -> str:
    words = narrow(text).strip().rstrip("名人位个")
    heads = int(words[:6]) if words.isascii() and words.isdigit() else numeral(words) or 0
    if not 1 <= heads <= 9999:
        raise Invalid(NO_HEADS)
    return str(heads)


def _pay(text: str) -> str:
    return written(pay.pay(text))


def _day(posting: Posting) -> Callable[[str], str]:
    return lambda text: days.day(text, posting.today).isoformat()


def _days(posting: Posting) -> tuple[Choice, ...]:
    ends = ((words, posting.today + timedelta(days=count)) for words, count in (("一个月", 30), ("三个月", 90)))
    return tuple(Choice(f"{words}（{end.month}月{end.day}日）", end.isoformat()) for words, end in ends)


def closing_step(posting: Posting) -> Step:
    """The one question of renewing."""
    return next(step for step in steps(posting) if step.name == "closes")


def _level(text: str) -> str:
    found = next((one for one in LEVELS if one in text), None)
    if found is None:
        raise Invalid(NO_CHOICE)
    return found


def _majors(text: str) -> str:
    found = (text,) if text in CLASSES else majors(text)
    if not found and not is_any(text):
        raise Invalid(NO_MAJOR)
    return " ".join(found) or ANY
