"""What is kept for others to read tells nobody's number, and what leaves the house not even a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.masking import anonymous, masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我的电话13812345678，回我", "我的电话138****5678，回我"),
        ("138 1234 5678 或 138-1234-5678", "138****5678 或 138****5678"),
        ("身份证150203199001011234，能补吗", "身份证（身份证号），能补吗"),
        ("15020319900101123X", "（身份证号）"),
        ("写信到 li.xiao+1@example.com.cn。", "写信到 （邮箱）。"),
        ("统一社会信用代码91150200MA0QHX2K12", "统一社会信用代码91150200MA0QHX2K12"),
        ("138****5678", "138****5678"),
        ("打0472-5161234，加微信号：lisi_2024", "打（电话），加微信号：（账号）"),
        ("卡号6222 0212 3456 7890 123，622202123456789012", "卡号（号码），（号码）"),
        ("我叫李四", "我叫李四"),
        ("2025.10.01-2027.12.31，2025 2026 2027", "2025.10.01-2027.12.31，2025 2026 2027"),
        ("2025 62220212345678901", "2025 （号码）"),
        ("2025年500个，投资1380万元，24365平台", "2025年500个，投资1380万元，24365平台"),
    ],
)
def test_numbers_of_people_are_masked_and_figures_are_not(said: str, kept: str) -> None:
    assert masked(said) == kept


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text("，。问我的是 ", max_size=9))
def test_no_mobile_number_stays_whole(number: str, around: str) -> None:
    assert number not in masked(f"{around}{number}{around}")
    assert number not in anonymous(f"{around}{number}{around}")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我的手机是138 0013 8000，能补贴吗", "我的手机是（手机号），能补贴吗"),
        ("+86-13800138000", "（手机号）"),
        ("身份证15020419900101123X能办吗", "身份证（身份证号）能办吗"),
        ("打0472-5161234问", "打（电话）问"),
        ("写信到li.si@example.org吧", "写信到（邮箱）吧"),
        ("手机１３８００１３８０００或138.0013.8000", "手机（手机号）或（手机号）"),
        ("幺三八零零幺三八零零零是我的", "（号码）是我的"),
        ("卡号6222 0212 3456 7890 123", "卡号（号码）"),
        ("公司代码91150200MA0N12345X", "公司代码（信用代码）"),
        ("加微信号：lisi_2024", "加微信号：（账号）"),
        ("我叫李四，想问补贴", "我叫（姓名），想问补贴"),
        ("2025年建5个基地，补贴10万元", "2025年建5个基地，补贴10万元"),
        ("本人138****8000", "本人（手机号）"),
        ("2025.10.01-2027.12.31，2025 2026 2027", "2025.10.01-2027.12.31，2025 2026 2027"),
        ("国办发〔2023〕12号第3条", "国办发〔2023〕12号第3条"),
    ],
)
def test_nothing_that_tells_who_asks_leaves_the_house(text: str, left: str) -> None:
    assert anonymous(text) == left
