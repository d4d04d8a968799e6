"""Codes, telephone numbers, majors, and what a post may not say."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from services.forms.codes import WRONG_CHECK, code, code_in
from services.forms.fairness import Ground, findings, without
from services.forms.majors import CLASSES, is_any, majors
from services.forms.phones import NOT_MOBILE, mobile, mobile_in, shown

GOOD = "91150200MA0QHX2K1H"


@pytest.mark.parametrize(
    "words", [GOOD, GOOD.lower(), "９１１５０２００ＭＡ０ＱＨＸ２Ｋ１Ｈ", "91150200 MA0QHX2K1H", f"代码是{GOOD}", f"{GOOD}。"]
)
def test_a_code_is_read(words: str) -> None:
    assert code(words) == GOOD


def test_a_wrong_last_character_is_told() -> None:
    with pytest.raises(Invalid, match=WRONG_CHECK):
        code("91150200MA0QHX2K12")


def test_look_alike_letters_are_explained_with_the_likely_code() -> None:
    with pytest.raises(Invalid, match=f"字母O.*可能是0.*{GOOD}"):
        code("9115O200MAOQHX2K1H".replace("MAO", "MA0"))


@pytest.mark.parametrize(("words", "why"), [("9115", "18位"), ("没有", "18位"), ("", "18位"), (GOOD + "9", "19位")])
def test_what_is_no_code_says_what_it_should_be(words: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        code(words)


def test_a_code_is_found_in_a_sentence() -> None:
    assert code_in(f"{GOOD},所在地改昆区") == GOOD
    assert code_in("91150200MA0QHX2K12,所在地改昆区") == ""


@pytest.mark.parametrize("words", ["13800001234", "138 0000 1234", "+86 138-0000-1234", "１３８００００１２３４"])
def test_a_mobile_is_read(words: str) -> None:
    assert mobile(words) == "+8613800001234"


def test_a_desk_telephone_is_told_apart() -> None:
    with pytest.raises(Invalid, match=NOT_MOBILE):
        mobile("0472-5123456")


@pytest.mark.parametrize("words", ["", "1380000123", "23800001234", "没有手机", "1" * 40])
def test_what_is_no_mobile_says_so(words: str) -> None:
    with pytest.raises(Invalid, match="11位"):
        mobile(words)


def test_a_number_is_shown_with_its_middle_hidden() -> None:
    assert shown(mobile_in("联系人虚构的李某，电话13800001234")) == "138****1234"


@pytest.mark.parametrize(
    ("words", "classes"),
    [
        ("光伏、机电", ("能源动力与材料大类", "装备制造大类")),
        ("计算机软件", ("电子与信息大类",)),
        ("护理专业", ("医药卫生大类",)),
        ("电子商务", ("财经商贸大类",)),
        ("装备制造", ("装备制造大类",)),
        ("太阳能", ()),
    ],
)
def test_majors_are_folded(words: str, classes: tuple[str, ...]) -> None:
    assert majors(words) == classes


def test_there_are_nineteen_classes() -> None:
    assert len(CLASSES) == 19
    assert is_any("专业不限")
    assert not is_any("机电")


@pytest.mark.parametrize(
    ("words", "ground", "part"),
    [
        ("招光伏技术员5名,只要男生", Ground.SEX, "只要男生"),
        ("限女性，有耐心", Ground.SEX, "限女性"),
        ("男生优先", Ground.SEX, "男生优先"),
        ("年龄18-35岁", Ground.AGE, "年龄18-35岁"),
        ("35岁以下", Ground.AGE, "35岁以下"),
        ("90后优先", Ground.AGE, "90后优先"),
        ("仅限本地户口", Ground.ORIGIN, "仅限本地户口"),
        ("不要外地人", Ground.ORIGIN, "不要外地人"),
        ("已婚已育优先", Ground.MARRIAGE, "已婚已育优先"),
        ("两年内不生育", Ground.MARRIAGE, "两年内不生育"),
        ("乙肝携带者勿扰", Ground.DISEASE, "乙肝携带者勿"),
        ("身高165以上，五官端正", Ground.LOOKS, "身高165"),
        ("入职先交押金300元", Ground.FEE, "先交押金"),
        ("需扣押身份证", Ground.FEE, "扣押身份证"),
        ("手机刷单，日入过千", Ground.FRAUD, "刷单"),
        ("提供银行卡即可", Ground.FRAUD, "提供银行卡"),
        ("发展下线有提成", Ground.PYRAMID, "发展下线"),
    ],
)
def test_what_may_not_stand_is_marked(words: str, ground: Ground, part: str) -> None:
    assert (ground, part) in [(one.ground, one.words) for one in findings(words)]


@pytest.mark.parametrize(
    "words",
    [
        "男女不限，不收押金",
        "负责光伏组件检修，三班倒，包吃住",
        "18周岁以上，能吃苦",
        "2年以上工作经验，熟悉PLC",
        "免培训费，提供工装",
        "负责男装车间生产",
        "乳品检验，需健康证",
        "负责会员系统开发",
        "包头本地企业，五险一金",
        "女装设计师",
    ],
)
def test_what_is_fair_passes(words: str) -> None:
    assert findings(words) == []


def test_the_rest_of_the_sentence_stays() -> None:
    text = "招光伏技术员5名,只要男生,包吃住"
    assert without(text, findings(text)) == "招光伏技术员5名,包吃住"


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    found = findings(text)
    assert all(text[one.start : one.end] == one.words for one in found)
    assert len(without(text, found)) <= len(text)


@given(st.text(max_size=40), st.sampled_from([code, mobile]))
def test_any_text_is_a_code_a_number_or_refused(text: str, read: Callable[[str], str]) -> None:
    try:
        assert read(text)
    except Invalid:
        return
