"""Blocks as Telegram's HTML: escaped, marked, split, and every tag closed."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.markup import LIMIT, pieces, unmarked
from chat.reply import Block, Look


class Checked(HTMLParser):
    """Fails on a tag that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(piece: str) -> str:
    """The text of a piece, once its tags are seen to be sound."""
    parser = Checked()
    parser.feed(piece)
    assert parser.open == []
    return unescape(re.sub(r"</?(?:b|i|blockquote)>", "", piece))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_everything_is_escaped() -> None:
    assert pieces([Block("1 < 2 & <b>x</b>")]) == ["1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt;"]


def test_blocks_have_their_looks() -> None:
    blocks = [
        Block("标题", Look.TITLE),
        Block("目标是500个。", Look.QUOTE, ((3, 7),)),
        Block("甲", Look.ITEM, number=1),
        Block("乙", Look.ITEM, number=2),
        Block("丙", Look.ITEM),
        Block("——来源", Look.SOURCE),
    ]
    assert pieces(blocks) == [
        "<b>标题</b>\n\n<blockquote>目标是<b>500个</b>。</blockquote>\n\n1. 甲\n2. 乙\n• 丙\n\n<i>——来源</i>",
    ]


def test_marks_that_overlap_or_reach_too_far_do_no_harm() -> None:
    assert pieces([Block("一二三四", marks=((2, 9), (0, 3), (3, 3)))]) == ["<b>一二三</b>四"]


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    blocks = [Block("一" * 3000), Block("二" * 3000)]
    assert pieces(blocks) == ["一" * 3000, "二" * 3000]


def test_a_long_paragraph_parts_at_a_sentence() -> None:
    text = ("字" * 99 + "。") * 100
    found = pieces([Block(text)])
    assert "".join(found) == text
    assert all(piece.endswith("。") for piece in found)


def test_a_mark_across_a_cut_goes_on_in_the_next_piece() -> None:
    text = "字" * 5000
    found = pieces([Block(text, Look.QUOTE, ((0, 5000),))])
    assert [piece[:15] for piece in found] == ["<blockquote><b>"] * 2
    assert "".join(read(piece) for piece in found) == text


def test_nothing_is_no_message() -> None:
    assert pieces([]) == []
    assert pieces([Block(""), Block(" \n")]) == []


def test_plain_text_has_no_markup() -> None:
    (piece,) = pieces([Block("1 < 2 <b>", Look.TITLE), Block("甲", Look.ITEM, ((0, 1),), number=1)])
    assert unmarked(piece) == "1 < 2 <b>\n\n1. 甲"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
blocks = st.builds(
    Block,
    texts,
    st.sampled_from(Look),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4).map(tuple),
    st.integers(0, 20),
)


@given(st.lists(blocks, max_size=6), st.integers(80, 300))
def test_no_piece_is_too_long_and_no_word_is_lost(content: list[Block], limit: int) -> None:
    found = pieces(content, limit)
    assert all(0 < units(piece) <= limit for piece in found)
    heard = re.sub(r"\s", "", "".join(read(piece) for piece in found))
    assert all(re.sub(r"\s", "", block.text) in heard for block in content)


@given(st.lists(blocks, max_size=6))
def test_without_markup_a_piece_says_the_same(content: list[Block]) -> None:
    for piece in pieces(content):
        assert unmarked(piece) == read(piece)
        assert units(unmarked(piece)) <= LIMIT
