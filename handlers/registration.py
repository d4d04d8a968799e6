"""The questions of a registration, what one sentence tells of several, and how answers become an enterprise and back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chat.flow import Answers, Invalid, Step
from chat.reply import Choice
from domain.enterprise import Enterprise, Need, Review, Size
from domain.patterns import pattern
from handlers.telling import NO, UNKNOWN, YES, yes_or_no
from rag.fold import narrow
from services.forms import firms, industry, phones
from services.forms.codes import code, code_in
from services.forms.places import Places

NAME = "企业全称是什么？照营业执照写。几项一起发也行，例如：名称、统一社会信用代码、所在区县。"
CODE = "统一社会信用代码是多少？18位，在营业执照上。"
PLACE = "企业在哪里？点城市，或直接写区县，例如：昆区。"
INDUSTRY = "主要做哪一行？点一个，或自己写，例如：稀土、软件。"
SIZE = "规模多大？按国家统计的划型，不确定就选最接近的。"
CONSENT = (
    "下面要填联系人的姓名和手机号，先跟您说清楚：\n"
    "存什么：联系人、手机号，和上面的企业资料。\n"
    "做什么用：工作人员审核时联系您；以后对接，要双方都同意，才互相看到电话。别处只显示 138****1234 这样的。\n"
    "存多久：登记有效期间。您随时可以更改；发 /delete 马上删掉。\n"
    "同意保存吗？"
)
REFUSED = "不同意也没关系。没有联系人就没法审核，请点“取消”，已填的不会保存；问政策不受影响。同意的话请点“同意”。"
CONTACT = "联系人叫什么？"
MOBILE = "联系人的手机号？"
NEEDS = "想找什么？可以选几样，也可以一句话写完，例如：人才、设备。"
LISTED = "企业是否已列入产教融合型企业名单？按您自己掌握的情况填。"

AGREED = "agreed"
"""Among an opened flow's answers where the person agreed before."""
CALLED = "called"
"""Among an opened flow's answers: what the person is called on their platform."""
ID = "id"
"""Among an opened flow's answers where an enterprise is changed that stands in the register."""

_LABELS: Mapping[str, str] = {
    "name": "企业名称", "code": "信用代码", "place": "所在地", "industry": "行业", "size": "规模", "consent": "个人信息",
    "contact": "联系人", "mobile": "手机号", "needs": "找什么", "listed": "产教融合型企业",
}  # fmt: skip
_MARKS: Mapping[str, str] = {
    "name": r"(?:企业|公司)?(?:全称|名称)", "industry": "(?:所属|主营)?行业", "size": "(?:企业)?规模", "contact": "联系人(?:姓名)?",
    "mobile": "(?:联系|手机)?(?:手机|电话|号码)号?", "needs": "(?:需求|要找|想找|找什么)", "listed": "产教融合型企业",
}  # fmt: skip
_SET = r"(?:改成|改为|改|换成|换|是|为|:|\s)*"
_PART = pattern(r"[,，;；。\n]+")
_FIRM = pattern(r"(?!.*(?:注册|登记)).{3,}(?:公司|集团|厂|合作社|事务所|研究院|中心|企业)$")
_PERSON = pattern(r"(?!.*(?:[改换号码]|手机|电话))[\u4e00-\u9fff·]{2,6}")
_NUMBER = pattern(r"(?:手机号?码?|电话|联系方式)?\s*:?\s*(?:\+?86)?[\d -]{11,}")
_SHORT = 4
_ANSWERS = {True: YES, False: NO, None: UNKNOWN}


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a registration, over places."""

    places: Places

    def steps(self) -> tuple[Step, ...]:
        """The questions in reading order."""
        sizes = tuple(Choice(words[0], one) for one, words in firms.SIZES.items())
        three = (Choice("是", YES), Choice("否", NO), Choice("不清楚", UNKNOWN))
        consent = Step("consent", CONSENT, _agreed, (Choice("同意", YES),), _unagreed, _LABELS["consent"], gate=True)
        return (
            Step("name", NAME, firms.name, label=_LABELS["name"]),
            Step("code", CODE, code, label=_LABELS["code"]),
            self.places.step("place", PLACE, _LABELS["place"]),
            industry.step("industry", INDUSTRY, _LABELS["industry"], "place"),
            Step("size", SIZE, firms.size, sizes, label=_LABELS["size"]),
            consent,
            Step("contact", CONTACT, firms.contact, label=_LABELS["contact"]),
            Step("mobile", MOBILE, phones.mobile, label=_LABELS["mobile"], show=phones.plain, number=True),
            Step(
                "needs", NEEDS, firms.needs, label=_LABELS["needs"], show=firms.needs_told, pick=firms.pick_needs, offer=firms.offer_needs
            ),
            Step("listed", LISTED, yes_or_no, three, label=_LABELS["listed"]),
        )

    def gather(self, text: str) -> Answers:
        """What a sentence tells beyond doubt: by its form (a code, a number), by a word before it (行业是…), or as one of several parts."""
        found = {"code": code_in(text), "mobile": phones.mobile_in(_without_codes(text)), "place": self.places.drawn(text)}
        parts = [part.strip() for part in _PART.split(narrow(text)) if part.strip()]
        for part in parts:
            found |= _marked(part)
        if len(parts) == 1 and len(words := parts[0].split()) > 1 and not _marked(parts[0]):
            parts = words
        if found["mobile"] and (called := _NUMBER.sub("", narrow(text)).strip(" ,;。:")) and _PERSON.fullmatch(called):
            found["contact"] = _read(firms.contact, called)
        if len(parts) > 1:
            for part in parts:
                found = {**self._bare(part), **{name: value for name, value in found.items() if value}}
        return {name: value for name, value in found.items() if value}

    def _bare(self, part: str) -> dict[str, str]:
        """What a part of a sentence is, where it is nothing else."""
        size = _read(firms.size, part) if len(part) <= _SHORT else ""
        exactly = {"place": self.places.exactly(part), "industry": industry.exactly(part), "size": size}
        if _FIRM.fullmatch(part) and not _marked(part):
            exactly["name"] = _read(firms.name, part)
        return exactly


def enterprise_of(told: Answers) -> Enterprise:
    """The enterprise that the answers tell of."""
    needs = frozenset(Need(one) for one in told["needs"].split() if one != firms.NONE)
    listed = {answer: value for value, answer in _ANSWERS.items()}[told["listed"]]
    size, id_ = Size(told["size"]), int(told.get(ID, 0))
    return Enterprise(
        id_, told["name"], told["code"], told["place"], told["industry"], size, told["contact"], told["mobile"], needs, listed
    )


def answers_of(enterprise: Enterprise) -> Answers:
    """The answers that would tell of it; a contact that was erased is asked for anew."""
    told = {
        ID: str(enterprise.id),
        "name": enterprise.name,
        "code": enterprise.code,
        "place": enterprise.region,
        "industry": enterprise.industry,
        "size": enterprise.size.value,
        "contact": enterprise.contact,
        "mobile": enterprise.mobile,
        "needs": " ".join(need for need in Need if need in enterprise.needs) or firms.NONE,
        "listed": _ANSWERS[enterprise.listed],
    }
    return {name: value for name, value in told.items() if value}


def lines_of(enterprise: Enterprise, places: Places, *, whole: bool = False) -> Sequence[str]:
    """An enterprise line by line; the telephone number in full only for those who may see it."""
    told = answers_of(enterprise)
    number = phones.plain(enterprise.mobile) if whole else phones.shown(enterprise.mobile)
    words = {
        **told,
        "place": places.told(enterprise.region),
        "industry": industry.told(enterprise.industry),
        "size": firms.SIZES[enterprise.size][0],
        "mobile": number if enterprise.mobile else "",
        "needs": firms.needs_told(told["needs"]),
        "listed": {YES: "是（自己填的）", NO: "否", UNKNOWN: "不清楚"}[told["listed"]],
    }
    return [f"{label}：{words[name]}" for name, label in _LABELS.items() if words.get(name)]


def state_of(enterprise: Enterprise) -> str:
    """Where a registration stands, in words."""
    if enterprise.state is Review.RETURNED:
        return f"已退回，原因：{enterprise.reason}"
    return {Review.PENDING: "待审核", Review.APPROVED: "已认证"}[enterprise.state]


def _unagreed(told: Answers) -> bool:
    return AGREED not in told


def _agreed(text: str) -> str:
    if "不" in text or not ("同意" in text or text.strip() in {"好", "好的", "是", "可以", "行"}):
        raise Invalid(REFUSED)
    return YES


def _marked(part: str) -> dict[str, str]:
    """What a part of a sentence says with a word before it."""
    readers = {"name": firms.name, "industry": industry.industry, "size": firms.size, "contact": firms.contact, "mobile": phones.mobile}
    readers |= {"needs": firms.needs, "listed": yes_or_no}
    hits = ((name, re.match(rf"{mark}{_SET}(?P<value>.+)", part)) for name, mark in _MARKS.items())
    read = ((name, _read(readers[name], hit["value"])) for name, hit in hits if hit)
    return {name: value for name, value in read if value}


def _read(parse: Callable[[str], str], words: str) -> str:
    """What a parser makes of words; "" where it refuses."""
    try:
        return parse(words)
    except Invalid:
        return ""


def _without_codes(text: str) -> str:
    """The text without anything that is longer than a telephone number."""
    return re.sub(r"[0-9A-Za-z]{15,}", " ", narrow(text))
