"""Names are drawn from their ends backwards, and are those that one pattern read forwards would draw."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from rag.drawn import drawn, ending
from rag.regions import Gazetteer

ENDS = re.compile("产业学院|研究院|研院|学院")
FORWARDS = re.compile(rf"[一-鿿a]{{2,5}}?(?:{ENDS.pattern})")
BEFORE = re.compile(r"[一-鿿a]{2,5}\Z")


@given(st.lists(st.sampled_from(["学院", "研院", "产业", "研", "究院", "共建", "包头市", "a", "，", "\n", " "]), max_size=25).map("".join))
@example("学院学院学院共建学院")
@example("学研院\n")
def test_both_ways_find_the_same(text: str) -> None:
    assert list(ending(text, BEFORE, ENDS)) == FORWARDS.findall(text)


def test_schools_things_terms_and_titles_are_drawn() -> None:
    found = drawn(["支持包头职业技术学院建设稀土产业学院，落实“五业联动”，见《实施办法》。", "内蒙古科技大学。"], Gazetteer())
    assert found.schools == {"包头职业技术学院", "内蒙古科技大学"}
    assert found.names == found.schools | {"稀土产业学院", "五业联动", "实施办法"}
