"""Industry colleges (产业学院), drawn from statements."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from domain.patterns import pattern
from rag.directory.entities import IndustryCollege
from rag.directory.names import Named, named
from rag.directory.statements import Statement
from rag.directory.words import modality

_KIND = pattern(r"[^、,;。]*?(?:产业学院|行业学院|产教融合学院|学院)(?=$|建设|申报|[(,;。]|等|\d|[^\u4e00-\u9fff])|[^、,;。]*?产业学院")
_SURE = pattern(r"(?:产业|行业|未来技术|工匠|工程师|产教融合)学院$")
_STEM = pattern(r"(?:产业|行业|产教融合)?(?:学院)?$")
_GENERIC = pattern(
    r"现代|特色|以上|以下|示范性?|国家级|自治区级|省级|市级|区级|重点|高水平|各类|产业|行业|产教融合|二级|新型|高校|校企|共建|若干|[()（）、]|未来技术|工匠|专业|企业"
)
# 产业学院3个 counts them and names none.
_COUNTED = pattern(r"(?:达到|达)?\d+(?:个|所|家)")
_SCHOOLS = pattern(
    r"(?:职业|技术|师范|医学?|理工|科技|工业|工程|农业|林业|城建|财经|政法|民族|体育|艺术|外国语|公共卫生|技师|旅游|服务)学院$"
)


def colleges(statements: Iterable[Statement]) -> Iterator[IndustryCollege]:
    """The named colleges. A name without 产业 counts where its list or its heading speaks of 产业学院 and a school is named."""
    for statement in (one for one in statements if "学院" in one.raw):
        found = [
            one
            for one in named(statement, _KIND)
            if one.name != one.school and _is_name(one.name) and not (_COUNTED.match(one.after) and not one.school)
        ]
        listed = "产业学院" in statement.text + statement.introduction + statement.headings
        for one in found:
            if _SURE.search(one.name) or (listed and one.school and not _SCHOOLS.search(one.name)):
                yield _college(one, statement)


def _college(one: Named, statement: Statement) -> IndustryCollege:
    return IndustryCollege(one.name, one.school, fields_of(one.name), modality(one.before, one.after, one.around), statement.source)


def _is_name(name: str) -> bool:
    """Whether it names one college and not the sort."""
    stem = _GENERIC.sub("", _STEM.sub("", name))
    return len(stem) > 1 and len(name) <= 30


def fields_of(name: str) -> tuple[str, ...]:
    """The trades that a name speaks of."""
    return tuple(field for field, words in _fields().items() if any(word in name for word in words))


@cache
def _fields() -> dict[str, list[str]]:
    return tomllib.loads(files("rag.directory").joinpath("fields.toml").read_text(encoding="utf-8"))
