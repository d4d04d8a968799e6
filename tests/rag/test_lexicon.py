"""The corpus's own names, by full and short form."""

from rag.drawn import drawn
from rag.lexicon import Lexicon, Names
from rag.regions import Gazetteer

TEXT = "支持柳州铁道职业技术学院智能物流产业学院建设。推动广西科技大学与柳州城市职业学院共建实验室。柳州师范学院牵头。"


def lexicon() -> Lexicon:
    names = Names(Gazetteer())
    names.put("plan", drawn([TEXT], Gazetteer()), "450200")
    return names.lexicon()[0]


def called(question: str) -> list[str]:
    return [name.text for call in lexicon().find(question) for name in call.names if name.school]


def test_schools_are_drawn_from_the_text() -> None:
    schools = {name.text for name in lexicon().names.values() if name.school}
    assert {"柳州铁道职业技术学院", "广西科技大学", "柳州师范学院"} <= schools


def test_people_shorten_names() -> None:
    assert called("柳铁道有几个专业") == ["柳州铁道职业技术学院"]
    assert called("铁道职院的学费") == ["柳州铁道职业技术学院"]
    assert called("柳师院牵头什么") == ["柳州师范学院"]


def test_an_industry_college_is_no_school() -> None:
    assert "智能物流产业学院" not in {name.text for name in lexicon().names.values() if name.school}


def test_going_to_university_is_no_school() -> None:
    assert called("娃上大学的事") == []
