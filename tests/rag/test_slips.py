"""Slips of the pen are read as the names that they sound like, and nothing else is bent."""

import pytest

from rag.slips import Mender

NAMES = ["光伏", "普陀", "平顶山", "产业学院", "包头", "产教融合"]
WORDS = {"学员", "光芒", "包裹", "平定", "产业"}


def mended(question: str) -> str:
    return Mender.of(NAMES, lambda word: word in WORDS).mend(question)[0]


def test_a_homophone_is_read_as_the_name() -> None:
    assert mended("光付企业") == "光伏企业"
    assert mended("普坨的政策") == "普陀的政策"
    assert mended("平顶上有几个") == "平顶山有几个"


def test_a_longer_name_is_seen_through_a_real_word() -> None:
    assert mended("哪些产业学员") == "哪些产业学院"


def test_pinyin_is_read() -> None:
    assert mended("baotou有几个") == "包头有几个"


def test_real_words_stay() -> None:
    assert mended("学员的光芒") == "学员的光芒"


def test_what_was_changed_is_told() -> None:
    _, slips = Mender.of(NAMES, lambda _: False).mend("光付")
    assert [(slip.written, slip.read) for slip in slips] == [("光付", "光伏")]


def test_a_name_written_right_is_followed_by_something_else() -> None:
    mender = Mender.of(["宜昌市", "宜昌"], lambda _: False)
    assert mender.mend("宜昌实习补贴")[0] == "宜昌实习补贴"


def test_identifiers_are_no_pinyin() -> None:
    assert mended("baotou_token的值") == "baotou_token的值"


FAMILY = ["包头职业技术学院", "包头轻工职业技术学院", "包头铁道职业技术学院", "包头钢铁职业技术学院", "教育费附加", "产教融合"]


def family(question: str) -> tuple[str, tuple[str, ...]]:
    """The question as it is read among the colleges of one city, and what it may have been as well."""
    mended, slips = Mender.of(FAMILY, lambda word: word in WORDS | {"铁路", "企业"}).mend(question)
    return mended, tuple(other for slip in slips for other in slip.others)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("包头轻职业技术学院在哪", "包头轻工职业技术学院在哪"),
        ("包头铁铁道职业技术学院在哪", "包头铁道职业技术学院在哪"),
        ("包头道铁职业技术学院在哪", "包头铁道职业技术学院在哪"),
        ("教育附费加抵多少", "教育费附加抵多少"),
        ("教育费附附加抵多少", "教育费附加抵多少"),
        ("baotou轻工职业技术学院", "包头轻工职业技术学院"),
        ("qinggong职业技术学院", "轻工职业技术学院"),
        ("baotou qinggong zhiye jishu xueyuan在哪", "包头轻工职业技术学院在哪"),
    ],
    ids=["left out", "doubled", "swapped", "swapped in a term", "doubled in a term", "half pinyin", "a part in pinyin", "syllables"],
)
def test_a_name_is_known_by_what_is_right_of_it(written: str, read: str) -> None:
    assert family(written) == (read, ())


@pytest.mark.parametrize("written", ["包头钢道职业技术学院", "包头铁职业技术学院"])
def test_of_two_that_are_equally_close_both_are_told(written: str) -> None:
    mended, others = family(written)
    assert {mended, *others} == {"包头铁道职业技术学院", "包头钢铁职业技术学院"}


@pytest.mark.parametrize(
    "question",
    [
        "包头职业技术学院有哪些专业",
        "包头铁路职业技术学院",
        "包头财经职业技术学院",
        "产教融合企业名单",
        "包头市职业技术学院",
        "职业技术学院",
    ],
    ids=["a name written right", "a word in it", "two characters off", "put together of two", "one more on purpose", "a part"],
)
def test_what_may_be_meant_as_it_stands_stays(question: str) -> None:
    assert family(question) == (question, ())
