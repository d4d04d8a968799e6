"""What graduates tell of themselves, in one breath and field by field."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from domain.subscription import LEVELS
from rag.regions import Gazetteer
from services.forms import profile
from services.forms.places import Places
from services.forms.profile import SKIP, drawn

PLACES, TODAY = Places(Gazetteer()), date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "包头职业技术学院2026届光伏大专",
            {"school": "包头职业技术学院", "year": "2026", "speciality": "光伏", "education": "大专"},
        ),
        (
            "我是包头轻工职业技术学院26届的，学机电一体化的，大专",
            {"school": "包头轻工职业技术学院", "year": "2026", "speciality": "机电一体化", "education": "大专"},
        ),
        ("內蒙古科技大學 大四 學冶金 想在包頭找工作", {"school": "内蒙古科技大学", "speciality": "冶金", "region": "150200"}),
        (
            "包头师范学院，学前教育，本科，明年毕业",
            {"school": "包头师范学院", "speciality": "学前教育", "education": "本科", "year": "2027"},
        ),
        ("本科 会计 2026", {"education": "本科", "speciality": "会计", "year": "2026"}),
        ("２６届大专数控，月薪5000以上", {"year": "2026", "education": "大专", "speciality": "数控", "pay": "5000"}),
        ("会焊接，有电工证", {"skills": "焊接、电工证"}),
        ("包头职业技术学院", {"school": "包头职业技术学院"}),
    ],
)
def test_one_sentence_fills_several_fields(said: str, told: dict[str, str]) -> None:
    assert drawn(said, PLACES, TODAY) == told


@pytest.mark.parametrize(
    "said", ["光伏", "电工证", "想在包头或者呼市工作", "2026年包头实训基地目标是多少？", "专业改成机电", "我叫张三，电话13812345678"]
)
def test_what_only_answers_a_question_or_tells_nothing_for_certain_is_left(said: str) -> None:
    assert drawn(said, PLACES, TODAY) == {}


@pytest.mark.parametrize("said", ["大专时学过数控", "在工厂实习时会计做过账"])
def test_what_was_done_once_is_no_major(said: str) -> None:
    assert "speciality" not in drawn(said, PLACES, TODAY)


@pytest.mark.parametrize("said", ["26", "26届", "2026", "2026年毕业", "2026年6月", "今年", "应届"])
def test_a_year_in_every_form(said: str) -> None:
    assert profile.year(said, TODAY) == "2026"


@pytest.mark.parametrize(
    ("parse", "said"),
    [
        (profile.school, "什么学校都行吗？"), (profile.school, "x"), (profile.speciality, "1"), (profile.education, "高学历"),
        (profile.pay, "很多"), (profile.skills, "会" * 101), (lambda said: profile.year(said, TODAY), "1026"),
        (lambda said: profile.year(said, TODAY), "2126"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_what_to_write(parse: Callable[[str], str], said: str) -> None:
    with pytest.raises(Invalid, match=r"请写|请点|太长|跳过"):
        parse(said)


@pytest.mark.parametrize("parse", [profile.school, profile.speciality, profile.education, profile.skills, profile.pay])
@pytest.mark.parametrize("said", ["跳过", "不想填。", "没有", "略"])
def test_every_field_may_be_left_out(parse: Callable[[str], str], said: str) -> None:
    assert parse(said) == SKIP


def test_who_somebody_is_does_not_stand_in_their_skills() -> None:
    assert "13812345678" not in profile.skills("会焊接，电话13812345678")
    assert "13812345678" not in str(drawn("包头职业技术学院，会焊接13812345678", PLACES, TODAY))


@given(st.text(max_size=250))
def test_no_text_breaks_the_reader(text: str) -> None:
    told = drawn(text, PLACES, TODAY)
    assert set(told) <= {"school", "year", "pay", "region", "skills", "education", "speciality"}
    assert told.get("education", "") in LEVELS
    assert all(value == value.strip() and value for value in told.values())
    assert not told.get("year") or told["year"].isdigit()


@given(st.text(max_size=60))
def test_a_parser_takes_or_says_what_to_write(text: str) -> None:
    for parse in (profile.school, profile.speciality, profile.education, profile.skills, profile.pay):
        with suppress(Invalid):
            assert parse(text) or not text.strip(" ,，。.")
