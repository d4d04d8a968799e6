"""What exactly is asked for, where the question names it: 保证金, 交通补贴, 博士. Another thing of its kind is no answer."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by the question's name for it. `forms` are what the documents may call it; of something `paid` (交通补贴) what it is for."""

    name: str
    forms: tuple[str, ...]
    paid: bool = False

    def is_said(self, text: str, around: str) -> bool:
        """Whether a sentence speaks of it, be it with a few characters between its own (责任险, 责任保险), or all `around` is of it.

        What is paid for something else below a heading that only has the same word (实习管理) is not meant.
        """
        if self.paid:
            return any(_held(form, text) or re.search(f"{form}(?:{_KINDS})", around) for form in self.forms)
        whole = f"{around}\n{text}"
        return any(form in whole for form in self.forms) or _held(self.name, whole)


_MONEY = re.compile(r".+[金费息险]")
# Money by whatever name, and words that only end like it.
_ANY = re.compile(r".*(?:[资奖现合基冶五黄]金|[经免消缴收付自公]费|[信消休作]息|[危风冒]险)|保险")
_KINDS = "补贴|补助|奖励|津贴"
_PAID = re.compile(rf"(?:有没有|有|给|发|拿|领)?({_KINDS})")
# Whose share is asked for; in 要有多大比例 that is said elsewhere.
_SHARE = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?<!多大|多少|什么|多高)的?(?:比例|占比|比重)")
_FINE = re.compile(r"罚(?=款|金|.{0,2}(?:多少|几))")
_HAS = re.compile(r"(?:已经?|[拿领享][过了受]|[领拿]着)[^,，]{0,4}$")
# What tells how it is paid, and by whom, not what for.
_HOW = re.compile(r"一次性?|每.|最.|财政|政府|国家|省里?|[市区县州]里?|企业|公司|学校|专项|资金|多少|这个")
_GRADES = (
    *(("博士",), ("硕士", "研究生"), ("本科", "大学生"), ("大专", "专科", "高职"), ("中职", "中专")),
    *(("高级技师",), ("技师",), ("高级工",), ("中级工",), ("初级工",)),
)
_GRADE = re.compile("|".join(sorted((form for forms in _GRADES for form in forms), key=len, reverse=True)))
_AND_UP = re.compile(r"以上|各类|不同|相应")


def things(text: str, words: Collection[str], official: Callable[[str], Collection[str]]) -> tuple[Thing, ...]:
    """The sums of money that a question names by more than 钱 and 补贴; `words` are those of the language that it has."""
    money = [Thing(word, (word, *official(word), *_stem(word))) for word in words if word in text and _is_money(word)]
    fines = [Thing("罚款", ("罚",))] if _FINE.search(text) else []
    paid = [
        Thing(word + hit[1], (_plain(word), *official(word)), paid=True)
        for hit in _PAID.finditer(text)
        for word in _before(text[: hit.start()], words)
        if not _HAS.search(text[: hit.start() - len(word)])
    ]
    return (*money, *fines, *paid, *_shares(text, words, official))


def _shares(text: str, words: Collection[str], official: Callable[[str], Collection[str]]) -> Iterator[Thing]:
    """What a share is asked of: 双师型教师 in 双师型教师比例. One of its words said is enough."""
    for hit in _SHARE.finditer(text):
        near = [word for word in words if len(word) > 1 and word in hit[1]]
        if near:
            yield Thing(hit[1], (*near, *(form for word in near for form in official(word))))


def grades(text: str) -> frozenset[int]:
    """The degrees and skill grades that a text names, as places in our list of them."""
    found = set(_GRADE.findall(text))
    return frozenset(place for place, forms in enumerate(_GRADES) if found & set(forms))


def is_of_other_grades(question: str, text: str) -> bool:
    """Whether a text speaks of people of other degrees or grades than a question, and of no range of them."""
    asked, told = grades(question), grades(text)
    return bool(asked and told) and not asked & told and not _AND_UP.search(text)


def _is_money(word: str) -> bool:
    return bool(_MONEY.fullmatch(word)) and not _ANY.fullmatch(word)


def _before(text: str, words: Collection[str]) -> Iterator[str]:
    """The word that 补贴 is written behind."""
    ending = [word for word in words if text.endswith(word) and not _HOW.fullmatch(word)]
    if ending:
        yield max(ending, key=len)


def _held(word: str, text: str) -> bool:
    return bool(re.search(".{0,2}".join(map(re.escape, word)), text))


def _plain(word: str) -> str:
    """租房子 as 租房, 实习生 as 实习."""
    return re.sub("[子生]$", "", word) if len(word) > 2 else word


def _stem(word: str) -> Iterator[str]:
    if len(word) > 2 and word[-1] in "金费":
        yield word[:-1]
