"""Slips of the pen are read as the names that they sound like, and nothing else is bent."""

from rag.slips import Mender

NAMES = ["光伏", "普陀", "平顶山", "产业学院", "包头", "产教融合"]
WORDS = {"学员", "光芒", "包裹", "平定", "产业"}


def mended(question: str) -> str:
    return Mender(NAMES, lambda word: word in WORDS).mend(question)[0]


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
    _, slips = Mender(NAMES, lambda _: False).mend("光付")
    assert [(slip.written, slip.read) for slip in slips] == [("光付", "光伏")]


def test_a_name_written_right_is_followed_by_something_else() -> None:
    mender = Mender(["宜昌市", "宜昌"], lambda _: False)
    assert mender.mend("宜昌实习补贴")[0] == "宜昌实习补贴"


def test_identifiers_are_no_pinyin() -> None:
    assert mended("baotou_token的值") == "baotou_token的值"
