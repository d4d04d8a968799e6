"""Text that people typed, and what is taken out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import clean, storable

ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from("a中👩🔧\u200d\u200b\u202e\ufe0f\ud83d\udc69\x00\n"), max_size=12
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("产教融合\n第二行\t表\f页", "产教融合\n第二行\t表\f页"),
        ("空\x00字符", "空字符"),
        ("半个\ud83d代理对", "半个代理对"),
        ("\u202e反着写\u202c", "反着写"),
        ("零\u200b宽\ufeff字\u2060符", "零宽字符"),
        ("软\u00ad连字符", "软连字符"),
        ("响\x07铃\x1b[31m", "响铃[31m"),
        ("👩‍🔧焊工👨‍👩‍👧", "👩‍🔧焊工👨‍👩‍👧"),
        ("❤️‍🔥", "❤️‍🔥"),
        ("字\u200d字", "字字"),
        ("👩\u200d", "👩"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    ],
)
def test_what_breaks_or_deceives_is_gone_and_the_rest_stays(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(ANY_TEXT)
def test_clean_text_can_be_encoded_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


@given(ANY_TEXT)
def test_storable_text_loses_nothing_else(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert kept == "".join(letter for letter in text if letter != "\x00" and not "\ud800" <= letter <= "\udfff")
