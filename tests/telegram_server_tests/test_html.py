"""Telegram's HTML: what it becomes, and how it is refused."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram_server.html import HtmlError, parse_html
from tests.telegram_server.text import units

GOOD = [
    ("a <b>粗</b> c", "a 粗 c", [("bold", 2, 1)]),
    (
        "<strong>甲</strong><em>乙</em><ins>丙</ins><del>丁</del>",
        "甲乙丙丁",
        [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("strikethrough", 3, 1)],
    ),
    ("🌍<i>🌍</i>x", "🌍🌍x", [("italic", 2, 2)]),
    ("<b>外<i>内</i></b>", "外内", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<b></b>空", "空", []),
    ("&lt;b&gt; &amp; &quot;&#65;&#x42;&nbsp;", '<b> & "AB&nbsp;', []),
    ("<B>大写</B>", "大写", [("bold", 0, 2)]),
    ("<b>简写</>", "简写", [("bold", 0, 2)]),
    ('<span class="tg-spoiler">秘</span><tg-spoiler>密</tg-spoiler>', "秘密", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<code>x <b>y</b></code>", "x y", [("code", 0, 3)]),
    ("<blockquote expandable>引</blockquote>", "引", [("expandable_blockquote", 0, 1)]),
    ("<a href='localhost'>无处</a>", "无处", []),
]
BAD = [
    ("你<x>", 'Unsupported start tag "x" at byte offset 3'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>甲", 'Can\'t find end tag corresponding to start tag "b"'),
    ("甲</b>", "Unexpected end tag at byte offset 3"),
    ("<b>甲</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
    ("<b>甲</b", "Unclosed end tag at byte offset 6"),
    ("<span>甲</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a href>甲</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ("<a href=x?>甲</a>", "Unexpected end of name token at byte offset 8"),
    ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
    ("<p>段</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("第一行<br>第二行", 'Unsupported start tag "br" at byte offset 9'),
]


def spans(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(("source", "text", "expected"), GOOD)
def test_formatting_becomes_entities_counted_in_utf16(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    plain, entities = parse_html(source)
    assert (plain, spans(entities)) == (text, expected)


@pytest.mark.parametrize(("source", "reason"), BAD)
def test_broken_html_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(HtmlError) as refusal:
        parse_html(source)
    assert str(refusal.value) == reason


def test_a_link_is_stored_in_full() -> None:
    _, entities = parse_html('<a href="http://例子.cn/?a=1&amp;b=2">链</a>')
    assert entities == [{"type": "text_link", "offset": 0, "length": 1, "url": "http://例子.cn/?a=1&b=2"}]


def test_a_block_of_code_keeps_its_language() -> None:
    _, entities = parse_html('<pre><code class="language-python">x = 1</code></pre>')
    assert entities == [{"type": "pre", "offset": 0, "length": 5, "language": "python"}]


def test_inline_code_has_no_language() -> None:
    _, entities = parse_html('<code class="language-python">x</code>')
    assert entities == [{"type": "code", "offset": 0, "length": 1}]


@given(st.text())
def test_escaped_text_comes_back_letter_by_letter(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.text(alphabet="<>/&;=\"'# abipre我🌍\n\0", max_size=40))
def test_whatever_comes_is_parsed_or_refused(source: str) -> None:
    try:
        plain, entities = parse_html(source)
    except HtmlError as error:
        assert str(error)  # noqa: PT017
        return
    assert all(entity["offset"] >= 0 and entity["offset"] + entity["length"] <= units(plain) for entity in entities)
