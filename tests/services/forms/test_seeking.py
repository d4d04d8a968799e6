"""Whether a sentence looks for work of any kind, or asks the documents, or has work to give."""

import pytest

from domain.listing import Kind
from domain.subscription import Wish
from services.forms.seeking import is_search, wish_in
from tests.services.desk import GAZETTEER


@pytest.mark.parametrize(
    "said",
    [
        "包头有什么工作",
        "包头招人吗",
        "昆区有啥活干",
        "有没有工作",
        "附近哪家厂在招人",
        "我们这招人吗",
        "平顶山有什么好工作？",
        "包头有活儿吗",
    ],
)
def test_who_asks_for_any_work_looks_for_it(said: str) -> None:
    assert is_search(said, GAZETTEER)
    wish = wish_in(said, GAZETTEER)
    assert (wish.kind, wish.words) == (Kind.JOB, ())


@pytest.mark.parametrize(
    "said", ["包头人社局有哪些工作", "包头有哪些重点工作", "招人", "我们招工", "十四五有什么工作", "包头招工补贴", "包头招人难怎么办"]
)
def test_who_asks_of_work_or_has_it_does_not(said: str) -> None:
    assert not is_search(said, GAZETTEER)


def test_the_place_is_kept() -> None:
    assert wish_in("昆区有啥活干", GAZETTEER) == Wish(Kind.JOB, "150203")
