"""Places as people write them: a district by its nickname, a city and then its district, names that several places share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import Invalid
from rag.regions import Gazetteer
from services.forms.places import CITIES, NO_PLACE, TWO_PLACES, Places

PLACES = Places(Gazetteer())
STEP = PLACES.step("place", "在哪里？", "所在地")


def labels(**told: str) -> list[str]:
    return [choice.label for choice in STEP.offered({name.replace("_", "."): value for name, value in told.items()})]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("昆区", "150203"),
        ("我们在昆都仑", "150203"),
        ("内蒙古包头市昆区", "150203"),
        ("昆区，包头", "150203"),
        ("包头青山区", "150204"),
        ("包頭", "150200"),
        ("包头稀土高新区", "150200"),
        ("库尔勒市", "652801"),
        ("150203", "150203"),
    ],
)
def test_a_place_is_read(words: str, code: str) -> None:
    assert PLACES.read(words) == code


@pytest.mark.parametrize(("words", "why"), [("火星", NO_PLACE), ("", NO_PLACE), ("包头和平顶山", TWO_PLACES), ("包头" * 40, NO_PLACE)])
def test_what_is_no_one_place_is_told(words: str, why: str) -> None:
    with pytest.raises(Invalid, match=why[:8]):
        PLACES.read(words)


def test_a_city_is_followed_by_its_districts() -> None:
    assert labels(**{CITIES: "150200 310107"}) == ["包头", "普陀"]
    assert STEP.pick("", "150200") == ("150200", False)
    offered = labels(place_draft="150200")
    assert offered[:2] == ["东河区", "昆都仑区"]
    assert offered[-1] == "只写包头市"
    assert STEP.pick("150200", "150203") == ("150203", True)
    assert STEP.pick("150200", "150200") == ("150200", True)


def test_a_district_of_a_municipality_is_whole() -> None:
    assert STEP.pick("", "310107") == ("310107", True)


def test_a_province_alone_is_never_enough() -> None:
    assert STEP.pick("150000", "150000") == ("150000", False)
    assert "只写内蒙古自治区" not in labels(place_draft="150000")
    assert "包头市" in labels(place_draft="150000")


def test_of_several_places_the_one_in_the_city_is_meant_else_it_is_asked() -> None:
    both = PLACES.read("青山区")
    assert STEP.pick("150200", both) == ("150204", True)
    assert STEP.pick("", both) == (both, False)
    assert labels(place_draft=both) == ["包头市青山区", "武汉市青山区"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("91150200MA0QHX2K1H,所在地改昆区", "150203"),
        ("地址：包头市昆都仑区", "150203"),
        ("所在地是青山区", ""),
        ("我们在包头做稀土", ""),
        ("所在地改火星", ""),
    ],
)
def test_only_a_place_that_is_called_so_is_drawn_from_a_sentence(words: str, code: str) -> None:
    assert PLACES.drawn(words) == code


def test_a_place_is_told_in_full() -> None:
    assert [PLACES.told(code) for code in ("150203", "150200", "310107", "150204 420107")] == [
        "包头市昆都仑区",
        "包头市",
        "上海市普陀区",
        "包头市青山区，或武汉市青山区",
    ]


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        codes = PLACES.read(text).split()
    except Invalid:
        return
    assert codes
    assert PLACES.told(" ".join(codes))
    answer, whole = STEP.pick("", " ".join(codes))
    assert answer
    assert whole or STEP.offered({"place.draft": answer})
