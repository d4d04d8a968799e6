"""Phrases are found as a pattern of all of them, longest first, would find them; what does not count is as if it were not there."""

from hypothesis import given
from hypothesis import strategies as st

from rag.phrases import Phrases
from tests.rag.plain import longest_first

SIGNS = "包头职大a+.İ"
PHRASES = st.sets(st.text(SIGNS, min_size=2, max_size=5), max_size=12)


@given(PHRASES, PHRASES, st.text(SIGNS, max_size=30))
def test_what_counts_is_found_as_a_pattern_of_it_would(counting: set[str], gone: set[str], text: str) -> None:
    phrases = Phrases()
    for phrase in counting | gone:
        phrases.add(phrase, phrase)
    found = [(start, end) for start, end, _ in phrases.find(text, counting.__contains__)]
    assert found == longest_first(counting, text)


def test_a_phrase_stands_for_several_things_each_of_them_once() -> None:
    phrases = Phrases()
    for meaning in ("包头职业技术学院", "包头轻工职业技术学院", "包头职业技术学院"):
        phrases.add("包职", meaning)
    assert phrases.meant("包职") == ("包头职业技术学院", "包头轻工职业技术学院")
    assert phrases.meant("铁职") == ()
