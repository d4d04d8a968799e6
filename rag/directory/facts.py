"""What an enterprise told of itself, read from free words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.patterns import pattern
from rag.directory.amounts import sums
from rag.directory.deeds import STATUSES, Done, done_in, levels_in
from rag.fold import narrow

_NOT_BEFORE = pattern(r"(?:没|不是|不在|未|并非|不属于|不算)[^,;。]{0,8}$")
_NOT_AFTER = pattern(r"(?:名单|名录|目录)?(?:里|中|上)?(?:还)?(?:没有?我|不是|未)")
# What people call the register of 产教融合型企业.
_REGISTER = "名单|名录|目录"
_ASKED = "啥|什么|哪些"
_GOOD = "政策|优惠|好处|扶持|支持|补贴|补助|奖励|待遇|红利"
_OPEN = pattern(
    rf"(?:享受?|拿|领|得|申请|争取)(?:到|受)?(?:些|点)?(?:{_ASKED}|多少(?=政策|优惠|好处|支持|扶持))(?=$|[,。?!吗呢呀啊]|[^,。?!]{{0,4}}(?:{_GOOD}|钱))"
    rf"|有(?:没有)?(?:{_ASKED})(?:\w{{0,4}})?(?:{_GOOD})|(?:{_GOOD})(?:能|可以?)?(?:享受?|拿|领)?有?(?:{_ASKED})"
    rf"|(?:{_ASKED})(?:{_GOOD})?(?:能|可以?|够)(?:享受?|拿|领|申请|用)"
    rf"|(?:政策|文件|政府)(?:上|里)?(?:能|可以?|会)?给(?:了)?(?:我们?|咱们?|企业)?(?:些|点)?(?:{_ASKED})"
    r"|(?:看看|算一?下|查查|帮我?看|测算)[^,。]{0,8}(?:能|可以)(?:享受?|拿|领|得)"
)
_OWN_FIRM = pattern(
    r"我们?(?:公司|企业|厂|集团|单位|店|合作社|这家)|我司|[本咱]们?(?:公司|企业|厂|单位)|我(?:们)?(?:是)?(?:开厂|办厂|开公司|办企业|做企业)"
    r"|我们?[^,。]{0,8}[开办有]了?一?[家个]?[^,。]{0,4}(?:公司|企业|厂|合作社)"
)
_SELF = pattern(rf"{_OWN_FIRM.pattern}|[我咱]们(?!学校|学院|院|系|班|老师|职校|州|市|区|县|省|镇|这|那)|^我(?=[想要投准打])")
_FIRM = pattern(r"企业|公司|厂|集团|老板|合作社")
_RECKON = pattern(r"(?:算算|算一算|算一下|测算)[^。]{0,40}(?:能|可以?)(?:享受?|拿|领|得)")
_SHEET = pattern(r"(?:开|出|做|来|要|生成|列|给我|发)(?:我|个|一?[张份个]|我一?[张份个])*(?:政策)?明白纸")
_OTHERS = pattern(r"学校|院校|老师|教师|娃|孩子|学生能|学生可以|毕业生能|毕业生可以")


@dataclass(frozen=True, slots=True)
class Facts:
    """Deeds with their figures, a sum that belongs to none of them, statuses (True, False, None for 不清楚), and sorts of schools."""

    done: tuple[Done, ...] = ()
    yuan: Decimal | None = None
    statuses: Mapping[str, bool | None] = field(default_factory=dict)
    levels: frozenset[str] = frozenset()


def facts_of(text: str) -> Facts:
    """All that a sentence tells of an enterprise."""
    plain = _plain(text)
    done, yuan = done_in(plain)
    return Facts(tuple(done), yuan, _statuses(plain), levels_in(plain))


def is_wish(text: str) -> bool:
    """Whether somebody who tells of an enterprise of theirs asks what it may have at all.

    An open question (能享啥) is not enough, for any paper may be asked so: with it goes the asker's own enterprise, or a sum or a number of
    its own, or something that "we" do. What asks for one figure (能抵多少税) is a question.
    """
    plain = _plain(text)
    if _SHEET.search(plain):
        return True
    reckon = bool(_RECKON.search(plain))
    if not (reckon or _OPEN.search(plain)) or (_OTHERS.search(plain) and not (reckon or _FIRM.search(plain) or _SELF.search(plain))):
        return False
    facts = facts_of(plain)
    figures = any(True for _ in sums(plain)) or any(one.heads is not None for one in facts.done)
    own = bool(_SELF.search(plain))
    return bool(_OWN_FIRM.search(plain)) or (figures and (own or reckon or bool(_FIRM.search(plain)))) or (own and bool(facts.done))


def _plain(text: str) -> str:
    """In half width, without blanks and without the commas inside of figures, which part nothing."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", "".join(narrow(text).split()))


def _statuses(text: str) -> dict[str, bool | None]:
    found: dict[str, bool | None] = {}
    for status in STATUSES:
        form = f"{status.form.pattern}|{_REGISTER}" if status.key == "listed" else status.form.pattern
        if hit := re.search(form, text):
            found[status.key] = not (_NOT_BEFORE.search(text[: hit.start()]) or _NOT_AFTER.match(text[hit.end() :]))
    return found
