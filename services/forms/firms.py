"""What an enterprise tells of itself: its name, its size, who answers for it, and what it looks for."""

import re
from collections.abc import Mapping

from chat.flow import Answers, Invalid
from chat.reply import Choice
from chat.walk import is_question
from domain.enterprise import Need, Size
from domain.patterns import pattern
from rag.fold import narrow, simplified

NEEDS: Mapping[Need, tuple[str, ...]] = {
    Need.SERVICE: ("找服务", "服务"),
    Need.TALENT: ("找人才", "人才", "招人", "招工", "员工", "毕业生", "实习生", "技工"),
    Need.EQUIPMENT: ("找设备", "设备", "仪器", "实验室"),
    Need.TECHNOLOGY: ("找技术", "技术", "专利", "成果", "研发"),
    Need.COOPERATION: ("找合作", "合作", "共建"),
}
"""The five 找: what each is called first, then words that say as much."""

SIZES: Mapping[Size, tuple[str, ...]] = {
    Size.LARGE: ("大型", "大企业", "大"),
    Size.MEDIUM: ("中型", "中等", "中"),
    Size.SMALL: ("小型", "小企业", "小"),
    Size.MICRO: ("微型", "小微", "个体", "微"),
}
"""The four classes of the statistics."""

NONE = "none"
END = "."
NO_NAME = "请写企业的全称，和营业执照上的一样，4到60个字。"
NO_CONTACT = "请写联系人的姓名，2到20个字，例如：张三。"
NO_SIZE = "请点一个，或回答：大型、中型、小型、微型。"
NO_NEEDS = "没看出要找什么。可以写几样，例如：人才、设备；暂时没有就点“暂时不找”。"
_NAME = pattern(r"^(?:企业|公司|单位)?(?:全称|名称|名字|叫)(?:改成|改为|改|叫|是|为|:|\s)*")
_CALLED = pattern(r"^(?:我(?:叫|是)|联系人|姓名|找)(?:改成|改为|改|叫|是|为|:|\s)*")
_PERSON = pattern(r"[\u4e00-\u9fffA-Za-z·. ]{2,20}")
_ALL = pattern(r"都(?:要|找|需要)|全(?:部|都)|五[个样种]")
# 想招几个实习生 is an answer, 什么人才? is none.
_ASKS = pattern(r"[?？]\s*$|[吗呢么]\s*$|什么")
_NOTHING = pattern(r"^(?:暂时|目前|现在)?(?:没有?|不找|无|不需要|不用)")


def name(text: str) -> str:
    """An enterprise's full name. Raises Invalid."""
    words = _NAME.sub("", narrow(text).strip(" ,。.;")).strip()
    if not 4 <= len(words) <= 60 or not re.search(r"[\u4e00-\u9fffA-Za-z]{2}", words) or is_question(text):
        raise Invalid(NO_NAME)
    return words


def contact(text: str) -> str:
    """Somebody's name. Raises Invalid."""
    words = re.sub(r"[\d+\- ]+$", "", _CALLED.sub("", narrow(text).strip(" ,。.;")).strip())
    if not _PERSON.fullmatch(words) or is_question(text):
        raise Invalid(NO_CONTACT)
    return words


def size(text: str) -> str:
    """A class of `Size`. Raises Invalid."""
    words = narrow(text).strip(" ,。.;")
    found = next((one for one, known in SIZES.items() if words.removesuffix("企业") in known or words.startswith(known[0])), None)
    if found is None:
        raise Invalid(NO_SIZE)
    return found


def needs(text: str) -> str:
    """What is looked for, in the order of the five, parted by blanks; `NONE` for nothing. Raises Invalid."""
    words = simplified(narrow(text)).strip()
    found = [need for need, known in NEEDS.items() if any(word in words for word in known)]
    if _ALL.search(words) and not found:
        found = list(NEEDS)
    if found and len(words) <= 200 and not _ASKS.search(words):
        return " ".join(found)
    if _NOTHING.match(words):
        return NONE
    raise Invalid(NO_NEEDS)


def needs_told(value: str) -> str:
    """What is looked for, in words."""
    return "、".join(NEEDS[Need(one)][0] for one in value.split() if one != NONE) or "暂时不找"


def pick_needs(picked: str, value: str) -> tuple[str, bool]:
    """One more, as a button gives it; `END` and `NONE` end it, and so do several that were typed at once, and the fifth."""
    if value in (END, NONE):
        return picked or NONE, True
    wanted = {*picked.split(), *value.split()}
    whole = " " in value or len(wanted) == len(NEEDS)
    return " ".join(need for need in NEEDS if need in wanted), whole


def offer_needs(told: Answers) -> tuple[Choice, ...]:
    """What was not picked yet, and the word that ends it."""
    picked = told.get("needs.draft", "").split()
    end = Choice("就这些", END) if picked else Choice("暂时不找", NONE)
    return (*(Choice(words[0], need) for need, words in NEEDS.items() if need not in picked), end)
